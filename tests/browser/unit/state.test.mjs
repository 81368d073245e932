// A story goes into the address and comes back as it was.

import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { decode, encode } from "../../../web/playground/state.js";

const story = { body: "« Oui » 🙂 \u202eשלום\n\n<b>&amp;</b> +/=", format: "html", title: "Ça", published: "2024-03", language: "fr" };

test("a story comes back as it was", async () => {
  assert.deepEqual(await decode(await encode(story)), story);
});

test("fields that are empty come back empty, and take no room", async () => {
  const empty = { body: "a", format: "text", title: "", published: "", language: "" };
  const fragment = await encode(empty);
  assert.ok(fragment.length < 60, fragment);
  assert.deepEqual(await decode(fragment), empty);
});

test("the fragment needs no escaping and compresses prose", async () => {
  const long = { ...story, body: "The dyke will hold, the mayor said. ".repeat(200) };
  const fragment = await encode(long);
  assert.match(fragment, /^#s=1[\w-]+$/);
  assert.ok(fragment.length < 400, String(fragment.length));
});

test("without CompressionStream the story is stored plainly", async (context) => {
  const { CompressionStream } = globalThis;
  context.after(() => (globalThis.CompressionStream = CompressionStream));
  delete globalThis.CompressionStream;
  const fragment = await encode(story);
  assert.match(fragment, /^#s=0/);
  assert.deepEqual(await decode(fragment), story);
});

test("other fragments are nobody's story", async () => {
  assert.equal(await decode("#article"), undefined);
  assert.equal(await decode(""), undefined);
});

test("damaged fragments are refused", async () => {
  const fragment = await encode(story);
  await assert.rejects(decode(`${fragment.slice(0, 20)}`));
  await assert.rejects(decode("#s=0AAAA"));
});

test("a small fragment cannot unpack to a huge story", async () => {
  const bomb = deflateRawSync(Buffer.from(JSON.stringify({ body: "a".repeat(5 * 1024 * 1024) }))).toString("base64url");
  await assert.rejects(decode(`#s=1${bomb}`), /at most 4 MiB/);
});

test("fields of the wrong kind become empty ones", async () => {
  const fragment = `#s=0${Buffer.from('{"body":5,"format":"x","title":["a"]}').toString("base64url")}`;
  assert.deepEqual(await decode(fragment), { body: "", format: "text", title: "", published: "", language: "" });
});
