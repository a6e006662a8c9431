import type { AgentErrorKind } from "../core/agent-event.ts";

/** What is known of one provider: all agents that share it slow down together. Times are of the clock that never jumps. */
export interface ProviderState {
  /** The most agents at once; steps down on trouble, recovers with each agent that ends well. */
  most: number;
  /** Troubles in a row; each waits twice as long as the one before. */
  strikes: number;
  blockedUntil: number;
  /** A usage limit that is not waited for. */
  paused: string | null;
  /** The provider will not have us at all: signing in again is the person's to do. */
  refused: string | null;
  /** What the newest of the troubles said. */
  trouble: string | null;
}

export type Admission =
  | { kind: "now" }
  | { kind: "at"; at: number }
  /** When another agent of the provider has ended. */
  | { kind: "later" }
  | { kind: "paused"; why: string }
  | { kind: "refused"; why: string };

export interface Trouble {
  kind: AgentErrorKind;
  message: string;
  /** Milliseconds until the provider's own reset; `null`: it named none. */
  resetInMs: number | null;
}

export interface GovernorPolicy {
  parallelism: number;
  waitForReset: boolean;
  /** The run is over by then, on the clock that never jumps; left out: it has no limit of time. */
  endsAt?: number | undefined;
}

const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;
const longestPassingMs = 60 * 60_000;

export function newProvider(policy: GovernorPolicy): ProviderState {
  return { most: policy.parallelism, strikes: 0, blockedUntil: 0, paused: null, refused: null, trouble: null };
}

/** Whether one more agent of the provider may start beside the `running` ones. */
export function admit(state: ProviderState, running: number, now: number): Admission {
  if (state.refused !== null) return { kind: "refused", why: state.refused };
  if (state.paused !== null) return { kind: "paused", why: state.paused };
  if (now < state.blockedUntil) return { kind: "at", at: state.blockedUntil };
  return running < state.most ? { kind: "now" } : { kind: "later" };
}

/** The state after an agent of the provider ran into `trouble` while `running` of them were at work. */
export function afterTrouble(
  state: ProviderState,
  trouble: Trouble,
  running: number,
  policy: GovernorPolicy,
  now: number,
): ProviderState {
  switch (outlasting(trouble) ? "usage_limit" : trouble.kind) {
    case "auth":
      return { ...state, refused: trouble.message };
    case "usage_limit":
      return afterUsageLimit(state, trouble, policy, now);
    case "rate_limit":
    case "overloaded":
    case "network":
      return afterPassing(state, trouble, running, now);
    default:
      return state;
  }
}

function afterUsageLimit(state: ProviderState, trouble: Trouble, policy: GovernorPolicy, now: number): ProviderState {
  const { resetInMs, message } = trouble;
  // A limit that outlasts the run is not worth waiting for.
  const isWaitedFor = policy.waitForReset && resetInMs !== null && now + resetInMs < (policy.endsAt ?? Infinity);
  if (!isWaitedFor) return { ...state, paused: message };
  // A reset that is over and has lifted nothing is asked about more and more rarely.
  const strikes = now < state.blockedUntil ? state.strikes : state.strikes + 1;
  const wait = Math.max(resetInMs, backOffMs(strikes));
  return { ...state, strikes, blockedUntil: Math.max(state.blockedUntil, now + wait) };
}

function afterPassing(state: ProviderState, trouble: Trouble, running: number, now: number): ProviderState {
  const { resetInMs, message } = trouble;
  // Agents that were hit by the same burst are one trouble, not several.
  const known = now < state.blockedUntil;
  const strikes = known ? state.strikes : state.strikes + 1;
  // A reset is kept to once; when it has lifted nothing, the provider is asked more and more rarely.
  const least = resetInMs === null || strikes > 1 ? backOffMs(strikes) : 0;
  const wait = Math.max(least, resetInMs ?? 0);
  const most = known ? state.most : Math.max(1, Math.floor(Math.max(running, 1) / 2));
  return { ...state, strikes, most, trouble: message, blockedUntil: Math.max(state.blockedUntil, now + wait) };
}

/** A limit of so many requests a minute that is lifted in hours or days is none: it is a limit of use. */
function outlasting({ kind, resetInMs }: Trouble): boolean {
  return (kind === "rate_limit" || kind === "overloaded") && (resetInMs ?? 0) > longestPassingMs;
}

function backOffMs(strikes: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (strikes - 1));
}

/** The state after an agent of the provider ended well. */
export function afterSuccess(state: ProviderState, policy: GovernorPolicy): ProviderState {
  return { ...state, strikes: 0, trouble: null, most: Math.min(policy.parallelism, state.most + 1) };
}
