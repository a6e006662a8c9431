import { expect, test } from "bun:test";
import fc from "fast-check";
import { defaultCap, modes } from "../../src/core/mode.ts";
import { type Plan, ruleNames } from "../../src/core/plan.ts";
import { type Story, weights } from "../../src/core/story.ts";
import { orderOf } from "../../src/plan/order.ts";
import { onlyVerifies } from "../../src/plan/rules/verification-only.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { parsePattern, patternMatches, patternsIntersectAny } from "../../src/surface/pattern/pattern.ts";
import { enforce } from "./story.ts";

// A small world, so that overlaps, cycles and folds happen in almost every plan.
const universe = ["a", "b", "c"].flatMap((dir) =>
  ["x.ts", "y.ts", "x.test.ts", "deep/z.ts"].map((file) => `${dir}/${file}`),
);
const pattern = fc.constantFrom(
  ...universe,
  "a/",
  "b/**",
  "*/x.ts",
  "**/*.test.ts",
  "{a,c}/y.ts",
  "c/deep/?.ts",
  "package.json",
  "**",
);
const text = fc.string({ minLength: 1, maxLength: 12 });
const checking = fc.constantFrom("Run all tests", "Verify that everything works", "Final check of the build");

const anyStory = fc.record({
  title: fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: checking }),
  brief: text,
  writes: fc.oneof(
    { weight: 4, arbitrary: fc.array(pattern, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant<string[]>([]) },
  ),
  reads: fc.array(pattern, { maxLength: 2 }),
  waitsFor: fc.array(fc.nat(25), { maxLength: 3 }),
  acceptance: fc.array(text, { maxLength: 2 }),
  verify: fc.array(text, { maxLength: 2 }),
  weight: fc.constantFrom(...weights),
});

const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    goal: text,
    mode: fc.constantFrom(...modes),
    crowded: fc.boolean(),
    parts: fc.array(anyStory, { minLength: 1, maxLength: 20 }),
  })
  .map(({ goal, mode, crowded, parts }) => ({
    version: 1,
    goal,
    mode,
    // Numbers over the list's length are dependencies on stories that do not exist, a story's own is a cycle.
    stories: parts.map(({ waitsFor, ...part }, place) => ({
      ...part,
      id: `S${place + 1}`,
      // Marked, so that "kept" can't be true by accident.
      brief: `brief<${place + 1}:${part.brief}>`,
      title: `${part.title} <${place + 1}>`,
      dependsOn: waitsFor.slice(0, crowded ? 3 : Number(place % 4 === 0)).map((number) => `S${number + 1}`),
      // In a world with room, almost every story has a place of its own.
      writes: crowded || place % 7 === 6 ? part.writes : [`own-${place}/`],
    })),
  }));

const anyInput = fc.record({
  mode: fc.constantFrom(...modes),
  cap: fc.option(fc.integer({ min: 1, max: 14 }), { nil: null }),
  parallelism: fc.integer({ min: 1, max: 6 }),
  strict: fc.boolean(),
  evidence: fc.boolean().map((ignoreCase) => evidenceOfFiles("base", universe, ignoreCase)),
});

type Result = ReturnType<typeof enforce>;

function check(
  property: (result: Result, plan: Plan, input: NonNullable<Parameters<typeof enforce>[1]>) => void,
): void {
  fc.assert(
    fc.property(anyPlan, anyInput, (plan, input) => property(enforce(plan, input), plan, input)),
    { numRuns: 200 },
  );
}

const holds = (stories: readonly Story[], has: (story: Story) => boolean) => stories.some(has);

test("enforcePlan() never leaves more stories than the cap, and as many as the mode means", () => {
  check(({ plan: { stories, mode } }, _, { cap }) => {
    expect(stories.length).toBeLessThanOrEqual(mode === "focused" ? 1 : (cap ?? defaultCap[mode]));
    if (mode === "focused") expect(stories).toHaveLength(1);
    else expect(stories.length).toBeGreaterThan(1);
  });
});

test("enforcePlan() never leaves two stories unordered that can write a same path", () => {
  check(({ plan: { stories } }, _, input) => {
    const ignoreCase = input.evidence?.ignoreCase ?? false;
    const order = orderOf(stories);
    for (const [a, one] of stories.entries()) {
      for (const [b, other] of stories.entries()) {
        if (a >= b || order.areOrdered(a, b)) continue;
        expect(patternsIntersectAny(one.writes, other.writes, { ignoreCase })).toBe(false);
        // By brute force too, on the paths of this small world.
        const both = (path: string) =>
          [one, other].every(({ writes }) => writes.some((text) => patternMatches(parsePattern(text), path)));
        expect(universe.filter(both)).toEqual([]);
        expect(one.writes.length * other.writes.length).toBeGreaterThan(0);
      }
    }
  });
});

test("enforcePlan() loses nothing of any story's title, brief, surface, acceptance or checks", () => {
  check(({ plan: { stories } }, plan) => {
    for (const lost of plan.stories) {
      expect(
        holds(stories, ({ brief }) => brief.includes(lost.brief)),
        lost.id,
      ).toBe(true);
      expect(holds(stories, ({ title, brief }) => title.includes(lost.title) || brief.includes(lost.title))).toBe(true);
      for (const field of ["writes", "reads", "acceptance", "verify"] as const) {
        for (const item of lost[field])
          expect(
            holds(stories, (story) => story[field].includes(item)),
            item,
          ).toBe(true);
      }
      const keeper = stories.find(({ brief }) => brief.includes(lost.brief));
      const kept = weights.indexOf(keeper?.weight ?? "light");
      if (!onlyVerifies(lost)) expect(kept).toBeGreaterThanOrEqual(weights.indexOf(lost.weight));
      // What may write anywhere still may, whatever it was joined into.
      const open = keeper?.writes.length === 0 || keeper?.writes.includes("**");
      if (lost.writes.length === 0 && !onlyVerifies(lost)) expect(open).toBe(true);
    }
  });
});

