/**
 * A misspelt field: the generated types refuse it, and where they are overruled the
 * server names it. `tsc` fails if the marked line has no error.
 */
import { analyze, ProblemError } from "./client.js";

try {
  // @ts-expect-error there is no field of this name
  await analyze({ text: "Il pleut.", langauge: "fr" });
  console.log("the server took it");
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  const { problem } = error;
  console.log(problem.status, problem.type, (problem.errors ?? []).map(({ pointer }) => pointer).join(" "));
}
