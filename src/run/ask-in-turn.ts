import type { Answer, AskModel, Question } from "../agents/ask/ask.ts";
import type { AgentErrorKind } from "../core/agent-event.ts";
import { addUsage } from "../core/usage.ts";
import type { Host } from "../host/host.ts";

/** Somebody who answers questions: `NAME[:MODEL]`, and who is asked for the tokens. */
export interface Asker {
  name: string;
  provider: string;
  ask: AskModel;
}

export interface TurnOptions {
  /** A limit that is lifted in time is waited for rather than passed on. */
  waitForReset: boolean;
  /** Milliseconds that are left of the run; `null`: no such limit. */
  leftMs(): number | null;
  onSwitch(change: { question: string; from: string; to: string; why: string }): Promise<void>;
  onWait(message: string): Promise<void>;
}

type Failed = Extract<Answer<never>, { ok: false }>;

/** What somebody at another provider may get over. Whoever is asked has tried again by then. */
const passedOn: ReadonlySet<AgentErrorKind> = new Set(["usage_limit", "auth", "rate_limit", "overloaded", "network"]);

const limits: ReadonlySet<AgentErrorKind> = new Set(["usage_limit", "rate_limit"]);
/** A limit that is still there after so many waits is another one. */
const mostWaits = 3;
const leastWaitMs = 2000;

/**
 * Asks the first of the chain; where its provider does not answer, the next one at another provider. Whoever answered
 * last is asked first from then on. The cost of an answer is that of all who were asked for it.
 */
export function askInTurn(
  host: Pick<Host, "now" | "sleep">,
  chain: readonly [Asker, ...Asker[]],
  options: TurnOptions,
): AskModel {
  const out = new Set<string>();
  let current = chain[0];

  /** Whether to ask again, and whom: after a wait, or somebody else. */
  const goesOn = async (question: string, answer: Failed, waits: number, signal: AbortSignal) => {
    const waitMs = waits < mostWaits && options.waitForReset ? waitOf(answer, host.now(), options.leftMs()) : null;
    if (waitMs !== null) {
      await options.onWait(
        `${current.name} has reached a limit and is asked again when that is lifted: ${answer.message}`,
      );
      await host.sleep(waitMs, signal);
      return signal.aborted ? "ends" : "waited";
    }
    out.add(current.provider);
    const next = chain.find(({ provider }) => !out.has(provider));
    if (next === undefined) return "ends";
    const why = answer.trouble?.message ?? answer.message;
    await options.onSwitch({ question, from: current.name, to: next.name, why });
    current = next;
    return "switched";
  };

  return async <T>(question: Question<T>, signal: AbortSignal) => {
    const spent: Failed[] = [];
    let waits = 0;
    let answer = await current.ask(question, signal);
    while (!answer.ok && isPassedOn(answer) && !signal.aborted) {
      const next = await goesOn(question.name, answer, waits, signal);
      if (next === "ends") break;
      waits = next === "waited" ? waits + 1 : 0;
      spent.push(answer);
      answer = await current.ask(question, signal);
    }
    return withCosts(answer, spent);
  };
}

function isPassedOn({ trouble }: Failed): boolean {
  return trouble !== undefined && passedOn.has(trouble.kind);
}

/** Milliseconds until a limit is lifted; `null` when nobody said, or the run is over by then. */
function waitOf({ trouble }: Failed, now: number, leftMs: number | null): number | null {
  if (trouble === undefined || !limits.has(trouble.kind)) return null;
  const waitMs = Math.max(leastWaitMs, Date.parse(trouble.resetAt ?? "") - now);
  return Number.isNaN(waitMs) || (leftMs !== null && waitMs >= leftMs) ? null : waitMs;
}

function withCosts<T>(answer: Answer<T>, spent: readonly Failed[]): Answer<T> {
  const usage = spent.reduce((sum, one) => addUsage(sum, one.usage), answer.usage);
  const prices = [answer.usd, ...spent.map(({ usd }) => usd)].filter((usd) => usd !== null);
  return { ...answer, usage, usd: prices.length === 0 ? null : prices.reduce((sum, usd) => sum + usd, 0) };
}
