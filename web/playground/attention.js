// The finding that is looked at: under the pointer, or where the keyboard stands.
//
// Its statement's content, cue and source are lit and tied together, an entity's other mentions
// are lit, and a card says what is known. The keyboard has one stop in the article; the arrows
// move from finding to finding, Escape lets go.

import { colourOf } from "./article.js";
import { fillCard } from "./card.js";
import { drawTies } from "./ties.js";

const NEXT = ["ArrowRight", "ArrowDown"];
const PREVIOUS = ["ArrowLeft", "ArrowUp"];
const MARGIN = 10;

export class Attention {
  constructor({ article, layer, card }) {
    Object.assign(this, { article, layer, card });
    article.addEventListener("pointerover", (event) => this.hover(event.target));
    article.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.leave());
    article.addEventListener("focusin", (event) => this.focus(event.target));
    article.addEventListener("focusout", () => this.clear());
    article.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.clear());
    // A finger leaves as it is lifted; what it touched stays lit until it touches something else.
    document.addEventListener("pointerdown", (event) => article.contains(event.target) || this.clear());
    new ResizeObserver(() => this.current && this.attend(this.current)).observe(article);
  }

  /** Takes a new drawing of the article. */
  show(view, elements) {
    this.clear();
    this.view = view;
    this.elements = elements;
    this.findings = new Map(view.findings.map((finding) => [finding.key, finding]));
    this.stops = [...this.article.querySelectorAll("[tabindex]")];
    this.stops[0]?.setAttribute("tabindex", "0");
  }

  hover(target) {
    const element = target.closest(".finding");
    if (element === this.current) return;
    if (element) this.attend(element);
    else this.leave();
  }

  /** Back to the keyboard's finding when the pointer goes. */
  leave() {
    const focused = document.activeElement?.closest?.(".finding");
    if (focused && this.article.contains(focused)) this.attend(focused);
    else this.clear();
  }

  focus(target) {
    const element = target.closest(".finding");
    if (!element) return;
    for (const stop of this.stops) if (stop.tabIndex === 0) stop.tabIndex = -1;
    element.tabIndex = 0;
    this.attend(element);
    element.setAttribute("aria-describedby", this.card.id);
  }

  key(event) {
    const at = this.stops.indexOf(document.activeElement);
    const to = NEXT.includes(event.key) ? at + 1
      : PREVIOUS.includes(event.key) ? at - 1
      : event.key === "Home" ? 0
      : event.key === "End" ? this.stops.length - 1 : undefined;
    if (at < 0 || to === undefined || !this.stops[to]) return;
    event.preventDefault();
    this.stops[to].focus();
  }

  /** Brings a finding into view and stands there. */
  visit(key) {
    const element = this.elements.get(key)?.[0];
    const stop = element?.hasAttribute("tabindex") ? element : element?.querySelector("[tabindex]") ?? element?.closest("[tabindex]");
    if (!stop || !this.article.contains(stop)) return;
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
    this.attend(stop);
  }

  /** Lights all that a voice says and the words that name it. */
  lightVoice(voice) {
    this.clear();
    const keys = voice.attributions.flatMap(({ id, quotes }) => [`${id}.content`, `${id}.cue`, `${id}.source`, ...(quotes ?? [])]);
    this.light(keys, "lit");
  }

  light(keys, name) {
    for (const element of keys.flatMap((key) => this.elements.get(key) ?? [])) element.classList.add(name);
  }

  /** The statement that an element belongs to: its own, or that of the nearest element around it. */
  statementAt(element) {
    for (let around = element; around; around = around.parentElement?.closest(".finding")) {
      const { attribution } = this.findings.get(around.dataset.key) ?? {};
      if (attribution) return this.view.answer.attributions?.find(({ id }) => id === attribution);
    }
    return undefined;
  }

  attend(element) {
    this.clear();
    this.current = element;
    const finding = this.findings.get(element.dataset.key);
    if (finding.entity) this.light(finding.item.mentions.map((_, at) => `${finding.entity}.${at}`).concat(`${finding.entity}.role`), "same");
    const parts = this.tie(this.statementAt(element));
    element.classList.add("attended");
    fillCard(this.card, finding, this.view);
    this.placeCard([element, ...(finding.attribution ? parts : [])]);
  }

  tie(statement) {
    if (!statement) return [];
    const stations = ["content", "cue", "source"].map((part) => this.elements.get(`${statement.id}.${part}`) ?? []);
    if (stations[0].length === 0) stations[0] = (statement.quotes ?? []).flatMap((id) => this.elements.get(id) ?? []);
    this.light([`${statement.id}.content`, `${statement.id}.cue`, `${statement.id}.source`, ...(statement.quotes ?? [])], "lit");
    drawTies(this.layer, stations, colourOf(this.view.told.byAttribution.get(statement.id)));
    return stations.flat();
  }

  /** Below all that is lit, or above it and the arcs of its ties where there is no room below. */
  placeCard(elements) {
    const origin = this.layer.getBoundingClientRect();
    const boxes = elements.flatMap((element) => [...element.getClientRects()]);
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    this.card.hidden = false;
    const { width, height } = this.card.getBoundingClientRect();
    const below = bottom + MARGIN + height <= window.innerHeight;
    const y = below ? bottom + MARGIN : Math.max(MARGIN, top - 2 * MARGIN - height);
    const x = Math.min(Math.max(boxes[0].left, origin.left), Math.max(origin.left, origin.right - width));
    this.card.style.top = `${y - origin.top}px`;
    this.card.style.left = `${x - origin.left}px`;
  }

  clear() {
    for (const name of ["lit", "same", "attended"]) {
      for (const element of this.article.querySelectorAll(`.${name}`)) element.classList.remove(name);
    }
    this.current?.removeAttribute("aria-describedby");
    this.current = undefined;
    this.layer.replaceChildren();
    this.card.hidden = true;
  }
}
