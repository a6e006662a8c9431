import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody, RunOutcome } from "../../src/core/event.ts";
import { systemHost } from "../../src/host/system.ts";
import { findResumable, reopenRun } from "../../src/run/resume.ts";
import type { Invocation } from "../../src/run/run-context.ts";
import { stopRun } from "../../src/run/runs.ts";
import { startRun } from "../../src/run/start-run.ts";
import { openStream } from "../../src/run/stream.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { recordOptions } from "../../src/settings/recorded-options.ts";
import { openJournal, readJournal } from "../../src/store/journal.ts";
import { takeOwnership } from "../../src/store/owner.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { testHost } from "../cli/test-host.ts";
import { begins, commits, enforced, isDone, isOver, lands, plan } from "../state/support/happenings.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";
import { waitingHost } from "./support/lone-run.ts";

let home: ReturnType<typeof scratchFolder>;
let repo: ReturnType<typeof scratchRepository>;
let invocation: Invocation;
let at = 0;
const held: { release(): void }[] = [];

beforeEach(async () => {
  [home, repo, at] = [scratchFolder(), scratchRepository(), 0];
  const env = { HOME: home.path, BARO_HOME: join(home.path, "s"), XDG_CACHE_HOME: join(home.path, "c") };
  const host = testHost({ cwd: repo.path, env: { ...env, OPENAI_BASE_URL: "http://127.0.0.1:1/v1" } });
  const { options } = await loadSettings(host, { agent: "openai", deliver: "branch" });
  invocation = { host, options, person: null, watcher: { see: () => {}, pause: () => {} } };
});
afterEach(() => {
  for (const one of held.splice(0)) one.release();
  repo[Symbol.dispose]();
  home[Symbol.dispose]();
});

const ended = (outcome: RunOutcome): RunEventBody => ({ ...isDone, outcome }) as RunEventBody;
const accepted = { type: "plan.accepted", by: "person" } as RunEventBody;
const lost = [plan, accepted, begins("S1"), commits("S1"), lands("S1"), isOver("S1", "merged"), isOver("S2", "failed")];

/** A run with this journal, newer than those that were laid before it. */
function lay(
  run: string,
  events: readonly RunEventBody[],
  { root = repo.path, live = false, base = repo.git("rev-parse", "HEAD") } = {},
) {
  const folder = runFolder(invocation.options.stateDir, run);
  makeRunFolder(folder);
  const host = { ...systemHost(), now: () => Date.UTC(2026, 0, 1) + ++at * 60_000 };
  const journal = openJournal(host, folder.journal, run, []);
  const flags = recordOptions(invocation.options);
  const place = { root, branch: "main", head: base, dirty: false, remote: null };
  journal.append({
    type: "run.started",
    goal: "Do words",
    repo: place,
    flags,
    base,
    workBranch: `baro/${run}`,
  } as unknown as RunEventBody);
  for (const event of events) journal.append(event);
  journal.close();
  if (live) held.push(takeOwnership(host, folder));
  return folder;
}

/** The run that is gone on with, or what is said instead. */
async function resumed(run: string | null = null, all = false, options = invocation.options): Promise<string> {
  try {
    const { events } = await findResumable({ ...invocation, options }, { run, stories: [], all });
    return events[0]?.run ?? "none";
  } catch (error) {
    return await failureOf(Promise.reject(error));
  }
}

