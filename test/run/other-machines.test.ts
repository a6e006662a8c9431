import { describe, expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import type { WorkerOffer } from "../../src/core/options.ts";
import { protocolVersion } from "../../src/fleet/protocol.ts";
import type { Host } from "../../src/host/host.ts";
import { diagnose } from "../../src/run/doctor.ts";
import { exchangeOf, leftExchange } from "../../src/run/exchange.ts";
import { lookAtPool, reachPool, serveQueue } from "../../src/run/pool.ts";
import { conductPlan } from "../../src/run/run.ts";
import { serveConductor } from "../../src/run/worker.ts";
import { lookAtWorkers } from "../../src/run/workers.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import type { FlagValues } from "../../src/settings/texts.ts";
import { noBroker, openBroker } from "../artifact/pool-place.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";
import { playground } from "./support/in-process.ts";

if (noBroker !== "") console.log(`Stories of a pool are not tested: ${noBroker}`);

type Signals = Parameters<Host["onSignal"]>[0];

/** A machine with a home of its own, whose signals a test gives. */
async function machine(
  env: Readonly<Record<string, string | undefined>>,
  flags: FlagValues = {},
  more: Partial<Host> = {},
) {
  const home = scratchFolder();
  const own = { HOME: home.path, BARO_HOME: join(home.path, "state"), XDG_CACHE_HOME: join(home.path, "cache") };
  const listeners = new Set<Signals>();
  const onSignal: Host["onSignal"] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const quiet = testHost({ cwd: home.path, env: { PATH: process.env["PATH"], ...env, ...own } });
  const host: Host & { err(): string } = { ...quiet, onSignal, ...more };
  const { options }: { options: RunOptions } = await loadSettings(host, flags);
  return {
    host,
    options,
    hears: (): number => listeners.size,
    signal: (name: Parameters<Signals>[0]): void => {
      for (const listener of listeners) listener(name);
    },
    [Symbol.dispose]: (): void => home[Symbol.dispose](),
  };
}

const offer: WorkerOffer = { slots: 2, labels: ["gpu=a100"], repositories: [] };
const [a, b] = [
  story("S1", { title: "Write a", writes: ["a.txt"], verify: ["grep -q new a.txt"] }),
  story("S2", { title: "Write b", writes: ["b.txt"] }),
];
const writes = { "Write a": [writing({ "a.txt": "new a\n" })], "Write b": [writing({ "b.txt": "new b\n" })] };

describe.skipIf(noBroker !== "")("a pool", () => {
  test("takes a run's stories over the remote that both reach; it is told who worked, and nothing is left there", async () => {
    await using broker = await openBroker();
    await using place = await playground({ stories: writes });
    using remote = scratchFolder();
    place.repo.git("init", "--quiet", "--bare", remote.path);
    place.repo.git("remote", "add", "origin", remote.path);
    using worker = await machine(place.env, { queue: broker.url, "queue-lock": "4s" });
    const serving = serveQueue(worker.host, worker.options, offer, null);
    const flags = { queue: broker.url, "queue-lock": "4s", deliver: "branch", verify: ["grep -q new b.txt"] };
    const run = await place.play(flags, (invocation) =>
      conductPlan(invocation, planText("parallel", [a, b]), "p.json"),
    );
    expect(run.error).toBeNull();
    expect(run.end?.exitCode).toBe(0);
    expect(
      run
        .of("lease.taken")
        .map(({ story: of }) => of)
        .toSorted(),
    ).toEqual(["S1", "S2"]);
    const branch = `baro/${run.end?.run}`;
    expect(place.repo.git("show", `${branch}:a.txt`)).toBe("new a");
    expect(place.repo.git("show", `${branch}:b.txt`)).toBe("new b");
    expect(place.repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
    expect(run.of("run.notice").map(({ message }) => message)).not.toContainEqual(expect.stringContaining("evicts"));

    // Told once it drains, told twice it stops.
    worker.signal("SIGTERM");
    expect(await serving).toBe("SIGTERM stopped it");
    expect(worker.hears()).toBe(0);
    expect(worker.host.err()).toStartWith(`Waits for stories at ${broker.url}, 2 at once\n`);

    const left = await leftExchange(worker.host, await optionsOf(place), run.end?.run ?? "");
    expect(left?.url).toBe(remote.path);
  });

  test("is found with who waits there; doctor says when nobody does, and what loses stories", async () => {
    await using broker = await openBroker();
    using here = await machine({}, { queue: broker.url });
    const { host, options } = here;
    await reachPool(host, options);
    const found = async () =>
      (await diagnose(host, options)).checks.filter(({ name }) => name === "queue" || name.startsWith("worker "));
    expect(await found()).toEqual([
      {
        name: "queue",
        state: "warning",
        detail: "no worker is waiting there",
        advice: "Start one with: baro worker --queue URL",
      },
    ]);
    using working = await machine({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1" }, { queue: broker.url });
    const serving = serveQueue(working.host, working.options, offer, null);
    let waiting = 0;
    while (waiting === 0) waiting = (await lookAtPool(host, options)).workers.length;
    const [queue, one, ...more] = await found();
    expect(queue).toEqual({
      name: "queue",
      state: "ok",
      detail: `1 worker waiting at ${broker.url}, 2 at once`,
      advice: null,
    });
    expect(one).toMatchObject({ name: `worker queue ${hostname()}`, state: "ok", advice: null });
    expect(one?.detail).toStartWith(`baro ${pkg.version}, 2 at once, openai`);
    expect(more).toEqual([]);
    const [, report] = await lookAtWorkers(host, options);
    expect(report?.labels).toEqual(expect.arrayContaining(["gpu=a100", `os=${host.platform}`]));
    broker.cli("config", "set", "maxmemory-policy", "allkeys-lru");
    expect((await found())[0]).toEqual({
      name: "queue",
      state: "error",
      detail: "it evicts data when its memory is full (allkeys-lru)",
      advice: "Set maxmemory-policy noeviction there",
    });
    expect((await lookAtPool(host, options)).eviction).toBe("allkeys-lru");
    working.signal("SIGINT");
    working.signal("SIGINT");
    expect(await serving).toBe("SIGINT stopped it");
    await broker.kill();
    expect(await failureOf(reachPool(host, options))).toStartWith("agent-missing: ");
    expect((await found())[0]).toMatchObject({ name: "queue", state: "error" });
  }, 60_000);

  test("a worker that has nothing to do for as long as it was told ends by itself", async () => {
    await using broker = await openBroker();
    using idle = await machine({}, { queue: broker.url });
    expect(await serveQueue(idle.host, idle.options, offer, 1_000)).toBe("it had nothing to do for 1 s");
  });

  test("a password goes to the address that it was given for alone", async () => {
    await using broker = await openBroker(["requirepass right-word-1234"]);
    const address = `redis://127.0.0.1:${broker.port}`;
    using known = await machine({ BARO_QUEUE: `redis://:right-word-1234@127.0.0.1:${broker.port}` });
    await reachPool(known.host, known.options);
    expect(known.options.queue).not.toContain("right-word");
    const other: RunOptions = { ...known.options, queueSecret: { queue: `${address}0`, password: "right-word-1234" } };
    expect(await failureOf(reachPool(known.host, other))).toMatch(/^agent-missing: /);
  });
});

async function optionsOf(place: Awaited<ReturnType<typeof playground>>): Promise<RunOptions> {
  const { options } = await loadSettings(testHost({ cwd: place.repo.path, env: place.env }), {});
  return options;
}

test("a run that used no queue has left nothing to exchange over, nor has one that nobody knows", async () => {
  await using place = await playground({ stories: writes });
  const flags = { deliver: "branch", verify: false };
  const run = await place.play(flags, (invocation) => conductPlan(invocation, planText("focused", [a]), "p.json"));
  expect(await leftExchange(testHost({ env: place.env }), await optionsOf(place), run.end?.run ?? "")).toBeNull();
});

test("commits are exchanged over the remote that is named, else origin, else the only one", async () => {
  using repo = scratchRepository();
  const host = testHost({ cwd: repo.path });
  const at = async (queueRemote: string | null): Promise<string> => {
    const exchange = await exchangeOf(host, { queueRemote, queueLockMs: 1 }, repo.path, "r1");
    return exchange.url;
  };
  expect(await failureOf(exchangeOf(host, { queueRemote: null, queueLockMs: 1 }, repo.path, "r1"))).toBe(
    "agent-missing: Cannot use a queue: the repository has no remote to send commits to workers through; Add one with: git remote add, or name an address with queue-remote",
  );
  repo.git("remote", "add", "backup", "../backup");
  expect(await at(null)).toBe(join(repo.path, "../backup"));
  repo.git("remote", "add", "origin", "https://ada:secret@git.example.com/words.git");
  expect(await at(null)).toBe("https://git.example.com/words.git");
  expect(await at("backup")).toBe(join(repo.path, "../backup"));
  expect(await at("ssh://git@example.com/words.git")).toBe("ssh://example.com/words.git");
  expect(await at("./there")).toBe(join(repo.path, "there"));
  expect(await at("git@example.com:words.git")).toBe("git@example.com:words.git");
});

/** A conductor of this very process: what it says is read, and what the worker says is kept. */
async function conducted(env: Readonly<Record<string, string>> = {}, more: Partial<Host> = {}) {
  let say: (chunk: Uint8Array) => void = () => {};
  let gone = () => {};
  const heard: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  const hearStdin: Host["hearStdin"] = (chunk, end) => {
    say = chunk;
    gone = end;
    return () => {};
  };
  const writeOut = (text: string): void => {
    heard.push(JSON.parse(text) as Record<string, unknown>);
    for (const go of waiting.splice(0)) go();
  };
  const worker = await machine(env, {}, { hearStdin, writeOut, ...more });
  const serving = serveConductor(worker.host, worker.options, {
    slots: 3,
    labels: ["gpu=a100"],
    repositories: ["words"],
  });
  const until = async (is: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const found = heard.find((one) => one["is"] === is);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
  };
  return {
    ...worker,
    serving,
    until,
    say: (message: object): void => say(Buffer.from(`${JSON.stringify(message)}\n`)),
    goes: (): void => gone(),
  };
}

describe("a worker that its conductor started", () => {
  test("says what it is and what is ready on it, and ends with its conductor", async () => {
    using worker = await conducted({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1" }, { platform: "linux", arch: "arm64" });
    expect(await worker.until("hello")).toEqual({
      is: "hello",
      v: protocolVersion,
      version: pkg.version,
      host: hostname(),
      os: "linux",
      arch: "arm64",
      slots: 3,
      labels: ["gpu=a100"],
      repositories: ["words"],
    });
    worker.say({ is: "look", agents: ["openai", "acp:no-such-program", "claude:opus:x:y z"] });
    const seen = await worker.until("seen");
    expect(seen["troubles"]).toEqual([]);
    const [openai, program] = seen["agents"] as { name: string; ready: boolean; why: string | null }[];
    expect(openai).toMatchObject({ name: "openai", ready: true, why: null });
    expect(program).toMatchObject({ name: "acp:no-such-program", ready: false });
    expect(program?.why).toStartWith("acp:no-such-program is ");
    worker.goes();
    expect(await worker.serving).toBe("its conductor is gone");
    expect(worker.hears()).toBe(0);
  });

  test("looks at all agents that have a name; without git it says so", async () => {
    using empty = scratchFolder();
    using worker = await conducted({ PATH: empty.path });
    worker.say({ is: "look", agents: null });
    const { agents, troubles } = await worker.until("seen");
    expect((troubles as string[]).join()).toContain("git");
    const states = agents as { name: string; ready: boolean; why: string | null }[];
    expect(states.filter(({ ready }) => ready)).toEqual([]);
    expect(states.find(({ name }) => name === "openai")?.why).toBe(
      "openai is without an endpoint (Set OPENAI_BASE_URL (and OPENAI_API_KEY))",
    );
    expect(states.find(({ name }) => name === "codex")?.why).toStartWith("codex is not installed");
    worker.signal("SIGTERM");
    expect(await worker.serving).toBe("SIGTERM stopped it");
  });
});

describe("machines over ssh", () => {
  /** An ssh that speaks as a worker does, or says why it can't. */
  async function looked(script: string, spec = "ssh:box,slots=9") {
    using folder = scratchFolder();
    writeFileSync(join(folder.path, "ssh"), script);
    using here = await machine({ GIT_SSH_COMMAND: `sh ${join(folder.path, "ssh")}` });
    const [report] = await lookAtWorkers(here.host, { ...here.options, workers: [spec] });
    const { checks } = await diagnose(here.host, { ...here.options, workers: [spec] });
    return { report, check: checks.find(({ name }) => name === `worker ${spec}`) };
  }
  const hello = {
    is: "hello",
    v: protocolVersion,
    version: pkg.version,
    host: "box",
    os: "linux",
    arch: "arm64",
    slots: 2,
  };
  const told = { ...hello, labels: ["gpu=a100"], repositories: ["words"] };
  const agent = { name: "openai", ready: true, version: null, why: null };
  const speaks = (agents: object[], troubles: string[] = []) =>
    `echo '${JSON.stringify(told)}'; read -r _; echo '${JSON.stringify({ is: "seen", agents, troubles })}'; cat >/dev/null\n`;

  test("are asked what they can do: so many slots as were named, else as they offer", async () => {
    const { report, check } = await looked(
      speaks([agent, { ...agent, name: "codex", ready: false, why: "codex is not installed" }]),
    );
    expect(report).toMatchObject({
      worker: "ssh:box,slots=9",
      slots: 9,
      version: pkg.version,
      why: null,
      advice: null,
    });
    expect(report?.labels).toEqual(expect.arrayContaining(["gpu=a100", "os=linux", "arch=arm64"]));
    expect(report?.repositories).toEqual(["words"]);
    expect(check).toEqual({
      name: "worker ssh:box,slots=9",
      state: "ok",
      detail: `baro ${pkg.version}, 9 at once, openai`,
      advice: null,
    });
    expect((await looked(speaks([agent]), "ssh:box")).report?.slots).toBe(2);
  });

  test("without a ready agent, in trouble, or out of reach are errors with what is known", async () => {
    const idle = await looked(speaks([{ ...agent, ready: false, why: "openai is without an endpoint" }]));
    expect(idle.check).toMatchObject({ state: "error", detail: `baro ${pkg.version}, 9 at once, no agent is ready` });
    const troubled = await looked(speaks([agent], ["git is not installed", "the disk is full"]));
    expect(troubled.report?.why).toBe("git is not installed; the disk is full");
    expect(troubled.check).toMatchObject({
      state: "error",
      detail: "git is not installed; the disk is full",
      advice: null,
    });
    const far = await looked("echo 'ada@box: Permission denied (publickey).' >&2; exit 255\n");
    expect(far.report).toMatchObject({ slots: null, agents: [], version: null });
    expect(far.check?.state).toBe("error");
    expect(far.check?.detail).toContain("it lets nobody in with the keys from here");
    expect(far.check?.advice).toContain("ssh-add");
    const unknown = await looked("echo 'ssh: Could not resolve hostname box' >&2; exit 255\n");
    expect(unknown.check).toMatchObject({ state: "error", advice: null });
    expect(unknown.check?.detail).toContain("Could not resolve hostname box");
  });
});

test("a run that names this machine among its workers works on it, and on no other", async () => {
  await using place = await playground({ stories: writes });
  const flags = { worker: ["local,slots=1"], deliver: "branch", verify: false };
  const run = await place.play(flags, (invocation) => conductPlan(invocation, planText("parallel", [a, b]), "p.json"));
  expect([run.error, run.end?.exitCode]).toEqual([null, 0]);
  expect(run.of("lease.taken")).toEqual([]);
  const started = run.types.filter((type) => type === "story.started" || type === "story.merged");
  // One slot: the second begins when the first has gone.
  expect(started).toEqual(["story.started", "story.merged", "story.started", "story.merged"]);
  expect(existsSync(join(place.repo.path, "a.txt"))).toBe(true);
});
