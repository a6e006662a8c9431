import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { until } from "./machines.ts";
import { noBroker, openBroker, openPoolWorker, type PoolWorker, type TestBroker } from "./pool-place.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta", "Gamma"];
const fileOf = (title: string) => `${title.toLowerCase()}.txt`;
const stories = titles.map((title, at) =>
  story(`S${at + 1}`, { title, writes: [fileOf(title)], verify: [`grep -q done ${fileOf(title)}`] }),
);

/** So many stories have to be at work before any of them goes on. */
let together = 1;
let begun = 0;
let enough = Promise.withResolvers<void>();

async function begin({ turn }: { turn: number }): Promise<void> {
  if (turn > 0) return;
  begun++;
  if (begun >= together) enough.resolve();
  await enough.promise;
}

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let broker: TestBroker;
let workers: PoolWorker[];

if (noBroker !== "") console.log(`Stories of a pool are not tested: ${noBroker}`);

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: Object.fromEntries(
      titles.map((title) => [
        title,
        async (request: { turn: number }) => {
          await begin(request);
          // An agent says what it should not have seen: a key that its worker has.
          return request.turn === 0
            ? writing({ [fileOf(title)]: "done\n" })
            : { text: `Done, with ${endpoint.env.OPENAI_API_KEY ?? ""}` };
        },
      ]),
    ),
  });
  if (noBroker !== "") return;
  broker = await openBroker();
  const env = { ...endpoint.env, BARO_QUEUE: broker.url };
  workers = await Promise.all([openPoolWorker(env, ["--slots", "2"]), openPoolWorker(env, ["--slots", "2"])]);
});

