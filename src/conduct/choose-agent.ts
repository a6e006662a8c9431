import type { Story } from "../core/story.ts";
import { type Conductor, stateOf } from "./conductor.ts";
import type { StoryAgent } from "./effects.ts";
import type { ProviderState } from "./governor.ts";

/** Troubles in a row after which a provider is taken to stay as it is, rather than to be busy for a moment. */
const lastingStrikes = 3;
/** A longer wait is one that somebody else need not wait through. */
const shortWaitMs = 5 * 60_000;

/** Why nobody of this provider should be started now, where somebody else could; `null`: nothing speaks against it. */
export function outOf(provider: ProviderState | undefined, now: number, waitForReset: boolean): string | null {
  if (provider === undefined) return null;
  if (provider.refused !== null) return provider.refused;
  if (provider.paused !== null) return provider.paused;
  const wait = provider.blockedUntil - now;
  const lasts = provider.strikes >= lastingStrikes || (wait > shortWaitMs && !waitForReset);
  if (wait <= 0 || !lasts) return null;
  return provider.trouble ?? "it is still overloaded";
}

export interface Choice {
  agent: StoryAgent;
  /** Why it is not the one before; empty when it is. */
  why: string;
}

/**
 * Who works on a story next: whoever did so far, or else the first of the chain whose provider takes anybody. When none
 * does, it is the one whose provider does so soonest, and the story waits as it would without a chain.
 */
export function chooseAgent(
  chain: readonly [StoryAgent, ...StoryAgent[]],
  before: StoryAgent | null,
  providers: ReadonlyMap<string, ProviderState>,
  { now, waitForReset }: { now: number; waitForReset: boolean },
): Choice {
  const current = before ?? chain[0];
  const trouble = outOf(providers.get(current.provider), now, waitForReset);
  if (trouble === null) return { agent: current, why: "" };
  const next = chain.find(({ provider }) => outOf(providers.get(provider), now, waitForReset) === null);
  if (next !== undefined) return { agent: next, why: trouble };
  const waiting = chain.find(({ provider }) => canWait(providers.get(provider)));
  return waiting === undefined || canWait(providers.get(current.provider))
    ? { agent: current, why: "" }
    : { agent: waiting, why: trouble };
}

/** Time alone lets it take somebody again. */
function canWait(provider: ProviderState | undefined): boolean {
  return provider === undefined || (provider.refused === null && provider.paused === null);
}

/** The chain of a story: its own agent, and who takes over from it. */
function chainOf({ effects }: Conductor, story: Story): [StoryAgent, ...StoryAgent[]] {
  return [effects.agentOf(story), ...(effects.fallbacksOf?.(story) ?? [])];
}

/** Who worked on the story last, where that is one of its chain. */
export function lastAgent(conductor: Conductor, story: Story): StoryAgent | null {
  const last = stateOf(conductor, story).history.at(-1);
  return chainOf(conductor, story).find(({ name, model }) => name === last?.agent && model === last.model) ?? null;
}

/** As `chooseAgent`, for a story as it stands. */
export function agentFor(conductor: Conductor, story: Story): Choice {
  const { providers, effects, policy } = conductor;
  const at = { now: effects.elapsed(), waitForReset: policy.waitForReset };
  return chooseAgent(chainOf(conductor, story), lastAgent(conductor, story), providers, at);
}

/** Whether somebody else takes over from the agent that could not go on. */
export function isTakenOver(conductor: Conductor, story: Story): boolean {
  return agentFor(conductor, story).why !== "";
}
