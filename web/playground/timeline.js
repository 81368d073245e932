// The panel "Timeline": dates in the order of their first day, durations and open dates after them.

import { button, el } from "./dom.js";
import { basis, period, singular } from "./names.js";

/** Dates with a first day, sorted by it, then by the last, then by the text; the rest apart. */
export function chronology(dates) {
  const known = dates.filter(({ earliest }) => earliest);
  const year = (value) => (value.startsWith("-") ? -Number(value.slice(1, 5)) : Number(value.slice(0, 4)));
  const compare = (one, other) => year(one) - year(other) || (one < other ? -1 : Number(one > other));
  known.sort((one, other) => compare(one.earliest, other.earliest) || compare(one.latest, other.latest) || one.start - other.start);
  return { known, open: dates.filter(({ earliest }) => !earliest) };
}

function entry(date, published, actions) {
  const today = date.earliest === published && date.latest === published;
  return el("li", { class: today ? "today" : undefined },
    el("span", { class: "when" }, period(date.earliest, date.latest)),
    button(date.text, () => actions.visit(date.id), { class: "name", dir: "auto" }),
    " ", el("code", {}, date.value),
    date.ambiguous && el("span", { class: "amount" }, ` or ${date.alternatives?.join(", ")}`));
}

function open(date, actions) {
  return el("li", {}, button(date.text, () => actions.visit(date.id), { class: "name", dir: "auto" }),
    " ", el("code", {}, date.value), el("span", { class: "amount" }, ` ${singular(date.type).toLowerCase()}`));
}

function publication(date) {
  if (!date) return "No publication date is known, so that relative dates stay open.";
  const changed = date.updated ? ` Last changed ${date.updated.value}, ${basis(date.updated.basis)}.` : "";
  return `Published ${date.value}, ${basis(date.basis)}.${changed}`;
}

export function drawTimeline(panel, { answer }, actions) {
  const { known, open: rest } = chronology(answer.dates ?? []);
  const published = answer.date?.value.slice(0, 10);
  panel.replaceChildren(...[
    el("p", { class: "note" }, publication(answer.date)),
    known.length > 0 && el("ol", { class: "timeline" }, known.map((date) => entry(date, published, actions))),
    rest.length > 0 && el("h3", {}, "Durations, repeated and open times"),
    rest.length > 0 && el("ul", { class: "plain" }, rest.map((date) => open(date, actions))),
  ].filter(Boolean));
}
