import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent, RunEventBody, RunOutcome } from "../../src/core/event.ts";
import { notePlace } from "../../src/git/place.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { branchDiff, storyDiff } from "../../src/run/diff.ts";
import { settleFollowUp } from "../../src/run/follow-up.ts";
import { goOnWithout } from "../../src/run/leave.ts";
import { mapAgent } from "../../src/run/map.ts";
import { bodyFacts } from "../../src/run/request-facts.ts";
import { requestToOpen } from "../../src/run/request-to-open.ts";
import { unrecordedStream } from "../../src/run/stream.ts";
import { lookAtWorkers } from "../../src/run/workers.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { recordOptions } from "../../src/settings/recorded-options.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { testHost } from "../cli/test-host.ts";
import { begins, commits, delivered, isDone, isOver, lands, plan, red } from "../state/support/happenings.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

const host = systemHost();

const said = (text: string) =>
  `${JSON.stringify({ type: "assistant", message: { id: text, content: [{ type: "text", text }] } })}\n`;

test("an agent's output becomes one event a line, from a file and from stdin", async () => {
  using folder = scratchFolder();
  const file = join(folder.path, "raw.jsonl");
  writeFileSync(file, said("one") + said("two"));
  const texts = (out: string) =>
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; text?: string })
      .flatMap(({ type, text }) => (type === "agent.text" ? [text] : []));
  const fromFile = testHost();
  expect(await mapAgent(fromFile, "claude", file)).toBe(0);
  expect(texts(fromFile.out())).toEqual(["one", "two"]);
  const fromStdin = testHost();
  const stdinChunks = async function* () {
    yield Buffer.from(said("three"));
  };
  expect(await mapAgent({ ...fromStdin, stdinChunks }, "claude", null)).toBe(0);
  expect(texts(fromStdin.out())).toEqual(["three"]);
});

test("an agent that can't be mapped, and a file that can't be read, are said with what to do", async () => {
  const unknown = await failureOf(mapAgent(testHost(), "openai", null));
  expect(unknown).toStartWith('usage: Cannot map the output of "openai": it is not supported; Known: ');
  for (const name of ["claude", "codex", "opencode", "pi"]) expect(unknown).toContain(name);
  expect(unknown).not.toMatch(/Known:.*openai/);
  expect(await failureOf(mapAgent(testHost(), "claude", "/no/such/file"))).toStartWith(
    'usage: Cannot read "/no/such/file": ',
  );
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* [];
    throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
  };
  expect(await failureOf(mapAgent({ ...testHost(), stdinChunks: broken }, "claude", null))).toStartWith(
    'usage: Cannot read "stdin": ',
  );
  const wrong = async function* (): AsyncGenerator<Uint8Array> {
    yield* [];
    throw new Error("A mistake of ours");
  };
  expect(mapAgent({ ...testHost(), stdinChunks: wrong }, "claude", null)).rejects.toThrow("A mistake of ours");
});

test("what is mapped goes out in large pieces, and no further than anybody reads", async () => {
  const long = "x".repeat(40_000);
  const pieces: number[] = [];
  const stdinChunks = async function* () {
    for (let n = 0; n < 6; n++) yield Buffer.from(said(`${n} ${long}`));
  };
  const hearing = (drained: boolean): Host => ({
    ...testHost(),
    stdinChunks,
    writeOut: (text) => void pieces.push(text.length),
    outDrained: async () => drained,
  });
  expect(await mapAgent(hearing(true), "claude", null)).toBe(0);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Math.max(...pieces)).toBeGreaterThanOrEqual(64 * 1024);
  const all = pieces.reduce((sum, length) => sum + length, 0);
  expect(all).toBeGreaterThan(6 * 40_000);
  // Each once.
  expect(all).toBeLessThan(7 * 40_000);
  pieces.length = 0;
  expect(await mapAgent(hearing(false), "claude", null)).toBe(0);
  expect(pieces).toHaveLength(1);
});

/** A machine on which another process of ours is launched, and does what the test says with each wait. */
function leaving(child: { pid?: number; said?: string; endsAfter?: number }, launch?: () => Promise<never>) {
  const asked: object[] = [];
  let [now, end] = [0, () => {}];
  const exit = new Promise<void>((resolve) => {
    end = resolve;
  });
  let waits = 0;
  const machine = {
    ...host,
    self: ["baro", "leading"],
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms;
      if (++waits === child.endsAfter) end();
    },
    launch:
      launch ??
      (async (request: object) => {
        asked.push(request);
        return { pid: child.pid ?? 1, exit, said: () => child.said ?? "", [Symbol.dispose]: () => {} };
      }),
  } as unknown as Host;
  return { machine, asked, now: () => now };
}
const places = (stateDir: string, more: object = {}) =>
  ({ stateDir, cwd: "/repo", configFile: null, ...more }) as unknown as RunOptions;

