// Every sample is analysed, and every finding is drawn exactly where its span is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { choose, joined, open, placed, withBrowser } from "./harness.mjs";

const SAMPLES = JSON.parse(readFileSync(new URL("../../../web/playground/samples.json", import.meta.url)));

withBrowser();

/** The spans of an answer by the key under which they are drawn; read off the API, not off the page's code. */
export function spansOf(answer) {
  const spans = [];
  const add = (key, found) => found.length > 0 && spans.push([key, found]);
  for (const quote of answer.quotes) add(quote.id, [quote]);
  for (const date of answer.dates) add(date.id, [date]);
  if (answer.date?.start !== undefined) add("published", [answer.date]);
  for (const { id, content, cue, source } of answer.attributions) {
    add(`${id}.content`, content);
    add(`${id}.cue`, cue?.spans ?? []);
    add(`${id}.source`, source?.start === undefined ? [] : [source]);
  }
  for (const { id, mentions, role } of answer.entities) {
    mentions.forEach((mention, at) => add(`${id}.${at}`, [mention]));
    add(`${id}.role`, role ? [role] : []);
  }
  return spans;
}

function inOrder(one, other) {
  return Number(one.field === "text") - Number(other.field === "text") || one.start - other.start;
}

for (const sample of SAMPLES) {
  test(`${sample.name}: findings stand where the answer says`, async (context) => {
    const page = await open(context);
    const { request, answer } = await choose(page, sample.name);
    assert.equal(request.text, sample.text);
    assert.equal(request.offsets, "utf16");
    assert.equal(answer.language.tag, sample.language);
    assert.equal(await page.locator("#body").evaluate((body) => body.textContent), sample.text);
    assert.equal(await page.locator("#headline").evaluate((headline) => headline.textContent), sample.title);
    const spans = spansOf(answer);
    assert.ok(spans.length > 40, `${spans.length} findings`);
    for (const [key, found] of spans) {
      const expected = found.map(({ start, text, field = "text" }) => ({ start, text, field })).sort(inOrder);
      assert.deepEqual(joined(await placed(page, key)), joined(expected), key);
    }
  });

  test(`${sample.name}: the article is a sample of what there is to find`, () => {
    const words = sample.text.split(/\s+/).length;
    assert.ok(words >= 150 && words <= 300, `${words} words`);
  });
}

test("switches hide their findings and leave the text alone", async (context) => {
  const page = await open(context);
  const { request } = await choose(page, "English");
  for (const filter of ["speech", "direct", "mixed", "indirect", "person", "location", "organization", "date", "published", "term"]) {
    const before = await page.locator("#article .finding").count();
    await page.locator(`[data-filter="${filter}"]`).click();
    assert.ok(await page.locator("#article .finding").count() < before, filter);
    assert.equal(await page.locator(`[data-filter="${filter}"]`).getAttribute("aria-pressed"), "false");
  }
  assert.equal(await page.locator("#article .finding").count(), 0);
  assert.equal(await page.locator("#body").evaluate((body) => body.textContent), request.text);
  await page.locator('[data-filter="location"]').click();
  assert.ok(await page.locator("#article .finding.location").count() > 0);
});

test("two speakers never share a number, and the first eight never a colour", async (context) => {
  const page = await open(context);
  await choose(page, "Français");
  const voices = await page.locator(".voice .number").evaluateAll((numbers) => numbers.map((number) => [number.textContent, getComputedStyle(number).backgroundColor]));
  assert.ok(voices.length >= 5);
  assert.equal(new Set(voices.map(([number]) => number)).size, voices.length);
  assert.equal(new Set(voices.slice(0, 8).map(([, colour]) => colour)).size, Math.min(8, voices.length));
});
