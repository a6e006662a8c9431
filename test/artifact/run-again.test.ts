import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { leftovers } from "./checkout-state.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** S2 breaks its check until somebody allows it to be good; S3 needs it, S4 nobody. */
const stories = [
  story("S1", { title: "One", writes: ["one.txt"] }),
  story("S2", { title: "Two", writes: ["two.txt"], verify: ["grep good two.txt"] }),
  story("S3", { title: "Three", writes: ["three.txt"], dependsOn: ["S2"] }),
  story("S4", { title: "Four", writes: ["four.txt"], verify: ["grep good four.txt"] }),
];

async function playground(plan = stories) {
  const asked: ScriptRequest[] = [];
  const good = new Set(["one.txt", "three.txt"]);
  const does =
    (path: string) =>
    (request: ScriptRequest): ScriptedTurn => {
      if (request.turn > 0) return { text: "Done" };
      asked.push(request);
      const mended = path === "two.txt" && good.has(path);
      // Only what was done before can be mended.
      if (mended) return running("sed -i s/bad/good/ two.txt");
      return writing({ [path]: good.has(path) ? "good\n" : "bad\n" });
    };
  const endpoint = await scriptedEndpoint({
    stories: { One: does("one.txt"), Two: does("two.txt"), Three: does("three.txt"), Four: does("four.txt") },
  });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const run = (args: readonly string[], more: Partial<Call> = {}) =>
    runArtifact({ cwd: repo.path, env: { ...state.env, ...endpoint.env }, args, ...more });
  return {
    repo,
    state,
    run,
    asked,
    /** From now on, what writes this file does it well. */
    mend: (path: string) => void good.add(path),
    conduct: (...more: string[]) =>
      run(["conduct", "-", "--agent", "openai", "--no-verify", "--json", ...more], {
        stdin: planText("parallel", plan),
      }),
    resume: (...more: string[]) => run(["resume", "--json", ...more]),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

const outcome = ({ events }: Ended) => eventsOf(events, "run.finished")[0]?.outcome;
const again = ({ events }: Ended) => eventsOf(events, "run.resumed")[0]?.again;
const begun = ({ events }: Ended) => [...new Set(eventsOf(events, "story.started").map((event) => event.story))].sort();

test("resume runs again what failed and what was lost with it, on top of what landed, with the failure in the brief", async () => {
  await using play = await playground();
  const first = await play.conduct();
  expect([first.exitCode, outcome(first)]).toEqual([1, "partial"]);
  const name = first.events[0]?.run ?? "";
  expect(eventsOf(first.events, "run.notice").at(-1)?.message).toBe(
    `Not everything landed; rerun S2, S3 and S4 with: baro resume ${name}`,
  );
  expect((await play.run(["show"])).stdout).toContain(`baro resume ${name}`);
  const branch = `baro/${name}`;
  const landed = play.repo.git("rev-parse", branch);
  const tokens = eventsOf(first.events, "run.finished")[0]?.usage.input ?? 0;

  play.mend("two.txt");
  play.mend("four.txt");
  const second = await play.resume();
  expect([second.exitCode, outcome(second)]).toEqual([0, "delivered"]);
  expect(again(second)).toEqual(["S2", "S3", "S4"]);
  expect(begun(second)).toEqual(["S2", "S3", "S4"]);
  // On top of what landed, which stays as it was.
  expect(play.repo.git("rev-list", "--first-parent", branch).split("\n")).toContain(landed);
  expect(eventsOf(second.events, "story.started").find((event) => event.story === "S2")).toMatchObject({
    base: landed,
    why: "again",
  });
  const brief = play.asked.findLast(({ user }) => user.includes("# Two"))?.user ?? "";
  expect(brief).toContain("## What went wrong before");
  expect(brief).toContain("$ grep good two.txt");
  // What it had lies in its new checkout, and is named.
  const [, earlier = ""] = /git show ([0-9a-f]{40})/.exec(brief) ?? [];
  expect(play.repo.git("show", `${earlier}:two.txt`)).toBe("bad");
  expect(play.repo.git("ls-tree", "--name-only", branch).split("\n")).toEqual(
    expect.arrayContaining(["one.txt", "two.txt", "three.txt", "four.txt"]),
  );
  // Every token counts once: what the first part used, and what the second did.
  const served = eventsOf(second.events, "agent.usage").reduce((sum, { input }) => sum + input, 0);
  expect(eventsOf(second.events, "run.finished")[0]?.usage.input).toBe(tokens + served);
  expect(leftovers(play.repo.path)).toEqual([]);

  const third = await play.resume(name);
  expect([third.exitCode, third.stderr]).toEqual([2, expect.stringContaining("everything is delivered")]);
}, 60_000);

test("--story picks, with what was lost only because of it; what landed and what there is not are refused", async () => {
  await using play = await playground();
  const first = await play.conduct();
  const name = first.events[0]?.run ?? "";
  for (const [picked, why] of [
    ["S1", "Cannot run S1 again: it has landed"],
    ["S9", 'Cannot find story "S9": the plan has S1, S2, S3, S4'],
  ] as const) {
    const refused = await play.resume("--story", picked);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(why)]);
  }
  play.mend("two.txt");
  const second = await play.resume(name, "--story", "S2");
  expect(again(second)).toEqual(["S2", "S3"]);
  expect(outcome(second)).toBe("partial");
  play.mend("four.txt");
  const third = await play.resume("--story", "S4");
  expect([again(third), begun(third), outcome(third)]).toEqual([["S4"], ["S4"], "delivered"]);
}, 60_000);

