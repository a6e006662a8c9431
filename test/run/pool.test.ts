import { describe, expect, test } from "bun:test";
import { hostname } from "node:os";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { diagnose } from "../../src/run/doctor.ts";
import { exchangeOf, leftExchange } from "../../src/run/exchange.ts";
import { lookAtPool, reachPool, serveQueue } from "../../src/run/pool.ts";
import { conductPlan } from "../../src/run/run.ts";
import { lookAtWorkers } from "../../src/run/workers.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { noBroker, openBroker } from "../artifact/pool-place.ts";
import { planText } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";
import { playground } from "./support/in-process.ts";
import { a, b, machine, offer, writes } from "./support/machine.ts";

if (noBroker !== "") console.log(`Stories of a pool are not tested: ${noBroker}`);

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
