import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, rmSync } from "node:fs";
import { BaroError } from "../../src/core/error.ts";
import type { RunEvent } from "../../src/core/event.ts";
import { answerRun } from "../../src/run/answer-run.ts";
import { chooseRun } from "../../src/run/choose-run.ts";
import { deliverRun } from "../../src/run/deliver-run.ts";
import { runDiff, storyDiff } from "../../src/run/diff.ts";
import { mergePlace, mergeResult } from "../../src/run/merge-result.ts";
import { readRun } from "../../src/run/read-run.ts";
import { earlierHeads } from "../../src/run/request-facts.ts";
import { conductPlan } from "../../src/run/run.ts";
import type { Invocation } from "../../src/run/run-context.ts";
import { isLive, listRuns, requireStory, showRun, stopRun } from "../../src/run/runs.ts";
import { stopStory, tellStory } from "../../src/run/steer.ts";
import { foldRun, newRunState, type RunState } from "../../src/state/run-state.ts";
import { neverBegan } from "../../src/store/journal-edges.ts";
import { runFolder } from "../../src/store/run-folder.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { playground } from "./support/in-process.ts";

let place: Awaited<ReturnType<typeof playground>>;
let at: Invocation;
let run = "";
let state: RunState;
let events: RunEvent[];

// One story lands, one fails with something in hand, and one waits for it in vain.
beforeAll(async () => {
  const stories = [
    story("S1", { title: "Write a", writes: ["a.txt"] }),
    story("S2", { title: "Write b", writes: ["b.txt"], verify: ["! grep -q new b.txt"] }),
    story("S3", { title: "Write c", writes: ["c.txt"], dependsOn: ["S2"] }),
  ];
  place = await playground({
    stories: {
      "Write a": [writing({ "a.txt": "new a\n" })],
      "Write b": ({ turn }) => (turn === 0 ? writing({ "b.txt": "new b\n" }) : { text: "Done" }),
    },
  });
  const played = await place.play({}, (invocation) => {
    at = invocation;
    return conductPlan(invocation, planText("parallel", stories), "plan.json");
  });
  run = played.end?.run ?? "";
  events = readRun(at.options.stateDir, run);
  state = foldRun(events);
}, 60_000);

afterAll(() => place[Symbol.asyncDispose]());

const branch = () => `baro/${run}`;
const places = (more: object = {}) => ({ ...at.options, ...more });

const rerun = (some: readonly RunEvent[]): string[] =>
  some.flatMap((event) => (event.type === "run.notice" && event.message.includes("; rerun ") ? [event.message] : []));

async function failureOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof BaroError)
      return `${error.code}: ${error.message}${error.hint === undefined ? "" : ` (${error.hint})`}`;
    throw error;
  }
  return "no failure";
}

describe("which run is meant", () => {
  test("a whole name, a beginning, an ending, or the newest of this repository", async () => {
    const [words = "", id = ""] = [run.slice(0, run.lastIndexOf("-")), run.slice(run.lastIndexOf("-") + 1)];
    for (const name of [run, words, id, null]) expect((await chooseRun(at.host, places(), name)).run).toBe(run);
  });

  test("a name of nobody, and one of another repository", async () => {
    using other = scratchRepository();
    expect(await failureOf(chooseRun(at.host, places(), `${run}x`))).toBe(
      `run-unknown: Cannot find run "${run}x": no run has that name (Did you mean ${run}? List the runs with: baro runs)`,
    );
    expect(await failureOf(chooseRun(at.host, places(), "zzz"))).toEndWith("(List the runs with: baro runs)");
    const there = places({ cwd: other.path });
    expect((await chooseRun(at.host, there, run)).run).toBe(run);
    expect(await failureOf(chooseRun(at.host, there, run.slice(0, 5)))).toContain(
      `none of this repository has that name (${run} is of "${place.repo.path}": write its full name, or add --all)`,
    );
    expect(await failureOf(chooseRun(at.host, there, null))).toContain(`none of "${other.path}" is known`);
    expect((await chooseRun(at.host, { ...there, all: true }, null)).run).toBe(run);
    const { here, elsewhere } = await listRuns(at.host, there);
    expect([here, elsewhere.map((one) => one.run)]).toEqual([[], [run]]);
    expect((await listRuns(at.host, places())).here.map((one) => one.run)).toEqual([run]);
  });

  test("where there is none yet", async () => {
    using empty = scratchFolder();
    expect(await failureOf(chooseRun(at.host, { stateDir: empty.path, cwd: empty.path }, null))).toBe(
      'run-unknown: Cannot find a run: there is none yet (Start one with: baro "GOAL")',
    );
  });

  test("one whose journal holds nothing has nothing to show", async () => {
    using empty = scratchFolder();
    const there = { stateDir: empty.path, cwd: empty.path };
    const journalOf = (name: string) => runFolder(empty.path, name).journal;
    writeFiles("/", { [journalOf("began-aaaa")]: "", [journalOf("broke-bbbb")]: "no JSON\n" });
    const shown = (name: string) => failureOf(showRun(at.host, there, name));
    expect(await shown("began-aaaa")).toBe(`run-unknown: Cannot show run "began-aaaa": ${neverBegan}`);
    expect(await shown("broke-bbbb")).toStartWith("failed: Cannot read the journal");
  });
});