afterAll(async () => {
  for (const one of workers ?? []) await one[Symbol.asyncDispose]();
  await broker?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** A repository with a remote that workers reach, and a state of a run's own. */
function desk() {
  [together, begun, enough] = [1, 0, Promise.withResolvers<void>()];
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const remote = scratchFolder();
  repo.git("init", "--quiet", "--bare", remote.path);
  repo.git("remote", "add", "origin", remote.path);
  const env = { ...state.env, ...endpoint.env, BARO_QUEUE_LOCK: "4s" };
  return {
    repo,
    env,
    remoteRefs: () => repo.git("ls-remote", "origin", "refs/baro/*"),
    run: (...args: string[]) => runArtifact({ cwd: repo.path, env, args }),
    conduct: (args: string[], onEvent?: (event: RunEvent, kill: (signal: NodeJS.Signals) => void) => void) =>
      runArtifact({
        cwd: repo.path,
        env,
        args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", ...args],
        stdin: planText("parallel", stories),
        ...(onEvent === undefined ? {} : { onEvent }),
      }),
    treeOf: ({ events }: Ended) => {
      const { branch } = eventsOf(events, "delivery.finished")[0] ?? { branch: null };
      return branch === null ? null : repo.git("rev-parse", `${branch}^{tree}`);
    },
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
      remote[Symbol.dispose]();
    },
  };
}

/** Nothing of a run is left anywhere. */
async function nothingLeft({ repo, remoteRefs }: ReturnType<typeof desk>): Promise<void> {
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
  expect(remoteRefs()).toBe("");
  await until(() => workers.every((one) => one.left().length === 0), "a folder of the run is left on a worker");
  expect(broker.keys("*:run:*")).toEqual([]);
}

const secrets = ["a-key-that-must-not-be-shown", "brokers-pass-w0rd"];

describe.skipIf(noBroker !== "")("a pool", () => {
  test("takes a plan's stories, with the tree of a run on this machine, and nothing is left", async () => {
    using here = desk();
    const near = await here.conduct([]);
    using there = desk();
    const far = await there.conduct(["--queue", broker.url]);
    expect(far.exitCode).toBe(0);
    expect(there.treeOf(far)).toBe(here.treeOf(near));
    expect(eventsOf(far.events, "worker.joined").map(({ slots }) => slots)).toEqual([2, 2]);
    expect(eventsOf(far.events, "lease.taken").map(({ fence }) => fence)).toEqual([1, 2, 3]);
    const branch = eventsOf(far.events, "delivery.finished")[0]?.branch ?? "";
    const authors = there.repo.git("log", "--format=%an %cn", branch);
    expect(new Set(authors.split("\n"))).toEqual(new Set(["Ada Tester Ada Tester"]));
    await nothingLeft(there);
  }, 120_000);

  test("waits for its own machine no longer than for the pool: local takes what it has room for", async () => {
    using at = desk();
    together = 3;
    const end = await at.conduct(["--queue", broker.url, "--worker", "local,slots=1"]);
    expect(end.exitCode).toBe(0);
    const where = eventsOf(end.events, "story.started").map(({ worker }) => worker ?? "here");
    expect(where.filter((one) => one === "here")).toHaveLength(1);
    await nothingLeft(at);
  }, 120_000);

  test("gives a story to a worker that has what it needs, and says while it waits for one", async () => {
    using at = desk();
    const waits = Promise.withResolvers<void>();
    const stdin = planText("focused", [{ ...(stories[0] as (typeof stories)[0]), needs: ["gpu"] }]);
    const ending = runArtifact({
      cwd: at.repo.path,
      env: at.env,
      args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", "--queue", broker.url],
      stdin,
      onEvent: (event) => {
        if (event.type === "run.notice" && /S1 waits in the queue stories\.openai\+gpu/.test(event.message))
          waits.resolve();
      },
    });
    await waits.promise;
    // What starts workers looks there.
    expect(broker.cli("llen", "baro:stories.openai+gpu:wait").trim()).toBe("1");
    await using able = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: broker.url }, ["--label", "gpu=a100"]);
    const end = await ending;
    expect(end.exitCode).toBe(0);
    expect(eventsOf(end.events, "worker.joined").map(({ labels }) => labels)).toEqual([
      ["os=linux", expect.stringMatching(/^arch=/), "gpu=a100"],
    ]);
    expect(able.said()).toContain("S1 of");
  }, 120_000);

  test("has workers that refuse a repository that they were not started for", async () => {
    using at = desk();
    const url = `${broker.url}/0?pool=strict`;
    const env = { ...endpoint.env, BARO_QUEUE: url };
    await using _strict = await openPoolWorker(env, ["--repo", "https://git.example.com/team/app"]);
    const end = await at.conduct(["--queue", url]);
    expect(end.exitCode).toBe(5);
    expect(end.stderr).toMatch(/no worker of the queue can take it \(it was not started for the repository/);
    expect(broker.keys("strict:run:*")).toEqual([]);
  }, 60_000);

  test("is listed by workers and looked at by doctor", async () => {
    using at = desk();
    const url = `${broker.url}?pool=listed`;
    await using _one = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: url }, ["--slots", "3"]);
    const said = await at.run("workers", "--json", "--queue", url);
    expect(said.exitCode).toBe(0);
    const [queue, ...found] = JSON.parse(said.stdout) as {
      worker: string;
      waiting?: number;
      agents: { ready: boolean }[];
    }[];
    expect(queue).toMatchObject({ worker: url, waiting: 1, slots: 3, why: null });
    expect(found).toHaveLength(1);
    const doctor = await at.run("doctor", "--queue", url, "--agent", "openai");
    expect(doctor.stdout.replace(/\s+/g, " ")).toContain(`ok queue 1 worker waiting at ${url}, 3 at once`);
    expect(doctor.stdout).toMatch(/ok +worker queue /);
  }, 60_000);

  test("is done without where it can't be reached: nothing is spent, and why is said", async () => {
    using at = desk();
    const served = endpoint.served.length;
    const end = await at.conduct(["--queue", "redis://ada:brokers-pass-w0rd@127.0.0.1:1"]);
    expect(end.exitCode).toBe(5);
    expect(end.stderr).toMatch(/Cannot use the queue at redis:\/\/ada@127\.0\.0\.1:1: .*ECONNREFUSED/);
    expect(endpoint.served.length).toBe(served);
    expect(end.events).toEqual([]);
    expect(end.stdout + end.stderr).not.toContain("brokers-pass-w0rd");
    at.repo.git("remote", "remove", "origin");
    const alone = await at.conduct(["--queue", broker.url]);
    expect([alone.exitCode, alone.events]).toEqual([5, []]);
    expect(alone.stderr).toContain("git remote add");
    const wrong = await at.run("workers", "--queue", "redis://ada:brokers-pass-w0rd@/x");
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).not.toContain("brokers-pass-w0rd");
  }, 60_000);

  test("has no worker that outlives its idle time", async () => {
    await using one = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: broker.url }, ["--idle", "1s"]);
    expect(await one.ended).toBe(0);
    expect(one.said()).toContain("it had nothing to do for 1 s");
  }, 60_000);
});

