// Who speaks, and how much: the attributions and quotations of an answer, by speaker.
//
//   answer, texts → { voices: [{ number, name, quoted, reported, … }], mentioned, unattributed }
//
// Numbers follow the order in which speakers first speak, so that the same answer gets the same colours.

import { union, without, words } from "./intervals.js";

const FIELDS = ["title", "text"];

/** Where a span stands among all spans: the headline comes first. */
export function place(span) {
  return span.field === "title" ? span.start - 1e9 : span.start;
}

function keyOf(source) {
  if (!source) return undefined;
  if (source.entity) return source.entity;
  const name = source.name ?? source.text;
  return name && `${source.kind}:${name.toLowerCase()}`;
}

function newVoice(key, source, entities) {
  const entity = entities.get(source.entity);
  return {
    key, entity, kind: source.kind === "anonymous" || source.kind === "document" ? source.kind : "known",
    name: entity?.name ?? source.name ?? source.text, attributions: [], quotes: [], first: undefined,
  };
}

function measure(voice, texts) {
  voice.quoted = 0;
  voice.reported = 0;
  for (const field of FIELDS) {
    const lies = (span) => (span.field ?? "text") === field;
    const pair = (span) => [span.start, span.end];
    const quoted = union(voice.quotes.filter(lies).map(pair));
    const content = union(voice.attributions.flatMap((attribution) => attribution.content).filter(lies).map(pair));
    voice.quoted += words(texts[field], quoted);
    voice.reported += words(texts[field], without(content, quoted));
  }
}

function gather(answer) {
  const entities = new Map((answer.entities ?? []).map((entity) => [entity.id, entity]));
  const voices = new Map();
  const byAttribution = new Map();
  for (const attribution of answer.attributions ?? []) {
    const key = keyOf(attribution.source);
    if (!key) continue;
    if (!voices.has(key)) voices.set(key, newVoice(key, attribution.source, entities));
    const voice = voices.get(key);
    voice.attributions.push(attribution);
    byAttribution.set(attribution.id, voice);
  }
  return { voices: [...voices.values()], byAttribution };
}

/** The voices of an answer. `texts` holds `title` and `text`, which the spans index. */
export function voicesOf(answer, texts) {
  const { voices, byAttribution } = gather(answer);
  const speech = (answer.quotes ?? []).filter((quote) => quote.kind === "speech");
  for (const quote of speech) byAttribution.get(quote.attribution)?.quotes.push(quote);
  for (const voice of voices) {
    const spans = [...voice.quotes, ...voice.attributions.flatMap((attribution) => attribution.content)];
    voice.first = Math.min(...spans.map(place));
    measure(voice, texts);
  }
  voices.sort((one, other) => one.first - other.first).forEach((voice, at) => (voice.number = at + 1));
  const speaking = new Set(voices.map((voice) => voice.entity?.id));
  return {
    voices,
    byAttribution,
    mentioned: (answer.entities ?? []).filter(({ id, type }) => ["person", "organization"].includes(type) && !speaking.has(id)),
    unattributed: speech.filter((quote) => !byAttribution.has(quote.attribution)),
  };
}
