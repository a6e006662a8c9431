import { expect, test } from "bun:test";
import { joinOverCap } from "../../../src/plan/rules/cap.ts";
import { story, waits } from "../story.ts";

const stories = (count: number) => Array.from({ length: count }, (_, place) => story(place + 1));

test("joinOverCap() leaves a plan within the cap alone", () => {
  const plan = stories(5);
  expect(joinOverCap(plan, 5, false)).toEqual({ stories: plan, changes: [] });
});

test("joinOverCap() spreads what is over the cap over the last stories", () => {
  const { stories: joined, changes } = joinOverCap(stories(7), 5, false);
  expect(joined.map(({ id }) => id)).toEqual(["S1", "S2", "S3", "S4", "S5"]);
  expect(changes).toEqual([
    { rule: "cap", stories: ["S4", "S7"], why: "At most 5 stories: S7 is done as part of S4" },
    { rule: "cap", stories: ["S5", "S6"], why: "At most 5 stories: S6 is done as part of S5" },
  ]);
});

test("joinOverCap() makes steps of what it folds, with everything that each of them had", () => {
  const host = story(1, { acceptance: ["a"], verify: ["npm test"], weight: "light", reads: ["README.md"] });
  const more = story(2, { acceptance: ["a", "b"], verify: ["npm test", "tsc"], weight: "heavy", reads: ["LICENSE"] });
  const last = story(3, { writes: [] });
  expect(joinOverCap([host, more, last], 1, false).stories).toEqual([
    {
      id: "S1",
      title: "birch; cedar; elm",
      brief: "Steps, in this order:\n\n1. birch\nbirch!\n\n2. cedar\ncedar!\n\n3. elm\nelm!",
      // The third could write anything, which a list of two files would take away.
      writes: ["src/birch.ts", "src/cedar.ts", "**"],
      reads: ["README.md", "LICENSE"],
      dependsOn: [],
      acceptance: ["a", "b"],
      verify: ["npm test", "tsc"],
      weight: "heavy",
    },
  ]);
});

test("joinOverCap() prefers the story with the same surface, and counts titles that are too many for one line", () => {
  const overlapping = [6, 7, 8].map((number) =>
    story(number, { writes: ["src/cedar.ts"], title: "A title of its own ".repeat(2) }),
  );
  const { stories: joined } = joinOverCap([...stories(5), ...overlapping], 5, false);
  expect(joined[1]).toMatchObject({ id: "S2", title: "cedar; and 3 more" });
  expect(joined[1]?.brief.match(/A title of its own/g)).toHaveLength(6);
});

test("joinOverCap() takes one path in common for the same surface, whatever else the two write", () => {
  const wide = stories(5).map((one) => (one.id === "S2" ? { ...one, writes: ["docs/z.md", ...one.writes] } : one));
  const plan = [...wide, story(6, { writes: ["lib/other.ts", "src/cedar.ts"] })];
  expect(joinOverCap(plan, 5, false).changes[0]?.stories).toEqual(["S2", "S6"]);
});

test("joinOverCap() knows surfaces apart by letter case only where the repository does", () => {
  const plan = [...stories(5), story(6, { writes: ["SRC/cedar.ts"] })];
  expect(joinOverCap(plan, 5, true).changes[0]?.stories).toEqual(["S2", "S6"]);
  expect(joinOverCap(plan, 5, false).changes[0]?.stories).toEqual(["S5", "S6"]);
});

test("joinOverCap() prefers a story that the joined one waits for over one that would have to wait", () => {
  const { stories: joined } = joinOverCap([...stories(4), story(5, { dependsOn: ["S2"] })], 4, false);
  expect(waits(joined)).toEqual(["S1", "S2", "S3", "S4"]);
  expect(joined[1]?.brief).toContain("hazel!");
});

test("joinOverCap() never folds around a story that has to run between", () => {
  const between = [story(1, { writes: ["src/x.ts"] }), story(2, { dependsOn: ["S1"] })];
  const { stories: joined } = joinOverCap(
    [...between, story(3, { dependsOn: ["S2"], writes: ["src/x.ts"] })],
    2,
    false,
  );
  expect(waits(joined)).toEqual(["S1", "S2 < S1"]);
  expect(joined[1]?.brief).toContain("elm!");
});

test("joinOverCap() lets the host wait for what its parts waited for", () => {
  const plan = [story(1), story(2), story(3, { dependsOn: ["S1"], writes: ["src/cedar.ts"] })];
  const { stories: joined } = joinOverCap([...plan, story(4, { dependsOn: ["S3"] })], 2, false);
  expect(waits(joined)).toEqual(["S1", "S2 < S1"]);
});
