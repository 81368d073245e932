// From a pasted story to lines between a quotation, its cue and its source.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { analysed, BASE, choose, open, placed, withBrowser, write } from "./harness.mjs";

const STORY = "VANNES, 12 March 2024 – “The dyke will hold,” Zoé Lantier, the mayor of Vannes, told the Ouest Gazette on Monday. "
  + "She added that repairs would cost two million euros.";

withBrowser();

const plain = ({ meta, ...answer }) => answer;

async function ask(request) {
  const response = await fetch(new URL("v1/analyze", BASE), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) });
  return response.json();
}

/** Whether the ends of the ties lie on the elements of their stations, in order. */
function tiesEnd(page, keys) {
  return page.evaluate((stations) => {
    const ends = [...document.querySelectorAll("#ties circle")].map((end) => end.getBoundingClientRect());
    const slack = 3;
    return ends.length === stations.length && ends.every((end, at) => {
      const [x, y] = [(end.left + end.right) / 2, (end.top + end.bottom) / 2];
      return [...document.querySelectorAll(`#article [data-key="${stations[at]}"]`)].flatMap((element) => [...element.getClientRects()])
        .some((box) => x >= box.left - slack && x <= box.right + slack && y >= box.top - slack && y <= box.bottom + slack);
    });
  }, keys);
}

async function litWords(page, part) {
  return (await page.locator(`#article .${part}.lit`).allTextContents()).join(" ");
}

test("a story is pasted, analysed with Ctrl+Enter and drawn", async (context) => {
  const page = await open(context, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate((story) => navigator.clipboard.writeText(story), STORY);
  await page.locator("[name=body]").focus();
  await page.keyboard.press("Control+V");
  const { answer } = await analysed(page, () => page.keyboard.press("Control+Enter"));
  assert.deepEqual(await placed(page, "q1"), [{ start: 25, text: "The dyke will hold,", field: "text" }]);
  assert.match(await page.locator("#announcement").textContent(), /^1 quotation, 2 statements, 3 entities, 2 dates\. English/);
  assert.equal(answer.quotes.length, 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "reading-title");
});

test("pointing at a quotation ties it to cue and source", async (context) => {
  const page = await open(context);
  await write(page, { body: STORY });
  await page.locator('[data-key="q1"]').hover();
  assert.equal(await page.locator("#ties path").count(), 2);
  assert.ok(await tiesEnd(page, ["a1.content", "a1.cue", "a1.source"]));
  assert.equal(await litWords(page, "cue"), "told");
  assert.match(await litWords(page, "source"), /^Zoé Lantier, the mayor of Vannes/);
  await page.mouse.move(5, 5);
  assert.equal(await page.locator("#ties path").count(), 0);
  assert.equal(await page.locator("#article .lit").count(), 0);
});

test("pointing at a cue or a source ties the same statement", async (context) => {
  const page = await open(context);
  await write(page, { body: STORY });
  for (const key of ["a2.cue", "a2.source"]) {
    await page.locator(`[data-key="${key}"]`).hover();
    assert.ok(await tiesEnd(page, ["a2.content", "a2.cue", "a2.source"]), key);
    assert.equal(await litWords(page, "content"), "that repairs would cost two million euros");
  }
});

test("the focus does what the pointer does, and the card describes what is focused", async (context) => {
  const page = await open(context);
  await write(page, { body: STORY });
  await page.locator('[data-key="q1"]').focus();
  assert.ok(await tiesEnd(page, ["a1.content", "a1.cue", "a1.source"]));
  assert.equal(await page.locator('[data-key="q1"]').getAttribute("aria-describedby"), "card");
  const card = await page.locator("#card").innerText();
  for (const part of ["Zoé Lantier", "told: statement", "Confidence"]) assert.ok(card.includes(part), card);
});

test("the card covers none of the words that are tied", async (context) => {
  const page = await open(context);
  await choose(page, "Deutsch");
  for (const key of await page.locator(".finding.cue").evaluateAll((cues) => [...new Set(cues.map((cue) => cue.dataset.key))])) {
    await page.locator(`[data-key="${key}"]`).first().hover();
    const covered = await page.evaluate(() => {
      const card = document.getElementById("card").getBoundingClientRect();
      return [...document.querySelectorAll("#article .lit")].flatMap((element) => [...element.getClientRects()])
        .filter((box) => box.left < card.right && box.right > card.left && box.top < card.bottom && box.bottom > card.top).length;
    });
    assert.equal(covered, 0, key);
  }
});

test("an entity lights all its mentions, a date shows its value", async (context) => {
  const page = await open(context);
  await write(page, { body: STORY });
  await page.locator('[data-key="e2.0"]').hover();
  assert.deepEqual(await page.locator("#article .mention.same").allTextContents(), ["Zoé Lantier", "She"]);
  await page.locator('[data-key="d2"]').hover();
  assert.match(await page.locator("#card").innerText(), /Monday 11 March 2024/);
  const shown = await page.locator('[data-key="d2"]').evaluate((date) => getComputedStyle(date, "::after").content);
  assert.match(shown, /2024-03-11/);
});

test("the JSON panel shows the API's answer", async (context) => {
  const page = await open(context);
  const { request } = await choose(page, "Português");
  await page.getByRole("tab", { name: "JSON" }).click();
  const shown = JSON.parse(await page.locator("#json").textContent());
  assert.deepEqual(plain(shown), plain(await ask(request)));
});

test("the curl command gets the same answer, whatever the story holds", async (context) => {
  const page = await open(context);
  await write(page, { body: `${STORY}\n\nIt's "50 $HOME \`true\` \\n'; 🙂`, title: "COPYDESK" });
  await page.getByRole("tab", { name: "JSON" }).click();
  const answer = JSON.parse(execFileSync("bash", ["-c", await page.locator("#curl").textContent()]));
  assert.deepEqual(plain(answer), plain(JSON.parse(await page.locator("#json").textContent())));
});

test("a pasted page is sent as HTML, and findings stand in its text", async (context) => {
  const page = await open(context, { permissions: ["clipboard-read", "clipboard-write"] });
  const html = "<article><h1>Port closed</h1><p>“The <b>port</b> is &amp; stays closed,” Zoé Lantier, the mayor of Vannes, said on Monday.</p></article>";
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), html);
  await page.locator("[name=body]").focus();
  await page.keyboard.press("Control+V");
  await page.waitForFunction(() => document.querySelector("[name=format]").value === "html");
  const { request, answer } = await analysed(page, () => page.keyboard.press("Control+Enter"));
  assert.equal(request.html, html);
  assert.equal(await page.locator("#body").evaluate((body) => body.textContent), answer.text);
  assert.deepEqual(await placed(page, "q1"), [{ start: answer.quotes[0].start, text: "The port is & stays closed,", field: "text" }]);
});

