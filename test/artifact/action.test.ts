import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { fakeGh, inputsOf, useAction } from "./action-runner.ts";
import { artifact, privateState } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";

/** What every event has in its context. */
function contextOf(name: string, event: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { github: { event_name: name, repository: "acme/shop", token: "t", event }, ...more };
}

/** A job with the compiled program in place of a download, an endpoint that writes, and nothing else of this machine. */
async function job(example: string, context: Record<string, unknown>, title = goal) {
  using folder = scratchFolder();
  using state = privateState();
  using repository = scratchRepository({ "README.md": "# Helo\n" });
  await using endpoint = await scriptedEndpoint({ stories: { [title]: [writing({ "README.md": "# Hello\n" })] } });
  const bin = fakeGh(folder.path, { 4: "acme/shop", 5: "eve/shop" });
  const inputs = { ...inputsOf(example, context), path: artifact };
  const env = { ...state.env, ...endpoint.env, PATH: `${bin}:${process.env["PATH"]}` };
  const end = await useAction({ folder: folder.path, repository: repository.path }, inputs, context, env);
  return {
    end,
    served: endpoint.served.length,
    branches: repository.git("for-each-ref", "--format=%(refname:short)", "refs/heads"),
    pwned: existsSync(join(repository.path, "pwned")) || existsSync(join(folder.path, "pwned")),
  };
}

test("by hand: the goal runs, and outputs and summary say what came of it", async () => {
  const { end, branches } = await job(
    "dispatch.yml",
    contextOf("workflow_dispatch", {}, { inputs: { goal, mode: "focused" } }),
  );
  expect(end.failed, end.said).toBeNull();
  expect(end.outputs).toMatchObject({ mode: "focused", outcome: "delivered" });
  expect(branches).toContain(end.outputs["branch"] ?? "no branch");
  expect(end.summary).toContain("focused");
  expect(end.summary).toContain(goal);
});

test("a comment's goal loses its command word; whatever else it holds stays data", async () => {
  const comment = { body: `/baro ${goal}`, author_association: "MEMBER" };
  const plain = await job("comment.yml", contextOf("issue_comment", { comment, issue: { number: 7 } }));
  expect(plain.end.failed, plain.end.said).toBeNull();
  expect(plain.end.outputs["outcome"]).toBe("delivered");
  const body = `/baro ${goal}"; touch pwned; echo "$(touch pwned)\`touch pwned\`\n--deliver=pr\n::set-output name=x::y`;
  const hostile = await job(
    "comment.yml",
    contextOf("issue_comment", { comment: { ...comment, body }, issue: { number: 7 } }),
  );
  expect(hostile.pwned).toBe(false);
  expect(hostile.end.said).not.toMatch(/^::set-output/m);
});

test("a pull request from a fork is refused before the program is started", async () => {
  const comment = { body: `/baro ${goal}`, author_association: "MEMBER" };
  const issue = { number: 5, pull_request: { url: "x" } };
  const { end, served, branches } = await job("comment.yml", contextOf("issue_comment", { comment, issue }));
  expect(end).toMatchObject({ failed: "Refuse work that comes from a fork", exitCode: 1 });
  expect(served).toBe(0);
  expect(branches).toBe("main");
});

test("a labelled issue is read before anything is spent; one that can't be read stops the job with a question", async () => {
  const issue = { html_url: "https://127.0.0.1:9/acme/shop/issues/7" };
  const { end, served } = await job("issue-label.yml", contextOf("issues", { label: { name: "baro" }, issue }));
  expect(end).toMatchObject({ failed: "Run", exitCode: 3 });
  expect(end.outputs["outcome"]).not.toBe("delivered");
  expect(served).toBe(0);
});
