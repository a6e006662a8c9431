import { expect, test } from "bun:test";
import { z } from "zod";
import type { Answer, AskModel, Question } from "../../src/agents/ask/ask.ts";
import type { AgentErrorKind } from "../../src/core/agent-event.ts";
import { type Asker, askInTurn, type TurnOptions } from "../../src/run/ask-in-turn.ts";

const schema = z.object({ mode: z.string() });
const question: Question<{ mode: string }> = { name: "decision", system: "", prompt: "", schema, timeoutMs: 1000 };
const usage = { input: 10, cachedInput: 0, output: 1, reasoning: 0 };

type Reply = "answers" | { kind: AgentErrorKind; resetAt?: string };

/** Somebody who says what is listed, one after the other, and the last of it from then on. */
function asker(name: string, provider: string, replies: readonly Reply[]): Asker & { asked: number } {
  const self = {
    name,
    provider,
    asked: 0,
    ask: (async (one: Question<unknown>) => {
      const reply = replies[Math.min(self.asked++, replies.length - 1)] ?? "answers";
      if (reply === "answers") {
        return { ok: true, value: one.schema.parse({ mode: name }), usage, usd: 1, model: name };
      }
      const { kind, resetAt = null } = reply;
      const message = `${name} is out`;
      return { ok: false, why: "failed", message, text: null, usage, usd: 1, trouble: { kind, message, resetAt } };
    }) as AskModel,
  };
  return self;
}

/** `stopsAt`: the wait in which the run is told to stop. */
function inTurn(chain: readonly [Asker, ...Asker[]], options: Partial<TurnOptions> = {}, stopsAt = 0) {
  const switches: string[] = [];
  const [waits, notices]: [number[], string[]] = [[], []];
  const stop = new AbortController();
  const host = {
    now: () => Date.parse("2026-01-01T00:00:00Z"),
    sleep: async (ms: number) => {
      waits.push(ms);
      if (waits.length === stopsAt) stop.abort();
    },
  };
  const ask = askInTurn(host, chain, {
    waitForReset: false,
    leftMs: () => null,
    onSwitch: async ({ question: name, from, to, why }) => {
      switches.push(`${name}: ${from} -> ${to} (${why})`);
    },
    onWait: async (message) => {
      notices.push(message);
    },
    ...options,
  });
  const asked = (): Promise<Answer<{ mode: string }>> => ask(question, stop.signal);
  return { switches, waits, notices, ask: asked, stop: () => stop.abort() };
}

test.each<AgentErrorKind>(["usage_limit", "auth", "overloaded", "rate_limit", "network"])(
  "at %s the next one at another provider answers, and is asked first from then on",
  async (kind) => {
    const big = asker("claude:opus", "anthropic", [{ kind }]);
    const small = asker("claude:haiku", "anthropic", ["answers"]);
    const other = asker("codex", "openai", ["answers"]);
    const { ask, switches } = inTurn([big, small, other]);
    // The cost is that of all who were asked.
    expect(await ask()).toMatchObject({ ok: true, value: { mode: "codex" }, usage: { input: 20 }, usd: 2 });
    expect(await ask()).toMatchObject({ ok: true, value: { mode: "codex" }, usage: { input: 10 } });
    expect([big.asked, small.asked, other.asked]).toEqual([1, 0, 2]);
    expect(switches).toEqual(["decision: claude:opus -> codex (claude:opus is out)"]);
  },
);

test.each<AgentErrorKind>(["request", "refused", "context", "turns"])("%s is nobody else's to mend", async (kind) => {
  const other = asker("codex", "openai", ["answers"]);
  const { ask, switches } = inTurn([asker("claude", "anthropic", [{ kind }]), other]);
  expect(await ask()).toMatchObject({ ok: false });
  expect([other.asked, switches]).toEqual([0, []]);
});

test("with nobody left the last one's words are told", async () => {
  const { ask, switches } = inTurn([
    asker("claude", "anthropic", [{ kind: "usage_limit" }]),
    asker("codex", "openai", [{ kind: "auth" }]),
  ]);
  expect(await ask()).toMatchObject({ ok: false, message: "codex is out", usage: { input: 20 } });
  expect(switches).toHaveLength(1);
});

const soon = { kind: "usage_limit", resetAt: "2026-01-01T00:10:00Z" } as const;

test("a limit that is lifted before the run's time is up is waited for, where that was asked", async () => {
  const other = asker("codex", "openai", ["answers"]);
  const { ask, waits } = inTurn([asker("claude", "anthropic", [soon, "answers"]), other], {
    waitForReset: true,
    leftMs: () => 3_600_000,
  });
  expect(await ask()).toMatchObject({ ok: true, value: { mode: "claude" } });
  expect([waits, other.asked]).toEqual([[600_000], 0]);
});

