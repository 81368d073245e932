// What there is to say about one finding: in a name for screen readers, and in the card beside it.

import { el } from "./dom.js";
import { basis, language, percent, period, reason, singular } from "./names.js";

const spoken = (cue) => cue?.spans.map(({ text }) => text).join(" … ");

/** Who speaks, with the part of the text that says so. */
function speaker(finding) {
  if (finding.voice) return finding.voice.name;
  return finding.item.speaker?.name;
}

function statementTitle(finding) {
  const who = speaker(finding);
  return `${singular(finding.kind)}${who ? `, ${who}` : ""}`;
}

function dateTitle({ item }) {
  return item.earliest ? period(item.earliest, item.latest) : item.value;
}

/** One line about a finding. */
export function labelOf(finding, view) {
  const { item } = finding;
  switch (finding.family) {
    case "content": return statementTitle(finding);
    case "quote": return item.kind === "speech" && !speaker(finding) ? "Quotation, speaker unknown" : statementTitle(finding);
    case "mention": return `${singular(item.type)}, ${item.name}`;
    case "date": return `${singular(item.type)}, ${dateTitle(finding)}`;
    case "published": return `${finding.key === "published" ? "Publication date" : "Last change"}, ${item.value}`;
    case "passage": return `Passage in ${language(item.tag)}`;
    default: return statementTitle({ ...finding, kind: view.findings.find(({ key }) => key === `${finding.attribution}.content`)?.kind ?? "direct" });
  }
}

function statementRows(attribution) {
  if (!attribution) return [];
  const { source, cue } = attribution;
  return [
    ["Source", source?.text && `${source.text} (${source.kind})`],
    ["Cue", cue && `${spoken(cue)}: ${cue.kind.replace("_", " ")}${cue.negated ? ", negated" : ""}`],
    ["Found by", attribution.basis && `${attribution.basis}, without a cue`],
    ["Confidence in who said it", percent(attribution.confidence)],
  ];
}

function linkWords({ links }) {
  if (!links) return undefined;
  return [links.wikidata, links.geonames && `GeoNames ${links.geonames}`, links.country].filter(Boolean).join(" · ");
}

const ROWS = {
  mention: ({ item, mention }) => [
    ["Role", item.role?.text], ["Also", item.aliases.join(", ")], ["Mention", mention.kind], ["Links", linkWords(item)],
  ],
  date: ({ item }) => [
    ["Value", item.value],
    ["Resolved against", item.anchor === "none" ? undefined : item.anchor],
    ["Or", item.ambiguous && item.alternatives?.join(", ")],
  ],
  published: ({ item }) => [["Basis", basis(item.basis)], ["Precision", item.precision]],
  passage: () => [],
};

function quoteRows({ family, item }) {
  if (family !== "quote") return [];
  return [["Why", item.unattributed && reason(item.unattributed)], [`Confidence that it is a ${item.kind === "speech" ? "quotation" : item.kind}`, percent(item.confidence)]];
}

function rowsOf(finding, view) {
  const statement = view.answer.attributions?.find(({ id }) => id === finding.attribution);
  const rows = ROWS[finding.family]
    ? [...ROWS[finding.family](finding), ["Confidence", percent(finding.item.confidence)]]
    : [...statementRows(statement), ...quoteRows(finding)];
  return rows.filter(([, value]) => value);
}

/** Fills the card for a finding. */
export function fillCard(card, finding, view) {
  card.replaceChildren(
    el("strong", { dir: "auto" }, labelOf(finding, view)),
    el("dl", {}, rowsOf(finding, view).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value)))),
  );
}