test("a request in a file is analysed as it is opened", async (context) => {
  const page = await open(context);
  const file = { name: "story.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ text: STORY, title: "A dyke", published: "2024-03-12" })) };
  const { request } = await analysed(page, () => page.locator("#file").setInputFiles(file));
  assert.deepEqual(request, { text: STORY, title: "A dyke", published: "2024-03-12", offsets: "utf16" });
});

test("a file that is dropped is analysed", async (context) => {
  const page = await open(context);
  const { request } = await analysed(page, () => page.evaluate((story) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([story], "story.txt", { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
  }, STORY));
  assert.equal(request.text, STORY);
});

test("the panels say what the answer says", async (context) => {
  const page = await open(context);
  const { answer } = await choose(page, "English");
  const panel = async (name) => {
    await page.getByRole("tab", { name }).click();
    return page.getByRole("tabpanel").innerText();
  };
  const located = answer.entities.filter(({ links }) => links?.coordinates);
  const map = await panel("Map");
  assert.ok(located.length >= 2);
  for (const { name } of located) assert.ok(map.includes(name), name);
  assert.equal(await page.locator(".map .place").count(), located.length);
  const entities = await panel("Entities");
  for (const { name, role } of answer.entities) assert.ok(entities.includes(name) && entities.includes(role?.text ?? ""), name);
  const timeline = await panel("Timeline");
  for (const { text } of answer.dates) assert.ok(timeline.includes(text), text);
  const voices = await panel("Voices");
  for (const name of ["Morag Sinclair", "Anonymous sources", "government official", "Only mentioned", "Transport Scotland"]) assert.ok(voices.includes(name), name);
});

test("names in the panels lead to the text", async (context) => {
  const page = await open(context);
  await choose(page, "English");
  await page.getByRole("tab", { name: "Entities" }).click();
  await page.getByRole("button", { name: "Isla Rendall" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Isla Rendall");
  assert.ok(await page.locator("#card").isVisible());
});

test("the languages are those that the service names, with their scores", async (context) => {
  const page = await open(context);
  const { languages } = await (await fetch(new URL("v1/languages", BASE))).json();
  await page.getByRole("tab", { name: "Languages" }).click();
  const full = languages.filter(({ findings }) => findings.length > 1);
  assert.equal(await page.locator("#languages details").count(), full.length);
  assert.equal(await page.locator("#languages .tags > span").count(), languages.length - full.length);
  await page.locator("#languages summary", { hasText: "German" }).click();
  const { scores } = full.find(({ tag }) => tag === "de");
  const table = await page.locator("#languages details[open] table").innerText();
  for (const { test_set: set, value } of scores) assert.ok(table.includes(set) && table.includes(value.toFixed(1)), set);
});
