import { expect, test } from "bun:test";
import type { Mode } from "../../src/core/mode.ts";
import type { Story } from "../../src/core/story.ts";
import { systemHost } from "../../src/host/system.ts";
import { costModel, type RecordedRun } from "../../src/plan/cost-model.ts";
import { readPlanEvidence } from "../../src/plan/read-plan-evidence.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { scratchRepository } from "../support/scratch.ts";
import { enforce, planOf, story, unit, waits } from "./story.ts";

const four = [story(1), story(2), story(3), story(4)];
const rulesOf = ({ changes }: ReturnType<typeof enforce>) => changes.map(({ rule }) => rule);

test("enforcePlan() leaves a good parallel plan as it is, and says what it may do", () => {
  const plan = planOf(four);
  const result = enforce(plan, { parallelism: 3 });
  expect(result).toMatchObject({ plan, changes: [], width: 4, parallelism: 3 });
  expect(result.pairs.map(({ a, b, verdict }) => `${a} ${b} ${verdict}`)).toEqual([
    "S1 S2 independent",
    "S1 S3 independent",
    "S1 S4 independent",
    "S2 S3 independent",
    "S2 S4 independent",
    "S3 S4 independent",
  ]);
  expect(result.expected).toBe(
    "Expected: about 50% of the time they would take one after another (too few runs so far)",
  );
});

test("what evidence could not be had is said, and nothing is where all could", () => {
  const evidence = evidenceOfFiles("base", ["src/a.ts"]);
  expect(enforce(planOf(four), { evidence: { ...evidence, missing: [] } })).not.toHaveProperty("missing");
  const missing = ["The history could not be read"];
  expect(enforce(planOf(four), { evidence: { ...evidence, missing } }).missing).toEqual(missing);
});

