// The orders and geometries behind the panels and the ties, and the sizes of the files.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import test from "node:test";
import { looksLikeHtml, storyOfFile } from "../../../web/playground/composer.js";
import { curlOf } from "../../../web/playground/json.js";
import { labels, project, unwrap } from "../../../web/playground/map.js";
import { percent, period } from "../../../web/playground/names.js";
import { curve, nearest } from "../../../web/playground/ties.js";
import { chronology } from "../../../web/playground/timeline.js";

const FILES = new URL("../../../web/playground/", import.meta.url);

test("dates stand in the order of their first day, open ones apart", () => {
  const date = (id, earliest, latest, start = 0) => ({ id, earliest, latest, start });
  const { known, open } = chronology([
    date("later", "2024-05-01", "2024-05-01"), date("open"), date("antiquity", "-0044-03-15", "-0044-03-15"),
    date("month", "2024-03-01", "2024-03-31"), date("day", "2024-03-01", "2024-03-01"),
  ]);
  assert.deepEqual(known.map(({ id }) => id), ["antiquity", "day", "month", "later"]);
  assert.deepEqual(open.map(({ id }) => id), ["open"]);
});

test("periods are written for people", () => {
  assert.equal(period("2025-03-10", "2025-03-10"), "Monday 10 March 2025");
  assert.match(period("2025-03-01", "2025-03-31"), /^1\s?–\s?31 March 2025$/u);
});

test("only certainty is a hundred per cent", () => {
  assert.deepEqual([0.875, 0.999, 1, 0].map(percent), ["88 %", "99 %", "100 %", "0 %"]);
});

test("places on both sides of the date line are neighbours", () => {
  assert.deepEqual(unwrap([179, -179]), [179, 181]);
  assert.deepEqual(unwrap([-2, 2, 14]), [-2, 2, 14]);
});

test("north is up, east is right, and all points lie in the picture", () => {
  const places = [[48.65, -2.01], [48.85, 2.35], [-33.9, 151.2]].map(([latitude, longitude]) => ({ latitude, longitude }));
  const { points, meridians, parallels } = project(places);
  for (const { x, y } of points) assert.ok(x > 0 && x < 400 && y > 0 && y < 300, `${x} ${y}`);
  assert.ok(points[0].x < points[1].x && points[1].x < points[2].x && points[1].y < points[2].y);
  assert.ok(meridians.length >= 2 && parallels.length >= 2);
});

test("a single place has a map too, and equal places have labels apart", () => {
  const { points } = project([{ latitude: 90, longitude: 0 }]);
  assert.ok(Number.isFinite(points[0].x) && Number.isFinite(points[0].y));
  const [one, other] = labels([{ x: 50, y: 50 }, { x: 50, y: 50 }], ["Vannes", "Vannes"]);
  assert.notDeepEqual([one.x, one.y], [other.x, other.y]);
});

test("a tie leaves the nearest lines and ends on both boxes", () => {
  const box = (left, top, width = 100) => ({ left, right: left + width, top, bottom: top + 20 });
  const { one, other } = nearest([box(0, 0, 600), box(0, 40, 200)], [box(210, 40)]);
  assert.deepEqual([one.top, other.left], [40, 210]);
  assert.deepEqual(curve(one, other).ends, [[168, 40], [242, 40]]);
  assert.deepEqual(curve(box(0, 0), box(300, 80)).ends, [[68, 20], [332, 80]]);
});

test("HTML is told from text with angle brackets", () => {
  assert.ok(looksLikeHtml("  <!DOCTYPE html><html><body><p>a</p></body></html>"));
  assert.ok(looksLikeHtml("<p class='a'>One</p>"));
  assert.ok(!looksLikeHtml("<script>alert(1)</script>"));
  assert.ok(!looksLikeHtml("a < b and <p>"));
});

test("a file is a request, a page or text", () => {
  assert.deepEqual(storyOfFile("a.json", '{"html":"<p>a</p>","published":"2024","offsets":"utf8"}'),
    { body: "<p>a</p>", format: "html", title: "", published: "2024", language: "" });
  assert.deepEqual(storyOfFile("a.HTM", "a"), { body: "a", format: "html" });
  assert.deepEqual(storyOfFile("a.txt", "a"), { body: "a", format: "text" });
  assert.throws(() => storyOfFile("a.json", "[1]"), /expected a request/);
  assert.throws(() => storyOfFile("a.json", "nothing"), SyntaxError);
});

test("a quotation mark in the address cannot end the command's argument", () => {
  assert.ok(curlOf("http://a/it's", {}).startsWith("curl -s 'http://a/it%27s'"));
});

test("the page is small, is text and makes no markup of strings", () => {
  const names = readdirSync(FILES);
  const size = names.reduce((sum, name) => sum + statSync(new URL(name, FILES)).size, 0);
  assert.ok(size < 120_000, `${size} bytes`);
  for (const name of names.filter((file) => file.endsWith(".js"))) {
    const source = readFileSync(new URL(name, FILES), "utf8");
    assert.match(source, /^\/\/ /, `${name} opens with what it is`);
    assert.ok(source.split("\n").length <= 200, `${name} is longer than 200 lines`);
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/, name);
  }
});