test("a story that needs one that failed is run again with it; two are picked at once", async () => {
  await using play = await playground();
  await play.conduct();
  play.mend("two.txt");
  play.mend("four.txt");
  const second = await play.resume("--story", "S3", "--story", "S4");
  expect([again(second), outcome(second)]).toEqual([["S2", "S3", "S4"], "delivered"]);
}, 60_000);

test("killed while it runs something again, it goes on with that alone", async () => {
  await using play = await playground();
  await play.conduct();
  play.mend("two.txt");
  const killed = await play.run(["resume", "--json", "--story", "S2"], {
    onEvent: (event, kill) => event.type === "story.merged" && event.story === "S2" && kill("SIGKILL"),
  });
  expect(killed.signal).toBe("SIGKILL");
  const resumed = await play.resume();
  expect([again(resumed), begun(resumed), outcome(resumed)]).toEqual([undefined, ["S3"], "partial"]);
}, 60_000);

test("a run that fails again ends as it did, and its branch is as it was", async () => {
  await using play = await playground();
  const first = await play.conduct();
  const branch = `baro/${first.events[0]?.run}`;
  const landed = play.repo.git("rev-parse", branch);
  const second = await play.resume("--story", "S4");
  expect([second.exitCode, outcome(second)]).toEqual([1, "partial"]);
  expect(eventsOf(second.events, "delivery.finished")).toHaveLength(1);
  expect(play.repo.git("rev-parse", branch)).toBe(landed);
}, 60_000);

test("nothing landed at all: everything is run again on the base", async () => {
  await using play = await playground(stories.slice(3));
  const first = await play.conduct();
  expect([first.exitCode, outcome(first)]).toEqual([1, "failed"]);
  expect(play.repo.git("for-each-ref", "refs/heads/baro")).toBe("");
  play.mend("four.txt");
  const second = await play.resume();
  expect([second.exitCode, outcome(second)]).toEqual([0, "delivered"]);
  expect(play.repo.git("show", `baro/${first.events[0]?.run}:four.txt`)).toBe("good");
}, 60_000);

test("whoever merged the branch and removed it gets the rest on a branch again; whoever stands on it is told to leave", async () => {
  await using play = await playground();
  const first = await play.conduct();
  const branch = `baro/${first.events[0]?.run}`;
  play.repo.git("switch", "--quiet", branch);
  const refused = await play.resume("--story", "S4");
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("is checked out")]);
  play.repo.git("switch", "--quiet", "main");
  play.repo.git("merge", "--quiet", branch);
  play.repo.git("branch", "--quiet", "-D", branch);
  play.mend("four.txt");
  const second = await play.resume("--story", "S4");
  expect(outcome(second)).toBe("partial");
  expect(play.repo.git("log", "--format=%s", `main..${branch}`)).toBe("Four");
}, 60_000);

test("a ceiling counts what the run has used before, and a higher one lets it go on", async () => {
  await using play = await playground();
  const first = await play.conduct();
  const { usage } = eventsOf(first.events, "run.finished")[0] ?? {};
  const used = (usage?.input ?? 0) + (usage?.output ?? 0);
  play.mend("four.txt");
  const stopped = await play.resume("--story", "S4", "--max-tokens", String(used));
  expect([stopped.exitCode, outcome(stopped)]).toEqual([6, "ceiling"]);
  expect(eventsOf(stopped.events, "agent.usage")).toEqual([]);
  const resumed = await play.resume("--max-tokens", String(used * 10));
  expect([begun(resumed), outcome(resumed)]).toEqual([["S4"], "partial"]);
}, 60_000);

test("a patch is written anew, and holds everything", async () => {
  await using play = await playground();
  const patchOf = ({ events }: Ended) =>
    readFileSync(eventsOf(events, "delivery.finished")[0]?.next?.split(" ").at(-1) ?? "", "utf8");
  expect(patchOf(await play.conduct("--deliver", "patch"))).not.toContain("four.txt");
  play.mend("four.txt");
  const patch = patchOf(await play.resume("--story", "S4"));
  expect(patch).toContain("one.txt");
  expect(patch).toContain("four.txt");
}, 60_000);
