// Speaks with the service. All addresses are relative to the page, so that it
// works behind a path prefix too; nothing else is ever asked.

/** An answer that is not 2xx: an RFC 9457 problem, or what could be made of it. */
export class Problem extends Error {
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

async function problemOf(response) {
  const plain = { title: `The server answered ${response.status}`, status: response.status, detail: response.statusText };
  try {
    return new Problem({ ...plain, ...(await response.json()) });
  } catch {
    return new Problem(plain);
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({
      title: "The server could not be reached",
      detail: "The connection failed or was closed. The story is still here; try again in a moment. A story far over the server’s limit can look like this too.",
    });
  }
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

/** The body that is sent for a story: empty fields are left out, offsets count as JavaScript's strings do. */
export function requestOf(story) {
  const request = { [story.format === "html" ? "html" : "text"]: story.body.toWellFormed?.() ?? story.body };
  for (const name of ["title", "published", "language"]) {
    if (story[name]) request[name] = story[name];
  }
  return { ...request, offsets: "utf16" };
}

let key = "";

/** Shows this key from now on, where the service asks for one. It is kept nowhere but here. */
export function showKey(text) {
  key = text.trim();
}

export function analyze(request, signal) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  if (key) headers["x-api-key"] = key;
  return ask("v1/analyze", { method: "POST", headers, body: JSON.stringify(request), signal });
}

export function languages() {
  return ask("v1/languages", { headers: { accept: "application/json" } });
}
