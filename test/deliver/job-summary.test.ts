import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type JobFacts, renderJobSummary, renderOutputs, writeJobSummary } from "../../src/deliver/job-summary.ts";
import { scratchFolder } from "../support/scratch.ts";
import { anywhere, bodyFacts } from "./support.ts";

const { figures } = bodyFacts();
const facts: JobFacts = {
  decision: { mode: "focused", confidence: 0.875, reason: "One surface: `src/a.ts`", question: null },
  outcome: "delivered",
  stories: [{ ...anywhere, commit: "0123456789abcdef" }],
  checks: [{ command: "npm test", ok: true, ms: 1, tail: "", baseOk: false }],
  figures,
  branch: "baro/bye-abc",
  url: "https://github.com/acme/shop/pull/1",
  why: "Opened pull request #1 into main",
};

test("the summary of a delivered run", () => {
  expect(renderJobSummary(facts)).toMatchInlineSnapshot(`
    "## Delivered

    <https://github.com/acme/shop/pull/1> Opened pull request #&#8203;1 into main

    **Mode:** focused (confidence 0.88). One surface: \\\`src/a.ts\\\`

    ### Stories

    - **S1** Add a farewell: done, 0123456789

    ### Checks

    - \`npm test\`: passes; it failed before

    1 min 01 s wall clock · agents 50 s · 12.0k tokens in (8.0k cached), 900 out"
  `);
});

test("the summary of a run that needs an answer", () => {
  const decision = { mode: "focused" as const, confidence: 0.5, reason: "", question: "Which <page>?" };
  const none = { stories: [], checks: [], branch: null, url: null, why: "" };
  expect(renderJobSummary({ ...facts, ...none, decision, outcome: "needs_input" })).toMatchInlineSnapshot(`
    "## Needs an answer

    **Mode:** focused (confidence 0.50).

    **Question:** Which &lt;page&gt;?"
  `);
});

/** Reads step outputs as the runner does. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 0) {
    const [name = "", delimiter] = (lines.shift() ?? "").split("<<");
    if (delimiter === undefined) continue;
    const end = lines.indexOf(delimiter);
    outputs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return outputs;
}

test("no reason, whatever it holds, sets another output", () => {
  const line = fc.constantFrom("outcome=delivered", "pr_url<<EOF", "EOF", "end-x", "", "ok");
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const reason = lines.join("\n");
      const decision = { mode: "parallel" as const, confidence: 1, reason, question: null };
      const outputs = parseOutputs(renderOutputs({ ...facts, decision, outcome: "failed" }, "end-kq3v7"));
      expect(outputs).toEqual({
        mode: "parallel",
        reason,
        confidence: "1",
        outcome: "failed",
        branch: "baro/bye-abc",
        pr_url: "https://github.com/acme/shop/pull/1",
      });
    }),
  );
});

test("summary and outputs are added to what other steps wrote, in Actions only", () => {
  using folder = scratchFolder();
  const env = { GITHUB_STEP_SUMMARY: join(folder.path, "summary"), GITHUB_OUTPUT: join(folder.path, "output") };
  let ids = 0;
  const newId = () => `id${ids++}`;
  expect(writeJobSummary({ env, newId }, facts)).toEqual([]);
  expect(() => readFileSync(env.GITHUB_OUTPUT)).toThrow();
  const inActions = { env: { ...env, GITHUB_ACTIONS: "true" }, newId };
  expect([...writeJobSummary(inActions, facts), ...writeJobSummary(inActions, facts)]).toEqual([]);
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, "utf8").match(/^## Delivered$/gm)).toHaveLength(2);
  expect(parseOutputs(readFileSync(env.GITHUB_OUTPUT, "utf8"))["outcome"]).toBe("delivered");
});

test("a file that can't be written is a notice", () => {
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "/nowhere/summary" };
  expect(writeJobSummary({ env, newId: () => "x" }, facts)).toEqual([
    expect.stringContaining('Cannot write "/nowhere/summary"'),
  ]);
});
