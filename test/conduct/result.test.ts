import { expect, test } from "bun:test";
import { isVerified, verdictOf } from "../../src/conduct/verify-result.ts";
import type { CheckFacts } from "../../src/core/check.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { WorktreeTrouble } from "../../src/git/place.ts";
import { story } from "./support/conduct-in.ts";
import { factsOf, finish, type Play, play, type Turn } from "./support/fake-effects.ts";

const ids = (count: number) => Array.from({ length: count }, (_, at) => `S${at + 1}`);
const red = (tail = "no"): Partial<CheckFacts> => ({ ok: false, tail, failing: ["t"] });
/** Stories one after the other, so that they land in their order. */
const inTurn = (count: number, more: Partial<Play> = {}, needs: Record<string, string[]> = {}) => {
  const { input, ...rest } = more;
  return play({
    stories: ids(count).map((id) => story(id, { dependsOn: needs[id] ?? [] })),
    input: { parallelism: 1, checks: ["test"], ...input },
    ...rest,
  });
};
/** Red where all of these are, on a commit of the result. */
const redWith =
  (...culprits: string[]) =>
  (_command: string, _at: string, stories: readonly string[]) =>
    culprits.every((id) => stories.includes(id)) ? red() : undefined;
const dropped = (events: readonly RunEventBody[]) =>
  events.flatMap((event) => (event.type === "story.dropped" ? [[event.story, event.commit, event.why]] : []));

test("a green result is checked once for each check, against the base", async () => {
  const { calls, of, verified, outcome, head } = await inTurn(2, { input: { checks: ["test", "lint"] } });
  expect(calls.slice(-5)).toEqual([
    "check landed S2: test",
    "check base: test",
    "check landed S2: lint",
    "check base: lint",
    "hears no orders",
  ]);
  expect(of("run.verified").map(({ command, ok, baseOk }) => [command, ok, baseOk])).toEqual([
    ["test", true, true],
    ["lint", true, true],
  ]);
  expect({ verified, outcome, head }).toEqual({ verified: "passed", outcome: "done", head: "landed S2" });
});

test("what an earlier run knows is not run again", async () => {
  const known = factsOf("test", { known: { run: "r0", agoMs: 1 } });
  const { calls, of } = await inTurn(1, { effects: { knownCheck: async () => known } });
  expect(calls.filter((call) => call.startsWith("check base"))).toEqual([]);
  expect(of("run.verified")).toMatchObject([{ known: { run: "r0" } }]);
});

test("the last of the smallest set that breaks is taken off, repaired on top of the rest, and all is checked again", async () => {
  let mended = false;
  const { calls, of, events, verified } = await inTurn(4, {
    check: (...of) => (mended ? undefined : redWith("S2", "S3")(...of)),
    agent: ({ turn }: Turn) => {
      if (turn === 2) mended = true;
    },
  });
  const why = "`test` fails with S3 together with S2 (t):\nno";
  expect(dropped(events)).toEqual([["S3", "landed S3", why]]);
  expect(calls).toContain("rebuild S1 landed S1, S2 landed S2, S4 landed S4");
  expect(of("branch.rebuilt")).toEqual([
    {
      type: "branch.rebuilt",
      head: "again S4",
      landed: ["S1", "S2", "S4"].map((id) => ({ story: id, commit: `again ${id}` })),
    },
  ]);
  expect(
    of("story.started")
      .map(({ story: id, why }) => `${id} ${why}`)
      .at(-1),
  ).toBe("S3 composition");
  expect(of("run.verified").map(({ ok }) => ok)).toEqual([false, true]);
  expect(verified).toBe("passed");
  // Who landed first is on the branch already: only other sets are put together.
  expect(calls.filter((call) => call.startsWith("combine"))).not.toContain("combine landed S1");
});

test("one that breaks alone is said to, with what the check says of itself", async () => {
  const facts = { ok: false, tail: `${"x".repeat(5000)}end`, why: "it tells of no test" };
  const { events, of } = await inTurn(2, {
    check: (_command, _at, stories) => (stories.includes("S2") ? facts : undefined),
  });
  const [[id, , why] = []] = dropped(events);
  expect(id).toBe("S2");
  expect(why).toStartWith("`test` fails with S2 (it tells of no test):\n");
  expect(why).toEndWith("end");
  expect(why?.length).toBeLessThan(4100);
  // It gets one repair, and is dropped again: then it is over.
  expect(of("story.finished").at(-1)).toMatchObject({ story: "S2", outcome: "failed" });
});

test("what needs the one that breaks goes with it, from the last down, and so does what was written on it", async () => {
  let combined = 0;
  const { events, calls, of } = await inTurn(
    5,
    {
      check: redWith("S2"),
      effects: {
        combine: async (landed) => {
          // S4 was written on what S2 left.
          const at = landed.indexOf("landed S4");
          combined++;
          if (at >= 0 && !landed.includes("landed S2")) return { kind: "conflict", at };
          return { kind: "combined", commit: landed.join(" with ") };
        },
      },
    },
    { S3: ["S2"], S5: ["S4"] },
  );
  expect(
    dropped(events)
      .slice(0, 4)
      .map(([id]) => id),
    // They landed the other way round.
  ).toEqual(["S5", "S3", "S4", "S2"]);
  const landed = of("story.merged").map(({ story: id }) => id);
  expect(landed.filter((id) => id !== "S1").slice(0, 4)).toEqual(["S2", "S4", "S3", "S5"]);
  expect(calls).toContain("rebuild S1 landed S1");
  expect(combined).toBeGreaterThan(1);
});

