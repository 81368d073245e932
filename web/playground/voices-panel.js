// The panel "Voices": who speaks how much, who is only mentioned, what nobody is named for.

import { colourOf } from "./article.js";
import { button, el } from "./dom.js";
import { count, reason } from "./names.js";

const KINDS = { anonymous: "anonymous source", document: "document" };

/** Lengths are set through the style object: the page's policy forbids style attributes in markup. */
function bar(voice, most) {
  const parts = ["quoted", "reported"].filter((kind) => voice[kind] > 0).map((kind) => {
    const part = el("span", { class: `bar ${kind}` });
    part.style.inlineSize = `${((100 * voice[kind]) / most).toFixed(1)}%`;
    return part;
  });
  return el("span", { class: "bars", "aria-hidden": "true" }, parts);
}

function amounts(voice) {
  return [voice.quoted && `${count(voice.quoted, "word")} quoted`, voice.reported && `${count(voice.reported, "word")} reported`]
    .filter(Boolean).join(", ");
}

function item(voice, most, actions) {
  const role = voice.entity?.role?.text ?? KINDS[voice.kind];
  const first = voice.attributions[0];
  return el("li", { class: `voice ${colourOf(voice)}`, onpointerenter: () => actions.lightVoice(voice), onpointerleave: actions.clear },
    el("span", { class: "number", "aria-hidden": "true" }, String(voice.number)),
    el("div", {},
      button(voice.name, () => actions.visit(first.quotes?.[0] ?? `${first.id}.content`), { class: "name", dir: "auto" }),
      role && el("span", { class: "role", dir: "auto" }, role),
      bar(voice, most),
      el("span", { class: "amount" }, `${amounts(voice)} in ${count(voice.attributions.length, "statement")}`)));
}

function section(title, note, children) {
  if (children.length === 0) return undefined;
  return [el("h3", {}, title), note && el("p", { class: "note" }, note), el("ul", { class: "plain" }, children)];
}

function mention(entity, actions) {
  return el("li", {}, button(entity.name, () => actions.visit(`${entity.id}.0`), { class: "name", dir: "auto" }),
    " ", el("span", { class: "amount" }, count(entity.mentions.length, "mention")));
}

function unattributed(quote, actions) {
  return el("li", {}, button(quote.text, () => actions.visit(quote.id), { class: "name clip", dir: "auto" }),
    " ", el("span", { class: "amount" }, reason(quote.unattributed ?? "no_source")));
}

export function drawVoices(panel, { told }, actions) {
  const { voices, mentioned } = told;
  const most = Math.max(1, ...voices.map((voice) => voice.quoted + voice.reported));
  const byWords = [...voices].sort((one, other) => other.quoted + other.reported - one.quoted - one.reported || one.number - other.number);
  const lines = (kind) => byWords.filter((voice) => voice.kind === kind).map((voice) => item(voice, most, actions));
  const sections = [
    section("Who speaks", undefined, lines("known")),
    section("Anonymous sources", undefined, lines("anonymous")),
    section("Documents", undefined, lines("document")),
    section("Quoted without a speaker", undefined, told.unattributed.map((quote) => unattributed(quote, actions))),
    section("Only mentioned", "People and organisations that nothing is attributed to.", mentioned.map((entity) => mention(entity, actions))),
  ].flat().filter(Boolean);
  if (voices.length === 0) sections.unshift(el("p", { class: "note" }, "Nobody is quoted or reported."));
  else sections.unshift(el("p", { class: "note key" }, el("span", { class: "swatch quoted" }), " quoted in marks ", el("span", { class: "swatch reported" }), " reported in the writer’s words"));
  panel.replaceChildren(...sections);
}
