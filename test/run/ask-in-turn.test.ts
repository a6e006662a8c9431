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

function inTurn(chain: readonly [Asker, ...Asker[]], options: Partial<TurnOptions> = {}) {
  const switches: string[] = [];
  const waits: number[] = [];
  const host = {
    now: () => Date.parse("2026-01-01T00:00:00Z"),
    sleep: async (ms: number) => {
      waits.push(ms);
    },
  };
  const ask = askInTurn(host, chain, {
    waitForReset: false,
    leftMs: () => null,
    onSwitch: async ({ question: name, from, to, why }) => {
      switches.push(`${name}: ${from} -> ${to} (${why})`);
    },
    onWait: async () => {},
    ...options,
  });
  return { switches, waits, ask: (): Promise<Answer<{ mode: string }>> => ask(question, new AbortController().signal) };
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