test("a result that is red like its base is nobody's fault", async () => {
  const { of, verified, outcome } = await inTurn(2, { check: () => red() });
  expect(of("story.dropped")).toEqual([]);
  expect(of("run.verified")).toMatchObject([{ ok: false, verdict: "as_on_base" }]);
  expect({ verified, outcome }).toEqual({ verified: "passed", outcome: "done" });
});

test("a run that died after it had found its result red takes it apart, and asks nothing twice", async () => {
  const first = await inTurn(2, { input: { checks: ["test", "lint"] } });
  const upTo = first.events.findIndex((event) => event.type === "run.verified");
  const died: RunEventBody[] = [
    ...first.events.slice(0, upTo),
    { type: "run.verified", ...factsOf("test"), ...red(), verdict: "failed" },
    { type: "run.verified", ...factsOf("lint") },
  ];
  const { calls, events } = await inTurn(2, {
    events: died,
    input: { checks: ["test", "lint"] },
    check: (...of) => (of[0] === "test" ? redWith("S2")(...of) : undefined),
  });
  expect(calls[0]).toBe("require landed S2");
  expect(dropped(events).map(([id]) => id)).toContain("S2");
  const settled = await inTurn(2, {
    events: [...first.events.slice(0, upTo), { type: "run.verified", ...factsOf("test") }],
    input: { checks: ["test", "lint"] },
    effects: { head: async () => "landed S2" },
  });
  expect(settled.calls.filter((call) => call.startsWith("check"))).toEqual([
    "check landed S2: lint",
    "check base: lint",
  ]);
});

test("a branch that had yet to be made anew is made before anything else, and not looked for where it was", async () => {
  const landed = await inTurn(2, { input: { checks: [] } });
  const events: RunEventBody[] = [
    ...landed.events,
    { type: "story.dropped", story: "S2", commit: "landed S2", why: "`test` fails with S2" },
  ];
  const { calls, of } = await inTurn(2, { events, input: { checks: [] } });
  expect(calls[0]).toBe("rebuild S1 landed S1");
  expect(of("branch.rebuilt")).toHaveLength(1);
  expect(of("story.started").at(-1)).toMatchObject({ story: "S2", why: "composition" });
});

test("a story in flight stands aside with what it has while the result is taken apart", async () => {
  const limits = { maxTokens: 10, maxUsd: null, timeoutMs: null };
  const stopped = async (keep: () => Promise<{ commit: string; ref: string }>) =>
    play({
      stories: ids(2).map((id) => story(id)),
      input: { checks: ["test"], limits },
      check: redWith("S1"),
      effects: { keep },
      agent: async function* ({ story: { id }, until }: Turn) {
        if (id !== "S2") return;
        await until((event) => event.type === "story.finished");
        yield { type: "agent.usage", input: 10, cachedInput: 0, output: 0, reasoning: 0, usd: null, requests: 1 };
        yield finish({ ok: false, why: "killed" });
      } as never,
    });
  const { calls, outcome, verified, of } = await stopped(async () => ({ commit: "k", ref: "r" }));
  expect(of("story.kept")).toMatchObject([{ story: "S2", commit: "k" }]);
  expect(calls.filter((call) => call.includes("S2"))).toEqual([
    "open S2 /w2 on base",
    "agent S2 /w2",
    "release S2 /w2",
  ]);
  expect(dropped(of("story.dropped")).map(([id]) => id)).toEqual(["S1"]);
  expect({ outcome, verified }).toEqual({ outcome: "ceiling", verified: "none" });
  const trouble = await stopped(() => Promise.reject(new WorktreeTrouble("It is gone")));
  expect(trouble.of("run.notice")).toMatchObject([
    { message: "The work of S2 could not be saved: It is gone; it is in /w2" },
  ]);
  expect(dropped(trouble.of("story.dropped")).map(([id]) => id)).toEqual(["S1"]);
});

test("what is stopped while the result is checked is unfinished, and no verdict", async () => {
  for (const when of ["result", "base"]) {
    const stop = new AbortController();
    const { outcome, verified, of } = await inTurn(1, {
      signal: stop.signal,
      effects: {
        checkCommit: async (commit, command) => {
          if (commit === (when === "base" ? "base" : "landed S1")) stop.abort();
          return factsOf(command);
        },
      },
    });
    expect({ outcome, verified }).toEqual({ outcome: "interrupted", verified: "unfinished" });
    expect(of("run.verified")).toEqual([]);
  }
});

const check = (verdict: CheckFacts["verdict"]) =>
  factsOf("x", { ok: verdict === "passed", verdict: verdict ?? "passed" });
test.each<[CheckFacts["verdict"][], "passed" | "failed" | "none"]>([
  [[], "none"],
  [["passed"], "passed"],
  [["as_on_base"], "passed"],
  [["not_run"], "none"],
  [["not_run", "passed"], "passed"],
  [["passed", "failed", "not_run"], "failed"],
])("checks that are %j say %s", (verdicts, word) => {
  expect(verdictOf(verdicts.map(check))).toBe(word);
});

test("a branch is verified when every check has spoken of it, and one that nothing is on always", () => {
  const state = (landed: string[], verified: string[]) =>
    isVerified({
      input: { checks: ["a", "b"] },
      progress: { landed, verified: verified.map((command) => factsOf(command)) },
    } as never);
  expect(state([], [])).toBe(true);
  expect(state(["S1"], ["a"])).toBe(false);
  expect(state(["S1"], ["b", "a"])).toBe(true);
});
