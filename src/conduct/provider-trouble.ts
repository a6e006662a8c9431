import type { AgentErrorKind, AgentEvent } from "../core/agent-event.ts";
import type { Story } from "../core/story.ts";
import { type Conductor, stateOf } from "./conductor.ts";
import type { StoryAgent } from "./effects.ts";
import { type Admission, admit, afterSuccess, afterTrouble, newProvider } from "./governor.ts";

/** What is a provider's with all its agents, wherever they are. */
const troubles: ReadonlySet<AgentErrorKind> = new Set(["rate_limit", "usage_limit", "overloaded", "network", "auth"]);
/** An agent that says these alone may be at its end. */
const quiet: ReadonlySet<AgentEvent["type"]> = new Set(["agent.usage", "agent.notice", "agent.retry", "agent.unknown"]);

/** Whether one more agent of a provider may start beside `running` ones. */
export function admission(conductor: Conductor, provider: string, running: number): Admission {
  const { providers, policy, effects, suspects } = conductor;
  const said = admit(providers.get(provider) ?? newProvider(policy), running, effects.elapsed());
  // What its end will say holds for all of them; on another machine that end takes a while.
  return said.kind === "now" && (suspects.get(provider)?.size ?? 0) > 0 ? { kind: "later" } : said;
}

/**
 * Hears of a provider's trouble as soon as an agent tells it: nobody else is sent there until that agent goes on or ends.
 */
export function suspect(conductor: Conductor, story: Story, { provider }: StoryAgent, event: AgentEvent): void {
  const { suspects } = conductor;
  const all = suspects.get(provider) ?? new Set();
  suspects.set(provider, all);
  if (event.type === "agent.error" && troubles.has(event.kind)) all.add(story.id);
  else if (event.type !== "agent.finished" && !quiet.has(event.type)) trust(conductor, story, provider);
}

/** The agent has ended, or goes on: what it met holds nobody back any more but by what is known of the provider. */
export function trust(conductor: Conductor, story: Story, provider: string): void {
  if (conductor.suspects.get(provider)?.delete(story.id) === true) conductor.wakeUp.call();
}

/** Tells what the end of an agent says of its provider. */
export function tellGovernor(conductor: Conductor, story: Story, agent: StoryAgent): void {
  const { providers, policy, effects } = conductor;
  const state = providers.get(agent.provider) ?? newProvider(policy);
  const { error, phase } = stateOf(conductor, story);
  if (phase !== "worked") return;
  if (error === null) {
    providers.set(agent.provider, afterSuccess(state, policy));
    return;
  }
  const resetInMs = error.resetAt === null ? null : Math.max(0, Date.parse(error.resetAt) - effects.now());
  const running = conductor.agents.get(agent.provider) ?? 1;
  const trouble = { ...error, resetInMs: Number.isNaN(resetInMs) ? null : resetInMs };
  providers.set(agent.provider, afterTrouble(state, trouble, running, policy, effects.elapsed()));
}
