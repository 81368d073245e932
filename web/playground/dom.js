// Builds nodes. Text only ever becomes text nodes and attributes, never markup,
// so that an article cannot add elements to the page.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
}

/** An HTML element: `el("a", { href: "docs" }, "Documentation")`. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A button that does one thing. */
export function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", ...attributes, onclick }, label);
}

/** A link out of the page, which tells the other site nothing of this one. */
export function outside(href, label, what) {
  return el("a", { href, rel: "noreferrer", target: "_blank", "aria-label": what && `${label}: ${what}` }, label);
}
