import { describe, expect, test } from "bun:test";
import { type Decision, openingMode } from "../../src/core/decision.ts";
import { defaultDeliverySettings } from "../../src/core/delivery.ts";
import { BaroError, bugExitCode, exitCodeOf } from "../../src/core/error.ts";
import { mostGoalLength } from "../../src/core/goal.ts";
import { defaultCap, defaultParallelism, type Mode } from "../../src/core/mode.ts";
import { order } from "../../src/core/person.ts";
import { dropStory, type Plan, replaceStory } from "../../src/core/plan.ts";
import type { Story } from "../../src/core/story.ts";

// What scripts, continuous integration and people rely on: a change here is a change of the contract.

test("exit codes", () => {
  expect(Object.entries(exitCodeOf).map(([code, exit]) => `${exit} ${code}`)).toEqual([
    "1 failed",
    "1 git-failed",
    "1 delivery-failed",
    "1 state-unwritable",
    "2 usage",
    "2 config",
    "2 plan-invalid",
    "2 run-unknown",
    "3 input-needed",
    "4 empty",
    "5 git-missing",
    "5 no-repository",
    "5 no-base",
    "5 no-state",
    "5 agent-missing",
    "5 agent-sign-in",
    "5 delivery-impossible",
    "5 checks-missing",
    "5 sandbox-missing",
    "1 model-failed",
    "6 ceiling",
    "130 interrupted",
    "143 terminated",
  ]);
  expect(bugExitCode).toBe(70);
  expect(new BaroError("usage", "Cannot").name).toBe("BaroError");
});

test("bounds", () => {
  expect(defaultCap).toEqual({ focused: 1, sequential: 5, parallel: 12 });
  expect(defaultParallelism).toBe(4);
  expect(mostGoalLength).toBe(65_536);
  expect(defaultDeliverySettings).toMatchObject({ maxFileBytes: 5_242_880, draft: "auto", allow: [], fork: null });
});

describe("what a person may tell a run", () => {
  const answer = { kind: "answer", id: "q1", answer: 1, by: "page", ticket: "t" };
  const takes = (told: unknown) => order.safeParse(told).success;

  test.each<[unknown, boolean]>([
    [{ kind: "stop", story: "S1" }, true],
    [{ kind: "stop" }, false],
    [{ kind: "tell", story: "S1", text: "x" }, true],
    [{ kind: "tell", story: "S1", text: "" }, false],
    [{ kind: "tell", story: "S1", text: "x".repeat(20_000) }, true],
    [{ kind: "tell", story: "S1", text: "x".repeat(20_001) }, false],
    [{ kind: "pause" }, true],
    [{ kind: "go-on" }, true],
    [{ kind: "erase" }, false],
    [null, false],
  ])("%j: %p", (told, taken) => expect(takes(told)).toBe(taken));

  test("an answer's id and ticket are short", () => {
    expect(takes({ ...answer, ticket: "t".repeat(20), id: "q".repeat(40) })).toBe(true);
    expect(takes({ ...answer, ticket: "t".repeat(21) })).toBe(false);
    expect(takes({ ...answer, id: "q".repeat(41) })).toBe(false);
    expect(takes({ ...answer, by: "nobody at all" })).toBe(false);
  });
});

describe("the mode that the picker opens on", () => {
  const opening = (mode: Mode, confidence: number, probabilities: Record<Mode, number>) =>
    openingMode({ mode, confidence, probabilities } as Decision);

  test.each<[string, Mode, number, [number, number, number], Mode]>([
    ["the suggestion, where it is sure", "parallel", 0.6, [0.5, 0.1, 0.4], "parallel"],
    ["else the cheaper of the two likeliest", "parallel", 0.59, [0.5, 0.1, 0.4], "focused"],
    ["else the suggestion, where it is the cheaper", "focused", 0.4, [0.4, 0.35, 0.25], "focused"],
    ["the likelier of the others is the second", "parallel", 0.4, [0.1, 0.5, 0.4], "sequential"],
    ["the suggestion is one of the two, whatever its probability", "parallel", 0.5, [0.5, 0.4, 0.1], "focused"],
    ["the suggestion is one of the two, cheaper or not", "sequential", 0.5, [0.2, 0.1, 0.7], "sequential"],
  ])("%s", (_what, mode, confidence, [focused, sequential, parallel], expected) => {
    expect(opening(mode, confidence, { focused, sequential, parallel })).toBe(expected);
  });
});

describe("a plan that is edited", () => {
  const story = (id: string, dependsOn: string[] = []) => ({ id, title: id, dependsOn }) as unknown as Story;
  const plan = (...stories: Story[]) => ({ version: 1, goal: "g", mode: "parallel", stories }) as Plan;
  const orderOf = ({ stories }: Plan) => stories.map(({ id, dependsOn }) => `${id}<${dependsOn.join("+")}`);

  test("what waited for a dropped story waits for what that one waited for, once, and never for itself", () => {
    const four = plan(story("S1"), story("S2", ["S1"]), story("S3", ["S2", "S1"]), story("S4", ["S3"]));
    expect(orderOf(dropStory(four, "S2"))).toEqual(["S1<", "S3<S1", "S4<S3"]);
    expect(orderOf(dropStory(four, "S1"))).toEqual(["S2<", "S3<S2", "S4<S3"]);
    expect(dropStory(four, "S9")).toBe(four);
    const circle = plan(story("S1", ["S2"]), story("S2", ["S1", "S2"]), story("S3"));
    expect(orderOf(dropStory(circle, "S2"))).toEqual(["S1<", "S3<"]);
  });

  test("a story is replaced by the one of its id", () => {
    const two = plan(story("S1"), story("S2"));
    expect(orderOf(replaceStory(two, story("S2", ["S1"])))).toEqual(["S1<", "S2<S1"]);
    expect(orderOf(replaceStory(two, story("S3", ["S1"])))).toEqual(["S1<", "S2<"]);
  });
});
