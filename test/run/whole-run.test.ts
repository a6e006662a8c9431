import { describe, expect, test } from "bun:test";
import { BaroError } from "../../src/core/error.ts";
import { conductPlan, continueWork, resumeRun, runGoal } from "../../src/run/run.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { playground } from "./support/in-process.ts";

const typo = "Fix the typo in README.md";
const fixes = { [typo]: [writing({ "README.md": "# Worlds\n" })] };
const [a, b] = [
  story("S1", { title: "Write a", writes: ["a.txt"] }),
  story("S2", { title: "Write b", writes: ["b.txt"] }),
];
const writes = { "Write a": [writing({ "a.txt": "new a\n" })], "Write b": [writing({ "b.txt": "new b\n" })] };
const newest = { run: null, stories: [], all: false };
const codeOf = (error: unknown) => (error instanceof BaroError ? error.code : error);

describe("a goal that nobody looks at", () => {
  test("is decided, conducted, checked and left on a branch; the first event says with what", async () => {
    await using place = await playground({ stories: fixes });
    const head = place.repo.git("rev-parse", "HEAD");
    place.repo.write({ "mine.txt": "mine\n" });
    const flags = { mode: "focused", verify: ["sh check.sh"], env: ["GIT_AUTHOR_NAME", "NOT_SET_ANYWHERE"] };
    const run = await place.play(flags, (invocation) => runGoal(invocation, typo));
    expect(run.end).toEqual({ exitCode: 0, run: run.events[0]?.run ?? "" });
    expect(run.of("run.started")).toEqual([
      expect.objectContaining({
        goal: typo,
        repo: { root: place.repo.path, branch: "main", head, dirty: true, remote: null },
        agent: "openai",
        base: head,
        workBranch: `baro/${run.end?.run}`,
        scripted: false,
        variables: ["GIT_AUTHOR_NAME"],
      }),
    ]);
    expect(run.of("run.started")[0]).not.toContainKeys(["folder", "follows", "given", "decided"]);
    expect(run.of("run.notice").map(({ message }) => message)).toEqual([
      "Uncommitted changes are left out; include them with --include-dirty",
      "Not passed on, because it is not set: NOT_SET_ANYWHERE",
    ]);
    expect(run.of("intake.decided")).toMatchObject([{ mode: "focused", source: "flag" }]);
    expect(run.of("mode.chosen")).toMatchObject([{ mode: "focused", by: "flag" }]);
    expect(run.of("plan.accepted")).toMatchObject([{ by: "suggestion" }]);
    expect(run.of("run.verified")).toMatchObject([{ command: "sh check.sh", verdict: "passed" }]);
    expect(run.of("delivery.finished")).toMatchObject([{ kind: "branch", branch: `baro/${run.end?.run}`, url: null }]);
    expect(run.of("run.finished")).toMatchObject([
      { outcome: "delivered", exitCode: 0, mode: "focused", stories: 1, files: 1, speedup: null },
    ]);
    expect(place.repo.git("show", `baro/${run.end?.run}:README.md`)).toBe("# Worlds");
    expect(run.events.map(({ seq }) => seq)).toEqual(run.events.map((_, at) => at));
  });

  test("which is not clear, ends with the question, and a dry run leaves nothing", async () => {
    await using place = await playground({ plan: { stories: [a, b] }, stories: writes });
    const unclear = await place.play({}, (invocation) => runGoal(invocation, "fix it"));
    expect(codeOf(unclear.error)).toBe("input-needed");
    expect(String(unclear.error)).toContain("the goal is not clear enough to guess. ");
    expect(unclear.of("run.finished")).toMatchObject([{ outcome: "needs_input", exitCode: 3, mode: null, stories: 0 }]);

    const dry = await place.play({ mode: "parallel", "dry-run": true }, (invocation) =>
      runGoal(invocation, "Rewrite a.txt and b.txt"),
    );
    expect(dry.end).toEqual({ exitCode: 0, run: null });
    expect(dry.types).toEqual(expect.arrayContaining(["plan.enforced", "delivery.finished", "run.finished"]));
    expect(dry.types).not.toContain("story.started");
    const resumed = await place.play({}, (invocation) => resumeRun(invocation, newest));
    expect(codeOf(resumed.error)).toBe("usage");
    expect(String(resumed.error)).toContain(`no run of "${place.repo.path}" was interrupted or is incomplete`);
    expect(place.repo.git("branch", "--list", "baro/*")).toBe("");
  });

  test("whose planner gives no plan fails, and what was asked is counted", async () => {
    await using place = await playground({ plan: "no plan" });
    const run = await place.play({ mode: "parallel" }, (invocation) => runGoal(invocation, "Rewrite a.txt and b.txt"));
    expect(codeOf(run.error)).toBe("plan-invalid");
    expect(run.of("model.answered").length).toBeGreaterThan(0);
    expect(run.of("run.finished")).toMatchObject([{ outcome: "failed", mode: "parallel", stories: 0 }]);
  });
});

