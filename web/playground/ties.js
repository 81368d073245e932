// Lines from a quotation to its cue to its source, over the article.
//
//   “The dyke will hold,” the mayor told the paper
//        ╰──────────────────╮────╯ ↑
// The geometry is pure: boxes in, an SVG path out.

import { svg } from "./dom.js";

/** How far from the edge of a long box a line leaves it; short boxes are left in their middle. */
const INSET = 32;

const middle = (box) => (box.left + box.right) / 2;

function distance(one, other) {
  const across = Math.max(0, one.left - other.right, other.left - one.right);
  const down = Math.max(0, one.top - other.bottom, other.top - one.bottom);
  return across + 4 * down;
}

/** The two boxes of lines, one of each finding, that lie nearest to each other. */
export function nearest(ones, others) {
  let best;
  for (const one of ones) {
    for (const other of others) {
      const apart = distance(one, other);
      if (!best || apart < best.apart) best = { one, other, apart };
    }
  }
  return best;
}

/** Where a line leaves a box: towards the other, but not at its very edge. */
function anchor(box, towards) {
  if (box.right - box.left < 2 * INSET) return middle(box);
  return Math.min(Math.max(towards, box.left + INSET), box.right - INSET);
}

const round = (number) => Math.round(number * 10) / 10;

/** A path from one box to another: an arc above a line, or a curve between lines; with both its ends. */
export function curve(one, other) {
  const sameLine = Math.abs(one.top - other.top) < (one.bottom - one.top) / 2;
  const [ax, bx] = [anchor(one, middle(other)), anchor(other, middle(one))].map(round);
  const down = one.top < other.top;
  const [ay, by] = (sameLine ? [one.top, other.top] : [down ? one.bottom : one.top, down ? other.top : other.bottom]).map(round);
  const reach = sameLine ? Math.min(24, 9 + Math.abs(bx - ax) * 0.1) : Math.max(10, Math.abs(by - ay) / 2);
  const [ka, kb] = (sameLine ? [ay - reach, by - reach] : [ay + (down ? reach : -reach), by - (down ? reach : -reach)]).map(round);
  return { path: `M${ax} ${ay}C${ax} ${ka} ${bx} ${kb} ${bx} ${by}`, ends: [[ax, ay], [bx, by]] };
}

function boxes(elements, origin) {
  return elements.flatMap((element) => [...element.getClientRects()])
    .filter((box) => box.width > 0)
    .map((box) => ({ left: box.left - origin.left, right: box.right - origin.left, top: box.top - origin.top, bottom: box.bottom - origin.top }));
}

/** Draws the ties between consecutive stations, each a list of elements; empty stations are passed over. */
export function drawTies(layer, stations, colour) {
  const origin = layer.getBoundingClientRect();
  const places = stations.map((elements) => boxes(elements, origin)).filter((found) => found.length > 0);
  const lines = places.slice(1).map((others, at) => {
    const { one, other } = nearest(places[at], others);
    return curve(one, other);
  });
  const ends = lines.flatMap((line, at) => (at === 0 ? line.ends : line.ends.slice(1)));
  layer.setAttribute("class", `ties ${colour}`);
  layer.replaceChildren(
    ...lines.map(({ path }) => svg("path", { d: path })),
    ...ends.map(([cx, cy], at) => svg("circle", { cx, cy, r: at === ends.length - 1 ? 4 : 2.5 })),
  );
}
