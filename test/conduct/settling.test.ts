import { expect, test } from "bun:test";
import type { Story } from "../../src/core/story.ts";
import { violationText } from "../../src/report/outcome-words.ts";
import type { Change } from "../../src/worktrees/change.ts";
import type { VirtualClock } from "./simulation/virtual-clock.ts";
import { story } from "./support/conduct-in.ts";
import { edited, factsOf, type Play, play } from "./support/fake-effects.ts";

const mine = edited("s1/a.txt");
const settled = (more: Partial<Play> & { changed?: (look: number) => Change[] } = {}, one: Story = story("S1")) => {
  const { changed, ...rest } = more;
  return play({ stories: [one], ...(changed === undefined ? {} : { changes: (_, look) => changed(look) }), ...rest });
};

test("what the agent changed of its own is committed whole, and that is all that is asked of the world", async () => {
  const { calls, of, outcome } = await settled();
  expect(calls).toEqual([
    "open S1 /w1 on base",
    "slot /w1",
    "agent S1 /w1",
    "no slot /w1",
    "commit S1#1 s1/a.txt",
    "integrate S1 S1#1 on base",
    "release S1 /w1",
    "hears no orders",
  ]);
  expect(of("story.committed")).toEqual([
    { type: "story.committed", story: "S1", attempt: 1, commit: "S1#1", base: "base" },
  ]);
  expect(of("surface.violated")).toEqual([]);
  expect(of("files.left_out")).toEqual([]);
  expect(outcome).toBe("done");
});

test("what is put back is told once, with every reason once; the second time it is put back in silence", async () => {
  const out = [edited("x.ts"), edited("y.ts"), edited("s2/a.txt")];
  const { calls, of } = await play({
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    changes: ({ path }) => (path === "/w1" ? [mine, ...out] : [edited("s2/a.txt")]),
  });
  const reverted = { type: "surface.violated", story: "S1", paths: ["x.ts", "y.ts", "s2/a.txt"], action: "reverted" };
  const why = "outside the surface; belongs to S2";
  expect(of("surface.violated")).toEqual([
    { ...reverted, why, tell: true },
    { ...reverted, why, tell: false },
  ] as never);
  expect(of("story.started").map(({ why }) => why)).toEqual(["first", "surface", "first"]);
  expect(calls.filter((call) => call.startsWith("commit S1"))).toEqual(["commit S1#2 s1/a.txt"]);
  expect(calls.filter((call) => call.startsWith("revert"))).toEqual([
    "revert x.ts, y.ts, s2/a.txt in /w1",
    "revert x.ts, y.ts, s2/a.txt in /w1",
  ]);
});

test("a note that is put back is not worth another turn", async () => {
  const { of } = await settled({ changed: () => [mine, edited("NOTES.md", { kind: "added" })] });
  expect(of("surface.violated")).toMatchObject([{ paths: ["NOTES.md"], action: "reverted", tell: false }]);
  expect(of("story.started")).toHaveLength(1);
  expect(of("story.finished")).toMatchObject([{ outcome: "merged" }]);
});

test("of a hundred thousand paths that are put back a thousand are named, and a line shows twenty", async () => {
  const out = Array.from({ length: 100_000 }, (_, n) => edited(`made/${n}.ts`));
  const { of } = await settled({ changed: (look) => (look === 1 ? [mine, ...out] : [mine]) });
  const [told] = of("surface.violated");
  expect(told?.paths).toHaveLength(1000);
  expect(told?.why).toBe("outside the surface; and 99000 more paths");
  const line = told === undefined ? "" : violationText(told);
  expect(line).toContain("made/19.ts and 980 more (outside the surface; and 99000 more paths)");
  expect(line.length).toBeLessThan(1000);
});

test("what is granted is said, but not before the agent was told of what was not", async () => {
  const snapshot = edited("test/__snapshots__/a.snap");
  const { of, calls } = await settled({
    changed: (look) => (look === 1 ? [mine, snapshot, edited("x.ts")] : [mine, snapshot]),
  });
  expect(of("surface.violated")).toMatchObject([
    { paths: ["x.ts"], action: "reverted", tell: true },
    { paths: [snapshot.path], action: "granted", why: "a test's snapshot" },
  ]);
  expect(calls).toContain(`commit S1#2 s1/a.txt, ${snapshot.path}`);
});

