import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { protocolVersion } from "../../src/fleet/protocol.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { Alpha, heldStories } from "./held-stories.ts";
import { type Machines, noSsh, openMachines, sessionsAbove, until } from "./machines.ts";
import { planText, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

let alpha = new Alpha();
let beta = 0;
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let fleet: Machines;

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: {
      Alpha: (request) => alpha.answer(request),
      Beta: ({ turn }) => {
        if (turn === 0) beta++;
        return turn === 0 ? writing({ "beta.txt": "done\n" }) : { text: "Done" };
      },
    },
  });
  if (noSsh === "") fleet = await openMachines(["one", "two"], endpoint.env);
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

const patienceMs = 4_000;

/** A run on both machines, held where Alpha's agent has written half of its work and that half is kept. */
async function halfway() {
  alpha = new Alpha();
  beta = 0;
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const temporary = join(state.path, "tmp");
  mkdirSync(temporary);
  const limit = `${patienceMs / 1000}s`;
  const env = { ...state.env, ...endpoint.env, ...fleet.env, TMPDIR: temporary, BARO_WORKER_TIMEOUT: limit };
  const on: string[] = [];
  const gone = Promise.withResolvers<void>();
  let kill = (_signal: NodeJS.Signals) => {};
  const ending = runArtifact({
    cwd: repo.path,
    env,
    args: [
      ...["conduct", "-", "--agent", "openai", "--json", "--no-verify"],
      ...fleet.machines.flatMap(({ spec }) => ["--worker", spec]),
    ],
    stdin: planText("parallel", heldStories),
    onStart: (killer) => {
      kill = killer;
    },
    onEvent: (event) => {
      if (event.type === "story.started" && event.story === "S1") on.push(event.worker ?? "here");
      if (event.type === "story.finished" && event.story === "S2") gone.resolve();
    },
  });
  await alpha.hangs.promise;
  const kept = () => repo.git("for-each-ref", "--format=%(refname)", "refs/baro").includes("/kept/S1");
  await until(kept, "what Alpha's agent wrote is not kept");
  await gone.promise;
  const machine = on[0] ?? "";
  const worker = fleet.workers().find((one) => one.machine === machine);
  if (worker === undefined) throw new Error(`No worker on ${machine}`);
  return {
    repo,
    env,
    ending,
    machine,
    temporary: () => readdirSync(temporary),
    worker: worker.pid,
    kill: (signal: NodeJS.Signals) => kill(signal),
    run: (...args: string[]) => runArtifact({ cwd: repo.path, env, args }),
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

type Halfway = Awaited<ReturnType<typeof halfway>>;

/** The same end as on one machine, each finished story paid once, nothing left, and the loss told as a figure. */
async function cameToTheSameEnd(
  { repo, machine, temporary }: Halfway,
  end: Ended,
  lost: { leases: number },
): Promise<void> {
  expect(end.exitCode).toBe(0);
  const { branch } = eventsOf(end.events, "delivery.finished")[0] ?? { branch: null };
  const files = repo.git("ls-tree", "-r", "--format=%(path) %(objectname)", branch ?? "");
  const blob = execFileSync("git", ["hash-object", "--stdin"], { input: "done\n", encoding: "utf8" }).trim();
  const [a] = repo.git("ls-tree", "--format=%(path) %(objectname)", "HEAD").split("\n");
  expect(files.split("\n")).toEqual([a ?? "", `alpha.txt ${blob}`, `beta.txt ${blob}`]);
  expect([alpha.starts, beta]).toEqual([2, 1]);
  const leases = eventsOf(end.events, "lease.lost");
  expect(leases.map(({ story, worker }) => [story, worker])).toEqual(Array(lost.leases).fill(["S1", machine]));
  for (const { lostMs } of leases) expect(lostMs).toBeLessThan(patienceMs + 30_000);
  expect(eventsOf(end.events, "story.finished").every(({ outcome }) => outcome === "merged")).toBe(true);
  await nothingLeft(repo);
  expect(temporary()).toEqual([]);
}

async function nothingLeft(repo: Halfway["repo"]): Promise<void> {
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
  await nothingOn(fleet);
}

async function nothingOn({ workers, machines }: Machines): Promise<void> {
  await until(() => workers().length === 0, "a worker is left");
  await until(() => machines.every((one) => one.left().length === 0), "a folder of the run is left on a machine");
}

describe.skipIf(noSsh !== "")("a machine that goes away in the middle of an agent's work", () => {
  test("its worker is killed", async () => {
    using at = await halfway();
    process.kill(at.worker, "SIGKILL");
    const end = await at.ending;
    expect(eventsOf(end.events, "worker.lost")).toMatchObject([{ worker: at.machine, next: "again" }]);
    // What it left behind went when the next one was started there, at once.
    await cameToTheSameEnd(at, end, { leases: 1 });
  }, 120_000);

  test("its worker stands still, and wakes when nobody waits for it any more", async () => {
    using at = await halfway();
    process.kill(at.worker, "SIGSTOP");
    const end = await at.ending;
    expect(eventsOf(end.events, "lease.lost")[0]?.why).toMatch(/^it said nothing for \d+ s$/);
    process.kill(at.worker, "SIGCONT");
    await cameToTheSameEnd(at, end, { leases: 1 });
  }, 120_000);

  test("the way to it is cut: neither side hears the other, and neither works on", async () => {
    using at = await halfway();
    const sessions = sessionsAbove(at.worker);
    for (const pid of sessions) process.kill(pid, "SIGSTOP");
    const end = await at.ending;
    // It has given up by itself, before the way is there again.
    await until(() => fleet.workers().every(({ pid }) => pid !== at.worker), "the worker works on");
    for (const pid of sessions) process.kill(pid, "SIGCONT");
    await cameToTheSameEnd(at, end, { leases: 1 });
  }, 120_000);

  test("its conductor is killed: the worker ends what it has, and resume goes on from what was kept", async () => {
    using at = await halfway();
    at.kill("SIGKILL");
    await at.ending;
    await nothingOn(fleet);
    const end = await at.run("resume", "--json");
    expect(eventsOf(end.events, "lease.taken").map(({ fence }) => fence)).toEqual([3]);
    await cameToTheSameEnd(at, end, { leases: 0 });
  }, 120_000);

  test("its agent says that it is done, and the commit can't be written: the disk is full", async () => {
    if (process.getuid?.() !== 0) return console.log("A full disk is not tested: only root may mount one");
    const cache = (name: string) => join(fleet.machines.find((one) => one.name === name)?.folder ?? "", "cache");
    for (const { name } of fleet.machines) {
      mkdirSync(cache(name), { recursive: true });
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", cache(name)]);
    }
    try {
      using at = await halfway();
      const full = join(cache(at.machine), "full");
      try {
        execFileSync("dd", ["if=/dev/zero", `of=${full}`, "bs=4k"], { stdio: "ignore" });
      } catch {
        // That is when it is full.
      }
      alpha.go.resolve();
      const end = await at.ending;
      expect(eventsOf(end.events, "lease.lost")[0]?.why).toMatch(/No space left|disk is full|unable to write/);
      await cameToTheSameEnd(at, end, { leases: 1 });
    } finally {
      for (const { name } of fleet.machines) execFileSync("umount", ["-l", cache(name)]);
    }
  }, 120_000);
});

describe.skipIf(noSsh !== "")("a machine that is not as it should be", () => {
  const plan = (spec: string) => ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--worker", spec];

  async function conductOn(
    machines: Machines,
    repo: ReturnType<typeof scratchRepository>,
    state: Record<string, string>,
  ) {
    alpha = new Alpha();
    alpha.starts = 1;
    const env = { ...state, ...endpoint.env, ...machines.env };
    const stdin = planText("focused", heldStories.slice(1));
    return runArtifact({ cwd: repo.path, env, args: plan(machines.machines[0]?.spec ?? ""), stdin });
  }

  test("its clock is an hour ahead: the commits are of the person's time", async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const root = join(import.meta.dir, "..", "..");
    const skewed = join(state.path, "skewed");
    writeFileSync(join(state.path, "skew.ts"), skew);
    const words = [process.execPath, "--preload", join(state.path, "skew.ts"), join(root, "src/main.ts")];
    writeFileSync(skewed, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
    await using machines = await openMachines(["late"], endpoint.env, () => skewed);
    const before = Math.floor(Date.now() / 1000);
    const end = await conductOn(machines, repo, state.env);
    expect(end.exitCode).toBe(0);
    const branch = eventsOf(end.events, "delivery.finished")[0]?.branch ?? "";
    const [author, committer] = repo.git("log", "-1", "--format=%at %ct", branch).split(" ").map(Number);
    for (const at of [author, committer]) expect(Math.abs((at ?? 0) - before)).toBeLessThan(600);
    expect(end.events.every(({ at }) => Math.abs(Date.parse(at) / 1000 - before) < 600)).toBe(true);
  }, 120_000);

  test.each([["its baro is of another major version", "7.0.0", /it is baro 7\.0\.0, which does not work with \d/]])(
    "%s",
    async (_name, version, said) => {
      using state = privateState();
      using repo = scratchRepository({ "a.txt": "a\n" });
      const other = join(state.path, "other");
      const facts = { os: "linux", arch: "x64", slots: 1, labels: [], repositories: [], host: "other" };
      const hello = { is: "hello", v: protocolVersion, version, ...facts };
      writeFileSync(other, `#!/bin/sh\necho 'Welcome to other!'\necho '${JSON.stringify(hello)}'\ncat >/dev/null\n`, {
        mode: 0o755,
      });
      await using machines = await openMachines(["other"], {}, () => other);
      const end = await conductOn(machines, repo, state.env);
      expect(end.exitCode).toBe(5);
      expect(end.stderr).toMatch(said);
    },
    60_000,
  );

  test("it was started for another repository", async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    await using machines = await openMachines(["strict"], endpoint.env, () => artifact);
    const [strict] = machines.machines;
    const config = join(strict?.folder ?? "", "config", "baro");
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, "config.toml"), '[worker]\nrepositories = ["https://git.example.com/team/app"]\n');
    const end = await conductOn(machines, repo, state.env);
    expect(end.exitCode).toBe(5);
    expect(end.stderr).toMatch(/it was not started for the repository/);
  }, 60_000);
});

/** An hour is added to the wall clock; the clock that never jumps stays. */
const skew = `
const Real = Date;
const ahead = 3_600_000;
class Skewed extends Real {
  constructor(...args: ConstructorParameters<typeof Date>) {
    if (args.length === 0) super(Real.now() + ahead);
    else super(...args);
  }
  static override now() {
    return Real.now() + ahead;
  }
}
globalThis.Date = Skewed as DateConstructor;
`;
