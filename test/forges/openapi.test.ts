import { expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import {
  branchShape,
  checkRunsShape,
  issueShape,
  pullShape,
  repositoryShape,
  reviewsShape,
  statusShape,
} from "../../src/forges/github/wire.ts";
import { startForge } from "../deliver/stand-in/forge.ts";
import {
  answerSchema,
  bodySchema,
  mismatches,
  readDescription,
  type Schema,
  unfounded,
} from "../deliver/stand-in/openapi.ts";
import { startProject } from "../deliver/stand-in/project.ts";

// What the tests need of GitHub's own description of its API; scripts/record-forge-description.ts records it.
const all = readDescription(join(import.meta.dir, "..", "deliver", "stand-in", "github-description.jsonl"));

const repository = "/repos/{owner}/{repo}";

test.each<[string, string, number, z.ZodType]>([
  ["get", repository, 200, repositoryShape],
  ["post", `${repository}/forks`, 202, repositoryShape],
  ["get", `${repository}/branches/{branch}`, 200, branchShape],
  ["get", `${repository}/pulls`, 200, z.array(pullShape)],
  ["post", `${repository}/pulls`, 201, pullShape],
  ["get", `${repository}/pulls/{pull_number}`, 200, pullShape],
  ["get", `${repository}/issues/{issue_number}`, 200, issueShape],
  ["get", `${repository}/pulls/{pull_number}/reviews`, 200, reviewsShape],
  ["get", `${repository}/commits/{ref}/check-runs`, 200, checkRunsShape],
  ["get", `${repository}/commits/{ref}/status`, 200, statusShape],
])("what is read of %s %s is what GitHub promises", (method, path, status, shape) => {
  const reader = z.toJSONSchema(shape) as Schema;
  expect(unfounded(all, answerSchema(all, path, method, status), reader)).toEqual([]);
});

/** Which operation of the description a request is. */
function operationOf(method: string, path: string): [string, string] | null {
  const [bare = ""] = path.split("?");
  const rest = bare.replace(/^\/repos\/[^/]+\/[^/]+/, repository);
  const named = rest
    .replace(/\/branches\/.+$/, "/branches/{branch}")
    .replace(/\/pulls\/\d+/, "/pulls/{pull_number}")
    .replace(/\/issues\/\d+/, "/issues/{issue_number}")
    .replace(/\/commits\/[0-9a-f]+/, "/commits/{ref}");
  return named.startsWith(repository) ? [method.toLowerCase(), named] : null;
}

test("the stand-in answers, and we ask, as GitHub describes", async () => {
  await using forge = await startForge();
  forge.add("acme/shop", { writers: new Set() });
  using project = startProject(forge);
  const settings = { fork: true, labels: ["agent"], reviewers: ["grace"], draft: true };
  expect((await project.deliver(settings)).kind).toBe("pr");
  expect((await project.deliver(settings, { run: "def" })).kind).toBe("pr");
  const problems: string[] = [];
  const operations = new Set<string>();
  for (const { method, path, body, status, answer } of forge.exchanges) {
    const operation = operationOf(method, path);
    if (operation === null || status >= 400) continue;
    operations.add(operation.join(" "));
    const said = mismatches(all, answerSchema(all, operation[1], operation[0], status), answer, false, "answer");
    const asked =
      method === "GET" ? [] : mismatches(all, bodySchema(all, operation[1], operation[0]), body, true, "body");
    problems.push(...[...said, ...asked].map((problem) => `${operation.join(" ")}: ${problem}`));
  }
  expect([...new Set(problems)]).toEqual([]);
  expect([...operations].toSorted()).toEqual([
    `get ${repository}`,
    `get ${repository}/branches/{branch}`,
    `get ${repository}/pulls`,
    `patch ${repository}/pulls/{pull_number}`,
    `post ${repository}/forks`,
    `post ${repository}/issues/{issue_number}/labels`,
    `post ${repository}/pulls`,
    `post ${repository}/pulls/{pull_number}/requested_reviewers`,
  ]);
});