describe("a plan that was given", () => {
  test("has its mode; a story that changed nothing makes it partial, and can be run again", async () => {
    let isReady = false;
    await using place = await playground({
      stories: {
        ...writes,
        "Write b": ({ turn }) => (isReady && turn === 0 ? writing({ "b.txt": "new b\n" }) : { text: "Done" }),
      },
    });
    const run = await place.play({}, (invocation) =>
      conductPlan(invocation, planText("parallel", [a, b]), "plan.json"),
    );
    expect(run.end?.exitCode).toBe(1);
    expect(run.of("run.started")[0]?.given).toMatchObject({ mode: "parallel", goal: "Do it all" });
    expect(run.of("mode.chosen")).toMatchObject([{ mode: "parallel", by: "plan", suggested: "parallel" }]);
    expect(run.types).not.toContain("intake.decided");
    const name = run.end?.run ?? "";
    expect(run.of("run.notice").at(-1)?.message).toBe(`Not everything landed; rerun S2 with: baro resume ${name}`);
    expect(run.of("run.finished")).toMatchObject([{ outcome: "partial", mode: "parallel", stories: 2 }]);

    // What changed nothing is no reason to go on with a run that nobody named, unless something is to be had.
    isReady = true;
    const again = await place.play({}, (invocation) => resumeRun(invocation, { run: name, stories: [], all: false }));
    expect(again.of("run.resumed")).toMatchObject([{ again: ["S2"] }]);
    expect(again.end).toEqual({ exitCode: 0, run: name });
    expect(again.of("story.merged").map(({ story }) => story)).toEqual(["S2"]);
    expect(again.of("run.finished")).toMatchObject([{ outcome: "delivered", files: 2 }]);
    const over = await place.play({}, (invocation) => resumeRun(invocation, { run: name, stories: [], all: false }));
    expect(String(over.error)).toContain(`Cannot resume run "${name}": everything is delivered`);
  });

  test("that reaches a ceiling is gone on with, with more of it", async () => {
    await using place = await playground({ stories: writes });
    const plan = planText("sequential", [a, { ...b, dependsOn: ["S1"] }]);
    const run = await place.play({ "max-tokens": "10" }, (invocation) => conductPlan(invocation, plan, "plan.json"));
    expect(run.end?.exitCode).toBe(6);
    const name = run.end?.run ?? "";
    expect(run.of("run.notice").map(({ message }) => message)).toEqual([
      `Nothing is lost; go on with: baro resume ${name}`,
    ]);
    expect(run.of("run.finished")).toMatchObject([{ outcome: "ceiling", exitCode: 6 }]);
    const on = await place.play({ "max-tokens": "1000000" }, (invocation) => resumeRun(invocation, newest));
    expect(on.of("run.resumed")[0]).not.toContainKey("again");
    expect(on.end).toEqual({ exitCode: 0, run: name });
    expect(place.repo.git("show", `baro/${name}:b.txt`)).toBe("new b");
  });

  test("whose provider is at its limit stops with what that said, and what landed is delivered later", async () => {
    let isOut = true;
    await using place = await playground({
      stories: writes,
      first: ({ user }) => (isOut && user.includes("# Write b") ? { misbehave: { kind: "usage-limit" } } : undefined),
    });
    const plan = planText("sequential", [a, { ...b, dependsOn: ["S1"] }]);
    const run = await place.play({ deliver: "branch" }, (invocation) => conductPlan(invocation, plan, "plan.json"));
    const name = run.end?.run ?? "";
    const notices = run.of("run.notice").map(({ message }) => message);
    expect(run.end?.exitCode).toBe(6);
    expect(notices).toEqual([
      expect.stringContaining("You exceeded your current quota"),
      `Nothing is lost; go on with: baro resume ${name}`,
    ]);
    isOut = false;
    const on = await place.play({}, (invocation) => resumeRun(invocation, newest));
    expect(on.end).toEqual({ exitCode: 0, run: name });
    expect(on.of("run.notice")).toEqual([]);
    expect(place.repo.git("show", `baro/${name}:b.txt`)).toBe("new b");
  });

  test("is delivered only from a branch that has what landed", async () => {
    const move = (root: () => string) => ({
      ...writes,
      "Write b": [
        {
          calls: [
            {
              name: "run_command",
              input: {
                command: `git -C ${root()} for-each-ref --format='delete %(refname)' refs/heads/baro | git -C ${root()} update-ref --stdin`,
              },
            },
          ],
        },
      ],
    });
    let root = "";
    await using place = await playground({
      stories: { ...writes, "Write b": (request) => move(() => root)["Write b"][request.turn] ?? { text: "Done" } },
    });
    root = place.repo.path;
    const plan = planText("sequential", [a, { ...b, dependsOn: ["S1"] }]);
    const run = await place.play({}, (invocation) => conductPlan(invocation, plan, "plan.json"));
    expect(codeOf(run.error)).toBe("git-failed");
    expect(String(run.error)).toMatch(/branch "baro\/\S+" was deleted/);
    expect(run.of("run.finished")).toMatchObject([{ outcome: "interrupted" }]);
  });
});

