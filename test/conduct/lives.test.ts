import { expect, test } from "bun:test";
import type { CheckFacts } from "../../src/core/check.ts";
import { WorktreeTrouble } from "../../src/git/place.ts";
import { LeaseLost } from "../../src/worktrees/lease-lost.ts";
import { story } from "./support/conduct-in.ts";
import { factsOf, finish, play, type Turn } from "./support/fake-effects.ts";

const lone = [story("S1")];
const lease = (why = "its connection ended") => new LeaseLost("box", 7, why, 900);

test("trouble with a story's files is told to its agent once, shortened, in the same worktree", async () => {
  const prompts: string[] = [];
  const trouble = new WorktreeTrouble(`A name that is not UTF-8: ${"x".repeat(2000)}`);
  const { of, calls } = await play({
    stories: lone,
    agent: ({ prompt }) => void prompts.push(prompt),
    effects: { inspect: () => Promise.reject(trouble) },
  });
  expect(of("story.troubled").map(({ lost, message }) => [lost, message.length <= 600])).toEqual([
    [false, true],
    [false, true],
  ]);
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("A name that is not UTF-8");
  expect(calls.some((call) => call.startsWith("abandon"))).toBe(false);
  expect(of("story.finished")).toMatchObject([{ outcome: "failed" }]);
  expect(of("story.finished")[0]?.reason).toStartWith("A name that is not UTF-8");
});

test("a worktree that is not what was made is left alone, and the story gets another", async () => {
  let looks = 0;
  const { of, calls } = await play({
    stories: lone,
    effects: {
      inspect: async () => {
        if (++looks === 1) throw new WorktreeTrouble("It was replaced", { lost: true });
        return [{ path: "s1/a.txt", kind: "added", node: "file", bytes: 1, oid: null, leadsOut: false }];
      },
    },
  });
  expect(of("story.troubled")).toEqual([
    { type: "story.troubled", story: "S1", message: "It was replaced", lost: true },
  ]);
  expect(calls).toContain("abandon S1 /w1");
  expect(of("story.started").map(({ worktree, why }) => [worktree, why])).toEqual([
    ["/w1", "first"],
    ["/w2", "crash"],
  ]);
  expect(of("story.finished")).toMatchObject([{ outcome: "merged" }]);
});

test("a worktree that can't be given back is named to the person, and decides nothing", async () => {
  const { of, outcome } = await play({ stories: lone, effects: { release: () => Promise.reject(new Error("EBUSY")) } });
  expect(of("run.notice").map(({ message }) => message)).toEqual([
    "The worktree of S1 could not be reset: EBUSY; it is in /w1",
  ]);
  expect(outcome).toBe("done");
});

test("a worktree that can't be made is tried again, and then the story ends as not begun", async () => {
  const { of } = await play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    effects: { openWorktree: () => Promise.reject(new WorktreeTrouble("No space")) },
  });
  expect(of("story.started")).toEqual([]);
  expect(of("story.finished").map(({ story: id, outcome, reason }) => [id, outcome, reason])).toEqual([
    ["S1", "failed", "No space"],
    ["S2", "skipped", "S1 did not land"],
  ]);
});

test("an error of the world ends the run with itself, and stops every agent for it", async () => {
  let stopped = false;
  const coming = play({
    stories: [story("S1"), story("S2")],
    agent: async ({ story: { id }, signal }: Turn) => {
      if (id === "S1") return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      stopped = true;
    },
    effects: { commit: () => Promise.reject(new Error("the disk is full")) },
  });
  expect(coming).rejects.toThrow("the disk is full");
  await coming.catch(() => {});
  expect(stopped).toBe(true);
});

test("a story whose machine is lost between two steps goes on elsewhere; after three it is over", async () => {
  const { of, calls } = await play({ stories: lone, effects: { inspect: () => Promise.reject(lease()) } });
  expect(of("lease.lost").map(({ worker, fence, why, lostMs }) => [worker, fence, why, lostMs])).toEqual(
    Array(3).fill(["box", 7, "its connection ended", 900]),
  );
  expect(calls.filter((call) => call.startsWith("abandon"))).toHaveLength(3);
  expect(of("story.finished")).toMatchObject([
    { outcome: "failed", reason: "The machine that had it was lost 3 times" },
  ]);
});

