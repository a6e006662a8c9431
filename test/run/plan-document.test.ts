import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import type { Decision } from "../../src/core/decision.ts";
import type { Plan } from "../../src/core/plan.ts";
import { parsePlanText } from "../../src/plan/parse-plan.ts";
import { keepPlan, planDocument, readPlanDocument } from "../../src/run/plan-document.ts";
import type { RunContext } from "../../src/run/run-context.ts";
import { story } from "../artifact/scripted-endpoint.ts";
import { scratchFolder } from "../support/scratch.ts";

const plan: Plan = { version: 1, goal: "Do it all", mode: "focused", stories: [story("S1", { writes: ["a.txt"] })] };
const decision: Decision = {
  mode: "focused",
  confidence: 0.9,
  reason: "One surface",
  source: "rules",
  signals: [],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.9, sequential: 0.05, parallel: 0.05 },
};
const text = planDocument(plan, null);

test("a plan's document is read as the plan that it was written from, with its decision where there is one", () => {
  expect(readPlanDocument(text)).toEqual({ plan });
  expect(readPlanDocument(`\uFEFF${text}`)).toEqual({ plan });
  expect(text).toEndWith("}\n");
  expect(text).toStartWith('{\n  "version": 1,\n  "goal": "Do it all",\n');
  expect(text).not.toContain("decision");
  expect(parsePlanText(planDocument(plan, decision), "plan.json").decision).toEqual(decision);
});

const edited = (from: string, to: string): string => text.replace(from, to);

test.each<[string, string, string | RegExp]>([
  ["a comma too few", edited('"goal": "Do it all",', '"goal": "Do it all"'), /^line 4: this is not JSON$/],
  ["nothing", "", /^line 1: this is not JSON$/],
  ["a mode that is none", edited('"mode": "focused"', '"mode": "quick"'), /^line 4: .*mode/],
  ["a story without a title", edited('"title": "S1",', ""), /^line \d+: .*title/],
  ["a weight that is none, in its own line", edited('"weight": "standard"', '"weight": "huge"'), /^line 17: .*weight/],
  ["no plan at all", "[]", /^line 1: /],
  ["a decision that is none", edited('"version": 1,', '"version": 1, "decision": {"mode": "quick"},'), /decision/],
])("%s is wrong, with its line", (_what, document, wrong) => {
  const read = readPlanDocument(document);
  expect("wrong" in read ? read.wrong : read).toMatch(wrong as RegExp);
});

test("a plan that is left is kept for its person alone, under a name that says when and what, and is gone on with", () => {
  using state = scratchFolder();
  let now = 1_700_000_000_000;
  let id = 0;
  const host = {
    shown: (goal: string) => goal.replace("hunter2", "[redacted]"),
    now: () => now,
    newId: () => `id${++id}`,
  };
  const run = { host, options: { stateDir: state.path }, goal: "Fix hunter2 words" } as unknown as RunContext;
  const first = keepPlan(run, plan, null);
  now += 60_000;
  const second = keepPlan(run, plan, decision);
  const files = [first, second].map((command) => command.replace("baro conduct ", ""));
  expect(statSync(`${state.path}/plans`).mode & 0o777).toBe(0o700);
  for (const file of files) {
    expect(file).toMatch(/\/plans\/0[0-9a-z]{8}-fix-/);
    expect(file).toStartWith(`${state.path}/plans/`);
    expect(file).not.toContain("hunter2");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(readPlanDocument(readFileSync(files[0] ?? "", "utf8"))).toEqual({ plan });
  expect(readFileSync(files[1] ?? "", "utf8")).toContain('"decision"');
  // The newest is the last in the order of names.
  expect(files.toSorted()).toEqual(files);
});