describe("checks that can't run", () => {
  const missing = { mode: "focused", verify: ["no-such-program-of-a-test --all"] };
  test("end a run that requires them before an agent begins", async () => {
    await using place = await playground({ stories: fixes });
    const run = await place.play({ ...missing, "require-checks": true }, (invocation) => runGoal(invocation, typo));
    expect(codeOf(run.error)).toBe("checks-missing");
    expect(run.types).not.toContain("story.started");
    expect(run.of("run.finished")).toMatchObject([{ exitCode: 5 }]);
  });

  test("are asked about where a person is, who may leave", async () => {
    await using place = await playground({ stories: fixes });
    const run = await place.play(missing, (invocation) => runGoal(invocation, typo), { choice: null });
    expect(run.asked.at(-1)).toStartWith("choice: ");
    expect(run.asked.at(-1)).toContain("this check");
    expect(run.asked.at(-1)).not.toContain("these checks");
    expect(run.of("run.notice").at(-1)?.message).toBe(`Nothing is lost; go on with: baro resume ${run.end?.run}`);
    expect(run.end?.exitCode).toBe(130);
    expect(run.types).not.toContain("story.started");
    const on = await place.play(missing, (invocation) => runGoal(invocation, typo), { choice: "go-on" });
    expect(on.end?.exitCode).toBe(0);
    expect(on.of("check.skipped")).toMatchObject([{ cause: "missing", command: "no-such-program-of-a-test --all" }]);
  });
});

test("a follow-up goes on with a run's branch, in focused mode, and leaves it at its new head", async () => {
  await using place = await playground({ stories: { ...fixes, "Write a new a.txt": writes["Write a"] } });
  const first = await place.play({ mode: "focused" }, (invocation) => runGoal(invocation, typo));
  const branch = `baro/${first.end?.run}`;
  const head = place.repo.git("rev-parse", branch);
  const next = await place.play({}, (invocation) => continueWork(invocation, "Write a new a.txt"));
  expect(next.of("run.started")).toMatchObject([{ base: head, follows: { branch, pr: null, target: null } }]);
  expect(next.of("intake.decided")).toMatchObject([{ mode: "focused" }]);
  expect(next.of("delivery.finished")).toMatchObject([{ kind: "branch", branch }]);
  expect(next.end?.exitCode).toBe(0);
  expect(place.repo.git("rev-list", "--count", `${head}..${branch}`)).toBe("1");
  expect(place.repo.git("branch", "--list", "baro/*", "--format=%(refname:short)")).toBe(branch);
});
