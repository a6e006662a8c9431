import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { patternsOf, sentencesOf } from "../../../src/cli/person/plan-edits.ts";
import { type Decision, openingMode } from "../../../src/core/decision.ts";
import type { Mode } from "../../../src/core/mode.ts";
import type { Plan } from "../../../src/core/plan.ts";
import { dropStory, replaceStory } from "../../../src/core/plan.ts";
import { storyNamed } from "../../report/sample-run.ts";

/** A plan whose stories depend on earlier ones only. */
const plans: fc.Arbitrary<Plan> = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 8 })
  .map((edges) => ({
    version: 1,
    goal: "g",
    mode: "parallel",
    stories: edges.map((targets, index) => {
      const dependsOn = [...new Set(targets.filter((target) => target < index).map((target) => `S${target + 1}`))];
      return storyNamed(`S${index + 1}`, `Story ${index + 1}`, { dependsOn });
    }),
  }));

/** Everything that a story waits for, near or far. */
function ancestors(plan: Plan, id: string): Set<string> {
  const found = new Set<string>();
  const visit = (next: string) => {
    for (const other of plan.stories.find((story) => story.id === next)?.dependsOn ?? []) {
      if (!found.has(other)) {
        found.add(other);
        visit(other);
      }
    }
  };
  visit(id);
  return found;
}

describe("dropStory()", () => {
  test("keeps every other story and all that they wait for but the dropped one", () => {
    fc.assert(
      fc.property(plans, fc.nat(20), (plan, pick) => {
        const { id } = plan.stories[pick % plan.stories.length] ?? { id: "" };
        const after = dropStory(plan, id);
        expect(after.stories.map((story) => story.id)).toEqual(
          plan.stories.map((story) => story.id).filter((other) => other !== id),
        );
        for (const story of after.stories) {
          const before = ancestors(plan, story.id);
          before.delete(id);
          expect(ancestors(after, story.id)).toEqual(before);
          expect(new Set(story.dependsOn).size).toBe(story.dependsOn.length);
        }
      }),
    );
  });
  test("changes nothing for a story that isn't there", () => {
    fc.assert(fc.property(plans, (plan) => expect(dropStory(plan, "S99")).toEqual(plan)));
  });
});

test("replaceStory() changes that story alone", () => {
  fc.assert(
    fc.property(plans, fc.nat(20), (plan, pick) => {
      const story = plan.stories[pick % plan.stories.length];
      if (story === undefined) return;
      const after = replaceStory(plan, { ...story, title: "Changed" });
      expect(after.stories.filter(({ title }) => title === "Changed").map(({ id }) => id)).toEqual([story.id]);
      expect(replaceStory(after, story)).toEqual(plan);
    }),
  );
});

const decision = (mode: Mode, confidence: number, shares: [number, number, number]): Decision => ({
  mode,
  confidence,
  reason: "",
  source: "rules",
  signals: [],
  clarity: "clear",
  question: null,
  probabilities: { focused: shares[0], sequential: shares[1], parallel: shares[2] },
});

test.each<[Mode, number, [number, number, number], Mode]>([
  ["parallel", 0.82, [0.05, 0.13, 0.82], "parallel"],
  ["parallel", 0.6, [0.3, 0.1, 0.6], "parallel"],
  ["parallel", 0.59, [0.31, 0.1, 0.59], "focused"],
  ["parallel", 0.5, [0.1, 0.4, 0.5], "sequential"],
  ["sequential", 0.5, [0.1, 0.5, 0.4], "sequential"],
  ["focused", 0.4, [0.4, 0.3, 0.3], "focused"],
  // Code bounds what a model says, so the suggestion need not be the likeliest; it is a candidate all the same.
  ["sequential", 0.3, [0.1, 0.3, 0.6], "sequential"],
])("openingMode() of %s at %p with %j is %s", (mode, confidence, shares, expected) => {
  expect(openingMode(decision(mode, confidence, shares))).toBe(expected);
});

test.each([
  ["src/a.ts", ["src/a.ts"]],
  [" src/a.ts ,docs/,, ", ["src/a.ts", "docs/"]],
  ["src/{a,b}.ts, test/*.ts", ["src/{a,b}.ts", "test/*.ts"]],
  ["src/{a,{b,c}}.ts,d", ["src/{a,{b,c}}.ts", "d"]],
  ["src/a}.ts,b", ["src/a}.ts", "b"]],
])("patternsOf(%p)", (line, patterns) => {
  expect(patternsOf(line)).toEqual(patterns);
});

test("sentencesOf() leaves commas and braces alone", () => {
  expect(sentencesOf("it says { when open, and } when closed; ; the rest")).toEqual([
    "it says { when open, and } when closed",
    "the rest",
  ]);
});
