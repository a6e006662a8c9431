import type { Envelope, RunEventBody } from "../core/event.ts";
import { addUsage, type Estimates, noUsage, totalTokens, type Usage } from "../core/usage.ts";

/** The sums behind a run's figures, kept up event by event. */
export interface Tally {
  wallMs: number;
  /** Of agents and of whoever answered intake's and the planner's questions. */
  usage: Usage;
  /** Milliseconds since the plan was accepted; what of it was conducting is known when a story or an agent ends. */
  sinceAcceptedMs: number | null;
  conductMs: number;
  lastAt: number | null;
  /** The attempts and questions whose tokens, and whose dollars, are an estimate. */
  guessed: { tokens: Set<string>; usd: Set<string> };
  /** Cost per attempt that used tokens; null while nobody said what it cost. */
  costs: Map<string, number | null>;
}

export function newTally(): Tally {
  return {
    wallMs: 0,
    usage: noUsage,
    sinceAcceptedMs: null,
    conductMs: 0,
    lastAt: null,
    guessed: { tokens: new Set(), usd: new Set() },
    costs: new Map(),
  };
}

/** Adds one event, in the order of the stream. One that is not stamped yet takes no time. */
export function tallyEvent(tally: Tally, event: RunEventBody & Partial<Envelope>): void {
  passTime(tally, event);
  switch (event.type) {
    case "run.waited":
      leaveOut(tally, event.ms);
      break;
    case "plan.accepted":
      tally.sinceAcceptedMs ??= 0;
      break;
    case "story.started":
      // A plan that needs no accepting is conducted from its first story on.
      tally.sinceAcceptedMs ??= 0;
      break;
    case "agent.finished":
      // A run that is stopped has agents whose stories never finish; their work counts, so their time does too.
      tally.conductMs = tally.sinceAcceptedMs ?? 0;
      break;
    case "agent.usage":
      addUse(tally, `${event.story}#${event.attempt}`, event);
      break;
    case "model.answered":
      addUse(tally, `question ${event.seq ?? tally.costs.size}`, event);
      break;
    case "story.finished":
      tally.conductMs = tally.sinceAcceptedMs ?? 0;
      break;
  }
}

/** Time in which no process worked on the run, before it was resumed, is not part of it; nor is a clock set back. */
function passTime(tally: Tally, event: RunEventBody & Partial<Envelope>): void {
  if (event.at === undefined) return;
  const at = Date.parse(event.at);
  const passed = tally.lastAt === null || event.type === "run.resumed" ? 0 : Math.max(0, at - tally.lastAt);
  tally.lastAt = at;
  tally.wallMs += passed;
  if (tally.sinceAcceptedMs !== null) tally.sinceAcceptedMs += passed;
}

/** What a person thought about is no time of the run's. */
function leaveOut(tally: Tally, ms: number): void {
  tally.wallMs = Math.max(0, tally.wallMs - ms);
  if (tally.sinceAcceptedMs !== null) tally.sinceAcceptedMs = Math.max(0, tally.sinceAcceptedMs - ms);
}

function addUse(tally: Tally, attempt: string, use: Usage & Estimates & { usd: number | null }): void {
  tally.usage = addUsage(tally.usage, use);
  mark(tally.guessed.tokens, attempt, use.estimated);
  mark(tally.guessed.usd, attempt, use.usdEstimated);
  addCost(tally, attempt, use.usd, totalTokens(use));
}

/** `false`: what was told since has caught up with the estimate. */
function mark(guessed: Set<string>, attempt: string, isGuess: boolean | undefined): void {
  if (isGuess === true) guessed.add(attempt);
  if (isGuess === false) guessed.delete(attempt);
}

function addCost(tally: Tally, attempt: string, usd: number | null, tokens: number): void {
  const before = tally.costs.get(attempt);
  if (usd !== null) tally.costs.set(attempt, (before ?? 0) + usd);
  else if (before === undefined && tokens > 0) tally.costs.set(attempt, null);
}
