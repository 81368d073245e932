// The story in the address, behind the #, which browsers never send.
//
//   { body, format, title, published, language } → JSON → deflate → base64url → "#s=1…"
//
// "0" instead of "1" says that the JSON is not compressed, for browsers without CompressionStream.

/** Longer addresses are cut by some mail and chat programs. */
export const LONG_LINK = 8000;
/** Longer addresses are not made at all. */
export const LONGEST_LINK = 60000;
/** More than any story that a server takes by default; a small address could unpack to gigabytes. */
const LARGEST_STATE = 4 * 1024 * 1024;

const FIELDS = ["body", "format", "title", "published", "language"];

function toBase64url(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

async function collect(stream, most) {
  const chunks = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("expected a story of at most 4 MiB in the address");
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function through(bytes, transform, most = Infinity) {
  return collect(new Blob([bytes]).stream().pipeThrough(transform), most);
}

/** The fragment for a story, with its `#`. */
export async function encode(story) {
  const kept = Object.fromEntries(FIELDS.filter((name) => story[name]).map((name) => [name, story[name]]));
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  if (typeof CompressionStream === "undefined") return `#s=0${toBase64url(bytes)}`;
  return `#s=1${toBase64url(await through(bytes, new CompressionStream("deflate-raw")))}`;
}

function storyOf(json) {
  const story = JSON.parse(json);
  const fields = FIELDS.map((name) => [name, typeof story?.[name] === "string" ? story[name] : ""]);
  return { ...Object.fromEntries(fields), format: story?.format === "html" ? "html" : "text" };
}

/** The story in a fragment; undefined where the fragment is about something else. Throws where it is damaged. */
export async function decode(fragment) {
  const packed = /^#s=([01])([\w-]*)$/.exec(fragment);
  if (!packed) return undefined;
  const bytes = fromBase64url(packed[2]);
  const plain = packed[1] === "1" ? await through(bytes, new DecompressionStream("deflate-raw"), LARGEST_STATE) : bytes;
  return storyOf(new TextDecoder("utf-8", { fatal: true }).decode(plain));
}
