// The playground: a story goes to the service, its findings come back onto the page.
//
//   composer → story → request → api → answer → view → article, panels
//                └→ the address, behind the #

import { analyze, languages, Problem, requestOf, showKey } from "./api.js";
import { drawArticle } from "./article.js";
import { Attention } from "./attention.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { drawEntities } from "./entities.js";
import { Filters } from "./filters.js";
import { findingsOf, misplaced, tally } from "./findings.js";
import { copy, drawJson } from "./json.js";
import { drawLanguages, fillChoices } from "./languages.js";
import { drawMap } from "./map.js";
import { basis, count, language, percent } from "./names.js";
import { decode, encode, LONG_LINK, LONGEST_LINK } from "./state.js";
import { makeTabs } from "./tabs.js";
import { startTheme } from "./theme.js";
import { drawTimeline } from "./timeline.js";
import { drawVoices } from "./voices-panel.js";
import { voicesOf } from "./voices.js";
import { drawProblem, drawWarnings } from "./warnings.js";

const PANELS = { voices: drawVoices, timeline: drawTimeline, map: drawMap, entities: drawEntities, warnings: drawWarnings, "json-panel": drawJson };

let view;
let running;
let address = "";
/** Panels that show the current answer; a panel is drawn when it is first looked at. */
const drawn = new Set();

const attention = new Attention({ article: byId("article"), layer: byId("ties"), card: byId("card") });
const filters = new Filters(byId("filters"), redraw);
const actions = {
  visit: (key) => attention.visit(key),
  lightVoice: (voice) => attention.lightVoice(voice),
  clear: () => attention.clear(),
};
const shownPanel = makeTabs(byId("tabs"), drawPanel);
const composer = new Composer({ onstory: run, onproblem: (title, detail) => fail({ title, detail }) });

function viewOf(request, answer) {
  const texts = { title: request.title ?? "", text: answer.text ?? request.text ?? "" };
  const told = voicesOf(answer, texts);
  return { request, answer, texts, told, findings: findingsOf(answer, told) };
}

function redraw() {
  attention.show(view, drawArticle(view, filters.hidden, { headline: byId("headline"), body: byId("body") }));
}

function drawPanel(id) {
  if (!view || drawn.has(id) || !PANELS[id]) return;
  drawn.add(id);
  PANELS[id](byId(id), view, actions);
}

function summary({ answer, findings }) {
  const totals = tally(findings);
  const of = (kinds) => kinds.reduce((sum, kind) => sum + (totals.get(kind) ?? 0), 0);
  return [
    count(of(["speech", "title", "term"]), "quotation"), count(of(["direct", "mixed", "indirect"]), "statement"),
    count(answer.entities?.length ?? 0, "entity", "entities"), count(answer.dates?.length ?? 0, "date"),
  ].join(", ");
}

function facts({ answer }) {
  const { language: found, date, meta } = answer;
  return [
    found && `${language(found.tag)} (${percent(found.confidence)})`,
    date ? `${date.value}, ${basis(date.basis)}` : "no publication date",
    `${meta.elapsed_ms.toFixed(1)} ms`,
  ].filter(Boolean).join(" · ");
}

function show(request, answer) {
  view = viewOf(request, answer);
  drawn.clear();
  byId("problem").hidden = true;
  byId("reading").hidden = false;
  byId("composer").open = false;
  byId("facts").textContent = facts(view);
  byId("warnings-count").textContent = answer.warnings.length > 0 ? ` ${answer.warnings.length}` : "";
  filters.show(view.findings);
  redraw();
  drawPanel(shownPanel());
  const wrong = misplaced(view.findings, view.texts).length;
  byId("announcement").textContent = `${summary(view)}. ${facts(view)}.${wrong > 0 ? ` ${count(wrong, "span")} not where the answer says.` : ""}`;
}

function fail(problem) {
  drawProblem(byId("problem"), problem);
  byId("composer").open = true;
  byId("problem").scrollIntoView({ block: "nearest" });
  if (problem.status === 401) askForKey();
}

function askForKey() {
  byId("key-field").hidden = false;
  byId("key").focus();
}

/** Keeps the story in the address, where it is never sent anywhere; very long ones stay out of it. */
async function remember(story) {
  const fragment = await encode(story);
  const length = document.baseURI.split("#")[0].length + fragment.length;
  const tooLong = length > LONGEST_LINK;
  address = tooLong ? "" : fragment;
  history.replaceState(null, "", tooLong ? location.pathname + location.search : fragment);
  byId("copy-link").disabled = tooLong;
  byId("link-note").textContent = tooLong
    ? "This story is too long for a link."
    : length > LONG_LINK ? `The link has ${count(length, "character")}: some programs cut links that long.` : "";
}

async function run(story) {
  running?.abort();
  const own = (running = new AbortController());
  const hadFocus = byId("composer").contains(document.activeElement);
  const request = requestOf(story);
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await analyze(request, own.signal);
    if (own.signal.aborted) return;
    show(request, answer);
    if (hadFocus) byId("reading-title").focus();
    await remember(story);
  } catch (error) {
    if (error.name === "AbortError") return;
    fail(error instanceof Problem ? error.problem : { title: "The answer could not be shown", detail: error.message });
  } finally {
    if (running === own) document.body.removeAttribute("aria-busy");
  }
}

async function openAddress() {
  if (location.hash === address || !location.hash) return;
  try {
    const story = await decode(location.hash);
    if (!story) return;
    composer.fill(story);
    await run(story);
  } catch {
    fail({ title: "The link is damaged", detail: "The part behind # does not hold a story. It may have been cut on its way." });
  }
}

async function learn() {
  const samples = fetch("playground/samples.json").then((response) => response.json()).then((found) => composer.offer(found));
  const known = languages().then((found) => {
    fillChoices(byId("language"), found);
    drawLanguages(byId("languages"), found);
  });
  const failed = (await Promise.allSettled([samples, known])).find(({ status }) => status === "rejected");
  if (failed) fail(failed.reason.problem ?? { title: "The samples could not be loaded", detail: failed.reason.message });
}

startTheme(byId("theme"));
byId("copy-link").addEventListener("click", (event) => copy(location.href, event.currentTarget));
byId("key").addEventListener("input", (event) => showKey(event.currentTarget.value));
addEventListener("hashchange", openAddress);
await learn();
await openAddress();
document.body.dataset.ready = "true";
