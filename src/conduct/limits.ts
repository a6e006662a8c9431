import type { EventOf } from "../core/event.ts";
import { type Estimates, totalTokens, type Usage } from "../core/usage.ts";

/** Ceilings of the whole run; `null`: none. */
export interface RunLimits {
  maxTokens: number | null;
  maxUsd: number | null;
  timeoutMs: number | null;
}

export interface Spent extends Estimates {
  usage: Usage;
  /** `null`: nobody has named a price. */
  usd: number | null;
  ms: number;
}

/** Time that is kept back from `timeoutMs`, for landing what is finished: a tenth, at most a minute. */
export function reserveMs(timeoutMs: number): number {
  return Math.min(60_000, Math.round(timeoutMs / 10));
}

/** What a run may take beyond `timeoutMs` to leave what landed: as much as is kept back, and five seconds in any case. */
export function deliveringMs(timeoutMs: number): number {
  return Math.max(5_000, reserveMs(timeoutMs));
}

/** Milliseconds until agents must stop for the sake of `timeoutMs`; `null`: no such limit. */
export function agentTimeLeft(limits: Pick<RunLimits, "timeoutMs">, spentMs: number): number | null {
  return limits.timeoutMs === null ? null : Math.max(0, limits.timeoutMs - reserveMs(limits.timeoutMs) - spentMs);
}

/** The ceiling that was reached, or `null`. */
export function limitReached(limits: RunLimits, spent: Spent): EventOf<"limit.reached"> | null {
  const tokens = totalTokens(spent.usage);
  if (limits.maxTokens !== null && tokens >= limits.maxTokens) {
    return reached("tokens", `${tokens} of ${limits.maxTokens} tokens are used${asGuess(spent.estimated)}`);
  }
  if (limits.maxUsd !== null && spent.usd !== null && spent.usd >= limits.maxUsd) {
    const words = `${spent.usd.toFixed(2)} of ${limits.maxUsd.toFixed(2)} dollars are spent`;
    return reached("usd", words + asGuess(spent.usdEstimated));
  }
  if (limits.timeoutMs !== null && agentTimeLeft(limits, spent.ms) === 0) {
    return reached("timeout", `The time is up; what is left is for landing the finished stories`);
  }
  return null;
}

function reached(limit: "tokens" | "usd" | "timeout", message: string): EventOf<"limit.reached"> {
  return { type: "limit.reached", limit, message };
}

function asGuess(isGuess: boolean | undefined): string {
  return isGuess === true ? " (partly an estimate)" : "";
}