describe("without a name", () => {
  test("the newest run of this repository that was cut off is gone on with, or one that is not all there", async () => {
    expect(await resumed()).toBe(
      `usage: Cannot resume: no run of "${repo.path}" was interrupted or is incomplete; List the runs with: baro runs`,
    );
    lay("cut-1", [plan]);
    expect(await resumed()).toBe("cut-1");
    lay("done-2", [plan, ended("delivered")]);
    lay("empty-3", [plan, accepted, isOver("S1", "empty"), ended("empty")]);
    lay("asked-4", [ended("needs_input")]);
    expect(await resumed()).toBe("cut-1");
    lay("partly-5", [...lost, ended("partial")]);
    expect(await resumed()).toBe("partly-5");
    lay("lost-6", [plan, accepted, isOver("S1", "failed"), ended("failed")]);
    expect(await resumed()).toBe("lost-6");
    lay("stopped-7", [plan, ended("interrupted")]);
    expect(await resumed()).toBe("stopped-7");
    // It failed before it had a plan: there is nothing to run again.
    lay("early-8", [ended("failed")]);
    expect(await resumed()).toBe("stopped-7");
  });

  test("a run of another repository is only looked for among all, and one whose repository is gone never", async () => {
    using other = scratchRepository();
    lay("other-1", [plan], { root: other.path, base: other.git("rev-parse", "HEAD") });
    lay("gone-2", [plan], { root: join(home.path, "gone") });
    expect(await resumed()).toStartWith("usage: Cannot resume: no run of ");
    expect(await resumed(null, true)).toBe("other-1");
    rmSync(other.path, { recursive: true });
    expect(await resumed(null, true)).toBe(
      "usage: Cannot resume: no run was interrupted or is incomplete; List the runs with: baro runs",
    );
  });

  test("one that is still at work is named; one whose journal is broken hides no other", async () => {
    lay("cut-1", [plan]);
    const broken = lay("broken-2", [...lost, ended("partial")]);
    const lines = (text: string) => text.split("\n");
    const text = await Bun.file(broken.journal).text();
    writeFileSync(broken.journal, [...lines(text).slice(0, 2), "garbage", ...lines(text).slice(2)].join("\n"));
    expect(await resumed()).toBe("cut-1");
    rmSync(runFolder(invocation.options.stateDir, "cut-1").path, { recursive: true });
    lay("live-3", [plan], { live: true });
    expect(await resumed()).toBe(
      `usage: Cannot resume: run "live-3" of "${repo.path}" is still running; Look at it with: baro show live-3; stop it with: baro stop live-3`,
    );
  });
});

describe("a run that is named", () => {
  test("is gone on with, or what keeps it from that is said", async () => {
    lay("cut-1", [plan]);
    lay("live-2", [plan], { live: true });
    lay("done-3", [plan, ended("delivered")]);
    lay("asked-4", [ended("needs_input")]);
    lay("early-5", [ended("failed")]);
    lay("gone-6", [plan], { root: join(home.path, "gone") });
    lay("partly-7", [...lost, ended("partial")]);
    const look = (run: string): string => `Look at it with: baro show ${run}`;
    const cannot = (run: string, why: string, hint = look(run)) => `usage: Cannot resume run "${run}": ${why}; ${hint}`;
    expect(await resumed("cut-1")).toBe("cut-1");
    expect(await resumed("partly-7")).toBe("partly-7");
    expect(await resumed("live-2")).toBe(cannot("live-2", "it is still running"));
    expect(await resumed("done-3")).toBe(cannot("done-3", "everything is delivered"));
    expect(await resumed("asked-4")).toBe(
      cannot("asked-4", "it ended with a question; start it again with the answer in the goal"),
    );
    expect(await resumed("early-5")).toBe(cannot("early-5", "it failed before it had a plan"));
    expect(await resumed("gone-6")).toBe(
      cannot(
        "gone-6",
        `its repository "${join(home.path, "gone")}" is gone`,
        "Move it back, or put a link to it there",
      ),
    );
    const empty = runFolder(invocation.options.stateDir, "empty-8");
    makeRunFolder(empty);
    writeFileSync(empty.journal, "garbage\n");
    const broken = await resumed("empty-8");
    expect(broken).toStartWith('usage: Cannot resume run "empty-8": ');
    expect(broken).toEndWith("; List the runs with: baro runs");
  });

  test("goes on in its own repository, with its own commit, on a branch that nobody stands on", async () => {
    const again = async (run: string): Promise<string> => {
      const found = await findResumable(invocation, { run, stories: [], all: false });
      const reopening = reopenRun({ ...invocation, options: found.options }, found);
      const failure = await failureOf(reopening);
      if (failure === "no failure") (await reopening).stream.close();
      return failure;
    };
    lay("cut-1", [plan]);
    expect(await again("cut-1")).toBe("no failure");
    const events = readJournal(runFolder(invocation.options.stateDir, "cut-1").journal);
    expect(events.at(-1)).toMatchObject({ type: "run.resumed", pid: invocation.host.pid, variables: [] });
    // The branch of one that is run again is made again where it was; of one that was cut off it is left as it is.
    const head = repo.git("rev-parse", "HEAD");
    const landed = { ...lands("S1"), commit: head } as RunEventBody;
    lay("landed-1", [plan, accepted, landed]);
    expect(await again("landed-1")).toBe("no failure");
    lay("partly-1", [plan, accepted, landed, isOver("S1", "merged"), isOver("S2", "failed"), ended("partial")]);
    expect(await again("partly-1")).toBe("no failure");
    expect(repo.git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads/baro")).toBe(
      `baro/partly-1 ${head}`,
    );
    lay("other-2", [plan], { base: "1".repeat(40) });
    expect(await again("other-2")).toBe(
      `no-base: Cannot resume run "other-2": "${repo.path}" does not have commit 1111111111; Put the original repository back there, or fetch that commit`,
    );
    lay("stood-3", [plan]);
    repo.git("switch", "--quiet", "--create", "baro/stood-3");
    expect(await again("stood-3")).toBe(
      'git-failed: Cannot resume: the branch "baro/stood-3" is checked out, and the run needs to move it; Switch away first, with: git switch --detach',
    );
  });
});

