// The pictures of the README. They are taken on every run and kept where PICTURES says a folder.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import test from "node:test";
import { choose, open, withBrowser } from "./harness.mjs";

const LARGEST = 200_000;

withBrowser();

function keep(name, picture) {
  const folder = process.env.PICTURES;
  if (!folder) return;
  assert.ok(picture.length < LARGEST, `${picture.length} bytes`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.png`, picture);
}

const PICTURES = [
  { name: "playground-light", sample: "English", colorScheme: "light", viewport: { width: 1280, height: 680 }, point: "q2" },
  { name: "playground-dark", sample: "Français", colorScheme: "dark", viewport: { width: 1280, height: 680 }, point: "q2", tab: "Map" },
  { name: "playground-phone", sample: "Español", colorScheme: "light", viewport: { width: 390, height: 844 }, point: "q4" },
];

for (const { name, sample, point, tab, ...options } of PICTURES) {
  test(`${name}.png`, async (context) => {
    const page = await open(context, { ...options, reducedMotion: "reduce" });
    await choose(page, sample);
    if (tab) await page.getByRole("tab", { name: tab }).click();
    if (options.viewport.width < 500) await page.locator("#filters").evaluate((facts) => facts.scrollIntoView());
    await page.locator(`[data-key="${point}"]`).first().hover();
    await page.evaluate(() => document.fonts.ready);
    assert.equal(await page.locator("#ties path").count(), 2);
    keep(name, await page.screenshot());
  });
}
