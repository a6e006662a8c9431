import { describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { nobody, type Person } from "../../src/core/person.ts";
import { checkedFrom, folderAt } from "../../src/run/repository.ts";
import { conductPlan, runGoal } from "../../src/run/run.ts";
import { openSandbox } from "../../src/run/sandbox.ts";
import { requireGoal } from "../../src/run/start-point.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { bubblewrap } from "../support/sandbox.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";
import { playground } from "./support/in-process.ts";

const typo = "Fix the typo in README.md";
const fixes = { stories: { [typo]: [writing({ "README.md": "# Worlds\n" })] } };
const quick = { mode: "focused", verify: false, deliver: "branch" } as const;

/** What is said before anything begins, in a repository that was made so. */
async function noticesAfter(prepare: (place: Awaited<ReturnType<typeof playground>>) => void, flags: object = {}) {
  await using place = await playground(fixes);
  prepare(place);
  const run = await place.play({ ...quick, ...flags }, (invocation) => runGoal(invocation, typo));
  return { notices: run.of("run.notice").map(({ message }) => message), run };
}

describe("what a person should know before the run builds on it", () => {
  test("nothing, as a rule", async () => {
    expect((await noticesAfter(() => {})).notices).toEqual([]);
  });

  test("that HEAD is detached, that something is under way, that the history is short", async () => {
    const { notices } = await noticesAfter(({ repo }) => {
      repo.git("switch", "--quiet", "--detach");
      repo.git("bisect", "start");
    });
    expect(notices).toEqual([
      "HEAD is detached: the work starts from the checked-out commit",
      "A bisect is in progress: the work starts from HEAD as it is",
    ]);
    const shallow = await noticesAfter(({ repo }) => {
      const head = repo.git("rev-parse", "HEAD");
      repo.commit("More", { "more.txt": "x\n" });
      repo.write({ ".git/shallow": `${repo.git("rev-parse", "HEAD")}\n` });
      expect(head).not.toBe("");
    });
    expect(shallow.notices).toEqual([
      "The clone is shallow: its history says little about which files change together",
    ]);
  });

  test("which variables are not there to be passed on, and that a socket's path would be too long", async () => {
    const two = await noticesAfter(() => {}, { env: ["NOT_HERE", "NOR_THERE"] });
    expect(two.notices).toEqual(["Not passed on, because they are not set: NOT_HERE, NOR_THERE"]);
    const far = await noticesAfter((place) => {
      Object.assign(place.env, { XDG_CACHE_HOME: join(place.repo.path, "../", `baro-${"x".repeat(60)}`) });
    });
    expect(far.notices).toHaveLength(1);
    expect(far.notices[0]).toMatch(
      /^The worktrees' paths are \d+ bytes long \("\/.*w1"\): .* set XDG_CACHE_HOME to a shorter path$/,
    );
  });

  test.skipIf(bubblewrap === null)("whose network stays on where it was to be off", async () => {
    using repo = scratchRepository();
    using home = scratchFolder();
    const host = testHost({
      cwd: repo.path,
      env: { HOME: home.path, BARO_HOME: `${home.path}/s`, XDG_CACHE_HOME: `${home.path}/c` },
    });
    const { options } = await loadSettings(host, {});
    const network = async (sandbox: boolean | "net-off") =>
      (await openSandbox(host, { ...options, sandbox }, repo.path))?.network;
    expect([await network(false), await network(true), await network("net-off")]).toEqual([undefined, true, false]);
  });
});

describe("uncommitted work", () => {
  test("is taken where that is asked for, and what could not be is named", async () => {
    const { notices, run } = await noticesAfter(
      ({ repo }) => {
        repo.write({ "a.txt": "mine\n" });
        mkdirSync(join(repo.path, "inner"));
        gitIn(join(repo.path, "inner"), "init", "--quiet");
        gitIn(join(repo.path, "inner"), "commit", "--quiet", "--allow-empty", "--message", "x");
      },
      { "include-dirty": true },
    );
    expect(notices).toEqual(["Left out, because it belongs to another repository: inner/"]);
    const started = run.of("run.started")[0];
    expect(started?.base).not.toBe(started?.repo.head);
    expect(run.end?.exitCode).toBe(0);
  });

  test("belongs to HEAD, and to no other base", async () => {
    const { run } = await noticesAfter(
      ({ repo }) => {
        repo.git("branch", "other");
        repo.commit("More", { "more.txt": "x\n" });
        repo.write({ "a.txt": "mine\n" });
      },
      { "include-dirty": true, base: "other" },
    );
    expect(await failureOf(Promise.reject(run.error))).toBe(
      'usage: Cannot include uncommitted changes: they belong to HEAD, not to "other"; Leave out --base or --include-dirty',
    );
    const clean = await noticesAfter(({ repo }) => void repo.git("branch", "other"), {
      "include-dirty": true,
      base: "other",
    });
    expect([clean.run.end?.exitCode, clean.notices]).toEqual([0, []]);
  });
});

describe("a goal", () => {
  const asks = (goal: string | null | typeof nobody): Person => ({ askGoal: async () => goal }) as unknown as Person;
  const none =
    'input-needed: Cannot start: there is no goal and nobody to ask; Give it as words, with --goal-file FILE, or on stdin: baro "GOAL", baro -';

  test("is what was given, else what the person says; null: they left", async () => {
    expect(await requireGoal("given", null)).toBe("given");
    expect(await requireGoal("given", asks("said"))).toBe("given");
    expect(await requireGoal(null, asks("said"))).toBe("said");
    expect(await requireGoal(null, asks(null))).toBeNull();
    expect(await failureOf(requireGoal(null, asks(nobody)))).toBe(none);
    expect(await failureOf(requireGoal(null, null))).toBe(none);
  });

  test("is text, and not a book", async () => {
    expect(await failureOf(requireGoal("a\0b", null))).toStartWith(
      "usage: Cannot use a goal that contains a NUL character",
    );
    const long = "x".repeat(20_000);
    expect(await requireGoal(long, null)).toBe(long);
    expect(await failureOf(requireGoal(`${long}${"x".repeat(1_000_000)}`, null))).toContain("the limit is ");
  });

  test("that is unclear is asked about before an agent is missed", async () => {
    await using place = await playground(fixes);
    const run = await place.play({ agent: "pi" }, (invocation) => runGoal(invocation, "fix it"));
    expect(await failureOf(Promise.reject(run.error))).toStartWith("input-needed: Cannot start: the goal is not clear");
    const clear = await place.play({ agent: "pi" }, (invocation) => runGoal(invocation, typo));
    expect(await failureOf(Promise.reject(clear.error))).toStartWith('agent-missing: Cannot use agent "pi"');
    expect([run.types, clear.types]).toEqual([[], []]);
  });
});

describe("the folder that the person stands in", () => {
  test("counts where the commit has it", async () => {
    using repo = scratchRepository({ "sub/a.txt": "a\n", "b.txt": "b\n" });
    const host = testHost({ cwd: repo.path });
    const at = (folder: string) =>
      folderAt(host, { root: repo.path, folder } as Parameters<typeof folderAt>[1], "HEAD");
    expect([await at(""), await at("sub"), await at("new"), await at("b.txt")]).toEqual(["", "sub", "", ""]);
  });

  test("is where checks run that were named there, and no others", async () => {
    using home = scratchFolder();
    const host = testHost({ cwd: home.path, env: { HOME: home.path, BARO_HOME: home.path } });
    const { options } = await loadSettings(host, { verify: ["make test"] });
    expect(checkedFrom(options, "").verify).toEqual(["make test"]);
    const [there] = checkedFrom(options, "sub folder").verify ?? [];
    expect(there).toMatch(/sub folder.*make test/);
    // Those of a file are from the root, and so is nothing.
    const ofFile = { ...options, given: [] };
    expect(checkedFrom(ofFile, "sub")).toBe(ofFile);
    const nothing = { ...options, verify: null };
    expect(checkedFrom(nothing, "sub")).toBe(nothing);
  });

  test("is told to the run, whose agents and checks start there", async () => {
    await using place = await playground({ stories: { "Write it": [writing({ "a.txt": "new\n" })] } });
    place.repo.commit("Sub", { "sub/a.txt": "a\n", "sub/check.sh": "grep -q new a.txt\n" });
    const only = planText("focused", [story("S1", { title: "Write it", writes: ["sub/a.txt"] })]);
    const run = await place.play(
      { cwd: join(place.repo.path, "sub"), verify: ["sh check.sh"], deliver: "branch" },
      (invocation) => conductPlan(invocation, only, "plan.json"),
    );
    expect(run.of("run.started")).toMatchObject([{ folder: "sub" }]);
    expect([run.error, run.of("run.verified").map(({ verdict }) => verdict)]).toEqual([null, ["passed"]]);
  });
});
