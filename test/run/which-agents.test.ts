import { describe, expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../../src/agents/agent.ts";
import type { Answer, AskModel } from "../../src/agents/ask/ask.ts";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { noUsage } from "../../src/core/usage.ts";
import { agentOf, agentStatus, fallbacksFor, meteredAsk, readyAgents } from "../../src/run/agents.ts";
import { openScriptedEndpoint } from "../../src/run/scripted-endpoint.ts";
import type { EventStream } from "../../src/run/stream.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { FlagValues } from "../../src/settings/texts.ts";
import { testHost } from "../cli/test-host.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

/** A machine with these programs alone, asked for these agents. */
async function machine(
  bin: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  flags: FlagValues = {},
) {
  const home = scratchFolder();
  writeFiles(
    home.path,
    Object.fromEntries(Object.entries(bin).map(([name, says]) => [`bin/${name}`, `#!/bin/sh\necho '${says}'\n`])),
  );
  for (const name of Object.keys(bin)) chmodSync(join(home.path, "bin", name), 0o755);
  const host = testHost({
    cwd: home.path,
    env: { HOME: home.path, BARO_HOME: home.path, PATH: join(home.path, "bin"), ...env },
  });
  const { options } = await loadSettings(host, flags);
  return { host, options, [Symbol.dispose]: (): void => home[Symbol.dispose]() };
}

const endpoint = { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
const claude = { claude: "2.1.330 (Claude Code)" };
const named = ({ choice }: Agent): string => [choice.name, choice.model].filter((part) => part !== null).join(":");

describe("who works on a run", () => {
  test("is the first that is ready where nobody is named", async () => {
    using all = await machine(claude, { ...endpoint, ANTHROPIC_API_KEY: "x" });
    const agents = await readyAgents(all.host, all.options);
    expect(named(agents.writer)).toBe("claude");
    expect([named(agents.planner), agents.tiers, agents.fallbacks]).toEqual(["claude", {}, []]);
    using unsigned = await machine(claude, endpoint);
    expect(named((await readyAgents(unsigned.host, unsigned.options)).writer)).toBe("openai");
  });

  test("is nobody where none is ready, with what would help first", async () => {
    using none = await machine({});
    expect(await failureOf(readyAgents(none.host, none.options))).toBe(
      "agent-missing: Cannot start: no coding agent is ready; Install one, or set OPENAI_BASE_URL; see what is missing with: baro doctor",
    );
    using unsigned = await machine(claude);
    const status = await agentStatus(unsigned.host, unsigned.options, { name: "claude", model: null, command: null });
    expect(status.signedIn).toBe(false);
    expect(await failureOf(readyAgents(unsigned.host, unsigned.options))).toBe(
      `agent-sign-in: Cannot start: no coding agent is ready; ${status.advice}`,
    );
  });

  test("is who was named, for each weight, for the plan, and behind them", async () => {
    const flags = {
      agent: "openai:small",
      planner: "openai:wise",
      tier: ["heavy=openai:big"],
      fallback: ["claude", "heavy=openai:huge"],
    };
    using some = await machine(claude, { ...endpoint, ANTHROPIC_API_KEY: "x" }, flags);
    const agents = await readyAgents(some.host, some.options);
    expect([named(agents.writer), named(agents.planner)]).toEqual(["openai:small", "openai:wise"]);
    expect(Object.entries(agents.tiers).map(([weight, agent]) => `${weight} ${named(agent)}`)).toEqual([
      "heavy openai:big",
    ]);
    // Who is named for a weight comes first for it, and for no other.
    expect(fallbacksFor(agents, "heavy").map(named)).toEqual(["openai:huge", "claude"]);
    expect(fallbacksFor(agents, "light").map(named)).toEqual(["claude"]);
  });

  test.each<[FlagValues, string]>([
    [{ agent: "codex" }, 'agent-missing: Cannot use agent "codex": it is not installed'],
    [{ agent: "claude:opus" }, 'agent-sign-in: Cannot use agent "claude:opus": it is not signed in'],
    [{ agent: "openai", planner: "pi" }, 'agent-missing: Cannot use agent "pi": it is not installed'],
    [{ agent: "openai", tier: ["light=codex"] }, 'agent-missing: Cannot use agent "codex": it is not installed'],
    [{ agent: "openai", fallback: ["codex"] }, 'agent-missing: Cannot use agent "codex": it is not installed'],
  ])("%j is known not to work before anything is spent", async (flags, words) => {
    using some = await machine(claude, endpoint, flags);
    const failure = await failureOf(readyAgents(some.host, some.options));
    expect(failure).toStartWith(words);
    expect(failure).not.toEndWith("; -");
  });

  test("needs an endpoint where it is one that has none of its own", async () => {
    using some = await machine({});
    const choice = { name: "openai", model: null, command: null } as const;
    expect(() => agentOf(choice, some.options)).toThrow('Cannot use agent "openai": no endpoint is known');
    expect(await agentStatus(some.host, some.options, choice)).toMatchObject({
      installed: false,
      lacks: "without an endpoint",
    });
  });
});

describe("what a question cost", () => {
  /** The event of one question to a planner, under a limit of dollars or none. */
  async function metered(
    given: Partial<Extract<Answer<never>, { ok: false }>> & { model?: string; ok?: boolean },
    maxUsd: string | null,
  ) {
    using some = await machine({}, endpoint, {
      agent: "openai:gpt-4.1",
      ...(maxUsd === null ? {} : { "max-usd": maxUsd }),
    });
    const { planner } = await readyAgents(some.host, some.options);
    const events: RunEventBody[] = [];
    const stream: EventStream = { events: [] as RunEvent[], emit: async (event) => void events.push(event) };
    const ask: AskModel = async () =>
      ({ ok: false, why: "failed", message: "no", text: null, usage: noUsage, usd: null, ...given }) as never;
    const times = [1_000.2, 1_750.9];
    const host = { elapsed: () => times.shift() ?? 0 };
    const question = { name: "plan" } as never;
    const answer = await meteredAsk(
      { host, options: some.options },
      planner,
      ask,
      stream,
    )(question, new AbortController().signal);
    expect(answer).toMatchObject({ ok: given.ok ?? false });
    return events[0];
  }
  const usage = { input: 1_000_000, cachedInput: 0, output: 0, reasoning: 0 };

  test("is told with its time; without a limit no price is guessed", async () => {
    expect(await metered({ usage, usd: null }, null)).toEqual({
      type: "model.answered",
      question: "plan",
      ok: false,
      ms: 751,
      usd: null,
      ...usage,
    });
    expect(await metered({ usage, usd: 0.5, estimated: true }, null)).toMatchObject({ usd: 0.5, estimated: true });
  });

  test("under a limit is priced by the model that answered, and marked as estimated", async () => {
    const priced = await metered({ usage, usd: null }, "5");
    expect(priced).toMatchObject({ usdEstimated: true });
    expect((priced as { usd: number }).usd).toBeGreaterThan(0);
    const told = await metered({ usage, usd: 0.25 }, "5");
    expect(told).toMatchObject({ usd: 0.25 });
    expect(told).not.toContainKey("usdEstimated");
  });
});

test("the scripted agent has an endpoint of its own for as long as it is open, and is mixed with nobody", async () => {
  using some = await machine({}, {}, { agent: "demo", tier: ["light=demo"] });
  const open = await openScriptedEndpoint(some.options);
  const models = `${open.options.endpoint?.baseUrl}/models`;
  expect((await fetch(models)).status).toBeLessThan(500);
  await open[Symbol.asyncDispose]();
  expect(fetch(models)).rejects.toThrow();
  using mixed = await machine({}, endpoint, { agent: "demo", tier: ["light=openai"] });
  expect(await failureOf(openScriptedEndpoint(mixed.options))).toStartWith(
    'usage: Cannot combine agent "demo" with others',
  );
  using none = await machine({}, endpoint, { agent: "openai" });
  expect((await openScriptedEndpoint(none.options)).options).toBe(none.options);
});
