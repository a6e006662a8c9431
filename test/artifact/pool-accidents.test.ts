import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { artifact, type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { Alpha, heldStories } from "./held-stories.ts";
import { until } from "./machines.ts";
import { type Namespace, noNamespaces, openNamespace } from "./namespaces.ts";
import { noBroker, openBroker, openPoolWorker, type PoolWorker, type TestBroker } from "./pool-place.ts";
import { planText, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

let alpha = new Alpha();
let beta = 0;
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;

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
});

afterAll(() => endpoint[Symbol.asyncDispose]());

const lockMs = 4_000;

/** A run of a pool of two, held where Alpha's agent has written half of its work and that half is kept. */
async function halfway(more: readonly string[] = [], networks: readonly [Namespace, Namespace] | null = null) {
  alpha = new Alpha();
  beta = 0;
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const remote = scratchFolder();
  repo.git("init", "--quiet", "--bare", remote.path);
  repo.git("remote", "add", "origin", remote.path);
  const broker = await openBroker();
  const env = { ...state.env, ...endpoint.env, BARO_QUEUE: broker.url, BARO_QUEUE_LOCK: `${lockMs / 1000}s` };
  const workers = await Promise.all(
    [networks?.[0], networks?.[1]].map((network) =>
      network === undefined
        ? openPoolWorker({ ...endpoint.env, BARO_QUEUE: broker.url })
        : openPoolWorkerIn(network, broker.port),
    ),
  );
  const on: string[] = [];
  const done = Promise.withResolvers<void>();
  let kill = (_signal: NodeJS.Signals) => {};
  const ending = runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", ...more],
    stdin: planText("parallel", heldStories),
    onStart: (killer) => {
      kill = killer;
    },
    onEvent: (event) => {
      if (event.type === "story.started" && event.story === "S1") on.push(event.worker ?? "here");
      if (event.type === "story.finished" && event.story === "S2") done.resolve();
    },
  });
  await alpha.hangs.promise;
  const kept = () => repo.git("for-each-ref", "--format=%(refname)", "refs/baro").includes("/kept/S1");
  await until(kept, "what Alpha's agent wrote is not kept");
  await done.promise;
  const worker = workers.find(({ left }) => left().length > 0);
  if (worker === undefined) throw new Error("No worker has Alpha");
  return {
    repo,
    broker,
    workers,
    worker,
    name: on[0] ?? "",
    ending,
    kill: (signal: NodeJS.Signals) => kill(signal),
    run: (...args: string[]) => runArtifact({ cwd: repo.path, env, args }),
    [Symbol.asyncDispose]: async () => {
      for (const one of workers) await one[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
      remote[Symbol.dispose]();
    },
  };
}

/** A worker behind a wire of its own, over which it reaches the broker and the model. */
async function openPoolWorkerIn(network: Namespace, brokerPort: number): Promise<PoolWorker> {
  const model = Number(new URL(endpoint.env.OPENAI_BASE_URL).port);
  const [queue, url] = await Promise.all([network.passOn(brokerPort), network.passOn(model)]);
  const env = { ...endpoint.env, OPENAI_BASE_URL: `http://${url}/v1`, BARO_QUEUE: `redis://${queue}` };
  return openPoolWorker(env, [], [...network.via, artifact]);
}

type Halfway = Awaited<ReturnType<typeof halfway>>;

