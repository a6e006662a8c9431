import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RunEvent } from "../../src/core/event.ts";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Machines, noSsh, openMachines, until } from "./machines.ts";
import { noBroker, openBroker, openPoolWorker, type PoolWorker } from "./pool-place.ts";
import { planText, running, type StoryScript, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta", "Gamma", "Delta"];
const fileOf = (title: string) => `${title.toLowerCase()}.txt`;
const stories = titles.map((title, at) => story(`S${at + 1}`, { title, writes: [fileOf(title)] }));

/** What each story is told to do now; a story that is not in it is done quickly. */
const scripts = new Map<
  string,
  (request: ScriptRequest) => ReturnType<Extract<StoryScript, (...args: never) => unknown>>
>();
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let fleet: Machines;

beforeAll(async () => {
  const answer = (title: string) => (request: ScriptRequest) =>
    scripts.get(title)?.(request) ?? (request.turn === 0 ? writing({ [fileOf(title)]: "done\n" }) : { text: "Done" });
  endpoint = await scriptedEndpoint({ stories: Object.fromEntries(titles.map((title) => [title, answer(title)])) });
  if (noSsh === "") fleet = await openMachines(["one", "two"], endpoint.env);
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** A repository with a remote, and a state of a run's own. */
function desk(model = "") {
  scripts.clear();
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const remote = scratchFolder();
  repo.git("init", "--quiet", "--bare", remote.path);
  repo.git("remote", "add", "origin", remote.path);
  const env = { ...state.env, ...endpoint.env, ...fleet?.env, BARO_WORKER_TIMEOUT: "6s", BARO_QUEUE_LOCK: "6s" };
  const conduct = (count: number, args: string[], onEvent: (event: RunEvent) => void = () => {}) =>
    runArtifact({
      cwd: repo.path,
      env,
      args: ["conduct", "-", "--agent", `openai${model}`, "--json", "--no-verify", "--preview", ...args],
      stdin: planText("parallel", stories.slice(0, count)),
      onEvent,
    });
  return {
    env,
    cwd: repo.path,
    conduct,
    over: (slots: number) => fleet.machines.flatMap(({ spec }) => ["--worker", `${spec},slots=${slots}`]),
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
      remote[Symbol.dispose]();
    },
  };
}

/** The most agents at once, by the machine that they were on and over all of them. */
function mostAtOnce({ events }: Ended): Record<string, number> {
  const now: Record<string, number> = {};
  const most: Record<string, number> = {};
  const count = (place: string, by: number) => {
    now[place] = (now[place] ?? 0) + by;
    most[place] = Math.max(most[place] ?? 0, now[place]);
  };
  const on = new Map<string, string>();
  for (const event of events) {
    if (event.type === "story.started") on.set(event.story, event.worker ?? "here");
    if (event.type !== "story.started" && event.type !== "agent.finished") continue;
    const by = event.type === "story.started" ? 1 : -1;
    for (const place of ["all", on.get(event.story) ?? ""]) count(place, by);
  }
  return most;
}

const at = (event: { at: string }) => Date.parse(event.at);

/** A script that waits until so many are at work with it, and then a moment for one too many. */
function meeting(most: number) {
  let now = 0;
  let seen = 0;
  const all = Promise.withResolvers<void>();
  return {
    seen: () => seen,
    script: (title: string) => async (request: ScriptRequest) => {
      if (request.turn > 0) return { text: "Done" };
      now++;
      seen = Math.max(seen, now);
      if (now >= most) all.resolve();
      await all.promise;
      await new Promise((resolve) => setTimeout(resolve, 300));
      now--;
      return writing({ [fileOf(title)]: "done\n" });
    },
  };
}

/** Scripts of stories of which the first that asks, so many times, is answered otherwise. */
function atFirst(times: number, other: (left: number) => ScriptedTurn) {
  let left = times;
  return (title: string) =>
    ({ turn }: ScriptRequest) => {
      if (left-- > 0) return other(left);
      return turn === 0 ? writing({ [fileOf(title)]: "done\n" }) : { text: "Done" };
    };
}

/** Spends a thousand tokens a turn, as long as it may. */
const spending = () => ({ ...running("sleep 0.2"), usage: { input: 1000, cachedInput: 0, output: 0, reasoning: 0 } });

describe.skipIf(noSsh !== "")("over ssh", () => {
  test("--parallel bounds the agents of all machines together", async () => {
    using here = desk();
    const met = meeting(2);
    for (const title of titles) scripts.set(title, met.script(title));
    const end = await here.conduct(4, [...here.over(4), "--parallel", "2"]);
    expect(end.exitCode, end.stderr).toBe(0);
    expect(met.seen()).toBe(2);
    expect(mostAtOnce(end)).toMatchObject({ all: 2 });
  }, 120_000);

  test("a machine's slots bound its agents, whatever --parallel allows", async () => {
    using here = desk();
    const met = meeting(2);
    for (const title of titles) scripts.set(title, met.script(title));
    const end = await here.conduct(4, [...here.over(1), "--parallel", "4"]);
    expect(end.exitCode, end.stderr).toBe(0);
    expect(met.seen()).toBe(2);
    expect(mostAtOnce(end)).toEqual({ all: 2, one: 1, two: 1 });
  }, 120_000);

  test.each([
    ["tokens", "", ["--max-tokens", "12000"], 12],
    // A thousand tokens of this model cost five tenths of a cent.
    ["dollars", ":gpt-5.5", ["--max-usd", "0.06"], 12],
  ])(
    "a ceiling of %s counts what is used on every machine, and ends the agents there",
    async (limit, model, args, turns) => {
      using here = desk(model);
      scripts.set("Alpha", spending);
      scripts.set("Beta", spending);
      const served = endpoint.served.length;
      const end = await here.conduct(2, [...here.over(1), ...args]);
      expect(end.exitCode, end.stderr).toBe(6);
      expect(eventsOf(end.events, "limit.reached").map((event) => event.limit as string)).toEqual([
        limit === "dollars" ? "usd" : limit,
      ]);
      const machines = new Map(eventsOf(end.events, "story.started").map((event) => [event.story, event.worker]));
      expect(new Set(machines.values())).toEqual(new Set(["one", "two"]));
      const spenders = new Set(eventsOf(end.events, "agent.usage").map((event) => machines.get(event.story)));
      expect(spenders).toEqual(new Set(["one", "two"]));
      // Each may end the turn that it is in, and begin one while the word is on its way.
      expect(endpoint.served.length - served).toBeGreaterThanOrEqual(turns);
      expect(endpoint.served.length - served).toBeLessThanOrEqual(turns + 4);
      expect(eventsOf(end.events, "agent.finished").map(({ why }) => why)).toEqual(["killed", "killed"]);
      await until(() => fleet.workers().length === 0, "a worker is left");
    },
    120_000,
  );

  test("a provider that has had enough on one machine is asked by no other before it is time", async () => {
    using here = desk();
    const [refused, both] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Its agent asks again by itself: what the provider says last is what holds.
    const refusing = atFirst(5, (left) => ({ misbehave: { kind: "rate-limit", retryAfterSeconds: left > 0 ? 0 : 4 } }));
    const alpha = refusing("Alpha");
    scripts.set("Alpha", async (request) => {
      await both.promise;
      return alpha(request);
    });
    // Beta's machine is free the moment the other one is refused: Gamma could start there.
    scripts.set("Beta", async ({ turn }) => {
      if (turn > 0) return { text: "Done" };
      both.resolve();
      await refused.promise;
      return writing({ "beta.txt": "done\n" });
    });
    const end = await here.conduct(3, [...here.over(1), "--parallel", "2"], (event) => {
      if (event.type === "agent.finished" && event.story === "S1" && !event.ok) refused.resolve();
    });
    expect(end.exitCode, end.stderr).toBe(0);
    const refusal = end.events.find((event) => event.type === "agent.finished" && event.story === "S1");
    expect(refusal).toMatchObject({ ok: false, why: "rate_limit" });
    const resetAt = Date.parse(eventsOf(end.events, "agent.error")[0]?.resetAt ?? "");
    // Its next attempt, and Gamma, for which there was room the moment that Beta had ended.
    const later = end.events.filter((event) => event.type === "story.started" && event.seq > (refusal?.seq ?? 0));
    expect(later.length).toBe(2);
    for (const event of later) expect(at(event)).toBeGreaterThanOrEqual(resetAt - 100);
  }, 120_000);
});

describe.skipIf(noBroker !== "")("of a pool", () => {
  test("a story that waited for a worker while its provider had enough is not begun before it is time", async () => {
    using here = desk();
    await using broker = await openBroker();
    const pool = { ...endpoint.env, BARO_QUEUE: broker.url, BARO_QUEUE_LOCK: "6s" };
    await using _first = await openPoolWorker(pool, ["--slots", "1"]);
    let late: Promise<PoolWorker> | null = null;
    const limited = () => ({ kind: "usage-limit" as const, resetAtSeconds: Math.ceil(Date.now() / 1000) + 9 });
    const limiting = atFirst(1, () => ({ misbehave: limited() }));
    for (const title of ["Alpha", "Beta"]) scripts.set(title, limiting(title));
    // Both are let start while the provider has room, and one waits for a worker: that comes when there is no room any more.
    const more = ["--parallel", "2", "--queue", broker.url, "--wait-for-reset"];
    const end = await here.conduct(2, more, (event) => {
      if (event.type === "agent.finished" && !event.ok) late ??= openPoolWorker(pool, ["--slots", "1"]);
    });
    await (await (late as Promise<PoolWorker> | null))?.[Symbol.asyncDispose]();
    expect(end.exitCode, end.stderr).toBe(0);
    const error = eventsOf(end.events, "agent.error").find((event) => event.kind === "usage_limit");
    const resetAt = Date.parse(error?.resetAt ?? "");
    const [, ...later] = end.events.filter((event) => event.type === "story.started");
    expect(later.map((event) => event.story).sort()).toEqual(["S1", "S2"]);
    for (const event of later) expect(at(event)).toBeGreaterThanOrEqual(resetAt - 100);
  }, 120_000);

  test("a run whose stories wait for workers that never come ends when its time is up", async () => {
    using here = desk();
    await using broker = await openBroker();
    const end = await here.conduct(2, ["--queue", broker.url, "--timeout", "8s"]);
    expect(end.exitCode, end.stderr).toBe(6);
    expect(eventsOf(end.events, "limit.reached")).toMatchObject([{ limit: "timeout" }]);
    expect(eventsOf(end.events, "story.started")).toEqual([]);
    expect(broker.keys("*:run:*")).toEqual([]);
    expect(broker.keys("*:wait")).toEqual([]);
  }, 120_000);

  test("a run that is told to stop while its stories wait for workers ends soon, and can be resumed", async () => {
    using here = desk();
    await using broker = await openBroker();
    let stop = (_signal: NodeJS.Signals) => {};
    const ending = runArtifact({
      cwd: here.cwd,
      env: here.env,
      args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", "--queue", broker.url],
      stdin: planText("parallel", stories.slice(0, 2)),
      onStart: (kill) => {
        stop = kill;
      },
    });
    await until(() => broker.keys("*:wait").length > 0, "nothing is queued");
    stop("SIGINT");
    const end = await ending;
    expect(end.exitCode, end.stderr).toBe(130);
    expect(eventsOf(end.events, "run.finished")).toMatchObject([{ outcome: "interrupted" }]);
    expect(broker.keys("*:wait")).toEqual([]);
  }, 120_000);
});
