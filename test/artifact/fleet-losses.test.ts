import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { greeting, scriptedClaude } from "./claude-script.ts";
import { Alpha, heldStories } from "./held-stories.ts";
import { type Machines, noSsh, openMachines, until } from "./machines.ts";
import { type Namespace, noNamespaces, openNamespace } from "./namespaces.ts";
import { noBroker, openBroker, openPoolWorker } from "./pool-place.ts";
import { planText, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

let alpha = new Alpha();
/** Whoever works on Alpha writes half of it and is never heard of again. */
let hangs = false;
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: {
      Alpha: async (request) => {
        if (!hangs) return alpha.answer(request);
        if (request.turn === 0) return writing({ "alpha.txt": "half\n" });
        await new Promise((resolve) => request.aborted.addEventListener("abort", resolve, { once: true }));
        return { text: "Done" };
      },
      Beta: ({ turn }) => (turn === 0 ? writing({ "beta.txt": "done\n" }) : { text: "Done" }),
    },
  });
});

afterAll(() => endpoint[Symbol.asyncDispose]());

/** A repository and a state of a run's own, in which nothing may be left. */
function desk() {
  alpha = new Alpha();
  hangs = false;
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const temporary = join(state.path, "tmp");
  mkdirSync(temporary);
  const env = { ...state.env, ...endpoint.env, TMPDIR: temporary, BARO_WORKER_TIMEOUT: "4s" };
  const conduct = (args: readonly string[], more: Record<string, string>, stories = heldStories) => ({
    cwd: repo.path,
    env: { ...env, ...more },
    args: ["conduct", "-", "--json", "--no-verify", "--preview", ...args],
    stdin: planText(stories.length === 1 ? "focused" : "parallel", stories),
  });
  return {
    repo,
    env,
    conduct,
    folder: state.path,
    temporary: () => readdirSync(temporary),
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

async function nothingOn({ machines, workers }: Machines): Promise<void> {
  await until(() => workers().length === 0, "a worker is left");
  await until(() => machines.every((one) => one.left().length === 0), "a folder of the run is left on a machine");
}

const filesOf = ({ repo }: ReturnType<typeof desk>, events: readonly RunEvent[]) => {
  const { branch } = eventsOf(events, "delivery.finished")[0] ?? { branch: null };
  return repo.git("ls-tree", "-r", "--name-only", branch ?? "").split("\n");
};

describe.skipIf(noSsh !== "")("an agent that dies on another machine", () => {
  test.each([
    ["it is killed", [greeting, "kill -KILL $$"]],
    ["it ends with exit code 1", [greeting, "exit 1"]],
    ["it ends without a word", ["exit 0"]],
  ])(
    "%s: the story goes on there in the same worktree",
    async (_name, first) => {
      using here = desk();
      using folder = scratchFolder();
      const env = scriptedClaude(folder.path, first);
      await using machines = await openMachines(["one"], env);
      const args = ["--agent", "claude", "--worker", machines.machines[0]?.spec ?? ""];
      const end = await runArtifact(here.conduct(args, { ...env, ...machines.env }, heldStories.slice(0, 1)));
      expect(end.exitCode, end.stderr).toBe(0);
      const started = eventsOf(end.events, "story.started");
      expect(started.map(({ why, worker }) => [why, worker])).toEqual([
        ["first", "one"],
        ["crash", "one"],
      ]);
      expect(new Set(started.map(({ worktree }) => worktree)).size).toBe(1);
      expect(eventsOf(end.events, "lease.lost")).toEqual([]);
      expect(readFileSync(join(folder.path, "starts"), "utf8")).toBe("start\nstart\n");
      expect(filesOf(here, end.events)).toEqual(["a.txt", "alpha.txt"]);
      expect(here.repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
      await nothingOn(machines);
      expect(here.temporary()).toEqual([]);
    },
    60_000,
  );
});

describe.skipIf(noSsh !== "")("a story that takes its machines down with it", () => {
  test("is given up with the third, says so, and the rest lands", async () => {
    using here = desk();
    hangs = true;
    await using machines = await openMachines(["one", "two"], endpoint.env);
    const beta = Promise.withResolvers<void>();
    const killed: Promise<void>[] = [];
    const kill = async (machine: string | undefined) => {
      await beta.promise;
      let worker: number | undefined;
      await until(() => {
        worker = machines.workers().find((one) => one.machine === machine)?.pid;
        return worker !== undefined;
      }, `no worker on ${machine}`);
      process.kill(worker ?? 0, "SIGKILL");
    };
    const args = ["--agent", "openai", ...machines.machines.flatMap(({ spec }) => ["--worker", spec])];
    const end = await runArtifact({
      ...here.conduct(args, machines.env),
      onEvent: (event) => {
        if (event.type === "story.finished" && event.story === "S2") beta.resolve();
        if (event.type === "story.started" && event.story === "S1") killed.push(kill(event.worker));
      },
    });
    await Promise.all(killed);
    expect(end.exitCode, end.stderr).toBe(1);
    expect(eventsOf(end.events, "lease.lost").map(({ story }) => story)).toEqual(["S1", "S1", "S1"]);
    const ends = eventsOf(end.events, "story.finished").map(({ story, outcome, reason }) => [story, outcome, reason]);
    expect(ends).toEqual([
      ["S2", "merged", ""],
      ["S1", "failed", "The machine that had it was lost 3 times"],
    ]);
    expect(filesOf(here, end.events)).toEqual(["a.txt", "beta.txt"]);
    await nothingOn(machines);
    expect(here.temporary()).toEqual([]);
  }, 120_000);
});

describe.skipIf(noSsh !== "" || noNamespaces !== "")("machines with a network of their own", () => {
  /** A machine in a namespace: it reaches the model, and is reached over ssh. */
  async function openMachine(name: string, space: Namespace): Promise<Machines> {
    const port = Number(new URL(endpoint.env.OPENAI_BASE_URL).port);
    const env = { ...endpoint.env, OPENAI_BASE_URL: `http://${await space.passOn(port)}/v1` };
    return openMachines([name], env, undefined, space);
  }

  test("the wire to one is cut in the middle of its agent's work: it ends that, and the other goes on", async () => {
    using here = desk();
    await using first = openNamespace();
    await using second = openNamespace();
    await using one = await openMachine("one", first);
    await using two = await openMachine("two", second);
    const config = join(here.folder, "ssh_config");
    const includes = [one, two].map(({ env }) => `Include ${env["GIT_SSH_COMMAND"]?.split(" ").at(-1)}`);
    writeFileSync(config, `${includes.join("\n")}\n`);
    const specs = [one, two].flatMap(({ machines }) => ["--worker", `${machines[0]?.spec},slots=1`]);
    const on = Promise.withResolvers<string>();
    const beta = Promise.withResolvers<void>();
    const ending = runArtifact({
      ...here.conduct(["--agent", "openai", ...specs], { GIT_SSH_COMMAND: `ssh -F ${config}` }),
      onEvent: (event) => {
        if (event.type === "story.started" && event.story === "S1") on.resolve(event.worker ?? "");
        if (event.type === "story.finished" && event.story === "S2") beta.resolve();
      },
    });
    await Promise.all([alpha.hangs.promise, beta.promise]);
    const kept = () => here.repo.git("for-each-ref", "--format=%(refname)", "refs/baro").includes("/kept/S1");
    await until(kept, "what Alpha's agent wrote is not kept");
    const [space, machine] = (await on.promise) === "one" ? [first, one] : [second, two];
    space.cut();
    // By itself, while nobody can tell it anything.
    await until(() => machine.workers().length === 0, "the worker works on");
    const end = await ending;
    space.mend();
    expect(end.exitCode, end.stderr).toBe(0);
    expect(eventsOf(end.events, "lease.lost").map(({ story, worker }) => [story, worker])).toEqual([
      ["S1", await on.promise],
    ]);
    expect(alpha.starts).toBe(2);
    expect(filesOf(here, end.events)).toEqual(["a.txt", "alpha.txt", "beta.txt"]);
    expect(here.repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
    await nothingOn(one);
    await nothingOn(two);
    expect(here.temporary()).toEqual([]);
  }, 120_000);
});

describe.skipIf(noBroker !== "")("a remote that goes away in the middle of an agent's work", () => {
  /** A pool's run, held in the middle of Alpha's work, with its remote moved away. */
  async function withoutRemote(here: ReturnType<typeof desk>, lock: string) {
    const folder = scratchFolder();
    const [remote, away] = [join(folder.path, "remote"), join(folder.path, "away")];
    here.repo.git("init", "--quiet", "--bare", remote);
    here.repo.git("remote", "add", "origin", remote);
    const broker = await openBroker();
    const more = { BARO_QUEUE: broker.url, BARO_QUEUE_LOCK: lock };
    const worker = await openPoolWorker({ ...endpoint.env, ...more });
    const beta = Promise.withResolvers<void>();
    const ending = runArtifact({
      ...here.conduct(["--agent", "openai"], more),
      onEvent: (event) => {
        if (event.type === "story.finished" && event.story === "S2") beta.resolve();
      },
    });
    await Promise.all([alpha.hangs.promise, beta.promise]);
    renameSync(remote, away);
    alpha.go.resolve();
    alpha.finishes = true;
    return {
      ending,
      worker,
      comesBack: () => renameSync(away, remote),
      [Symbol.asyncDispose]: async () => {
        await worker[Symbol.asyncDispose]();
        await broker[Symbol.asyncDispose]();
        folder[Symbol.dispose]();
      },
    };
  }

  test("it comes back: the worker has waited for it, and nothing is lost or done twice", async () => {
    using here = desk();
    await using at = await withoutRemote(here, "20s");
    // Its agent has ended by then, and what it did was tried to be brought over in vain.
    await until(() => alpha.ended, "Alpha's agent goes on");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    at.comesBack();
    const end = await at.ending;
    expect(end.exitCode, end.stderr).toBe(0);
    expect(eventsOf(end.events, "lease.lost")).toEqual([]);
    expect(alpha.starts).toBe(1);
    expect(filesOf(here, end.events)).toEqual(["a.txt", "alpha.txt", "beta.txt"]);
    expect(here.repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
    await until(() => at.worker.left().length === 0, "a folder of the run is left on a worker");
  }, 120_000);

  test("it does not: what landed is delivered, the story fails with the reason, and clean takes away what lies there", async () => {
    using here = desk();
    await using at = await withoutRemote(here, "4s");
    const end = await at.ending;
    expect(end.exitCode, end.stderr).toBe(1);
    const lost = eventsOf(end.events, "lease.lost");
    expect(lost).toHaveLength(3);
    for (const { why } of lost) expect(why).toMatch(/git.*remote/);
    expect(eventsOf(end.events, "story.finished").map(({ story, outcome }) => [story, outcome])).toEqual([
      ["S2", "merged"],
      ["S1", "failed"],
    ]);
    expect(filesOf(here, end.events)).toEqual(["a.txt", "beta.txt"]);
    const notices = eventsOf(end.events, "run.notice").map(({ message }) => message);
    expect(notices.some((text) => /could not be removed: .*remove it later with: baro clean/.test(text))).toBe(true);
    at.comesBack();
    expect(here.repo.git("ls-remote", "origin", "refs/baro/*")).not.toBe("");
    await runArtifact({ cwd: here.repo.path, env: here.env, args: ["clean"] });
    expect(here.repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
  }, 120_000);
});