/** The same end as on one machine, each finished story paid once, nothing left, and the loss told as a figure. */
async function cameToTheSameEnd(
  { repo, name, workers, broker }: Halfway,
  end: Ended,
  lost: { leases: number; starts: number },
) {
  expect(end.exitCode, end.stderr).toBe(0);
  const { branch } = eventsOf(end.events, "delivery.finished")[0] ?? { branch: null };
  const files = repo.git("ls-tree", "-r", "--format=%(path) %(objectname)", branch ?? "");
  const blob = execFileSync("git", ["hash-object", "--stdin"], { input: "done\n", encoding: "utf8" }).trim();
  const [a] = repo.git("ls-tree", "--format=%(path) %(objectname)", "HEAD").split("\n");
  expect(files.split("\n")).toEqual([a ?? "", `alpha.txt ${blob}`, `beta.txt ${blob}`]);
  expect([alpha.starts, beta]).toEqual([lost.starts, 1]);
  const leases = eventsOf(end.events, "lease.lost");
  expect(leases.map(({ story, worker }) => [story, worker])).toEqual(Array(lost.leases).fill(["S1", name]));
  for (const { lostMs } of leases) expect(lostMs).toBeLessThan(lockMs + 30_000);
  expect(eventsOf(end.events, "story.finished").every(({ outcome }) => outcome === "merged")).toBe(true);
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
  expect(repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
  await nothingOn(workers);
  expect(broker.keys("baro:run:*")).toEqual([]);
}

async function nothingOn(workers: readonly PoolWorker[]): Promise<void> {
  const alive = workers.filter(({ isAlive }) => isAlive());
  await until(() => alive.every((one) => one.left().length === 0), "a folder of the run is left on a worker");
}

/** No job waits or is at work in any queue, as soon as whoever had one has said that it is done. */
async function emptyQueues(broker: TestBroker): Promise<void> {
  const jobs = /:(wait|active|prioritized|delayed|[^:]*\.[^:]*\.[^:]*)$/;
  await until(() => !broker.keys("baro:stories*").some((key) => jobs.test(key)), "a job is left in a queue");
}

describe.skipIf(noBroker !== "")("a worker of a pool that goes away in the middle of an agent's work", () => {
  test("it is killed: the other goes on from what was kept", async () => {
    await using at = await halfway();
    process.kill(at.worker.pid, "SIGKILL");
    await until(() => alpha.starts === 2, "nobody went on");
    await cameToTheSameEnd(at, await at.ending, { leases: 1, starts: 2 });
    await emptyQueues(at.broker);
  }, 120_000);

  test("it stands still past the lock, and wakes when another has its lease", async () => {
    await using at = await halfway();
    process.kill(at.worker.pid, "SIGSTOP");
    const end = await at.ending;
    process.kill(at.worker.pid, "SIGCONT");
    await cameToTheSameEnd(at, end, { leases: 1, starts: 2 });
  }, 120_000);

  test("it is told to end twice: it says so, and the story goes on at once", async () => {
    await using at = await halfway();
    process.kill(at.worker.pid, "SIGTERM");
    await until(() => at.worker.said().includes("finishes 1"), "it does not say that it finishes");
    process.kill(at.worker.pid, "SIGTERM");
    expect(await at.worker.ended).toBe(0);
    const end = await at.ending;
    expect(eventsOf(end.events, "lease.lost")[0]?.why).toContain("SIGTERM stopped it");
    await cameToTheSameEnd(at, end, { leases: 1, starts: 2 });
    expect(at.worker.left()).toEqual([]);
  }, 120_000);

  test("it is told to end once: it finishes what it has, and takes nothing more", async () => {
    await using at = await halfway();
    process.kill(at.worker.pid, "SIGTERM");
    await until(() => at.worker.said().includes("finishes 1"), "it does not say that it finishes");
    alpha.go.resolve();
    alpha.finishes = true;
    await cameToTheSameEnd(at, await at.ending, { leases: 0, starts: 1 });
    expect(await at.worker.ended).toBe(0);
  }, 120_000);
});

describe.skipIf(noBroker !== "" || noNamespaces !== "")("workers of a pool with a network of their own", () => {
  test("the wire to one is cut past the lock: it ends its agent, another goes on, and it says nothing when it is back", async () => {
    await using one = openNamespace();
    await using other = openNamespace();
    await using at = await halfway([], [one, other]);
    const network = at.worker === at.workers[0] ? one : other;
    network.cut();
    await until(() => alpha.starts === 2, "nobody went on");
    // Nobody has told it: it has found out by its own clock.
    await until(() => at.worker.left().length === 0, "it works on");
    expect(at.worker.isAlive()).toBe(true);
    network.mend();
    await cameToTheSameEnd(at, await at.ending, { leases: 1, starts: 2 });
    await emptyQueues(at.broker);
  }, 120_000);
});

describe.skipIf(noBroker !== "")("a broker that goes away in the middle of an agent's work", () => {
  test("it is killed and comes back within the lock: nobody loses anything", async () => {
    await using at = await halfway();
    await at.broker.kill();
    await at.broker.start();
    alpha.go.resolve();
    alpha.finishes = true;
    await cameToTheSameEnd(at, await at.ending, { leases: 0, starts: 1 });
    await emptyQueues(at.broker);
  }, 120_000);

  test("it is away for longer than the lock: the worker ends what it has, and it goes on from what was kept", async () => {
    await using at = await halfway();
    await at.broker.kill();
    await nothingOn(at.workers);
    await at.broker.start();
    await cameToTheSameEnd(at, await at.ending, { leases: 1, starts: 2 });
  }, 120_000);

  test("a run that is stopped while it is away ends soon", async () => {
    await using at = await halfway();
    await at.broker.kill();
    at.kill("SIGINT");
    const stoppedAt = performance.now();
    const end = await at.ending;
    expect(end.exitCode).toBe(130);
    expect(performance.now() - stoppedAt).toBeLessThan(25_000);
  }, 120_000);
});

describe.skipIf(noBroker !== "")("a conductor of a pool", () => {
  test("that is killed: its worker ends what it has, and resume goes on from what was kept", async () => {
    await using at = await halfway();
    at.kill("SIGKILL");
    await at.ending;
    await nothingOn(at.workers);
    const end = await at.run("resume", "--json");
    expect(eventsOf(end.events, "lease.taken").map(({ fence }) => fence)).toEqual([3]);
    await cameToTheSameEnd(at, end, { leases: 0, starts: 2 });
  }, 120_000);

  test("that is killed and never goes on: clean takes away what lies on the remote", async () => {
    await using at = await halfway();
    at.kill("SIGKILL");
    await at.ending;
    await nothingOn(at.workers);
    expect(at.repo.git("ls-remote", "origin", "refs/baro/*")).not.toBe("");
    const kept = await at.run("clean");
    expect(kept.stdout).toContain("it can be resumed");
    expect(at.repo.git("ls-remote", "origin", "refs/baro/*")).not.toBe("");
    const cleaned = await at.run("clean", "--force");
    expect(cleaned.stdout).toMatch(/removed +refs\/baro\/\S+\/ on the remote of its queue/);
    expect(at.repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
  }, 120_000);

  test("that goes on at once: the lease that is still held is ended, and never doubled", async () => {
    await using at = await halfway();
    at.kill("SIGKILL");
    await at.ending;
    const end = await at.run("resume", "--json");
    await cameToTheSameEnd(at, end, { leases: 0, starts: 2 });
  }, 120_000);
});
