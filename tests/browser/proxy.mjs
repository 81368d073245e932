// Serves the playground's files under their policy and hands everything else to a running
// Copydesk, so that the page can be worked on and tested without building the server.
//
//   node proxy.mjs http://127.0.0.1:8080 [port] [prefix]

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, request } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FILES = fileURLToPath(new URL("../../web/playground/", import.meta.url));
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function file(name, response) {
  const path = join(FILES, name);
  const known = path.startsWith(FILES) && (await stat(path).catch(() => undefined))?.isFile();
  if (!known) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": `${TYPES[extname(name)]}; charset=utf-8`, "content-security-policy": POLICY,
    "cache-control": "no-store", "x-content-type-options": "nosniff",
  });
  return createReadStream(path).pipe(response);
}

function forward(upstream, path, incoming, response) {
  const onward = request(new URL(path, upstream), { method: incoming.method, headers: incoming.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.headersSent || response.writeHead(502).end());
  incoming.pipe(onward);
}

/** Listens on a port (0: any free one) below a path prefix such as `/desk`; resolves to the server. */
export function serve(upstream, port = 0, prefix = "") {
  const server = createServer((incoming, response) => {
    if (!incoming.url.startsWith(`${prefix}/`)) return response.writeHead(404).end();
    const path = incoming.url.slice(prefix.length);
    if (path === "/" || path.startsWith("/?")) return file("index.html", response);
    if (path.startsWith("/playground/")) return file(path.slice("/playground/".length), response);
    return forward(upstream, path, incoming, response);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [upstream, port = "0", prefix = ""] = process.argv.slice(2);
  const server = await serve(upstream, Number(port), prefix);
  console.log(`http://127.0.0.1:${server.address().port}${prefix}/`);
}
