// The panel "Map": places with coordinates on a grid of meridians and parallels. No tiles, no coast:
// nothing is fetched, and nothing is drawn that the answer does not say.

import { button, el, outside, svg } from "./dom.js";
import { count } from "./names.js";

const WIDTH = 400;
const HEIGHT = 300;
const STEPS = [0.5, 1, 2, 5, 10, 20, 30, 45];
const LEAST_SPAN = 3;
const MARGIN = 0.18;

/** Longitudes without a jump where the date line is nearer than the other way round. */
export function unwrap(longitudes) {
  const sorted = [...longitudes].sort((one, other) => one - other);
  const gaps = sorted.map((east, at) => ({ east, gap: at === 0 ? 360 + east - sorted.at(-1) : east - sorted[at - 1] }));
  const { east: first } = gaps.reduce((best, next) => (next.gap > best.gap ? next : best), { gap: -1 });
  return longitudes.map((longitude) => (longitude < first ? longitude + 360 : longitude));
}

function extent(values, least) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const half = Math.max(high - low, least) * (0.5 + MARGIN);
  return [(low + high) / 2 - half, (low + high) / 2 + half];
}

function lines([low, high]) {
  const step = STEPS.find((size) => (high - low) / size <= 5) ?? 60;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) found.push(at);
  return found;
}

/** Positions in a picture of `WIDTH` by `HEIGHT`, true to scale in the middle, with the grid's lines. */
export function project(coordinates) {
  const east = unwrap(coordinates.map(({ longitude }) => longitude));
  const north = coordinates.map(({ latitude }) => latitude);
  let [west, right] = extent(east, LEAST_SPAN);
  let [south, top] = extent(north, LEAST_SPAN * 0.6);
  const shrink = Math.max(0.2, Math.cos(((south + top) / 2) * (Math.PI / 180)));
  const scale = Math.min(WIDTH / ((right - west) * shrink), HEIGHT / (top - south));
  const [middleEast, middleNorth] = [(west + right) / 2, (south + top) / 2];
  [west, right] = [middleEast - WIDTH / (2 * scale * shrink), middleEast + WIDTH / (2 * scale * shrink)];
  [south, top] = [middleNorth - HEIGHT / (2 * scale), middleNorth + HEIGHT / (2 * scale)];
  const x = (longitude) => (longitude - west) * scale * shrink;
  const y = (latitude) => (top - latitude) * scale;
  return {
    points: east.map((longitude, at) => ({ x: x(longitude), y: y(north[at]) })),
    meridians: lines([west, right]).map((longitude) => ({ at: x(longitude), degrees: ((longitude + 540) % 360) - 180 })),
    parallels: lines([south, top]).filter((latitude) => Math.abs(latitude) <= 90).map((latitude) => ({ at: y(latitude), degrees: latitude })),
  };
}

/** Labels beside their points, moved down or up until none covers another. */
export function labels(points, names) {
  const placed = [];
  const size = (name) => name.length * 6.4 + 4;
  const clashes = (box) => placed.some((other) => box.x < other.x + other.width && other.x < box.x + box.width && Math.abs(box.y - other.y) < 13);
  points.forEach(({ x, y }, at) => {
    const width = size(names[at]);
    const sides = x + 8 + width > WIDTH ? [x - 8 - width, x + 8] : [x + 8, x - 8 - width];
    const offers = [0, -13, 13, -26, 26, -39, 39].flatMap((down) => sides.map((side) => ({ x: side, y: y + down, width })));
    placed.push(offers.find((box) => !clashes(box)) ?? offers[0]);
  });
  return placed;
}

const degrees = (value, positive, negative) => `${Math.abs(Number(value.toFixed(2)))}°${value > 0 ? positive : value < 0 ? negative : ""}`;

function grid({ meridians, parallels }) {
  return [
    ...meridians.flatMap(({ at, degrees: east }) => [
      svg("line", { x1: at, x2: at, y1: 0, y2: HEIGHT }), svg("text", { x: at + 3, y: HEIGHT - 4, class: "degrees" }, degrees(east, "E", "W"))]),
    ...parallels.flatMap(({ at, degrees: north }) => [
      svg("line", { x1: 0, x2: WIDTH, y1: at, y2: at }), svg("text", { x: 3, y: at - 3, class: "degrees" }, degrees(north, "N", "S"))]),
  ];
}

function picture(places, actions) {
  const projected = project(places.map(({ links }) => links.coordinates));
  const beside = labels(projected.points, places.map(({ name }) => name));
  const marks = places.map((place, at) => {
    const { x, y } = projected.points[at];
    return svg("g", { class: "place", onclick: () => actions.visit(`${place.id}.0`) },
      svg("circle", { cx: x, cy: y, r: 3 + Math.min(4, Math.sqrt(place.mentions.length)) }),
      svg("text", { x: beside[at].x, y: beside[at].y + 4 }, place.name));
  });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "map", role: "img", "aria-label": `Map of ${count(places.length, "place")}; the list below has them all` },
    svg("g", { class: "grid" }, grid(projected)), marks);
}

function line(place, actions) {
  const { latitude, longitude } = place.links.coordinates;
  return el("li", {}, button(place.name, () => actions.visit(`${place.id}.0`), { class: "name", dir: "auto" }), " ",
    el("span", { class: "amount" }, `${degrees(latitude, " N", " S")}, ${degrees(longitude, " E", " W")}, ${count(place.mentions.length, "mention")} `),
    place.links.geonames && outside(`https://www.geonames.org/${place.links.geonames}`, "GeoNames", place.name));
}

export function drawMap(panel, { answer }, actions) {
  const all = (answer.entities ?? []).filter(({ type }) => type === "location");
  const places = (answer.entities ?? []).filter(({ links }) => links?.coordinates);
  const without = all.filter((place) => !places.includes(place));
  panel.replaceChildren(...[
    places.length > 0 ? picture(places, actions) : el("p", { class: "note" }, "No place has coordinates that are sure."),
    el("ul", { class: "plain" }, places.map((place) => line(place, actions))),
    without.length > 0 && el("p", { class: "note" }, `Not on the map, because it is not sure where they are: ${without.map(({ name }) => name).join(", ")}.`),
  ].filter(Boolean));
}
