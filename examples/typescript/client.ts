/**
 * Asks a Copydesk server. Paths, requests, answers and problems have the types that
 * openapi-typescript reads from the OpenAPI document; openapi-fetch sends them.
 *
 *     npm install && npm run generate && npm run build
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/copydesk.js";

export type AnalyzeRequest = components["schemas"]["AnalyzeRequest"];
export type Answer = components["schemas"]["Answer"];
export type Attribution = components["schemas"]["Attribution"];
export type Problem = components["schemas"]["Problem"];

const server = process.env["COPYDESK_URL"] ?? "http://127.0.0.1:8080";
// Of the formats of an answer, the native one.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: server });

/** The server's refusal, RFC 9457. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
  }
}

/** The findings in an article. */
export async function analyze(body: AnalyzeRequest): Promise<Answer> {
  // Longer than the server's own deadlines, so that it is the server who says why.
  const signal = AbortSignal.timeout(15_000);
  const { data, error } = await client.POST("/v1/analyze", { body, signal });
  if (error) throw new ProblemError(error);
  return data;
}
