import { describe, expect, test } from "bun:test";
import type { Story } from "../../../src/core/story.ts";
import { joinOverCap } from "../../../src/plan/rules/cap.ts";
import { cutCycles, dropUnknownDependencies } from "../../../src/plan/rules/dependencies.ts";
import { heaviest, joinStories } from "../../../src/plan/rules/join-stories.ts";
import { chain, collapseToOne } from "../../../src/plan/rules/mode-shapes.ts";
import { type JudgePair, judgePairs, orderPairs } from "../../../src/plan/rules/order-pairs.ts";
import { ownLockfiles } from "../../../src/plan/rules/own-lockfile.ts";
import { joinVerification, onlyVerifies } from "../../../src/plan/rules/verification-only.ts";
import { evidenceOfFiles } from "../../../src/repository/evidence.ts";
import { enforce, planOf, story, waits } from "../story.ts";

const check = (number: number, more: Partial<Story> = {}) =>
  story(number, { title: "Run all tests", brief: "Everything passes", writes: [], ...more });

describe("one story of several", () => {
  const titled = (...titles: string[]) => {
    const [first = story(1), ...rest] = titles.map((title, at) => story(at + 1, { title }));
    return joinStories([first, ...rest], null).title;
  };
  test("is called by all titles while they fit in a line of 100", () => {
    expect(titled("a".repeat(49), "b".repeat(49))).toHaveLength(100);
    expect(titled("a".repeat(49), "b".repeat(50))).toBe(`${"a".repeat(49)}; and 1 more`);
    const long = titled("word ".repeat(40), "b", "c");
    expect(long.length).toBeLessThanOrEqual(100);
    expect(long).toMatch(/^word word.*…; and 2 more$/);
  });

  test("weighs what the heaviest weighs, and needs what any needs", () => {
    expect(heaviest(["light", "heavy", "standard"])).toBe("heavy");
    expect(heaviest(["light", "standard"])).toBe("standard");
    expect(heaviest(["light"])).toBe("light");
    const needs = joinStories([story(1, { needs: ["gpu"] }), story(2), story(3, { needs: ["gpu", "net"] })], null);
    expect(needs.needs).toEqual(["gpu", "net"]);
    expect(joinStories([story(1), story(2)], null)).not.toHaveProperty("needs");
  });

  test("keeps a surface that nobody declared undeclared", () => {
    expect(joinStories([story(1, { writes: [] }), story(2, { writes: [] })], null).writes).toEqual([]);
    expect(joinStories([story(1, { writes: [] }), story(2, { writes: ["a.ts"] })], null).writes).toEqual([
      "a.ts",
      "**",
    ]);
  });
});

