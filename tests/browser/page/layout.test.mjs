// Narrow screens, themes, motion, path prefixes.

import assert from "node:assert/strict";
import test from "node:test";
import { serve } from "../proxy.mjs";
import { BASE, choose, open, withBrowser, write } from "./harness.mjs";

withBrowser();

const PHONE = { width: 360, height: 740 };

async function width(page) {
  return page.evaluate(() => document.documentElement.scrollWidth);
}

test("nothing is wider than a phone of 360 pixels", async (context) => {
  const page = await open(context, { viewport: PHONE });
  assert.equal(await width(page), 360);
  await choose(page, "Français");
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    assert.equal(await width(page), 360, await tab.textContent());
  }
  await page.getByRole("tab", { name: "Languages" }).click();
  for (const details of await page.locator("#languages summary").all()) await details.click();
  assert.equal(await width(page), 360);
  for (const key of ["a1.cue", "d1", "e1.0"]) {
    await page.locator(`[data-key="${key}"]`).first().hover();
    assert.equal(await width(page), 360, key);
  }
});

test("a word without end does not widen the page", async (context) => {
  const page = await open(context, { viewport: PHONE });
  await write(page, { body: `“${"a".repeat(500)},” said ${"Zoé".repeat(100)}.`, title: "b".repeat(300) });
  assert.equal(await width(page), 360);
});

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("the system's theme is followed until another is chosen, and the choice is kept", async (context) => {
  const page = await open(context, { colorScheme: "dark" });
  const dark = await paper(page);
  await page.getByRole("button", { name: "Theme: auto" }).click();
  const light = await paper(page);
  assert.notEqual(light, dark);
  await page.reload();
  assert.equal(await paper(page), light);
  await page.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await paper(page), dark);
  await page.getByRole("button", { name: "Theme: dark" }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "auto");
});

test("nothing moves where motion is not wanted", async (context) => {
  const moving = (page) => page.locator("#ties path").first().evaluate((tie) => getComputedStyle(tie).animationName);
  for (const [reducedMotion, animation] of [["reduce", "none"], ["no-preference", "appear"]]) {
    const page = await open(context, { reducedMotion });
    await choose(page, "English");
    await page.locator('[data-key="q2"]').hover();
    assert.equal(await moving(page), animation);
  }
});

test("a touched cue stays tied until something else is touched", async (context) => {
  const page = await open(context, { viewport: PHONE, hasTouch: true });
  await choose(page, "English");
  await page.locator('[data-key="a2.cue"]').tap();
  assert.equal(await page.locator("#ties path").count(), 2);
  await page.getByRole("heading", { name: "Findings" }).tap();
  assert.equal(await page.locator("#ties path").count(), 0);
});

test("the page works below a path prefix", async (context) => {
  const server = await serve(BASE, 0, "/desk");
  context.after(() => server.close());
  const page = await open(context, { at: `http://127.0.0.1:${server.address().port}/desk/` });
  const { status } = await choose(page, "English");
  assert.equal(status, 200);
  await page.getByRole("tab", { name: "JSON" }).click();
  assert.match(await page.locator("#curl").textContent(), /\/desk\/v1\/analyze'/);
});
