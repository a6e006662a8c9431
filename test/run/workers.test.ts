import { describe, expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { protocolVersion } from "../../src/fleet/protocol.ts";
import type { Host } from "../../src/host/host.ts";
import { diagnose } from "../../src/run/doctor.ts";
import { conductPlan } from "../../src/run/run.ts";
import { serveConductor } from "../../src/run/worker.ts";
import { lookAtWorkers } from "../../src/run/workers.ts";
import { planText } from "../artifact/scripted-endpoint.ts";
import { scratchFolder } from "../support/scratch.ts";
import { playground } from "./support/in-process.ts";
import { a, b, machine, writes } from "./support/machine.ts";

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
  const writeAsIs = (text: string): void => {
    heard.push(JSON.parse(text) as Record<string, unknown>);
    for (const go of waiting.splice(0)) go();
  };
  const worker = await machine(env, {}, { hearStdin, writeAsIs, ...more });
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

  test("an agent that needs a key and has none is not ready", async () => {
    using worker = await conducted({ OPENAI_BASE_URL: "https://api.openai.com/v1" });
    worker.say({ is: "look", agents: ["openai"] });
    const [openai] = (await worker.until("seen"))["agents"] as { ready: boolean; why: string }[];
    expect([openai?.ready, openai?.why.split(" (")[0]]).toEqual([false, "openai is not signed in"]);
    worker.goes();
    await worker.serving;
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
