// Opens the playground in Chromium and watches what a page must never do: ask another origin,
// violate its policy, write an error to the console.
//
// PLAYGROUND_URL is where it is served, CHROMIUM the browser's program.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const BASE = process.env.PLAYGROUND_URL ?? "http://127.0.0.1:8080/";

let browser;

/** Starts one browser for a file of tests. */
export function withBrowser() {
  before(async () => {
    const root = process.getuid?.() === 0;
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: root ? ["--no-sandbox"] : [] });
  });
  after(() => browser.close());
}

function watch(page, origin, wrong) {
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) wrong.push(`request to ${url.origin}`);
    if (url.href.includes("s=1")) wrong.push(`the story is in a request: ${url.href}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
}

/**
 * A page of its own for a test; after the test it must have done nothing wrong.
 * `expected` is a pattern of console errors that the test provokes, such as a failed request.
 */
export async function open(context, { at = BASE, expected, script, ...options } = {}) {
  const own = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", ...options });
  await own.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  if (script) await own.addInitScript(script);
  const page = await own.newPage();
  const wrong = [];
  watch(page, new URL(at).origin, wrong);
  await page.goto(at);
  await page.waitForSelector("body[data-ready]");
  context.after(async () => {
    await own.close();
    assert.deepEqual(wrong.filter((line) => !expected?.test(line)), []);
  });
  return page;
}

/** Does something that asks for an analysis; gives back the request and the answer. */
export async function analysed(page, act) {
  const [response] = await Promise.all([page.waitForResponse((found) => found.url().endsWith("/v1/analyze")), act()]);
  const answer = await response.json();
  if (response.ok()) await page.waitForFunction(() => !document.body.hasAttribute("aria-busy"));
  return { request: response.request().postDataJSON(), answer, status: response.status() };
}

export function choose(page, sample) {
  return analysed(page, () => page.getByRole("group", { name: "Samples" }).getByRole("button", { name: sample }).click());
}

/** Writes a story into the form and analyses it. */
export function write(page, { body, title = "", format }) {
  return analysed(page, async () => {
    if (!(await page.locator("#composer").evaluate((form) => form.open))) await page.locator("#composer summary").click();
    await page.getByLabel("Headline").fill(title);
    await page.locator("[name=body]").fill(body);
    if (format) await page.getByLabel("Format").selectOption(format);
    await page.getByRole("button", { name: "Analyse" }).click();
  });
}

/** All elements of a finding: their words, and how many characters stand before each. */
export function placed(page, key) {
  return page.evaluate((wanted) => [...document.querySelectorAll(`#article [data-key="${wanted}"]`)].map((element) => {
    const field = element.closest("#headline, #body");
    const before = document.createRange();
    before.setStart(field, 0);
    before.setEndBefore(element);
    return { start: before.toString().length, text: element.textContent, field: field.id === "headline" ? "title" : "text" };
  }), key);
}

/** Elements of a split finding that touch are one span again. */
export function joined(pieces) {
  const spans = [];
  for (const { start, text, field } of pieces) {
    const last = spans.at(-1);
    if (last && last.field === field && last.start + last.text.length === start) last.text += text;
    else spans.push({ start, text, field });
  }
  return spans;
}