test("what an interrupted run has is kept; how much is lost where that can't be is told", async () => {
  const at = async (keep: () => Promise<never> | Promise<null | object>) => {
    const stop = new AbortController();
    const ended = await play({
      stories: lone,
      signal: stop.signal,
      agent: () => stop.abort(),
      effects: { keep: keep as never },
    });
    expect(ended.outcome).toBe("interrupted");
    return ended;
  };
  const kept = { commit: "k", ref: "r" };
  expect((await at(async () => kept)).of("story.kept")).toEqual([
    { type: "story.kept", story: "S1", commit: "k", ref: "r" },
  ]);
  expect((await at(async () => null)).of("story.kept")).toEqual([]);
  const before = await at(async () => ({ ...kept, lost: lease() }));
  expect([before.of("lease.lost").length, before.of("story.kept").length]).toEqual([1, 1]);
  const gone = await at(() => Promise.reject(lease()));
  expect([gone.of("lease.lost").length, gone.of("story.kept").length]).toEqual([1, 0]);
  const trouble = await at(() => Promise.reject(new WorktreeTrouble("It was replaced")));
  expect(trouble.of("run.notice")).toMatchObject([
    { message: "The work of S1 could not be saved: It was replaced; it is in /w1" },
  ]);
  expect(at(() => Promise.reject(new Error("no disk")))).rejects.toThrow("no disk");
});

test("the time of a story is from when this process began with it", async () => {
  const { of } = await play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    agent: ({ clock }) => new Promise<void>((resolve) => void clock.after(1200, resolve)),
  });
  expect(of("story.finished").map(({ story: id, ms }) => [id, ms])).toEqual([
    ["S1", 1200],
    ["S2", 1200],
  ]);
});

const told = (facts: Partial<CheckFacts>) => factsOf("any", { ok: false, ...facts });
test.each<[string, CheckFacts, string[]]>([
  ["green", factsOf("any"), ["test s1"]],
  ["red, with a name", told({ failing: ["a"] }), ["test s1"]],
  ["red, with a count", told({ counts: { passed: 0, failed: 1, skipped: 0 } }), ["test s1"]],
  ["red, with tests that passed alone", told({ counts: { passed: 4, failed: 0, skipped: 0 } }), ["test s1", "test"]],
  ["red without a word", told({ counts: null }), ["test s1", "test"]],
])("a part that is %s: what is run", async (_name, facts, commands) => {
  const { calls } = await play({
    stories: lone,
    input: { checks: ["test"], scope: () => "test s1" },
    effects: { checkCommit: async (_commit, command) => factsOf(command, { ok: false }) },
    check: (command) => (command === "test s1" ? { ...facts, command } : undefined),
  });
  expect(calls.filter((call) => call.startsWith("check S1")).slice(0, commands.length + 1)).toEqual(
    expect.arrayContaining(commands.map((one) => `check S1: ${one}`)),
  );
  expect(calls.filter((call) => call === "check S1: test").length > 0).toBe(commands.length > 1);
});

test("a red check is compared with the base beside it, on its machine", async () => {
  const { of, calls } = await play({
    stories: lone,
    input: { checks: ["test"] },
    check: (_command, at) => (at === "/w1" ? { ok: false, failing: ["a"] } : { ok: false, failing: ["a"] }),
  });
  expect(calls).toContain("check base: test beside /w1");
  expect(of("story.verified")).toMatchObject([{ verdict: "as_on_base", baseOk: false }]);
  expect(of("story.finished")).toMatchObject([{ outcome: "merged", reason: "Red before and after: test" }]);
});

test("a green check of which every test is skipped is told to the agent, where the base ran them", async () => {
  const of = (passed: number, skipped: number) => ({ counts: { passed, failed: 0, skipped } });
  const play3 = (skipped: number) =>
    play({
      stories: lone,
      input: { checks: ["test"] },
      check: (_command, where) => (where === "/w1" ? of(3 - skipped, skipped) : undefined),
      effects: { knownCheck: async (_commit, command) => factsOf(command, of(3, 0)) },
    });
  expect((await play3(3)).of("story.verified")[0]).toMatchObject({
    verdict: "failed",
    why: "no test ran; on the base 3 did",
  });
  expect((await play3(2)).of("story.verified")[0]).toMatchObject({ verdict: "passed" });
});

