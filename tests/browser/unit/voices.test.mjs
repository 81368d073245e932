// Who speaks how much.

import assert from "node:assert/strict";
import test from "node:test";
import { union, without, words } from "../../../web/playground/intervals.js";
import { voicesOf } from "../../../web/playground/voices.js";

const text = "“We hold,” Zoé said. She added that it would cost two million. “No,” a source said. “Never.”";
const span = (part, from = 0) => ({ start: text.indexOf(part, from), end: text.indexOf(part, from) + part.length, text: part });
const answer = {
  entities: [
    { id: "e1", type: "person", name: "Zoé Lantier", mentions: [] },
    { id: "e2", type: "person", name: "Ann Low", mentions: [] },
    { id: "e3", type: "location", name: "Vannes", mentions: [] },
  ],
  attributions: [
    { id: "a1", type: "direct", source: { kind: "name", entity: "e1", ...span("Zoé") }, content: [span("“We hold,”")], quotes: ["q1"] },
    { id: "a2", type: "indirect", source: { kind: "pronoun", entity: "e1", ...span("She") }, content: [span("that it would cost two million")], quotes: [] },
    { id: "a3", type: "direct", source: { kind: "anonymous", ...span("a source"), name: "source" }, content: [span("“No,”")], quotes: ["q2"] },
  ],
  quotes: [
    { id: "q1", kind: "speech", attribution: "a1", ...span("We hold,") },
    { id: "q2", kind: "speech", attribution: "a3", ...span("No,") },
    { id: "q3", kind: "speech", unattributed: "no_cue", ...span("Never.") },
  ],
};
const told = voicesOf(answer, { title: "", text });

test("a speaker named twice is one voice, with words quoted and reported apart", () => {
  const [zoe] = told.voices;
  assert.deepEqual([zoe.number, zoe.name, zoe.quoted, zoe.reported, zoe.attributions.length], [1, "Zoé Lantier", 2, 6, 2]);
});

test("an anonymous source is a voice of its own kind", () => {
  const [, source] = told.voices;
  assert.deepEqual([source.number, source.name, source.kind, source.quoted, source.reported], [2, "source", "anonymous", 1, 0]);
});

test("people who say nothing are only mentioned, places are not voices at all", () => {
  assert.deepEqual(told.mentioned.map(({ name }) => name), ["Ann Low"]);
});

test("a quotation without a speaker is listed apart", () => {
  assert.deepEqual(told.unattributed.map(({ id }) => id), ["q3"]);
});

test("voices are numbered by where they first speak, the headline before the text", () => {
  const early = { ...answer.attributions[2], content: [{ start: 3, end: 5, text: "No", field: "title" }], quotes: [] };
  const quotes = answer.quotes.filter(({ id }) => id !== "q2");
  const { voices } = voicesOf({ ...answer, quotes, attributions: [...answer.attributions.slice(0, 2), early] }, { title: "Oh No", text });
  assert.deepEqual(voices.map(({ number, name }) => [number, name]), [[1, "source"], [2, "Zoé Lantier"]]);
});

test("quoted words inside a mixed statement are not counted as reported too", () => {
  const mixed = { id: "a1", type: "mixed", source: { kind: "name", name: "Zoé" }, content: [{ start: 0, end: 9 }], quotes: ["q1"] };
  const quote = { id: "q1", kind: "speech", attribution: "a1", start: 5, end: 8 };
  const [voice] = voicesOf({ attributions: [mixed], quotes: [quote] }, { title: "", text: "it “a b” c" }).voices;
  assert.deepEqual([voice.quoted, voice.reported], [1, 2]);
});

test("answers without attributions or entities have no voices", () => {
  assert.deepEqual(voicesOf({ warnings: [] }, { title: "", text: "" }).voices, []);
});

test("intervals are merged and cut", () => {
  assert.deepEqual(union([[5, 9], [1, 6], [9, 9], [20, 21]]), [[1, 9], [20, 21]]);
  assert.deepEqual(without([[0, 10]], [[2, 3], [5, 20]]), [[0, 2], [3, 5]]);
  assert.deepEqual(without([[0, 10]], []), [[0, 10]]);
});

test("a word with an apostrophe, a hyphen or a decimal sign is one word", () => {
  assert.equal(words("l’eau c'est-à-dire 3,5 « »", [[0, 26]]), 3);
});
