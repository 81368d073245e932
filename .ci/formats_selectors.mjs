// Anchors every selector of every AnnotationPage in its text with Apache Annotator, which was not
// written for us: the position has to cover the words, and the words with what stands around them
// have to lead to the position.
//   node formats_selectors.mjs FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { textPositionSelectorMatcher, textQuoteSelectorMatcher } from "@apache-annotator/selector";

const folder = process.argv[2];

/** The text as the one chunk that a matcher reads. */
function chunks(text) {
  const chunk = { data: text };
  return { currentChunk: chunk, nextChunk: () => null, previousChunk: () => null, precedesCurrentChunk: () => false };
}

async function matches(matcher, text) {
  const found = [];
  for await (const range of matcher(chunks(text))) found.push([range.startIndex, range.endIndex]);
  return found;
}

function* selectors(value) {
  if (Array.isArray(value)) for (const item of value) yield* selectors(item);
  else if (value && typeof value === "object") {
    if (Array.isArray(value.selector)) yield value.selector;
    for (const member of Object.values(value)) yield* selectors(member);
  }
}

let count = 0;
let ambiguous = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".webannotation"))) {
  const page = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const text = readFileSync(join(folder, file.replace(/webannotation$/, "txt")), "utf8");
  for (const [position, quote] of selectors(page)) {
    if (position.start === position.end) continue;
    const [place] = await matches(textPositionSelectorMatcher(position), text);
    if (!place || text.slice(...place) !== quote.exact) throw new Error(`${file}: ${JSON.stringify(position)} is not ${quote.exact}`);
    const places = await matches(textQuoteSelectorMatcher(quote), text);
    if (!places.some((found) => found[0] === place[0] && found[1] === place[1])) throw new Error(`${file}: ${JSON.stringify(quote)} does not lead back`);
    ambiguous += places.length > 1 ? 1 : 0;
    count += 1;
  }
}
if (count === 0) throw new Error("expected selectors, but got none");
console.log(`webannotation: Apache Annotator anchors ${count} pairs of selectors, ${ambiguous} quotes lead to more than one place`);
