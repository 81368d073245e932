// Switches for the findings, which are also the legend: each is drawn as its finding is.

import { button, el } from "./dom.js";
import { plural } from "./names.js";
import { tally } from "./findings.js";

const GROUPS = [
  ["Quotations", ["speech", "title", "term"], "quote"],
  ["Statements", ["direct", "mixed", "indirect"], "content"],
  ["Entities", ["person", "organization", "location", "event", "product"], "mention"],
  ["Time", ["date", "published"], "date"],
  ["Language", ["passage"], "passage"],
];

export class Filters {
  constructor(place, onchange) {
    Object.assign(this, { place, onchange, hidden: new Set() });
  }

  toggle(kind, pressed) {
    if (!this.hidden.delete(kind)) this.hidden.add(kind);
    pressed.setAttribute("aria-pressed", String(!this.hidden.has(kind)));
    this.onchange();
  }

  switch(kind, family, number) {
    const pressed = button("", () => this.toggle(kind, pressed), { class: "chip", "aria-pressed": String(!this.hidden.has(kind)), "data-filter": kind });
    pressed.append(el("span", { class: `sample ${family} ${kind} voice-none` }, plural(kind)), " ", el("span", { class: "figure" }, String(number)));
    return pressed;
  }

  /** Offers what this answer has. */
  show(findings) {
    const totals = tally(findings);
    this.place.replaceChildren(...GROUPS.flatMap(([name, kinds, family]) => {
      const found = kinds.filter((kind) => totals.has(kind));
      if (found.length === 0) return [];
      return [el("span", { class: "switches", role: "group", "aria-label": name }, found.map((kind) => this.switch(kind, family, totals.get(kind))))];
    }));
  }
}