describe("what it changed", () => {
  test("is what landed, without a story what each did, and of a lost one what was kept", async () => {
    const plain = { color: false };
    expect(await runDiff(at.host, state, plain)).toContain("-a\n+new a\n");
    expect(await runDiff(at.host, state, { color: true })).toContain("\u001b[");
    expect(await runDiff(at.host, state, { color: false, stat: true })).toContain("1 file changed");
    expect(await storyDiff(at.host, state, "S1", plain)).toContain("+new a\n");
    expect(await storyDiff(at.host, state, "S2", plain)).toContain("+new b\n");
    expect(await storyDiff(at.host, state, "S3", plain)).toBe("");
    expect(await failureOf(storyDiff(at.host, state, "S4", plain))).toBe(
      'usage: Cannot find story "S4": the plan has S1, S2, S3',
    );
    expect(await failureOf(runDiff(at.host, newRunState(), plain))).toStartWith(
      "run-unknown: Cannot show what changed",
    );
  });

  test("a story that no plan has", () => {
    expect(() => requireStory(newRunState(), "S1")).toThrow('Cannot find story "S1": the plan has no stories yet');
    expect(() => requireStory(state, "S3")).not.toThrow();
  });

  test("what an earlier delivery may have left: what landed, and of a follow-up where it began", () => {
    const landed = events.flatMap((event) => (event.type === "story.merged" ? [event.commit] : []));
    expect(landed).toHaveLength(1);
    expect(earlierHeads({ base: "b", follows: null, stream: { events } })).toEqual(landed);
    expect(earlierHeads({ base: "b", follows: {}, stream: { events } })).toEqual(["b", ...landed]);
  });
});

describe("what did not land", () => {
  test("is told at the end, with how to run it again", async () => {
    expect(events.at(-1)).toMatchObject({ type: "run.finished", outcome: "partial" });
    expect(rerun(events)).toEqual([`Not everything landed; rerun S2 and S3 with: baro resume ${run}`]);
    const red = ["! grep -q new b.txt"];
    const plan = planText("focused", [story("S1", { title: "Write b", writes: ["b.txt"], verify: red })]);
    const failed = await place.play({}, (invocation) => conductPlan(invocation, plan, "plan.json"));
    expect(failed.of("run.finished")[0]?.outcome).toBe("failed");
    expect(rerun(failed.events)).toEqual([
      `Not everything landed; rerun S1 with: baro resume ${failed.events[0]?.run}`,
    ]);
    rmSync(`${at.options.stateDir}/runs/${failed.events[0]?.run}`, { recursive: true, force: true });
  });
});