describe("a chain", () => {
  test("that was one already is said only where stories change places", () => {
    const listed = [story(1), story(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S2"] })];
    expect(chain(listed)).toEqual({ stories: listed, changes: [] });
    const [one, two, three] = listed;
    const turned = [one, three, two].filter((each) => each !== undefined);
    expect(chain(turned).stories.map(({ id }) => id)).toEqual(["S1", "S2", "S3"]);
    expect(chain(turned).changes).toHaveLength(1);
  });

  test("of one story, or collapsed from one, is that story", () => {
    const one = [story(4)];
    expect(collapseToOne("Go", one, "why")).toEqual({ stories: one, changes: [] });
    expect(collapseToOne("Go", [], "why")).toEqual({ stories: [], changes: [] });
    expect(collapseToOne("Go", [story(2, { dependsOn: ["S1"] }), story(1)], "why").stories[0]).toMatchObject({
      id: "S1",
      dependsOn: [],
      brief: expect.stringContaining("Go\n\nSteps, in this order:\n\n1. birch"),
    });
  });
});

describe("stories over the cap", () => {
  const joined = (stories: Story[], cap: number) => joinOverCap(stories, cap, false).stories;
  test("go where nobody else has to wait for them", () => {
    // S4 waits for S1: held by S1 nobody waits for anything new.
    const stories = [story(1), story(2), story(3), story(4, { dependsOn: ["S1"] })];
    expect(waits(joined(stories, 3))).toEqual(["S1", "S2", "S3"]);
    expect(joined(stories, 3)[0]?.brief).toContain("fir!");
  });

  test("go to whoever has least to do, not where somebody between would wait for himself", () => {
    const heavy = [story(1), story(2, { weight: "heavy" }), story(3)];
    expect(joined([...heavy, story(4), story(5)], 3).map(({ brief }) => brief.startsWith("Steps"))).toEqual([
      true,
      false,
      true,
    ]);
    const between = [story(1), story(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S2"] })];
    expect(joined(between, 2).map(({ id, brief }) => [id, brief.startsWith("Steps")])).toEqual([
      ["S1", false],
      ["S2", true],
    ]);
  });

  test("whoever waited for them waits for whom they went to", () => {
    const stories = [
      story(1),
      story(2),
      story(3, { writes: ["src/birch.ts"] }),
      story(4, { dependsOn: ["S3"], writes: ["src/cedar.ts"] }),
    ];
    expect(waits(joined(stories, 2))).toEqual(["S1", "S2 < S1"]);
  });

  test("a cap of none is one", () => {
    expect(joined([story(1), story(2)], 0)).toHaveLength(1);
  });
});

describe("stories that only look", () => {
  test.each<[string, Partial<Story>, boolean]>([
    ["run checks", {}, true],
    ["write something", { writes: ["a.ts"] }, false],
    ["name something", { title: "Run all parser tests" }, false],
    ["say that they make something", { brief: "Run them and fix what fails" }, false],
    ["make sure", { title: "Make sure everything works", brief: "Verify it" }, false],
    ["verify", { title: "Final verification of the whole project" }, true],
    ["look at nothing", { title: "The whole project" }, false],
  ])("%s: %p", (_what, more, expected) => {
    expect(onlyVerifies(check(1, more))).toBe(expected);
  });

  const told = (stories: Story[]) => joinVerification(stories).changes.map(({ why }) => why);
  test("go to the last that they waited for, with their commands", () => {
    const stories = [story(1), story(2), story(3), check(4, { dependsOn: ["S1", "S2"], verify: ["npm test"] })];
    expect(told(stories)).toEqual(['S4 "Run all tests" writes nothing: it is checked as part of S2, with "npm test"']);
    const [, host] = joinVerification(stories).stories;
    expect(host?.verify).toEqual(["npm test"]);
    expect(host?.brief).toBe("cedar!\n\nThen check: Run all tests\nEverything passes");
    const two = [story(1), check(2, { verify: ["npm test", "tsc"] })];
    expect(told(two)[0]).toContain('with "npm test", "tsc"');
    expect(told([story(1), check(2)])[0]).toEndWith("as part of S1");
  });

  test("go to the first that waits for them, else to the last of all", () => {
    const first = [check(1), story(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S1"] }), story(4)];
    expect(told(first)[0]).toContain("part of S2");
    expect(told([check(1), story(2), story(3)])[0]).toContain("part of S3");
  });

  test("whoever waited for them waits for what they waited for", () => {
    const stories = [story(1), check(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S2"] })];
    expect(waits(joinVerification(stories).stories)).toEqual(["S1", "S3 < S1"]);
  });

  test("are the work when there is nothing else", () => {
    expect(joinVerification([check(1), check(2)]).changes).toEqual([]);
  });
});

describe("a lockfile", () => {
  const files = ["package.json", "package-lock.json", "api/package.json", "api/package-lock.json", "web/package.json"];
  const own = (stories: Story[]) => ownLockfiles(stories, evidenceOfFiles("base", files));
  test("goes to the last that writes a manifest which it is made from, the nearest one", () => {
    const stories = [
      story(1, { writes: ["api/package.json"] }),
      story(2, { writes: ["web/package.json", "package.json"] }),
    ];
    const { stories: owned, changes } = own(stories);
    expect(owned.map(({ writes }) => writes)).toEqual([
      ["api/package.json", "api/package-lock.json"],
      ["web/package.json", "package.json", "package-lock.json"],
    ]);
    expect(changes.map(({ why }) => why).toSorted()).toEqual([
      "S1 writes `api/package.json`, which `api/package-lock.json` is made from: it writes both",
      "S2 writes `web/package.json`, which `package-lock.json` is made from: it writes both",
    ]);
  });

  test("that a story owns stays its own, and without a manifest nobody gets one", () => {
    const stories = [story(1, { writes: ["package.json"] }), story(2, { writes: ["*-lock.json"] })];
    expect(own(stories)).toEqual({ stories, changes: [] });
    expect(own([story(1)])).toEqual({ stories: [story(1)], changes: [] });
  });
});

describe("pairs that need an order", () => {
  const judgeAll: JudgePair = () => ({
    verdict: "ordered",
    rule: "overlap",
    first: null,
    why: "because",
    doubt: true,
    weighed: {
      margin: 0.12345,
      base: -1.999,
      parts: [
        { feature: "makes", value: 0.5, part: 0.33333 },
        { feature: "created", value: 0, part: 0 },
      ],
    },
  });

  test("tell what was weighed in hundredths, without what was not there", () => {
    const [verdict] = judgePairs([story(1), story(2)], judgeAll).verdicts;
    expect(verdict).toEqual({
      a: "S1",
      b: "S2",
      verdict: "ordered",
      why: "because",
      rule: "overlap",
      doubt: true,
      weighed: { margin: 0.12, base: -2, parts: [{ feature: "makes", value: 0.5, part: 0.33 }] },
    });
  });

  test("are put in one line, neighbours first, so that each waits for one", () => {
    const stories = [1, 2, 3, 4, 5].map((number) => story(number));
    const { ordered } = judgePairs(stories, judgeAll);
    const { stories: linked, changes } = orderPairs(stories, ordered.toReversed());
    expect(waits(linked)).toEqual(["S1", "S2 < S1", "S3 < S2", "S4 < S3", "S5 < S4"]);
    expect(changes.map(({ why }) => why)).toEqual([
      "S2 waits for S1: because",
      "S3 waits for S2: because",
      "S4 waits for S3: because",
      "S5 waits for S4: because",
    ]);
  });

  test("go by who needs whom before the order in the list, and by what waits already before both", () => {
    const judge: JudgePair = (a, b) => ({ ...judgeAll(a, b), first: a.id === "S1" && b.id === "S3" ? "b" : null });
    const stories = [story(1), story(2), story(3)];
    expect(waits(orderPairs(stories, judgePairs(stories, judge).ordered).stories)).toEqual([
      "S1 < S3",
      "S2",
      "S3 < S2",
    ]);
  });
});

describe("what a plan can't keep", () => {
  test("a dependency on nobody goes, each told once, and one that is said twice is one", () => {
    const { stories, changes } = dropUnknownDependencies([story(1, { dependsOn: ["S9", "S9", "S2", "S2"] }), story(2)]);
    expect(waits(stories)).toEqual(["S1 < S2", "S2"]);
    expect(changes.map(({ why }) => why)).toEqual([
      'S1 waits for "S9", which is not in the plan: the dependency is removed',
    ]);
  });

  test("a cycle is cut where it costs least: by evidence, else at what waits for a later one", () => {
    const circle = [story(1, { dependsOn: ["S3"] }), story(2, { dependsOn: ["S1"] }), story(3, { dependsOn: ["S2"] })];
    const cut = (cost: (first: Story, second: Story) => number) => cutCycles(circle, cost);
    expect(waits(cut(() => 0).stories)).toEqual(["S1", "S2 < S1", "S3 < S2"]);
    expect(cut(() => 0).changes).toEqual([
      { rule: "cycle", stories: ["S1", "S2", "S3"], why: "S1 -> S2 -> S3 -> S1 is a cycle: S1 no longer waits for S3" },
    ]);
    expect(waits(cut((first) => (first.id === "S3" ? 2 : 1)).stories)).toEqual(["S1 < S3", "S2 < S1", "S3"]);
    expect(waits(cut((first) => (first.id === "S2" ? 0 : 2)).stories)).toEqual(["S1 < S3", "S2 < S1", "S3"]);
  });

  test("a cap of two is a plan of two", () => {
    const three = [story(1), story(2), story(3)];
    expect(enforce(planOf(three, { mode: "sequential" }), { cap: 2 }).plan).toMatchObject({
      mode: "sequential",
      stories: [{}, {}],
    });
    expect(enforce(planOf(three), { cap: 2 }).plan).toMatchObject({ mode: "parallel", stories: [{}, {}] });
    for (const mode of ["sequential", "parallel"] as const) {
      const { plan, changes } = enforce(planOf(three, { mode }), { cap: 1 });
      expect(plan.mode).toBe("focused");
      expect(changes.map(({ why }) => why)).toContain("The most stories is 1, so the run is focused");
    }
  });
});
