// Draws an article with its findings as nested elements, and says which of them the keyboard stops at.
//
// Each finding becomes one element, or several where it is split or has several spans. The first
// carries the name for screen readers; all carry `data-key`. The text itself is never changed:
// numbers and values are drawn by CSS from attributes.

import { el } from "./dom.js";
import { labelOf } from "./card.js";
import { treesOf } from "./marks.js";

const COLOURS = 8;

/** The class of a voice's colour; after eight voices colours return, numbers do not. */
export function colourOf(voice) {
  return voice ? `voice-${((voice.number - 1) % COLOURS) + 1}` : "voice-none";
}

/** A quotation and the direct statement around it say the same: one stop is enough. */
function stops(finding, shown) {
  if (["cue", "source", "role"].includes(finding.family)) return false;
  if (finding.family !== "content" || finding.kind !== "direct") return true;
  return !finding.item.quotes?.some((id) => shown.has(id));
}

/** The number of the speaker stands where the statement starts. */
function numberOf(finding, shown) {
  if (finding.family === "content") return finding.voice?.number ?? "?";
  if (finding.family !== "quote" || finding.kind !== "speech" || shown.has(`${finding.attribution}.content`)) return undefined;
  return finding.voice?.number ?? "?";
}

class Drawing {
  constructor(view, hidden) {
    this.view = view;
    this.visible = view.findings.filter(({ filter }) => !hidden.has(filter));
    this.shown = new Set(this.visible.map(({ key }) => key));
    this.elements = new Map();
  }

  classes(finding) {
    const voiced = ["content", "quote", "cue", "source"].includes(finding.family);
    return `finding ${finding.family} ${finding.kind}${voiced ? ` ${colourOf(finding.voice)}` : ""}`;
  }

  first(finding) {
    const attributes = { "data-number": numberOf(finding, this.shown) };
    if (!stops(finding, this.shown)) return attributes;
    return { ...attributes, tabindex: -1, role: "group", "aria-label": labelOf(finding, this.view) };
  }

  element({ finding, children }, text, wordsEnd) {
    const known = this.elements.get(finding.key);
    const attributes = { class: this.classes(finding), "data-key": finding.key, ...(known ? {} : this.first(finding)) };
    if (finding.family === "date") attributes["data-value"] = finding.item.value;
    if (finding.family === "passage") attributes.lang = finding.item.tag;
    const element = el("span", attributes, children.flatMap((child) => this.node(child, text, wordsEnd)));
    if (known) known.push(element);
    else this.elements.set(finding.key, [element]);
    return element;
  }

  /** Line ends stay in the document, so that an element's text is the finding's, but paragraphs draw them. */
  node(node, text, wordsEnd) {
    if (node.finding) return [this.element(node, text, wordsEnd)];
    const middle = Math.max(node.start, Math.min(node.end, wordsEnd));
    const gap = middle < node.end ? [el("span", { class: "gap", hidden: true }, text.slice(middle, node.end))] : [];
    return middle > node.start ? [text.slice(node.start, middle), ...gap] : gap;
  }

  blocks(field, name) {
    const text = this.view.texts[field];
    return treesOf(text, this.visible, field).map(({ block, tree }) => el(
      name,
      { dir: "auto", class: block.gap === 1 ? "block tight" : "block" },
      tree.children.flatMap((child) => this.node(child, text, block.wordsEnd)),
    ));
  }
}

/** Marks only the last element of a date, where its value is shown behind it. */
function markEnds(elements) {
  for (const parts of elements.values()) parts.at(-1).classList.add("last");
}

/** Draws into `headline` and `body`; gives back the elements of each finding by its key. */
export function drawArticle(view, hidden, { headline, body }) {
  const drawing = new Drawing(view, hidden);
  const tag = view.answer.language?.tag;
  for (const [place, field, name] of [[headline, "title", "span"], [body, "text", "p"]]) {
    place.replaceChildren(...drawing.blocks(field, name));
    place.hidden = view.texts[field] === "";
    if (tag && tag !== "und") place.lang = tag;
    else place.removeAttribute("lang");
  }
  markEnds(drawing.elements);
  return drawing.elements;
}
