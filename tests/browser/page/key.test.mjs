// A service that asks for a key: the page asks its reader for it, and sends it from then on.

import assert from "node:assert/strict";
import test from "node:test";
import { open, withBrowser, write } from "./harness.mjs";

withBrowser();

const REFUSED = { type: "/docs/problems#unauthorized", title: "A key is needed", status: 401, detail: "expected an API key", request_id: "7" };

test("a key is asked for when it is needed, and sent from then on", async (context) => {
  const page = await open(context, { expected: /401/ });
  await page.route("**/v1/analyze", (route) => {
    if (route.request().headers()["x-api-key"] === "test") return route.continue();
    return route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify(REFUSED) });
  });
  const field = page.getByLabel("Key");
  assert.equal(await field.isVisible(), false);
  const story = { body: "“The dyke will hold,” said Zoé Lantier." };
  assert.equal((await write(page, story)).status, 401);
  assert.match(await page.getByRole("alert").textContent(), /A key is needed/);
  await field.fill(" test ");
  assert.equal((await write(page, story)).status, 200);
  assert.equal(await page.getByRole("alert").isVisible(), false);
});