test.each([
  ["is lifted after the run's time is up", soon, 60_000],
  ["has no time that it is lifted at", { kind: "usage_limit" }, null],
  ["comes again and again", soon, null],
] as const)("a limit that %s is not waited for: the next one goes on", async (_, reply, leftMs) => {
  const { ask, switches, waits } = inTurn(
    [asker("claude", "anthropic", [reply]), asker("codex", "openai", ["answers"])],
    { waitForReset: true, leftMs: () => leftMs },
  );
  expect(await ask()).toMatchObject({ ok: true, value: { mode: "codex" } });
  expect(switches).toHaveLength(1);
  expect(waits.length).toBeLessThanOrEqual(3);
});

const out = (reply: Reply, ...then: Reply[]) => asker("claude", "anthropic", [reply, ...then]);
const waiting = { waitForReset: true };
const in10min = "2026-01-01T00:10:00Z";

test.each<[string, Reply, Partial<TurnOptions>, number[]]>([
  ["where nobody asked to wait", soon, { waitForReset: false }, []],
  ["without an end of the run", soon, {}, [600_000, 600_000, 600_000]],
  ["that is lifted a moment before the run's end", soon, { leftMs: () => 600_001 }, [600_000, 600_000, 600_000]],
  ["that is lifted at the run's end", soon, { leftMs: () => 600_000 }, []],
  ["that is lifted already", { kind: "usage_limit", resetAt: "2025-12-31T00:00:00Z" }, {}, [2000, 2000, 2000]],
  ["of requests", { kind: "rate_limit", resetAt: in10min }, {}, [600_000, 600_000, 600_000]],
  ["whose time is none", { kind: "usage_limit", resetAt: "soon" }, {}, []],
  ["that is none", { kind: "overloaded", resetAt: in10min }, {}, []],
])(
  "a limit %s is waited for as often as this, and then the next one is asked",
  async (_what, reply, options, expected) => {
    const [first, other] = [out(reply), asker("codex", "openai", ["answers"])];
    const { ask, waits, notices } = inTurn([first, other], { ...waiting, ...options });
    const tries = expected.length + 1;
    expect(await ask()).toMatchObject({ ok: true, usage: { input: 10 * (tries + 1) }, usd: tries + 1 });
    expect([waits, first.asked, other.asked]).toEqual([expected, tries, 1]);
    const notice = "claude has reached a limit and is asked again when that is lifted: claude is out";
    expect(notices).toEqual(expected.map(() => notice));
  },
);

test("each who is asked may be waited for anew", async () => {
  const other = asker("codex", "openai", [soon, soon, soon, "answers"]);
  const { ask, waits, switches } = inTurn([out(soon), other], waiting);
  expect(await ask()).toMatchObject({ ok: true, value: { mode: "codex" } });
  expect([waits.length, switches.length, other.asked]).toEqual([6, 1, 4]);
  // And at each question.
  const again = inTurn([out(soon, soon, "answers", soon, soon, soon, "answers")], waiting);
  expect([await again.ask(), await again.ask()]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(again.waits).toHaveLength(5);
});

test("a run that is told to stop asks nobody further", async () => {
  const others = () => asker("codex", "openai", ["answers"]);
  const [first, second] = [others(), others()];
  const waits = inTurn([out(soon), first], waiting, 2);
  expect(await waits.ask()).toMatchObject({ ok: false, message: "claude is out", usage: { input: 20 } });
  expect([waits.waits.length, first.asked]).toEqual([2, 0]);
  const stopped = inTurn([out({ kind: "auth" }), second]);
  stopped.stop();
  expect(await stopped.ask()).toMatchObject({ ok: false, usage: { input: 10 } });
  expect([second.asked, stopped.switches]).toEqual([0, []]);
});

test("of several that are left the first goes on; what nobody named a price for has none", async () => {
  const [third, fourth] = [asker("codex", "openai", ["answers"]), asker("pi", "google", ["answers"])];
  const { ask } = inTurn([out({ kind: "auth" }), third, fourth]);
  expect(await ask()).toMatchObject({ value: { mode: "codex" } });
  expect(fourth.asked).toBe(0);
  const free = (usd: number | null): Asker => ({
    name: "x",
    provider: `p${usd}`,
    ask: (async () => ({ ok: true, value: {}, usage, usd, model: null })) as unknown as AskModel,
  });
  expect(await inTurn([free(null)]).ask()).toMatchObject({ usd: null, usage });
  expect(await inTurn([out({ kind: "auth" }), free(null)]).ask()).toMatchObject({ usd: 1 });
  expect(await inTurn([free(0)]).ask()).toMatchObject({ usd: 0 });
});
