// Texts that would like to be more than text, texts that are large, and answers that are not 200.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { open, placed, withBrowser, write } from "./harness.mjs";

const SAMPLES = JSON.parse(readFileSync(new URL("../../../web/playground/samples.json", import.meta.url)));

withBrowser();

test("markup in a story stays text, in all panels", async (context) => {
  const page = await open(context);
  const evil = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><style>*{display:none}</style>";
  const body = `“${evil}” said Zoé ${evil} Lantier, the mayor of <b>Vannes</b>, on Monday.\n\n</p></article>${evil}`;
  await write(page, { body, title: evil, format: "text" });
  assert.equal(await page.locator("#body").evaluate((element) => element.textContent), body);
  assert.equal(await page.locator("#headline").evaluate((element) => element.textContent), evil);
  for (const name of await page.getByRole("tab").allTextContents()) await page.getByRole("tab", { name: name.replace(/\s*\d+$/, "") }).click();
  const strange = await page.locator("#article :is(script, img, style, b), .side :is(script, img, style, b)").count();
  assert.equal(strange, 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

test("right-to-left paragraphs run from the right, the others do not", async (context) => {
  const page = await open(context);
  const { answer } = await write(page, { body: "«السد سيصمد»، قال رئيس البلدية.\n\n“It holds,” said Zoé Lantier of Vannes." });
  const sides = await page.locator("#body p").evaluateAll((blocks) => blocks.map((block) => getComputedStyle(block).direction));
  assert.deepEqual(sides, ["rtl", "ltr"]);
  assert.equal((await placed(page, "q1"))[0].text, answer.quotes[0].text);
});

test("characters outside the basic plane do not shift findings", async (context) => {
  const page = await open(context);
  await write(page, { body: "🙂👩‍👩‍👧‍👦 𝔘𝔫𝔦 – “🙂 It holds 🙂,” Zoé Lantier said in Paris. e\u0301" });
  const [quote] = await placed(page, "q1");
  assert.deepEqual([quote.start, quote.text], [24, "🙂 It holds 🙂,"]);
});

test("half a surrogate pair is replaced, not lost", async (context) => {
  const page = await open(context);
  const { request, status } = await write(page, { body: "“It holds \ud83d,” Zoé Lantier said in Paris." });
  assert.equal(status, 200);
  assert.ok(request.text.includes("\ufffd"));
  assert.equal((await placed(page, "q1"))[0].text, "It holds \ufffd,");
});

test("line ends of all kinds keep findings in place", async (context) => {
  const page = await open(context);
  await write(page, { body: "One.\r\nTwo.\r\rThree.\n\n\n“It holds,” Zoé Lantier said.\u2028“So it does,” she said." });
  const { answer } = await write(page, { body: "a\nb\n\n“It\n\nholds,” Zoé Lantier said." });
  for (const quote of answer.quotes) assert.equal((await placed(page, quote.id)).map(({ text }) => text).join(""), quote.text);
});

test("a text of 100 kB is drawn in time and stays responsive", async (context) => {
  const page = await open(context);
  const body = Array.from({ length: 80 }, (_, at) => SAMPLES[at % SAMPLES.length].text).join("\n\n").slice(0, 100_000);
  const { answer } = await write(page, { body });
  const drawing = await page.evaluate(() => {
    const started = performance.now();
    const date = document.querySelector('[data-filter="date"]');
    date.click();
    date.click();
    document.getElementById("article").getBoundingClientRect();
    return (performance.now() - started) / 2;
  });
  const pointing = await page.evaluate(() => {
    const quotes = [...document.querySelectorAll("#article .quote.speech")].slice(0, 100);
    const started = performance.now();
    for (const quote of quotes) quote.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    return (performance.now() - started) / quotes.length;
  });
  const findings = await page.locator("#article .finding").count();
  context.diagnostic(`${findings} elements, ${answer.quotes.length} quotations; drawn in ${drawing.toFixed(0)} ms, pointed at in ${pointing.toFixed(1)} ms`);
  assert.equal(await page.locator("#body").evaluate((element) => element.textContent), body);
  assert.ok(drawing < 1500, `${drawing} ms`);
  assert.ok(pointing < 100, `${pointing} ms`);
});

test("a field that is not valid is named, as the service names it", async (context) => {
  const page = await open(context, { expected: /422/ });
  await page.getByLabel("Published").fill("20-13");
  const { answer } = await write(page, { body: "Hello." });
  const shown = await page.getByRole("alert").innerText();
  for (const part of [answer.title, answer.detail, "/published", answer.errors[0].detail]) assert.ok(shown.includes(part), part);
  assert.equal(await page.getByRole("link", { name: "What to do about it" }).getAttribute("href"), answer.type.slice(1));
});

test("a text over the limit: the service's own words", async (context) => {
  const page = await open(context, { expected: /413/ });
  const { answer } = await write(page, { body: "It holds. ".repeat(120_000) });
  assert.ok((await page.getByRole("alert").innerText()).includes(answer.detail));
  assert.ok(answer.detail.includes(String(answer.limit)));
});

test("a service that cannot be reached is said so, and the story stays", async (context) => {
  const page = await open(context, { expected: /ERR_FAILED/ });
  await page.route("**/v1/analyze", (route) => route.abort());
  await page.locator("[name=body]").fill("Hello.");
  await page.getByRole("button", { name: "Analyse" }).click();
  assert.match(await page.getByRole("alert").innerText(), /could not be reached/);
  assert.equal(await page.locator("[name=body]").inputValue(), "Hello.");
  await page.unroute("**/v1/analyze");
  await write(page, { body: "Hello." });
  assert.ok(await page.getByRole("alert").isHidden());
});

test("an error that is no problem document is shown too", async (context) => {
  const page = await open(context, { expected: /502/ });
  await page.route("**/v1/analyze", (route) => route.fulfill({ status: 502, body: "<html>Bad gateway</html>" }));
  await page.locator("[name=body]").fill("Hello.");
  await page.getByRole("button", { name: "Analyse" }).click();
  assert.match(await page.getByRole("alert").innerText(), /The server answered 502/);
});

test("an earlier answer that comes late is not drawn over the later one", async (context) => {
  const page = await open(context);
  let held;
  await page.route("**/v1/analyze", (route) => (held ? route.continue() : (held = route)));
  await page.locator("[name=body]").fill("Slow story.");
  await page.getByRole("button", { name: "Analyse" }).click();
  await write(page, { body: "Quick story." });
  await held.continue().catch(() => undefined);
  await page.waitForTimeout(300);
  assert.equal(await page.locator("#body").evaluate((element) => element.textContent), "Quick story.");
});

test("an unsupported language has its warnings, an empty story too", async (context) => {
  const page = await open(context);
  for (const body of ["Η γέφυρα θα αντέξει, είπε ο δήμαρχος της πόλης.", ""]) {
    const { answer } = await write(page, { body });
    await page.getByRole("tab", { name: "Warnings" }).click();
    const shown = await page.locator("#warnings").innerText();
    assert.ok(answer.warnings.length > 2);
    for (const { detail } of answer.warnings) assert.ok(shown.includes(detail), detail);
    assert.equal(await page.locator("#warnings-count").textContent(), ` ${answer.warnings.length}`);
  }
});
