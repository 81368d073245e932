// What the API's words are called on the page, and how dates and languages are written.

const PLURALS = {
  person: "People", organization: "Organisations", location: "Places", event: "Events", product: "Products",
  speech: "Speech", title: "Titles", term: "Terms",
  direct: "Direct", mixed: "Mixed", indirect: "Indirect",
  date: "Dates", published: "Publication", passage: "Other languages",
};

const SINGULARS = {
  person: "Person", organization: "Organisation", location: "Place", event: "Event", product: "Product",
  speech: "Quotation", title: "Title in quotation marks", term: "Term in quotation marks",
  direct: "Direct statement", mixed: "Partly quoted statement", indirect: "Reported statement",
  date: "Date", time: "Time", duration: "Duration", set: "Repeated time",
};

const REASONS = {
  no_cue: "No words near it say who speaks.",
  no_source: "Words report it, but nobody is named with them.",
  no_pack: "Speakers are not looked for in this language.",
};

const BASES = {
  given: "given with the request", header: "shown by the header", dateline: "shown by the dateline",
  byline: "shown by the byline", markup: "shown by the page’s markup", inferred: "inferred from the text’s own dates",
};

export const plural = (kind) => PLURALS[kind] ?? kind;
export const singular = (kind) => SINGULARS[kind] ?? kind;
export const reason = (code) => REASONS[code] ?? code;
export const basis = (code) => BASES[code] ?? code;

/** `0.875` as `88 %`; only what is certain is `100 %`. */
export const percent = (share) => `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100} %`;

/** `1 word`, `2 words`. */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

/** The English name of a BCP 47 tag; the tag itself where there is none. */
export function language(tag) {
  if (tag === "und") return "Undetermined";
  try {
    return LANGUAGES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });

/** The day of an ISO 8601 date or instant; undefined where it has none. */
export function dayOf(value) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(value ?? "");
  if (!parts) return undefined;
  const day = new Date(Date.UTC(0, Number(parts[2]) - 1, Number(parts[3])));
  day.setUTCFullYear(Number(parts[1]));
  return day;
}

/** `Monday 10 March 2025`, or the first and the last day. */
export function period(earliest, latest) {
  const from = dayOf(earliest);
  const to = dayOf(latest);
  if (!from || !to) return [earliest, latest].filter(Boolean).join(" – ");
  if (from.getTime() === to.getTime()) return `${WEEKDAY.format(from)} ${DAY.format(from)}`;
  return DAY.formatRange(from, to);
}
