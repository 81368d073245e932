// The panel "Warnings": what the service could not do, in its own words.

import { el } from "./dom.js";

export function drawWarnings(panel, { answer }) {
  panel.replaceChildren(answer.warnings.length === 0
    ? el("p", { class: "note" }, "No warnings.")
    : el("ul", { class: "plain" }, answer.warnings.map(({ code, detail }) => el("li", {}, el("code", {}, code), el("p", {}, detail)))));
}

/** A problem as the service states it: title, detail, the fields that are wrong, and where it is explained. */
export function drawProblem(place, { title, detail, errors = [], type, request_id: request }) {
  const explained = type?.startsWith("/") && el("a", { href: type.slice(1) }, "What to do about it");
  place.replaceChildren(...[
    el("strong", {}, title),
    detail && el("p", {}, detail),
    errors.length > 0 && el("ul", {}, errors.map((error) => el("li", {}, el("code", {}, error.pointer || "/"), ` ${error.detail}`))),
    (explained || request) && el("p", { class: "note" }, explained || "", request ? ` Request ${request}` : ""),
  ].filter(Boolean));
  place.hidden = false;
}
