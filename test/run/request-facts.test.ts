import { expect, test } from "bun:test";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import type { EnforcedPlan } from "../../src/core/plan.ts";
import { bodyFacts, earlierHeads } from "../../src/run/request-facts.ts";
import { begins, isOver, lands, one, plan, two } from "../state/support/happenings.ts";

const twoStories = {
  plan: { version: 1, goal: "g", mode: "parallel", stories: [one, two] },
} as unknown as EnforcedPlan;
const decided = (mode: string, reason: string) =>
  ({
    type: "intake.decided",
    mode,
    reason,
    source: "rules",
    confidence: 1,
    clarity: "clear",
  }) as unknown as RunEventBody;
const started = (goal: string) =>
  ({ type: "run.started", goal, repo: { root: "/r" }, flags: {}, workBranch: "b" }) as unknown as RunEventBody;
const switched = (story: string, from: string, to: string) =>
  ({ type: "agent.switched", story, from, to, why: "it is out" }) as RunEventBody;
const violated = (story: string, action: string, ...paths: string[]) =>
  ({ type: "surface.violated", story, attempt: 1, action, paths }) as unknown as RunEventBody;
const skipped = (command: string) =>
  ({ type: "check.skipped", command, cause: "missing", why: "no x", next: null }) as unknown as RunEventBody;

const everyStory = [
  { story: "S1", outcome: "merged", held: false },
  { story: "S2", outcome: "merged", held: false },
];

function facts(events: readonly RunEventBody[], more: object = {}, goal = "as asked") {
  const conducted = { outcome: "done", verified: "passed", stories: everyStory, ...more } as never;
  return bodyFacts({ goal, stream: { events: events as RunEvent[] } }, twoStories, conducted);
}

test("each story has what happened to it, and nothing of what happened to another", () => {
  const { stories } = facts([
    plan,
    begins("S1"),
    begins("S2"),
    violated("S1", "granted", "package.json"),
    violated("S1", "reverted", "other.ts"),
    violated("S2", "granted", "yarn.lock"),
    switched("S1", "pi", "codex"),
    switched("S2", "pi", "claude"),
    lands("S1"),
    isOver("S1", "merged"),
    lands("S2"),
    isOver("S2", "merged"),
  ]);
  const of = (id: string, title: string) => ({ id, title, outcome: "merged", reason: "so it is", commit: `m-${id}` });
  expect(stories).toMatchObject([
    {
      ...of("S1", "One"),
      owns: [...one.writes, "package.json"],
      takenOver: ["codex took over from pi (it is out)"],
    },
    { ...of("S2", "Two"), owns: [...two.writes, "yarn.lock"], takenOver: ["claude took over from pi (it is out)"] },
  ]);
});

test("of a story that landed twice the last commit counts, of one that did not land none", () => {
  const again = { ...lands("S1"), commit: "m-again" } as RunEventBody;
  const { stories } = facts([plan, lands("S1"), isOver("S1", "failed"), again, isOver("S1", "merged"), lands("S2")]);
  expect(stories.map(({ outcome, commit, reason }) => [outcome, commit, reason])).toEqual([
    ["merged", "m-again", "so it is"],
    ["skipped", null, "the run ended before it"],
  ]);
  const lost = facts([plan, lands("S1"), isOver("S1", "failed")]).stories;
  expect(lost[0]).toMatchObject({ outcome: "failed", commit: null });
});

test("the goal is the run's own, the decision the last one", () => {
  expect(facts([started("the first"), plan])).toMatchObject({ goal: "the first", reason: "", source: "flag" });
  const told = [decided("focused", "small"), decided("parallel", "large")];
  expect(facts([plan, ...told])).toMatchObject({
    goal: "as asked",
    mode: "parallel",
    reason: "large",
    source: "rules",
  });
});

test("who took over in answering a question is told apart from who took over a story, and checks that did not run", () => {
  const { askedInstead, unchecked } = facts([switched("plan", "pi", "codex"), plan, skipped("a"), skipped("b")]);
  expect(askedInstead).toEqual(["codex took over from pi (it is out)"]);
  expect(unchecked).toEqual(["The check `a` is skipped: no x", "The check `b` is skipped: no x"]);
});

const [landed, empty, held] = [
  { story: "S1", outcome: "merged", held: false },
  { story: "S2", outcome: "empty", held: false },
  { story: "S2", outcome: "empty", held: true },
];

test.each<[string, object, boolean]>([
  ["all landed", {}, false],
  ["nothing had to change for one", { stories: [landed, held] }, false],
  ["one changed nothing", { stories: [landed, empty] }, true],
  ["one of them did not end", { stories: [landed, { story: "S2", outcome: null, held: false }] }, true],
  ["the run was stopped", { outcome: "ceiling" }, true],
  ["the result is red", { verified: "failed" }, true],
  ["nothing was checked", { verified: "none" }, false],
])("something is missing when %s: %p", (_what, more, partial) => {
  expect(facts([plan], more).partial).toBe(partial);
});

test("what an earlier delivery may have left is what landed, and where the branch was made anew", () => {
  const rebuilt = { type: "branch.rebuilt", head: "h1" } as unknown as RunEventBody;
  const events = [plan, lands("S1"), rebuilt, isOver("S2", "failed"), lands("S2")] as RunEvent[];
  expect(earlierHeads({ base: "b", follows: null, stream: { events } })).toEqual(["m-S1", "h1", "m-S2"]);
  expect(earlierHeads({ base: "b", follows: {}, stream: { events } })).toEqual(["b", "m-S1", "h1", "m-S2"]);
});