test("a green check that tells of no test is held against what is known of the base", async () => {
  const silent = { counts: null };
  const asked: string[] = [];
  const at = (known: CheckFacts | null, more: object = {}) =>
    play({
      stories: lone,
      input: { checks: ["test"], ...more },
      check: (_command, where) => (where === "/w1" ? silent : undefined),
      effects: {
        knownCheck: async (commit, command) => {
          asked.push(`${commit}: ${command}`);
          return commit === "base" ? known : factsOf(command);
        },
      },
    });
  const known = factsOf("test", { counts: { passed: 5, failed: 0, skipped: 0 } });
  const { of, calls } = await at(known);
  expect(asked[0]).toBe("base: test");
  expect(calls).not.toContain("check base: test");
  expect(of("story.verified")[0]).toMatchObject({ verdict: "failed", why: "it tells of no test; on the base 5 ran" });
  const quiet = await at(factsOf("test", silent));
  expect(quiet.of("story.verified")).toMatchObject([{ verdict: "passed" }]);
  expect(quiet.of("story.verified")[0]).not.toHaveProperty("baseOk");
  // What is nobody's check but the story's would be run on the base for this alone.
  const own = await play({
    stories: [story("S1", { verify: ["own"] })],
    check: () => silent,
  });
  expect(own.calls.filter((call) => call.includes("base: own"))).toEqual([]);
});

test("what can't run is told to the person once, with where, and what to do there", async () => {
  const cannot = { ok: false, verdict: "not_run", why: "no such program", next: "install it" } as const;
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  const here = await play({ stories, input: { checks: ["test"] }, check: () => cannot });
  expect(here.of("check.skipped")).toEqual([
    { type: "check.skipped", command: "test", cause: "missing", why: "no such program", next: "install it" },
  ]);
  expect(here.of("story.finished")[0]?.reason).toBe("Could not run here: test");
  const effects = { openWorktree: async ({ base }: { base: string }) => ({ path: "/box", base, worker: "box" }) };
  const far = await play({ stories: lone, effects, input: { checks: ["test"] }, check: () => cannot });
  expect(far.of("check.skipped")).toMatchObject([{ why: "no such program (on box)", next: "install it there" }]);
  const silent = { ok: false, verdict: "not_run", why: null, next: null } as const;
  const dumb = await play({ stories: lone, input: { checks: ["test"] }, check: () => silent });
  expect(dumb.of("check.skipped")).toMatchObject([{ why: "it could not be started", next: null }]);
  // Of the merged result there is no machine to name.
  const late = await play({
    stories: lone,
    effects,
    input: { checks: ["test"] },
    check: (_command, at) => (at === "/box" ? undefined : cannot),
  });
  expect(late.of("check.skipped")).toMatchObject([{ why: "no such program", next: "install it" }]);
});

test("of thousands of failing tests the journal holds a hundred, and all of them decide", async () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`);
  const { of } = await play({
    stories: lone,
    input: { checks: ["test"] },
    check: (_command, at) => ({ ok: false, failing: at.startsWith("/w") ? names(401) : names(400) }),
  });
  const [first] = of("story.verified");
  expect(first?.failing).toEqual(names(100));
  expect(first).toMatchObject({ verdict: "failed", newlyFailing: ["t400"], why: "1 that did not fail on the base" });
});

test("a story that conflicts twice at the landing fails, and says with what", async () => {
  const { of } = await play({
    stories: lone,
    effects: { integrate: async () => ({ kind: "conflict", paths: ["a", "b"], detail: "" }) },
  });
  expect(of("story.conflicted").map(({ next, paths }) => [next, paths])).toEqual([
    ["redo", ["a", "b"]],
    ["failed", ["a", "b"]],
  ]);
  expect(of("story.finished")).toMatchObject([
    { outcome: "failed", reason: "It conflicts with what landed before it: a, b" },
  ]);
});

test("a story of a provider that will have nobody ends with why; one that was begun has failed, the other was skipped", async () => {
  const { of } = await play({
    stories: [story("S1"), story("S2")],
    input: { parallelism: 1 },
    agent: () => [
      { type: "agent.error", kind: "auth", message: "Sign in again", resetAt: null } as const,
      finish({ ok: false, why: "auth" }),
    ],
  });
  expect(of("story.finished").map(({ story: id, outcome, reason }) => [id, outcome, reason])).toEqual([
    ["S1", "failed", "auth: Sign in again"],
    ["S2", "skipped", "The agent cannot be used: Sign in again"],
  ]);
});
