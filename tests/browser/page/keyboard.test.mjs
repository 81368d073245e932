// The whole way without a pointer.

import assert from "node:assert/strict";
import test from "node:test";
import { analysed, choose, open, withBrowser } from "./harness.mjs";

withBrowser();

const focused = (page) => page.evaluate(() => {
  const { id, textContent, dataset } = document.activeElement;
  return { id, text: textContent.trim(), key: dataset.key };
});

/** Presses Tab until the focus is where it should be; fails where it never gets there. */
async function tabTo(page, wanted) {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press("Tab");
    if (wanted(await focused(page))) return;
  }
  assert.fail("the focus never got there");
}

test("from the top of the page to a finding, its tie and the panels", async (context) => {
  const page = await open(context);
  await tabTo(page, ({ text }) => text === "English");
  await analysed(page, () => page.keyboard.press("Enter"));
  await tabTo(page, ({ key }) => key);
  await tabTo(page, ({ id }) => id === "tab-voices");
  await page.keyboard.press("ArrowRight");
  assert.equal((await focused(page)).id, "tab-timeline");
  assert.ok(await page.locator("#timeline").isVisible());
  await page.keyboard.press("End");
  assert.ok(await page.locator("#languages").isVisible());
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator("#voices").isVisible());
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).id, "voices");
});

test("the arrows visit every finding in the order of the text, and one Tab leaves", async (context) => {
  const page = await open(context);
  await choose(page, "Français");
  await page.locator('#article [tabindex="0"]').focus();
  await page.keyboard.press("Home");
  const stops = await page.locator("#article [tabindex]").count();
  const seen = [];
  for (let at = 0; at < stops; at += 1) {
    seen.push(await page.evaluate(() => {
      const before = document.createRange();
      before.setStart(document.getElementById("article"), 0);
      before.setEndBefore(document.activeElement);
      return { key: document.activeElement.dataset.key, start: before.toString().length, name: document.activeElement.getAttribute("aria-label") };
    }));
    await page.keyboard.press("ArrowRight");
  }
  assert.equal(new Set(seen.map(({ key }) => key)).size, stops);
  assert.ok(stops > 30, `${stops} stops`);
  assert.deepEqual(seen.map(({ start }) => start), seen.map(({ start }) => start).sort((one, other) => one - other));
  for (const { name } of seen) assert.ok(name?.length > 3);
  await page.keyboard.press("Home");
  assert.equal((await focused(page)).key, seen[0].key);
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).id, "tab-voices");
  await page.keyboard.press("Shift+Tab");
  assert.equal((await focused(page)).key, seen[0].key);
});

test("Escape lets go", async (context) => {
  const page = await open(context);
  await choose(page, "English");
  await page.locator('[data-key="q2"]').focus();
  assert.ok(await page.locator("#card").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#card").isHidden());
  assert.equal(await page.locator("#ties path").count(), 0);
});

test("switches and the story's form work with the space bar", async (context) => {
  const page = await open(context);
  await choose(page, "English");
  const organisations = page.locator('[data-filter="organization"]');
  await organisations.focus();
  await page.keyboard.press("Space");
  assert.equal(await organisations.getAttribute("aria-pressed"), "false");
  assert.equal(await page.locator("#article .mention.organization").count(), 0);
  await page.locator("#composer summary").focus();
  await page.keyboard.press("Space");
  assert.ok(await page.locator("[name=body]").isVisible());
});

test("the focus can be seen wherever it is", async (context) => {
  const page = await open(context);
  await choose(page, "English");
  for (let pressed = 0; pressed < 30; pressed += 1) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => [document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]);
    if (outline[0] !== "BODY") assert.notEqual(outline[1], "none", outline[0]);
  }
});
