// The form: a story that is typed, pasted, dropped as a file or chosen among the samples.

import { button, byId } from "./dom.js";

/** Larger files are not read into the page; a server takes 1 MiB unless it is told otherwise. */
const LARGEST_FILE = 8 * 1024 * 1024;
const FIELDS = ["title", "body", "published", "language"];

/** Whether a text is a page or part of one rather than prose with a few angle brackets. */
export function looksLikeHtml(text) {
  return /^\s*<(?:!doctype|html|head|body|article|main|section|div|p|h[1-6])\b[^>]*>/i.test(text) && /<\/[a-z][a-z0-9]*\s*>/i.test(text);
}

/** The story in a file: a page, a request as the API takes it, or text. Throws where it is neither. */
export function storyOfFile(name, content) {
  if (!/\.json$/i.test(name)) {
    return { body: content, format: /\.x?html?$/i.test(name) || looksLikeHtml(content) ? "html" : "text" };
  }
  const request = JSON.parse(content);
  const body = request?.text ?? request?.html;
  if (typeof body !== "string") throw new Error("expected a request with text or html");
  const optional = (field) => (typeof request[field] === "string" ? request[field] : "");
  return {
    body, format: request.text === undefined ? "html" : "text",
    title: optional("title"), published: optional("published"), language: optional("language"),
  };
}

export class Composer {
  /** `onstory` hears of a story that should be analysed, `onproblem` of a file that cannot be read. */
  constructor({ onstory, onproblem }) {
    Object.assign(this, { onstory, onproblem });
    this.form = byId("story");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      onstory(this.story());
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    });
    this.form.elements.body.addEventListener("paste", () => setTimeout(() => this.guessFormat()));
    byId("clear").addEventListener("click", () => {
      this.fill({});
      this.form.elements.body.focus();
    });
    byId("file").addEventListener("change", (event) => this.open(event.target.files[0]));
    byId("pick").addEventListener("click", () => byId("file").click());
    this.takeDrops();
  }

  takeDrops() {
    const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
    addEventListener("drop", (event) => {
      document.body.classList.remove("dropping");
      if (!carriesFile(event)) return;
      event.preventDefault();
      this.open(event.dataTransfer.files[0]);
    });
  }

  guessFormat() {
    if (looksLikeHtml(this.form.elements.body.value)) this.form.elements.format.value = "html";
  }

  async open(file) {
    if (!file) return;
    if (file.size > LARGEST_FILE) {
      this.onproblem("The file is too large", `expected a file of at most 8 MiB, but ${file.name} has ${file.size.toLocaleString("en")} bytes`);
      return;
    }
    try {
      const story = storyOfFile(file.name, await file.text());
      this.fill(story);
      this.onstory(this.story());
    } catch (error) {
      this.onproblem("The file could not be read", `${file.name}: ${error.message}`);
    }
    byId("file").value = "";
  }

  story() {
    const { elements } = this.form;
    const value = (name) => (name === "body" ? elements[name].value : elements[name].value.trim());
    return { ...Object.fromEntries(FIELDS.map((name) => [name, value(name)])), format: elements.format.value };
  }

  fill(story) {
    for (const name of FIELDS) this.form.elements[name].value = story[name] ?? "";
    this.form.elements.format.value = story.format ?? "text";
  }

  /** Buttons for the samples; each is analysed as soon as it is chosen. */
  offer(samples) {
    byId("samples").append(...samples.map(({ language, name, title, text }) => button(name, () => {
      this.fill({ title, body: text });
      this.onstory(this.story());
    }, { lang: language, class: "chip" })));
  }
}