test("of a plan that was accepted no pair is kept in hand, and what agents said is only in the journal", () => {
  const pair = { a: "S1", b: "S2", relation: "independent" };
  const planned = { type: "plan.enforced", stories: [], ...enforced, pairs: [pair] } as unknown as RunEventBody;
  const said = { type: "agent.text", story: "S1", attempt: 1, text: "hm" } as unknown as RunEventBody;
  const seen: number[] = [];
  const watcher = {
    see: () => {},
    pause: () => {},
    recall: (events: readonly unknown[]) => void seen.push(events.length),
  };
  const opened = (run: string, events: readonly RunEventBody[]) => {
    const folder = lay(run, events);
    const stream = openStream(invocation.host, folder, readJournal(folder.journal), watcher);
    stream.close();
    return stream.events;
  };
  const pairsOf = (events: readonly { type: string }[]) =>
    events.flatMap((event) => ("pairs" in event ? [(event.pairs as unknown[]).length] : []));
  expect(pairsOf(opened("asked-1", [planned, said]))).toEqual([1]);
  expect(pairsOf(opened("accepted-2", [planned, said, accepted]))).toEqual([0]);
  expect(opened("said-3", [planned, said]).map(({ type }) => type)).toEqual(["run.started", "plan.enforced"]);
  // Whoever watches sees all that was before.
  expect(seen).toEqual([3, 4, 3]);
});

describe("a run is stopped", () => {
  const program = join(import.meta.dirname, "support/own-program.ts");
  const places = () => ({ stateDir: home.path, cwd: home.path });
  /** Another process that holds a run. */
  const holding = async () => {
    const host = { ...systemHost(), self: [process.execPath, program, home.path, "holds"] };
    return { host, run: await startRun(host, places(), ["run", "-"], "Do") };
  };

  test("by the process that works on it, which is waited for", async () => {
    const { host, run } = await holding();
    expect(await stopRun(host, places(), null)).toBe(`Run ${run} has ended; look at it with: baro show ${run}`);
    expect(await stopRun(host, places(), run)).toBe(`Run ${run} is not live: abandoned`);
  });

  test("and is to be gone on with, where its repository is there", async () => {
    const { host, run } = await holding();
    mkdirSync(join(home.path, "repo"));
    expect(await stopRun(host, places(), run)).toBe(`Stopped run ${run}; go on with: baro resume ${run}`);
  });

  test("or leaves nothing, where it had not begun", async () => {
    const { host, run } = await holding();
    rmSync(runFolder(home.path, run).journal);
    expect(await stopRun(host, places(), run)).toBe(`Stopped run ${run} before it began; nothing of it is left`);
  });

  test("and a process that does not end in time is named", async () => {
    lay("live-1", [plan], { live: true });
    const told: unknown[] = [];
    const kill = process.kill;
    process.kill = ((pid: number, signal?: string | number) =>
      signal === 0 ? kill(pid, signal) : told.push(pid, signal) > 0) as typeof process.kill;
    try {
      const own = { stateDir: invocation.options.stateDir, cwd: repo.path };
      expect(await failureOf(stopRun(waitingHost(), own, "live-1"))).toBe(
        `failed: Cannot stop run "live-1": process ${process.pid} did not end in 30 s; End it with \`kill -9 ${process.pid}\``,
      );
      expect(told).toEqual([process.pid, "SIGTERM"]);
    } finally {
      process.kill = kill;
    }
  });

  test("only where it is the only one, or is named", async () => {
    lay("live-1", [plan], { live: true });
    lay("live-2", [plan], { live: true });
    const own = { stateDir: invocation.options.stateDir, cwd: repo.path };
    const { host } = invocation;
    expect(await failureOf(stopRun(host, own, null))).toMatch(
      /^usage: Cannot tell which run to stop: 2 are live: live-2, live-1; Name one: baro stop live-2$/,
    );
    using other = scratchRepository();
    expect(await failureOf(stopRun(host, { ...own, cwd: other.path }, null))).toBe(
      "usage: Cannot stop a run: none of this repository is live; of others: live-2, live-1; Write its full name, or add --all",
    );
  });
});
