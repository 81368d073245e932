// axe-core's rules, in both themes, in each panel, and with a finding in view.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { choose, open, withBrowser, write } from "./harness.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

withBrowser();

/** Serious and critical findings of axe, one line each. */
async function scan(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

for (const colorScheme of ["light", "dark"]) {
  test(`no barriers in the ${colorScheme} theme`, async (context) => {
    const page = await open(context, { colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await scan(page), []);
    await choose(page, "Français");
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      assert.deepEqual(await scan(page), [], await tab.textContent());
    }
  });

  test(`no barriers at a finding in the ${colorScheme} theme`, async (context) => {
    const page = await open(context, { colorScheme, reducedMotion: "reduce" });
    await choose(page, "English");
    for (const key of ["q2", "a3.content", "e1.0", "d1"]) {
      await page.locator(`[data-key="${key}"]`).first().focus();
      assert.deepEqual(await scan(page), [], key);
    }
  });

  test(`no barriers around a problem in the ${colorScheme} theme`, async (context) => {
    const page = await open(context, { colorScheme, expected: /422/ });
    await page.getByLabel("Published").fill("20-13");
    await write(page, { body: "Hello." });
    assert.deepEqual(await scan(page), []);
  });

  test(`every voice can be read in the ${colorScheme} theme`, async (context) => {
    const page = await open(context, { colorScheme, reducedMotion: "reduce" });
    const names = ["Ann Low", "Ben Ray", "Cora Hale", "Dan Poe", "Eve Marsh", "Fay Doyle", "Gus Nye", "Hal Orr", "Ida Penn", "Jon Quill"];
    await write(page, { body: names.map((name, at) => `“This is statement ${at},” said ${name}, a baker in Paris.`).join("\n\n") });
    const numbers = await page.locator(".voice .number").allTextContents();
    assert.ok(numbers.length >= 9, `${numbers.length} voices`);
    assert.deepEqual(await scan(page), []);
  });
}
