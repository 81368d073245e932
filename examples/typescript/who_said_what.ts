/**
 * Lists who said what in an article, with the generated client.
 *
 *     node dist/who_said_what.js ../article.fr.txt [PUBLISHED]
 *
 * The server's address is http://127.0.0.1:8080, or the environment's COPYDESK_URL.
 */
import { readFile } from "node:fs/promises";
import { analyze, ProblemError, type Attribution } from "./client.js";

/** Below this confidence, every second statement or more has another speaker. */
const SURE = 0.5;

function speaker({ source, confidence }: Attribution): string {
  if (confidence >= SURE) return source?.name ?? "?";
  return `${source?.text ?? "?"} (unsure)`;
}

async function main(file: string, published?: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const found = await analyze({
    text,
    include: ["language", "date", "attributions"],
    // A JavaScript string counts UTF-16 units, so that slice() fits.
    offsets: "utf16",
    ...(published !== undefined && { published }),
  });
  console.log(found.language?.tag, found.date?.value ?? "without a date");
  for (const attribution of found.attributions ?? []) {
    const content = attribution.content.map(({ start, end }) => text.slice(start, end));
    console.log(`${speaker(attribution)}: ${content.join(" … ")}`);
  }
  for (const { detail } of found.warnings) console.log(`warning: ${detail}`);
}

const [file, published] = process.argv.slice(2);
try {
  if (file === undefined) throw new Error("expected the name of a file of plain text");
  await main(file, published);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  const fields = error instanceof ProblemError ? (error.problem.errors ?? []) : [];
  for (const { pointer, detail } of fields) console.error(`${pointer}: ${detail}`);
  process.exitCode = 1;
}
