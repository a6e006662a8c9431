import { expect, test } from "bun:test";
import type { ModeCosts } from "../../../src/plan/cost-model.ts";
import { doesNotPay } from "../../../src/plan/rules/does-not-pay.ts";
import { story } from "../story.ts";

const input = { parallelism: 4, costs: null, ignoreCase: false };
const chain = (...writes: string[][]) =>
  writes.map((surface, at) => story(at + 1, { writes: surface, dependsOn: at === 0 ? [] : [`S${at}`] }));
const refused = (...writes: string[][]) => doesNotPay(chain(...writes), input)?.mode;

test("what runs one after another anyway is one story where all of them write one surface", () => {
  expect(refused(["src/a.ts"], ["src/a.ts"], ["src/*.ts"])).toBe("focused");
  expect(doesNotPay(chain(["src/a.ts"], ["src/a.ts"]), input)?.why).toEndWith(
    "all stories write one surface, so it is one story",
  );
});

test("one story of another surface is enough to keep them apart", () => {
  expect(refused(["src/a.ts"], ["src/a.ts"], ["src/b.ts"])).toBe("sequential");
  expect(refused(["src/b.ts"], ["src/a.ts"], ["src/a.ts"])).toBe("sequential");
  // Each pattern has to meet the others: a story that writes more is not of one surface with them.
  expect(refused(["src/a.ts"], ["src/a.ts", "docs/"])).toBe("sequential");
  expect(refused(["src/a.ts"], [])).toBe("sequential");
  expect(refused([], [])).toBe("sequential");
  expect(refused(["src/A.ts"], ["src/a.ts"])).toBe("sequential");
  expect(doesNotPay(chain(["src/A.ts"], ["src/a.ts"]), { ...input, ignoreCase: true })?.mode).toBe("focused");
});

test("stories that may run at the same time pay where that saves enough", () => {
  expect(doesNotPay([story(1), story(2), story(3)], input)).toBeNull();
  expect(doesNotPay([story(1)], input)?.why).toStartWith("No two of these stories may run at the same time (width 1)");
});

/** What a mode took in this repository: each story so long. */
const took = (storyMs: number, more: Partial<ModeCosts> = {}): ModeCosts => ({
  runs: 3,
  scope: "repository",
  wallMs: 1,
  tokens: 1,
  storyMs,
  storyTokens: 1_000,
  overheadMs: 0,
  ...more,
});

test("what both ways of running took here decides over the shape", () => {
  const stories = [story(1), story(2), story(3), story(4)];
  const pays = (parallel: ModeCosts, sequential: ModeCosts, parallelism = 4) =>
    doesNotPay(stories, { ...input, parallelism, costs: { parallel, sequential } });
  expect(pays(took(60_000), took(60_000))).toBeNull();
  const refusal = pays(took(600_000), took(60_000));
  expect(refusal?.mode).toBe("sequential");
  expect(refusal?.why).toMatch(/^Running in parallel takes about 10m.*, one after another 4m/);
  // So much is saved, and a little less.
  expect(pays(took(60_000), took(60_000), 2)).toBeNull();
  expect(pays(took(203_900), took(60_000))).toBeNull();
  expect(pays(took(204_100), took(60_000))?.mode).toBe("sequential");
  // With one agent that is the person's own limit.
  expect(pays(took(600_000), took(60_000), 1)).toBeNull();
});

test("figures of another repository, or of one way alone, decide nothing", () => {
  const stories = [story(1), story(2), story(3), story(4)];
  const slow = took(600_000);
  const machine = { scope: "machine" } as const;
  for (const costs of [
    { parallel: slow },
    { sequential: took(60_000) },
    { parallel: { ...slow, ...machine }, sequential: took(60_000) },
    { parallel: slow, sequential: took(60_000, machine) },
  ])
    expect(doesNotPay(stories, { ...input, costs })).toBeNull();
});
