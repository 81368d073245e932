// The panel "Languages": what is found in which language, and how well, as the service says.

import { el } from "./dom.js";
import { language } from "./names.js";

const byName = (one, other) => language(one.tag).localeCompare(language(other.tag), "en");
const complete = ({ findings }) => findings.length > 1;

function table(caption, scores) {
  const head = ["Task", "Measure", "%", "Test set"].map((name) => el("th", { scope: "col" }, name));
  const rows = scores.map(({ task, measure, value, test_set: set, size }) => el("tr", {},
    el("td", {}, task), el("td", {}, measure), el("td", { class: "figure" }, value.toFixed(1)), el("td", {}, `${set} (${size})`)));
  return el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}

function full(supported) {
  return el("details", {}, el("summary", {}, el("strong", {}, language(supported.tag)), ` ${supported.findings.join(", ")}`),
    supported.scores.length > 0 ? table(`${language(supported.tag)}, measured`, supported.scores) : el("p", { class: "note" }, "No scores were measured."));
}

export function drawLanguages(panel, { languages, scores = [] }) {
  const identified = languages.filter((supported) => !complete(supported)).sort(byName);
  panel.replaceChildren(
    el("h3", {}, "All findings"),
    ...languages.filter(complete).sort(byName).map(full),
    el("h3", {}, "Done alike in all languages"),
    table("All languages, measured", scores),
    el("h3", {}, `Identified only (${identified.length})`),
    el("p", { class: "note" }, "Quotation marks and ISO dates are found too, without speakers."),
    el("p", { class: "tags" }, identified.map(({ tag, scores: own }) =>
      el("span", { title: own.map(({ measure, value }) => `${measure} ${value}`).join(", ") || undefined }, `${language(tag)} `, el("code", {}, tag)))),
  );
}

/** The choices of the language field. */
export function fillChoices(select, { languages }) {
  const option = ({ tag }) => el("option", { value: tag }, language(tag));
  select.append(
    el("optgroup", { label: "All findings" }, languages.filter(complete).sort(byName).map(option)),
    el("optgroup", { label: "Identified only" }, languages.filter((supported) => !complete(supported)).sort(byName).map(option)),
  );
}