test.each<[string, string[], string[], (command: string) => boolean, boolean, string[], string]>([
  [
    "none of its own checks",
    [],
    ["test"],
    () => true,
    false,
    [],
    "The agent changed nothing within the story's surface",
  ],
  [
    "the run's check alone",
    ["test"],
    ["test"],
    () => true,
    false,
    [],
    "The agent changed nothing within the story's surface",
  ],
  [
    "green checks of its own",
    ["one", "test", "two"],
    ["test"],
    () => true,
    true,
    ["one", "two"],
    "Nothing had to change: one, two already passes",
  ],
  [
    "a red one among them",
    ["one", "two", "three"],
    [],
    (command) => command !== "two",
    false,
    ["one", "two"],
    "The agent changed nothing within the story's surface",
  ],
])("a story that changed nothing, with %s", async (_name, verify, checks, isGreen, held, asked, reason) => {
  const { of, calls, stories } = await settled(
    { changed: () => [], input: { checks }, check: (command) => ({ ok: isGreen(command) }) },
    story("S1", { verify }),
  );
  expect(of("story.finished")).toMatchObject([{ outcome: "empty", reason }]);
  expect(stories).toEqual([{ story: "S1", outcome: "empty", held }]);
  expect(calls.filter((call) => call.startsWith("check"))).toEqual(asked.map((one) => `check base: ${one} beside /w1`));
  expect(calls.at(-2)).toBe("release S1 /w1");
});

test("a commit that would not differ from the base is no commit", async () => {
  const { of } = await settled({ effects: { commit: async () => null } });
  expect(of("story.committed")).toEqual([]);
  expect(of("story.finished")).toMatchObject([{ outcome: "empty" }]);
});

test("nothing of a story that has nothing to commit is shown to the person's hooks", async () => {
  let asked = 0;
  const runHooks = async () => ({ checks: [], message: String(++asked) });
  await settled({ changed: () => [edited("x.ts")], effects: { runHooks } });
  expect(asked).toBe(0);
});

test("hooks may change what is committed and how it is called; what they add outside is put back without a word", async () => {
  const { of, calls } = await settled({
    changed: (look) => (look === 1 ? [mine] : [mine, edited("s1/formatted.txt"), edited("x.ts")]),
    effects: { runHooks: async () => ({ checks: [factsOf("hook")], message: "S1: as hooks like it" }) },
  });
  expect(calls).toContain("commit S1#1 s1/a.txt, s1/formatted.txt S1: as hooks like it");
  expect(of("surface.violated")).toMatchObject([{ paths: ["x.ts"], tell: false }]);
  expect(of("story.started")).toHaveLength(1);
  expect(of("story.verified")).toMatchObject([{ story: "S1", command: "hook", ok: true }]);
});

test("a hook that refuses the work goes back to the agent once; then the story fails", async () => {
  const told: boolean[] = [];
  const { of, calls } = await settled({
    check: () => ({ ok: true }),
    effects: {
      runHooks: async (_worktree, _story, again) => {
        told.push(again);
        return { checks: [factsOf("hook", { ok: false, tail: "too long" }), factsOf("other")], message: null };
      },
    },
  });
  expect(told).toEqual([false, true]);
  expect(of("story.started").map(({ why }) => why)).toEqual(["first", "repair"]);
  expect(of("story.finished")).toMatchObject([
    { outcome: "failed", reason: "The commit hooks refuse it: hook (too long)" },
  ]);
  // Red and green alike are told; what is red is compared with the base, where it was not.
  expect(of("story.verified").map(({ command, ok, baseOk }) => [command, ok, baseOk])).toEqual([
    ["hook", false, true],
    ["other", true, undefined],
    ["hook", false, true],
    ["other", true, undefined],
  ]);
  expect(calls.filter((call) => call.startsWith("check base"))).toHaveLength(2);
  expect(calls.some((call) => call.startsWith("commit"))).toBe(false);
});

test("a hook that was red before the work is not asked about twice, and holds nobody up", async () => {
  const before = factsOf("hook", { ok: false, baseOk: false, verdict: "as_on_base" });
  const { of, calls } = await settled({ effects: { runHooks: async () => ({ checks: [before], message: null }) } });
  expect(of("story.finished")).toMatchObject([{ outcome: "merged" }]);
  expect(calls.some((call) => call.startsWith("check base"))).toBe(false);
});

test("what no commit takes is held and named to the agent once, then to the person alone", async () => {
  const ignored = edited("s1/gen/a", { kind: "added", ignored: true });
  const below = edited("s1/sub/b", { submodule: true });
  const { of, calls } = await settled({ changed: () => [mine, ignored, below] });
  const leftOut = { type: "files.left_out", story: "S1", kept: "refs/left/S1" };
  expect(of("files.left_out")).toEqual([
    { ...leftOut, tell: true, paths: ["s1/gen/a"], why: "ignored" },
    { ...leftOut, tell: true, paths: ["s1/sub/b"], why: "submodule" },
    { ...leftOut, tell: false, paths: ["s1/gen/a"], why: "ignored" },
    { ...leftOut, tell: false, paths: ["s1/sub/b"], why: "submodule" },
  ] as never);
  expect(calls.filter((call) => call.startsWith("hold"))).toEqual(Array(2).fill("hold s1/gen/a, s1/sub/b of S1"));
  // Its folder holds more than the commit: a check of one says nothing of the other.
  expect(calls).toContain("commit S1#2 s1/a.txt (not all)");
});