test("enforcePlan() leaves an order without cycles, in which every story comes after what it waits for", () => {
  check(({ plan: { stories } }) => {
    const seen = new Set<string>();
    for (const { id, dependsOn } of stories) {
      for (const earlier of dependsOn) expect(seen.has(earlier), `${id} waits for ${earlier}`).toBe(true);
      seen.add(id);
    }
    expect(seen.size).toBe(stories.length);
  });
});

test("enforcePlan() keeps the order of every two stories that the plan ordered without a cycle", () => {
  check((result, plan) => {
    if (result.changes.some(({ rule }) => rule === "cycle")) return;
    const before = orderOf(plan.stories);
    const placeIn = ({ brief }: Story) => result.plan.stories.findIndex((story) => story.brief.includes(brief));
    const after = orderOf(result.plan.stories);
    for (const [a, one] of plan.stories.entries()) {
      for (const [b, other] of plan.stories.entries()) {
        if (!before.isBefore(a, b) || onlyVerifies(one) || onlyVerifies(other)) continue;
        const [first, second] = [placeIn(one), placeIn(other)];
        const brief = result.plan.stories[first]?.brief ?? "";
        if (first === second) expect(brief.indexOf(one.brief)).toBeLessThan(brief.indexOf(other.brief));
        else expect(after.isBefore(first, second), `${one.id} before ${other.id}`).toBe(true);
      }
    }
  });
});

test("enforcePlan() changes nothing of what it enforced", () => {
  check((result, _, input) => {
    const again = enforce(result.plan, { ...input, mode: result.plan.mode });
    expect(again.plan).toEqual(result.plan);
    expect(again.changes).toEqual([]);
    expect(again.width).toBe(result.width);
    expect(again.parallelism).toBe(result.parallelism);
  });
});

test("enforcePlan() gives the same result for the same plan, and leaves its input alone", () => {
  check((result, plan, input) => {
    const copy = structuredClone(plan);
    expect(enforce(copy, input)).toEqual(result);
    expect(copy).toEqual(plan);
  });
});

test("enforcePlan() lets only a parallel plan have more than one agent, and never more than allowed", () => {
  check(({ plan: { mode }, parallelism, width }, _, input) => {
    expect(parallelism).toBeGreaterThanOrEqual(1);
    expect(parallelism).toBeLessThanOrEqual(mode === "parallel" ? (input.parallelism ?? 4) : 1);
    if (mode !== "parallel") expect(width).toBe(1);
    else expect(width).toBeGreaterThan(1);
  });
});

test("enforcePlan() reports every story that is gone, every story that waits anew, and every change of mode", () => {
  check((result, plan, input) => {
    const told = new Set(result.changes.flatMap(({ stories }) => stories));
    const left = new Map(result.plan.stories.map((story) => [story.id, story]));
    for (const story of plan.stories) {
      const now = left.get(story.id);
      // Whoever waited for a story that was joined is told of by that story's fold.
      const rewired = story.dependsOn.some((id) => !left.has(id) && told.has(id));
      const waitsAlike = Bun.deepEquals(new Set(now?.dependsOn), new Set(story.dependsOn));
      if (now?.brief !== story.brief || !(waitsAlike || rewired)) expect(told.has(story.id), story.id).toBe(true);
    }
    if (result.plan.mode !== input.mode) {
      expect(result.changes.some(({ rule }) => rule === "does-not-pay" || rule === "focused-is-one")).toBe(true);
    }
  });
});

test("enforcePlan() says of every pair that the plan left unordered whether it may run side by side", () => {
  check(({ plan: { stories, mode }, pairs }) => {
    if (mode !== "parallel") return;
    const order = orderOf(stories);
    const judged = new Set(pairs.map(({ a, b }) => `${a} ${b}`));
    for (const [a, one] of stories.entries()) {
      for (const [b, other] of stories.entries()) {
        if (a >= b || order.areOrdered(a, b)) continue;
        expect(judged.has(`${one.id} ${other.id}`) || judged.has(`${other.id} ${one.id}`)).toBe(true);
      }
    }
  });
});

test("the random plans meet every rule and every outcome, so that nothing above holds for want of a case", () => {
  const seen = new Set<string>();
  check((result, _, input) => {
    seen.add(`${input.mode} becomes ${result.plan.mode}`);
    if (result.width >= 4) seen.add("wide");
    for (const { rule } of result.changes) seen.add(rule);
  });
  for (const rule of ruleNames) {
    // These need evidence of files, which this small world has none of, or a planner's answer; their own tests have them.
    if (!["needs", "needs-what-goes", "shared-file", "coupled", "repair"].includes(rule)) expect(seen).toContain(rule);
  }
  for (const outcome of [
    "parallel becomes parallel",
    "parallel becomes sequential",
    "sequential becomes sequential",
    "wide",
  ]) {
    expect(seen).toContain(outcome);
  }
});
