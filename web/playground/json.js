// The panel "JSON": the answer as it came, and the command that asks for it again.

import { button, byId, el } from "./dom.js";

/** A shell command for a request, of any length: the body goes through a here-document, not an argument. */
export function curlOf(address, request) {
  return [
    `curl -s '${address.replaceAll("'", "%27")}' -H 'content-type: application/json' --data-binary @- <<'COPYDESK'`,
    JSON.stringify(request),
    "COPYDESK",
  ].join("\n");
}

/** Copies, and says on the button whether it could. */
export async function copy(text, pressed) {
  const label = pressed.textContent;
  const say = (word) => {
    pressed.textContent = word;
    byId("announcement").textContent = word;
    setTimeout(() => (pressed.textContent = label), 1500);
  };
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    say("Copying is not allowed here");
  }
}

function copyButton(label, text) {
  const pressed = button(label, () => copy(text, pressed));
  return pressed;
}

function code(label, text, id) {
  return el("pre", { tabindex: 0, role: "region", "aria-label": label, id }, text);
}

export function drawJson(panel, { answer, request }) {
  const pretty = JSON.stringify(answer, null, 2);
  const curl = curlOf(new URL("v1/analyze", document.baseURI).href, request);
  panel.replaceChildren(
    el("div", { class: "row" }, el("h3", {}, "Request"), copyButton("Copy curl", curl)),
    code("Command that asks for this answer", curl, "curl"),
    el("div", { class: "row" }, el("h3", {}, "Answer"), copyButton("Copy answer", pretty)),
    code("Answer", pretty, "json"),
  );
}