test.each([
  ["ignored", [edited("s1/gen/a", { ignored: true })]],
  ["submodule", [edited("s1/sub/a", { submodule: true })]],
] as const)("what is left out as %s alone is said alone", async (why, left) => {
  const { of } = await settled({ changed: () => [mine, ...left] });
  expect(of("files.left_out").map((one) => one.why)).toEqual([why, why]);
});

test("a check that the story takes in part is told with its commit; what it takes whole is not", async () => {
  const seen: (readonly string[])[] = [];
  const scope = (command: string, changed: readonly string[]) => {
    seen.push(changed);
    return command === "test" ? "test s1" : command === "docs" ? null : command;
  };
  const { of, calls } = await settled({ input: { checks: ["test", "lint", "docs"], scope } });
  expect(of("story.committed")[0]?.scoped).toEqual([
    { command: "test", as: "test s1" },
    { command: "docs", as: null },
  ]);
  expect(seen).toEqual(Array(3).fill(["s1/a.txt"]));
  expect(calls.filter((call) => call.startsWith("check S1"))).toEqual(["check S1: test s1", "check S1: lint"]);
  const plain = await settled({ input: { checks: ["lint"], scope: (command) => command } });
  expect(plain.of("story.committed")[0]).not.toHaveProperty("scoped");
});

test("what uses names that are gone is done again before any check, and the second time the checks decide", async () => {
  const gone = Array.from({ length: 25 }, (_, n) => ({ name: `n${n}`, from: "s2/x.ts", usedIn: `s1/${n % 2}.ts` }));
  const asked: unknown[] = [];
  const { of, calls } = await settled({
    input: { checks: ["test"] },
    effects: {
      missingNames: async ({ story: { id }, commit, base }) => {
        asked.push([id, commit, base]);
        return gone;
      },
    },
  });
  expect(asked).toEqual([["S1", "S1#1", "base"]]);
  expect(of("story.conflicted")).toEqual([
    {
      type: "story.conflicted",
      story: "S1",
      paths: ["s1/0.ts", "s1/1.ts"],
      // The agent is told of so many, and no more.
      gone: gone.slice(0, 20).map(({ name, from }) => ({ name, from })),
      next: "redo",
    },
  ]);
  expect(of("story.started").map(({ why }) => why)).toEqual(["first", "conflict"]);
  expect(calls.filter((call) => call.startsWith("check S1"))).toEqual(["check S1: test"]);
  expect(of("story.finished")).toMatchObject([{ outcome: "merged" }]);
});

test("names that went while the checks ran are met at the landing", async () => {
  let asked = 0;
  const { of, calls } = await settled({
    effects: { missingNames: async () => (++asked === 2 ? [{ name: "n", from: "x", usedIn: "s1/a.txt" }] : []) },
  });
  expect(of("story.conflicted")).toMatchObject([{ paths: ["s1/a.txt"], gone: [{ name: "n", from: "x" }] }]);
  expect(calls.filter((call) => call.startsWith("integrate"))).toEqual(["integrate S1 S1#2 on base"]);
});

test("a run that is ended during the hooks, or during the look at the base, leaves the story where it is", async () => {
  const stop = new AbortController();
  const hooks = { checks: [factsOf("hook", { ok: false }), factsOf("more")], message: null };
  const during = async (when: "hooks" | "base") => {
    const stopping = new AbortController();
    const ended = await settled({
      signal: stopping.signal,
      effects: {
        runHooks: async () => {
          if (when === "hooks") stopping.abort();
          return hooks;
        },
        checkCommit: async (_commit, command) => {
          if (when === "base") stopping.abort();
          return factsOf(command);
        },
      },
    });
    expect(ended.outcome).toBe("interrupted");
    expect(ended.of("story.verified")).toEqual([]);
    expect(ended.of("story.finished")).toEqual([]);
    expect(ended.calls).toContain("keep S1");
  };
  await during("hooks");
  await during("base");
  const empty = await settled(
    {
      changed: () => [],
      signal: stop.signal,
      effects: {
        checkCommit: async (_commit, command) => {
          stop.abort();
          return factsOf(command);
        },
      },
    },
    story("S1", { verify: ["own"] }),
  );
  expect(empty.of("story.finished")).toEqual([]);
});

test("a story took as long as its agents did, not what setting up its worktree takes", async () => {
  let clock: VirtualClock | undefined;
  const takes = (ms: number) => new Promise<void>((resolve) => void clock?.after(ms, resolve));
  const { of } = await settled({
    withClock: (one) => {
      clock = one;
    },
    effects: {
      openWorktree: async ({ base }) => {
        await takes(8_000);
        return { path: "/w1", base };
      },
    },
    agent: () => takes(300),
  });
  expect(of("story.finished")).toMatchObject([{ outcome: "merged", ms: 300 }]);
});