test("a run is left to a process that sees what it is given and nothing else, and takes it over", async () => {
  const { loneRun } = await import("./support/lone-run.ts");
  using run = loneRun([]);
  const { machine, asked } = leaving({ pid: process.pid });
  await goOnWithout(machine, places(run.places.stateDir, { configFile: "/c.toml" }), run.run, { A: "1" });
  expect(asked).toEqual([
    {
      program: "baro",
      args: ["leading", "resume", run.run, "--no-input", "--no-color", "--config", "/c.toml"],
      cwd: "/repo",
      env: { A: "1" },
      stdin: null,
      log: join(run.folder.path, "background.log"),
    },
  ]);
});

test("a run that nobody takes over is said to be whole, with what the process said", async () => {
  using state = scratchFolder();
  const leave = (...how: Parameters<typeof leaving>) => {
    const { machine, now } = leaving(...how);
    return failureOf(goOnWithout(machine, places(state.path), "r1", {})).then((failure) => [failure, now()] as const);
  };
  const cannot = 'failed: Cannot leave run "r1" in the background: ';
  const hint = "; Nothing is lost; go on with: baro resume r1";
  expect(await leave({ endsAfter: 3, said: " no agent \n" })).toEqual([`${cannot}no agent${hint}`, 150]);
  expect(await leave({})).toEqual([`${cannot}its new process did not take over${hint}`, 60_000]);
  expect(await leave({}, () => Promise.reject(new Error("EAGAIN")))).toEqual([`${cannot}EAGAIN${hint}`, 0]);
  const [long] = await leave({ endsAfter: 1, said: `${"x".repeat(900)}end` });
  expect(long).toContain(`end${hint}`);
  expect(long.length).toBeLessThan(700);
});

test("a request can be opened for what is left on a branch of a repository whose forge is known", async () => {
  using repo = scratchRepository();
  using other = scratchRepository();
  repo.git("remote", "add", "origin", "https://github.com/ada/words.git");
  const { options } = await loadSettings(testHost({ cwd: repo.path }), {});
  const flags = recordOptions(options);
  const state = (root: string, outcome: RunOutcome, left: object = {}, landed = true, given: object = flags) =>
    foldRun([
      { type: "run.started", goal: "g", repo: { root }, flags: given, workBranch: "b" } as unknown as RunEventBody,
      plan,
      ...(landed ? [lands("S1")] : []),
      { ...delivered, ...left } as RunEventBody,
      { ...isDone, outcome } as RunEventBody,
    ]);
  const ask = (...of: Parameters<typeof state>) => requestToOpen(host, options, "r1", state(...of));
  expect(await ask(repo.path, "delivered")).toBe("pull request");
  expect(await ask(repo.path, "partial")).toBe("pull request");
  for (const outcome of ["failed", "empty", "interrupted", "ceiling"] as const)
    expect(await ask(repo.path, outcome)).toBeNull();
  expect(await ask(repo.path, "delivered", { kind: "pr" })).toBeNull();
  expect(await ask(repo.path, "delivered", { branch: null })).toBeNull();
  expect(await ask(repo.path, "delivered", { pushed: true })).toBeNull();
  expect(await ask(repo.path, "delivered", {}, false)).toBeNull();
  expect(await ask(`${repo.path}/gone`, "delivered")).toBeNull();
  expect(await ask(other.path, "delivered")).toBeNull();
  expect(await ask(repo.path, "delivered", {}, true, {})).toBeNull();
  expect(await requestToOpen(host, options, "r1", foldRun([]))).toBeNull();
});

test("a follow-up's commits go on the branch that they follow, where it is, free, and behind them", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const first = repo.git("rev-parse", "HEAD");
  const second = repo.commit("More", { "a.txt": "b\n" });
  repo.git("branch", "theirs", first);
  const settle = (followed: string, commit: string) =>
    settleFollowUp(host, repo.path, { followed, own: "baro/x", commit });
  expect(await settle("gone", second)).toBe("baro/x");
  expect(await settle("main", first)).toBe("baro/x");
  expect(await settle("main", second)).toBe("main");
  expect(await settle("theirs", second)).toBe("theirs");
  expect(repo.git("rev-parse", "theirs")).toBe(second);
  // It holds what the work does not.
  expect(await settle("theirs", first)).toBe("baro/x");
  repo.git("switch", "--quiet", "theirs");
  const third = repo.git("commit-tree", "-p", second, "-m", "x", `${second}^{tree}`);
  expect(await settle("theirs", third)).toBe("baro/x");
});

