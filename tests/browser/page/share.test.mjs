// The story travels in the address, behind the #, and nowhere else.

import assert from "node:assert/strict";
import test from "node:test";
import { BASE, choose, open, placed, withBrowser, write } from "./harness.mjs";

withBrowser();

test("a link brings story, fields and findings back", async (context) => {
  const page = await open(context);
  await page.getByLabel("Published").fill("2024-03-12");
  await page.locator("#language").selectOption("en");
  const { request } = await write(page, { body: "“It holds,” Zoé Lantier said on Monday. 🙂 שלום", title: "A dyke & a day" });
  await page.waitForFunction(() => location.hash.startsWith("#s=1"));
  const other = await open(context, { at: page.url() });
  await other.waitForSelector("#article .finding");
  const fields = await other.evaluate(() => Object.fromEntries(new FormData(document.getElementById("story"))));
  assert.deepEqual(fields, { title: request.title, body: request.text, format: "text", published: "2024-03-12", language: "en" });
  assert.deepEqual(await placed(other, "q1"), await placed(page, "q1"));
});

test("the button copies the address", async (context) => {
  const page = await open(context, { permissions: ["clipboard-read", "clipboard-write"] });
  await choose(page, "English");
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

test("a link works in a browser without compression, and opens in one with it", async (context) => {
  const page = await open(context, { script: () => delete window.CompressionStream });
  await write(page, { body: "“It holds,” Zoé Lantier said." });
  await page.waitForFunction(() => location.hash.startsWith("#s=0"));
  const other = await open(context, { at: page.url() });
  await other.waitForSelector('[data-key="q1"]');
});

test("another link in the same page is opened too", async (context) => {
  const page = await open(context);
  await choose(page, "English");
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  const link = new URL(page.url()).hash;
  await choose(page, "Deutsch");
  await page.waitForFunction((old) => location.hash !== old, link);
  await page.evaluate((hash) => (location.hash = hash), link);
  await page.locator("#headline", { hasText: "Shetland ferry" }).waitFor();
});

test("a damaged link is said to be one", async (context) => {
  const page = await open(context, { at: `${BASE}#s=1AAAAAAAA` });
  assert.match(await page.locator("#problem").innerText(), /link is damaged/);
});

test("a long story gets a note, a very long one no link", async (context) => {
  const page = await open(context);
  const noise = (length) => Array.from({ length }, (_, at) => ((at * 7919) % 46656).toString(36)).join(" ");
  await write(page, { body: noise(6000) });
  await page.locator("#link-note", { hasText: "some programs cut links" }).waitFor();
  await write(page, { body: noise(46000) });
  await page.locator("#link-note", { hasText: "too long for a link" }).waitFor();
  assert.equal(new URL(page.url()).hash, "");
  assert.ok(await page.getByRole("button", { name: "Copy link" }).isDisabled());
});
