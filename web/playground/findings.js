// Turns an answer into one list of findings to draw, in reading order.
//
//   { key: "q1", family: "quote", kind: "speech", filter: "speech", spans: […], voice, attribution, entity, item }
//
// `family` says what is drawn, `kind` how, `filter` which switch hides it.

import { place } from "./voices.js";

/** From the outside in: which of two findings on the same words goes around the other. */
const FAMILIES = ["passage", "content", "quote", "source", "role", "mention", "date", "published", "cue"];

const spanned = (span) => span && span.start !== undefined && span.end > span.start;

function statements(answer, { byAttribution }) {
  return (answer.attributions ?? []).flatMap((item) => {
    const shared = { attribution: item.id, voice: byAttribution.get(item.id), item, filter: item.type };
    const part = (family, spans) => ({ ...shared, key: `${item.id}.${family}`, family, kind: item.type, spans });
    return [
      part("content", item.content),
      part("cue", item.cue?.spans ?? []),
      part("source", [item.source].filter(spanned)),
    ];
  });
}

function quotations(answer, { byAttribution }) {
  return (answer.quotes ?? []).map((item) => ({
    key: item.id, family: "quote", kind: item.kind, filter: item.kind, spans: [item], item,
    attribution: item.attribution, voice: byAttribution.get(item.attribution),
  }));
}

function mentions(answer) {
  return (answer.entities ?? []).flatMap((item) => [
    ...item.mentions.map((mention, at) => ({
      key: `${item.id}.${at}`, family: "mention", kind: item.type, filter: item.type, spans: [mention], item, entity: item.id, mention,
    })),
    { key: `${item.id}.role`, family: "role", kind: item.type, filter: item.type, spans: [item.role].filter(Boolean), item, entity: item.id },
  ]);
}

function dates(answer) {
  const shown = [["published", answer.date], ["published.updated", answer.date?.updated]];
  return [
    ...(answer.dates ?? []).map((item) => ({ key: item.id, family: "date", kind: item.type, filter: "date", spans: [item], item })),
    ...shown.filter(([, item]) => spanned(item)).map(([key, item]) => ({
      key, family: "published", kind: "published", filter: "published", spans: [item], item,
    })),
  ];
}

function passages(answer) {
  return (answer.language?.passages ?? []).map((item, at) => ({
    key: `passage.${at}`, family: "passage", kind: "passage", filter: "passage", spans: [item], item,
  }));
}

function inReadingOrder(one, other) {
  return place(one.spans[0]) - place(other.spans[0])
    || other.spans[0].end - one.spans[0].end
    || FAMILIES.indexOf(one.family) - FAMILIES.indexOf(other.family);
}

/** All findings of an answer that have a place in its texts. */
export function findingsOf(answer, told) {
  return [passages(answer), statements(answer, told), quotations(answer, told), mentions(answer), dates(answer)]
    .flat()
    .filter((finding) => finding.spans.length > 0)
    .sort(inReadingOrder)
    .map((finding, order) => ({ ...finding, order, rank: FAMILIES.indexOf(finding.family) }));
}

/** What the switches count: an attribution once, an entity's every mention. */
export function tally(findings) {
  const counted = findings.filter(({ family }) => !["cue", "source", "role"].includes(family));
  const totals = new Map();
  for (const { filter } of counted) totals.set(filter, (totals.get(filter) ?? 0) + 1);
  return totals;
}

/** The spans whose words are not what the text has there; there should be none. */
export function misplaced(findings, texts) {
  return findings.flatMap(({ spans }) => spans).filter((span) => texts[span.field ?? "text"].slice(span.start, span.end) !== span.text);
}