describe.skipIf(noBroker !== "")("a broker", () => {
  test("whose users are held to the pool's keys is enough, and no secret lies in it or in the run", async () => {
    await using guarded = await openBroker(["user default off", "user watcher on >w ~* +@all", aclOf("team")]);
    const url = `redis://team:brokers-pass-w0rd@127.0.0.1:${guarded.port}/0?pool=team`;
    await using _one = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: url });
    using at = desk();
    const seen: string[] = [];
    const monitor = spawn("redis-cli", ["-p", String(guarded.port), "--user", "watcher", "--pass", "w", "monitor"]);
    monitor.stdout.on("data", (text) => seen.push(String(text)));
    await new Promise((resolve) => monitor.stdout.once("data", resolve));
    const end = await runArtifact({
      cwd: at.repo.path,
      env: { ...at.env, BARO_QUEUE: url },
      args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview"],
      stdin: planText("parallel", stories),
    });
    monitor.kill();
    expect(end.exitCode, end.stderr).toBe(0);
    expect(eventsOf(end.events, "lease.taken")).toHaveLength(3);
    const said = seen.join("");
    expect(said).toContain("lease");
    for (const secret of secrets) {
      expect(end.stdout + end.stderr).not.toContain(secret);
      expect(said).not.toContain(secret);
    }
    expect(JSON.stringify(eventsOf(end.events, "run.started"))).toContain(
      `redis://team@127.0.0.1:${guarded.port}?pool=team`,
    );
  }, 120_000);

  test("behind TLS is trusted by the file that is named, and not without it", async () => {
    using folder = scratchFolder();
    const file = (name: string) => join(folder.path, name);
    const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=ca",
      "-keyout",
      file("ca.key"),
      "-out",
      file("ca.pem"),
    );
    openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      "/CN=localhost",
      "-keyout",
      file("key"),
      "-out",
      file("csr"),
    );
    writeFileSync(file("ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    openssl(
      "x509",
      "-req",
      "-in",
      file("csr"),
      "-CA",
      file("ca.pem"),
      "-CAkey",
      file("ca.key"),
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      file("ext"),
      "-out",
      file("pem"),
    );
    const tls = [
      `tls-cert-file ${file("pem")}`,
      `tls-key-file ${file("key")}`,
      `tls-ca-cert-file ${file("ca.pem")}`,
      "tls-auth-clients no",
    ];
    await using secure = await openBroker(tls, { tls: true });
    const url = `rediss://localhost:${secure.port}`;
    using at = desk();
    const trusting = { ...at.env, BARO_QUEUE: url, BARO_QUEUE_CA: file("ca.pem") };
    await using _one = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: url, BARO_QUEUE_CA: file("ca.pem") });
    const args = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview"];
    const end = await runArtifact({ cwd: at.repo.path, env: trusting, args, stdin: planText("parallel", stories) });
    expect(end.exitCode, end.stderr).toBe(0);
    const { BARO_QUEUE_CA: _ca, ...doubting } = trusting;
    const none = await runArtifact({ cwd: at.repo.path, env: doubting, args: ["workers"] });
    expect(none.exitCode).toBe(5);
    expect(none.stdout).toMatch(/certificate is not\s+trusted/);
  }, 120_000);

  test("that throws away what it holds is told by doctor and by the run", async () => {
    await using full = await openBroker(["maxmemory 100mb", "maxmemory-policy allkeys-lru"]);
    await using _one = await openPoolWorker({ ...endpoint.env, BARO_QUEUE: full.url });
    using at = desk();
    const doctor = await at.run("doctor", "--queue", full.url, "--agent", "openai");
    expect(doctor.exitCode).not.toBe(0);
    expect(doctor.stdout.replace(/\s+/g, " ")).toContain("its memory is full (allkeys-lru)");
    const end = await at.conduct(["--queue", full.url]);
    expect(end.exitCode).toBe(0);
    expect(
      eventsOf(end.events, "run.notice")
        .map(({ message }) => message)
        .join(),
    ).toContain("allkeys-lru");
    expect(end.stderr).not.toContain("IMPORTANT");
  }, 120_000);
});

/** A user that may use nothing but the pool's keys, and nothing that looks at others. */
function aclOf(pool: string): string {
  return `user ${pool} on >brokers-pass-w0rd ~${pool}:* -@all +@read +@write +@stream +@scripting +@connection +info`;
}