test.each([
  ["focused", four, "focused", ["focused-is-one"], ["S1"]],
  ["sequential", four, "sequential", ["sequential-is-a-chain"], ["S1", "S2 < S1", "S3 < S2", "S4 < S3"]],
  ["sequential", [story(1)], "focused", ["focused-is-one"], ["S1"]],
  ["parallel", [story(7)], "focused", ["focused-is-one"], ["S7"]],
  ["focused", [story(7)], "focused", [], ["S7"]],
  // One story cannot be declared: it runs alone, the others side by side.
  [
    "parallel",
    [story(1, { writes: [] }), story(2), story(3), story(4)],
    "parallel",
    ["surface-required", "surface-required", "surface-required"],
    ["S1", "S2 < S1", "S3 < S1", "S4 < S1"],
  ],
  [
    "parallel",
    [story(1), story(2, { writes: ["src/"] }), story(3, { writes: ["docs/"] })],
    "parallel",
    ["overlap"],
    ["S1", "S2 < S1", "S3"],
  ],
  [
    "parallel",
    [story(1, { writes: ["src/a.ts"] }), story(2, { writes: ["src/a.ts"] })],
    "focused",
    ["overlap", "does-not-pay", "focused-is-one"],
    ["S1"],
  ],
  [
    "parallel",
    [story(1), story(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S2"] })],
    "sequential",
    ["does-not-pay"],
    ["S1", "S2 < S1", "S3 < S2"],
  ],
  [
    "parallel",
    [story(1, { dependsOn: ["S2"] }), story(2, { dependsOn: ["S1", "S9"] }), story(3)],
    "parallel",
    ["unknown-dependency", "cycle"],
    ["S1", "S2 < S1", "S3"],
  ],
  [
    "parallel",
    [...four, story(5, { title: "Run all tests", writes: [], dependsOn: ["S1", "S2", "S3", "S4"] })],
    "parallel",
    ["verification-only"],
    ["S1", "S2", "S3", "S4"],
  ],
] as [Mode, Story[], Mode, string[], string[]][])(
  "enforcePlan() in %s mode (%#)",
  (mode, stories, ends, rules, expected) => {
    const result = enforce(planOf(stories), { mode });
    expect(result.plan.mode).toBe(ends);
    expect(rulesOf(result)).toEqual(rules as (typeof result.changes)[number]["rule"][]);
    expect(waits(result.plan.stories)).toEqual(expected);
    expect(result.parallelism).toBe(ends === "parallel" ? result.width : 1);
  },
);

test.each([
  ["sequential", null, 5, "sequential"],
  ["parallel", null, 12, "parallel"],
  ["parallel", 14, 14, "parallel"],
  ["sequential", 8, 8, "sequential"],
  ["parallel", 1, 1, "focused"],
  ["sequential", 1, 1, "focused"],
  ["focused", 5, 1, "focused"],
] as [Mode, number | null, number, Mode][])(
  "enforcePlan() in %s mode with a cap of %p leaves %p stories",
  (mode, cap, count, ends) => {
    const many = Array.from({ length: 15 }, (_, place) => story(place + 1));
    const { plan } = enforce(planOf(many), { mode, cap });
    expect([plan.stories.length, plan.mode]).toEqual([count, ends]);
  },
);

test("enforcePlan() folds a fan-out that became a chain to a chain's cap, whatever the fan-out's was", () => {
  const many = Array.from({ length: 9 }, (_, place) =>
    story(place + 1, { writes: ["src/a.ts", `src/own-${place}.ts`] }),
  );
  const result = enforce(planOf(many), { cap: 12 });
  expect([result.plan.stories.length, result.plan.mode]).toEqual([5, "sequential"]);
  expect(result.pairs).toHaveLength(36);
});

test("enforcePlan() takes the mode that was chosen over the one that the plan names", () => {
  expect(enforce(planOf(four, { mode: "parallel" }), { mode: "sequential" }).plan.mode).toBe("sequential");
});

test("enforcePlan() orders by the imports of a real repository", async () => {
  using repository = scratchRepository({
    "src/birch.ts": 'import { two } from "./cedar.ts";\nexport const one = two;\n',
    "src/cedar.ts": "export const two = 2;\n",
    "src/elm.ts": "export const three = 3;\n",
  });
  const plan = planOf([story(1), story(2), story(3)]);
  const request = { root: repository.path, base: "HEAD", stories: plan.stories, cacheDir: null };
  const result = enforce(plan, { evidence: await readPlanEvidence(systemHost(), request) });
  expect(waits(result.plan.stories)).toEqual(["S2", "S1 < S2", "S3"]);
  expect(result.changes).toMatchObject([{ rule: "coupled", stories: ["S2", "S1"] }]);
  expect(result.pairs.find(({ a, b }) => a === "S1" && b === "S2")).toMatchObject({
    verdict: "ordered",
    rule: "coupled",
  });
});

test("enforcePlan() expects what recorded runs took", () => {
  const usage = { input: 90_000, cachedInput: 0, output: 10_000, reasoning: 0 };
  const run: RecordedRun = {
    repo: "r",
    mode: "parallel",
    stories: 2,
    wallMs: 90_000,
    agentMs: 120_000,
    savedMs: 60_000,
    usage,
  };
  const costs = costModel([run, run, run], "r");
  // 30 s around it, and two rounds of 60 s for four stories with two agents.
  expect(enforce(planOf(four), { costs, parallelism: 2 }).expected).toBe(
    "Expected: about 3m and 200k tokens (median of 3 runs of this repository)",
  );
});

test("enforcePlan() is quick on the largest hand-written plan", () => {
  const many = Array.from({ length: 200 }, (_, place) =>
    story(place + 1, { writes: [`src/${unit(place)}/**`, `test/${unit(place)}.test.ts`] }),
  );
  const started = performance.now();
  expect(enforce(planOf(many), { cap: 200 }).pairs).toHaveLength(19_900);
  // Generous for a busy machine; quadratic work per pair would take minutes.
  expect(performance.now() - started).toBeLessThan(60_000);
});