test("what a story at work has changed is read where it works, new files with it", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", ".gitignore": "ignored\n" });
  using folder = scratchFolder();
  const base = repo.git("rev-parse", "HEAD");
  const worktree = join(folder.path, "w");
  repo.git("worktree", "add", "--quiet", "--detach", worktree, base);
  copyFileSync(join(repo.path, ".git/worktrees/w/index"), `${worktree}.index`);
  await notePlace({ path: worktree, index: `${worktree}.index` });
  writeFileSync(join(worktree, "a.txt"), "changed\n");
  writeFileSync(join(worktree, "new.txt"), "new\n");
  writeFileSync(join(worktree, "ignored"), "x\n");
  const started = { type: "run.started", goal: "g", repo: { root: repo.path }, flags: {}, base, workBranch: "baro/x" };
  const at = (...events: RunEventBody[]) =>
    storyDiff(host, foldRun([started as unknown as RunEventBody, plan, ...events]), "S1", { color: false });
  const begun = begins("S1", 1, { worktree, base } as Partial<RunEventBody>);
  const text = await at(begun);
  expect(text).toContain("-a\n+changed\n");
  expect(text).toContain("+++ b/new.txt");
  expect(text).not.toContain("ignored");
  for (let n = 0; n < 60; n++) writeFileSync(join(worktree, `more-${n}.txt`), "x\n");
  expect((await at(begun)).match(/^\+\+\+ b\/(?:more-\d+|new)\.txt$/gm)).toHaveLength(50);
  expect(await at()).toBe("");
  // It is over: what counts is what was kept of it, first what a stopped agent had.
  const kept = repo.commit("Kept", { "kept.txt": "kept\n" });
  const committed = { ...commits("S1"), commit: kept, base } as RunEventBody;
  expect(await at(begun, isOver("S1", "failed"))).toBe("");
  expect(await at(begun, committed, isOver("S1", "failed"))).toContain("+++ b/kept.txt");
  const more = repo.commit("More", { "more.txt": "more\n" });
  const held = { type: "story.kept", story: "S1", commit: more, ref: "r" } as RunEventBody;
  expect(await at(begun, committed, held, isOver("S1", "failed"))).toContain("+++ b/more.txt");
  expect(await branchDiff(host, repo.path, base, "main")).toContain("+++ b/kept.txt");
});

test("what is delivered was checked after the last story came or went, and by nothing before", () => {
  const check = (command: string) => ({ ...red, type: "run.verified", command }) as unknown as RunEvent;
  const events = [plan, check("early"), lands("S1"), check("between"), lands("S2"), check("late"), check("last")];
  const checksOf = (...more: RunEventBody[]) => {
    const stream = { events: [...events, ...more] as RunEvent[] };
    const conducted = { outcome: "done", verified: "passed", stories: [] } as never;
    return bodyFacts({ goal: "g", stream }, { plan: { mode: "parallel", stories: [] } } as never, conducted).checks;
  };
  expect(checksOf().map(({ command }) => command)).toEqual(["late", "last"]);
  const isPartial = (...stories: [string, boolean][]) => {
    const conducted = {
      outcome: "done",
      verified: "passed",
      stories: stories.map(([outcome, held]) => ({ story: "S1", outcome, held })),
    } as never;
    const nothing = { plan: { mode: "parallel", stories: [] } } as never;
    return bodyFacts({ goal: "g", stream: { events: [] } }, nothing, conducted).partial;
  };
  expect(isPartial(["merged", false], ["failed", false])).toBe(true);
  expect(isPartial(["empty", false])).toBe(true);
  expect(isPartial(["merged", false], ["empty", true])).toBe(false);
  const dropped = { type: "story.dropped", story: "S1" } as unknown as RunEventBody;
  expect(checksOf(dropped, check("again")).map(({ command }) => command)).toEqual(["again"]);
});

test("a stream that is written nowhere counts its events and shows them", async () => {
  const seen: unknown[] = [];
  const watcher = { see: (event: unknown) => void seen.push(event), pause: () => {} };
  const stream = unrecordedStream({ now: () => 0 }, watcher);
  await stream.emit({ type: "run.notice", message: "one" });
  await stream.emit({ type: "run.notice", message: "two" });
  const event = { v: 1, at: "1970-01-01T00:00:00.000Z", run: "", type: "run.notice" };
  expect(stream.events).toEqual([
    { ...event, seq: 0, message: "one" },
    { ...event, seq: 1, message: "two" },
  ] as never);
  expect(seen).toEqual([...stream.events]);
});

test("without a worker named it is this machine that stories run on, with what is ready here", async () => {
  using folder = scratchFolder();
  mkdirSync(join(folder.path, "home"));
  const env = { BARO_HOME: folder.path, PATH: folder.path, HOME: folder.path };
  const machine = { ...testHost({ cwd: folder.path, env }), platform: "linux" as const, arch: "arm64" as const };
  const { options } = await loadSettings(machine, {});
  const [own, ...more] = await lookAtWorkers(machine, options);
  expect(more).toEqual([]);
  expect(own).toMatchObject({ worker: "local", slots: 4, labels: ["os=linux", "arch=arm64"], why: null, advice: null });
  expect(own?.agents.filter(({ ready }) => ready).map(({ name }) => name)).toEqual([]);
  expect(own?.agents.find(({ name }) => name === "openai")?.why).toBe("Set OPENAI_BASE_URL (and OPENAI_API_KEY)");
  const [slots] = await lookAtWorkers(machine, { ...options, workers: ["local,slots=2"] });
  expect([slots?.worker, slots?.slots]).toEqual(["local,slots=2", 2]);
});
