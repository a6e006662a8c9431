import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { nobody } from "../../src/core/person.ts";
import { runGoal } from "../../src/run/run.ts";
import { story, writing } from "../artifact/scripted-endpoint.ts";
import { playground } from "./support/in-process.ts";

const goal = "Rewrite a.txt and b.txt";
const stories = [
  story("S1", { title: "Write a", writes: ["a.txt"] }),
  story("S2", { title: "Write b", writes: ["b.txt"] }),
];
const scenario = {
  plan: { stories },
  stories: {
    "Write a": [writing({ "a.txt": "new a\n" })],
    "Write b": [writing({ "b.txt": "new b\n" })],
    "Fix the typo in README.md": [writing({ "README.md": "# Worlds\n" })],
  },
};
const rules = { intake: "rules" };

describe("a person", () => {
  test("writes the goal where they see what would work on it, and leaves without a trace", async () => {
    await using place = await playground(scenario);
    const left = await place.play({ verify: ["sh check.sh"] }, (invocation) => runGoal(invocation, null), {
      goal: [null],
    });
    expect(left.asked).toEqual(["goal (openai, false, sh check.sh)"]);
    expect(left.end).toEqual({ exitCode: 130, run: null });
    expect(left.types).toEqual([]);
  });

  test("has typed the goal, and the run says so", async () => {
    await using place = await playground(scenario);
    const text = "Fix the typo in README.md";
    const typed = await place.play(rules, (invocation) => runGoal(invocation, null), { goal: [text] });
    expect(typed.of("run.started").map(({ goal, typed }) => [goal, typed])).toEqual([[text, true]]);
  });

  test("makes an unclear goal clear, three times at most", async () => {
    await using place = await playground(scenario);
    const answered = await place.play({ mode: "focused" }, (invocation) => runGoal(invocation, "fix it"), {
      words: ["Fix the typo in README.md"],
      reviews: [{ action: "leave" }],
    });
    const [question] = answered.of("goal.clarified");
    expect(answered.asked[0]).toBe(`clarity: ${question?.question}`);
    expect(question?.answer).toBe("Fix the typo in README.md");
    expect(answered.of("intake.decided").map(({ clarity }) => clarity)).toEqual(["vague", "clear"]);
    const goalOfPlan = answered.of("plan.enforced")[0]?.stories[0]?.brief;
    expect(goalOfPlan).toContain("Fix the typo in README.md");

    const lost = await place.play({}, (invocation) => runGoal(invocation, "Delete all the failing tests"), {
      words: ["yes", "all of them", "do it", "now"],
    });
    expect(lost.of("goal.clarified")).toHaveLength(3);
    expect(lost.of("run.finished")).toMatchObject([{ outcome: "needs_input", exitCode: 3 }]);

    const left = await place.play({}, (invocation) => runGoal(invocation, "fix it"), { words: [null] });
    expect(left.end).toEqual({ exitCode: 130, run: null });
  });

  test("chooses the mode, which is said with who chose it", async () => {
    await using place = await playground(scenario);
    const sure = await place.play(rules, (invocation) => runGoal(invocation, "Fix the typo in README.md"), {
      mode: { mode: "focused", accepted: true },
    });
    expect(sure.asked[0]).toMatch(/^mode: focused, .*branch.*, Fix the typo in README.md$/);
    expect(sure.asked.filter((one) => one.startsWith("plan"))).toEqual([]);
    expect(sure.of("plan.accepted")).toMatchObject([{ by: "person" }]);
    expect(sure.end?.exitCode).toBe(0);

    const other = await place.play(rules, (invocation) => runGoal(invocation, goal), {
      mode: { mode: "sequential", accepted: false },
      reviews: [{ action: "leave" }],
    });
    expect(other.of("mode.chosen")).toMatchObject([{ mode: "sequential", by: "person" }]);
    expect(other.asked.at(-1)).toBe("plan: sequential S1 S2<S1 (0)");

    const left = await place.play(rules, (invocation) => runGoal(invocation, goal), { mode: null });
    expect([left.end, left.of("mode.chosen")]).toEqual([{ exitCode: 130, run: null }, []]);
    const away = await place.play(rules, (invocation) => runGoal(invocation, "Fix the typo in README.md"), {
      mode: nobody,
      reviews: [nobody],
    });
    expect(away.of("mode.chosen")).toMatchObject([{ by: "suggestion" }]);
    expect(away.of("plan.accepted")).toMatchObject([{ by: "suggestion" }]);
    expect(away.end?.exitCode).toBe(0);
  });

  test("who says yes beforehand is not asked", async () => {
    await using place = await playground(scenario);
    const run = await place.play(
      { ...rules, yes: true },
      (invocation) => runGoal(invocation, "Fix the typo in README.md"),
      {},
    );
    expect(run.asked).toEqual([]);
    expect(run.of("mode.chosen")).toMatchObject([{ by: "suggestion" }]);
    expect(run.of("plan.accepted")).toMatchObject([{ by: "flag" }]);
  });
});

describe("a plan that is looked at", () => {
  test("is changed, taken back, and kept when it is left", async () => {
    await using place = await playground(scenario);
    const [first] = stories;
    const edited = {
      version: 1 as const,
      goal,
      mode: "sequential" as const,
      stories: [{ ...(first ?? story("S1", {})), title: "Write a well" }],
    };
    const left = await place.play({ mode: "sequential" }, (invocation) => runGoal(invocation, goal), {
      reviews: [
        { action: "undo" },
        { action: "mode", mode: "parallel", keeps: true },
        { action: "undo" },
        { action: "edit", plan: edited },
        { action: "mode", mode: "parallel", keeps: true },
        { action: "mode", mode: "sequential" },
        { action: "undo" },
        { action: "undo" },
        { action: "leave" },
      ],
    });
    expect(left.asked).toEqual([
      "plan: sequential S1 S2<S1 (0)",
      // There is nothing to take back yet.
      "plan: sequential S1 S2<S1 (0)",
      // The links that only made it a sequence are gone.
      "plan: parallel S1 S2 (1)",
      "plan: sequential S1 S2<S1 (0)",
      // One story is a focused run, whatever was asked for.
      "plan: focused S1 (1, edited)",
      "plan: focused S1 (2, edited)",
      // Planned anew, without the edits.
      "plan: sequential S1 S2<S1 (3)",
      "plan: focused S1 (2, edited)",
      "plan: focused S1 (1, edited)",
    ]);
    expect(left.of("mode.chosen").map(({ mode, by }) => `${mode} ${by}`)).toEqual([
      "sequential flag",
      "parallel person",
      "sequential person",
      "parallel person",
      "sequential person",
      "focused person",
    ]);
    expect(left.of("plan.accepted")).toEqual([]);
    const { next = "" } = left.end ?? {};
    expect(next).toMatch(/^baro conduct \S+\.json$/);
    expect(left.end).toEqual({ exitCode: 130, run: null, next });
    const file = next.replace("baro conduct ", "");
    expect(existsSync(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      goal,
      mode: "focused",
      stories: [{ title: "Write a well" }],
      decision: { mode: "sequential" },
    });
    expect(left.of("model.answered").filter(({ question }) => question === "plan")).toHaveLength(2);
  });

  test("runs once it is accepted", async () => {
    await using place = await playground(scenario);
    const run = await place.play({ mode: "parallel" }, (invocation) => runGoal(invocation, goal), {});
    expect(run.of("plan.accepted")).toMatchObject([{ by: "person" }]);
    expect(run.of("run.finished")).toMatchObject([{ outcome: "delivered", mode: "parallel", stories: 2, files: 2 }]);
  });
});