describe("a run that nobody works on", () => {
  test("is not stopped, told or answered", async () => {
    expect(isLive(at.options.stateDir, { run })).toBe(false);
    expect(isLive(at.options.stateDir, { run: null })).toBe(false);
    expect(await stopRun(at.host, places(), run)).toBe(`Run ${run} is not live: finished`);
    expect(await failureOf(stopRun(at.host, places(), null))).toBe(
      "usage: Cannot stop a run: none of this repository is live (List the runs with: baro runs)",
    );
    expect(await failureOf(stopRun(at.host, places({ all: true }), null))).toStartWith(
      "usage: Cannot stop a run: none is live",
    );
    expect(await failureOf(stopStory(at.host, places(), run, "S2"))).toBe(
      `usage: Cannot stop S2: nobody works on run "${run}" (Look at it with: baro show ${run})`,
    );
    expect(await failureOf(tellStory(at.host, places(), run, "S2", "hm"))).toContain(
      `Cannot tell S2: nobody works on run`,
    );
    const answer = { id: "q1", answer: true, by: "page" } as const;
    expect(await failureOf(answerRun(at.host, places(), run, answer))).toBe(
      `usage: Cannot answer q1 of run "${run}": nobody works on it`,
    );
  });

  test("is shown as it was written", async () => {
    expect((await showRun(at.host, places(), run)).map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  });
});

describe("its result", () => {
  test("can be merged where nothing is in the way", async () => {
    using copy = scratchFolder();
    place.repo.git("clone", "--quiet", "--branch", "main", place.repo.path, copy.path);
    const inCopy = (...args: string[]) => place.repo.git("-C", copy.path, ...args);
    inCopy("fetch", "--quiet", "origin", `${branch()}:${branch()}`);
    const where = () => mergePlace(at.host, copy.path, branch());
    expect(await where()).toEqual({ root: copy.path, into: "main" });
    expect(await mergePlace(at.host, copy.path, "no-such-branch")).toBeNull();
    expect(await mergePlace(at.host, copy.path, "main")).toBeNull();
    expect(await mergePlace(at.host, `${copy.path}/gone`, branch())).toBeNull();
    inCopy("switch", "--quiet", "--detach");
    expect(await where()).toBeNull();
    inCopy("switch", "--quiet", "main");
    inCopy("rm", "--quiet", "b.txt");
    expect(await where()).toBeNull();
    inCopy("reset", "--quiet", "--hard");
    expect(await mergeResult(at.host, { root: copy.path, into: "main" }, branch())).toBeNull();
    expect(inCopy("show", "main:a.txt")).toBe("new a");
    expect(await where()).toBeNull();
  });

  test("that conflicts is not offered, and merged all the same leaves everything as it was", async () => {
    using copy = scratchFolder();
    place.repo.git("clone", "--quiet", "--branch", "main", place.repo.path, copy.path);
    const inCopy = (...args: string[]) => place.repo.git("-C", copy.path, ...args);
    inCopy("fetch", "--quiet", "origin", `${branch()}:${branch()}`);
    await Bun.write(`${copy.path}/a.txt`, "theirs\n");
    inCopy("commit", "--quiet", "--all", "--message", "Theirs");
    expect(await mergePlace(at.host, copy.path, branch())).toBeNull();
    expect(await mergeResult(at.host, { root: copy.path, into: "main" }, branch())).toContain("a.txt");
    expect(existsSync(`${copy.path}/.git/MERGE_HEAD`)).toBe(false);
    expect(inCopy("status", "--porcelain")).toBe("");
  });

  test("is delivered only from where the run left it", async () => {
    const deliver = () => failureOf(deliverRun(at, { run, all: false }));
    const commit = place.repo.git("rev-parse", branch());
    expect(await deliver()).toStartWith("delivery-impossible: ");
    place.repo.git("branch", "--force", branch(), "main");
    expect(await deliver()).toContain(
      `was moved to ${place.repo.git("rev-parse", "main").slice(0, 10)}, which lacks what this run landed (Put it back with: git branch --force ${branch()} ${commit})`,
    );
    place.repo.git("branch", "--delete", "--force", branch());
    expect(await deliver()).toContain(`was deleted (Bring it back with: git branch ${branch()} ${commit})`);
    const more = place.repo.git("commit-tree", "-p", commit, "-m", "More", `${commit}^{tree}`);
    place.repo.git("branch", branch(), more);
    expect(await deliver()).toContain(`has moved on to ${more.slice(0, 10)}, and holds more than this run made`);
    place.repo.git("branch", "--force", branch(), commit);
  });

  test("of a run that landed nothing, or has not ended, is none", async () => {
    const only = [story("S1", { title: "Write nothing" })];
    const empty = await place.play({}, (invocation) => conductPlan(invocation, planText("focused", only), "plan.json"));
    expect(empty.end?.exitCode).toBe(4);
    expect(rerun(empty.events)).toEqual([]);
    const named = { run: empty.end?.run ?? "", all: false };
    expect(await failureOf(deliverRun(at, named))).toContain("none of its work landed on a branch (Try: baro show ");
    const cut = await place.play({ "max-tokens": "10" }, (invocation) =>
      conductPlan(
        invocation,
        planText("sequential", [
          story("S1", { title: "Write a" }),
          story("S2", { title: "Write a", dependsOn: ["S1"] }),
        ]),
        "plan.json",
      ),
    );
    expect(cut.end?.exitCode).toBe(6);
    expect(await failureOf(deliverRun(at, { run: cut.end?.run ?? "", all: false }))).toContain(
      "it has not finished (Try: baro resume ",
    );
    rmSync(`${at.options.stateDir}/runs/${cut.end?.run}`, { recursive: true, force: true });
  });
});
