import type { AgentErrorKind } from "../../../src/core/agent-event.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import type { Must } from "./must.ts";
import { providerOf, type Scenario } from "./scenario.ts";

interface Provider {
  /** Agents at work. */
  running: Set<StoryId>;
  /** Those that whoever conducts counts: on their way to a machine, or ended there, with nobody told of it yet. */
  counted: Set<StoryId>;
  /** Nobody may start before. */
  until: number;
  /** When it was last known that somebody has to wait. */
  since: number;
  strikes: number;
  most: number;
}

/** Between the last look at the provider and the agent's start its start is written down, and told to its machine. */
const onTheWayMs = 250;

/** What must hold towards a provider that has had enough: nobody asks again before it is time. */
export class ProviderInvariants {
  readonly #must: Must;
  readonly #waits: boolean;
  readonly #names: ReadonlyMap<StoryId, string>;
  readonly #providers = new Map<string, Provider>();
  /** What each story's agent met, until it ends. */
  readonly #errors = new Map<StoryId, { kind: AgentErrorKind; resetAt: string | null }>();

  constructor(must: Must, { waitForReset, stories }: Scenario) {
    this.#must = must;
    this.#waits = waitForReset;
    this.#names = new Map(stories.map((story) => [story.id, providerOf(story)]));
  }

  /** On its way to a machine. */
  agentAsked(story: StoryId): void {
    this.#of(this.#names.get(story) ?? "").counted.add(story);
  }

  newProcess(): void {
    this.#providers.clear();
    this.#errors.clear();
  }

  agentStarts(story: StoryId, now: number): void {
    const name = this.#names.get(story) ?? "";
    const provider = this.#of(name);
    const late = provider.since > now - onTheWayMs;
    this.#must(late || now >= provider.until, `${story} asks ${name} again ${provider.until - now} ms too early`);
    this.#must(
      late || provider.running.size < provider.most,
      `${story} is one too many for ${name}: ${provider.running.size + 1} of ${provider.most}`,
    );
    provider.running.add(story);
    provider.counted.add(story);
  }

  see(event: RunEventBody, now: number): void {
    if (event.type === "agent.error") this.#errors.set(event.story, event);
    if (event.type === "story.started") this.#errors.delete(event.story);
    if (event.type !== "agent.finished") return;
    const provider = this.#of(this.#names.get(event.story) ?? "");
    const running = provider.counted.size;
    provider.counted.delete(event.story);
    provider.running.delete(event.story);
    if (event.why === "killed") return;
    if (event.ok) {
      provider.strikes = 0;
      provider.most += 1;
      return;
    }
    const error = this.#errors.get(event.story);
    if (error !== undefined) this.#trouble(provider, error, running, now);
  }

  agentEnds(story: StoryId): void {
    this.#of(this.#names.get(story) ?? "").running.delete(story);
  }

  #trouble(
    provider: Provider,
    error: { kind: AgentErrorKind; resetAt: string | null },
    running: number,
    now: number,
  ): void {
    const before = provider.until;
    if (error.kind === "auth") provider.until = Number.POSITIVE_INFINITY;
    if (error.kind === "usage_limit") {
      const reset = this.#waits && error.resetAt !== null ? Date.parse(error.resetAt) : Number.POSITIVE_INFINITY;
      provider.until = Math.max(provider.until, reset);
    }
    if (error.kind === "rate_limit" && now >= provider.until) {
      // Each time twice as long as the time before; agents that meet one burst are one time.
      provider.strikes += 1;
      provider.until = now + Math.min(300_000, 2_000 * 2 ** (provider.strikes - 1));
      provider.most = Math.max(1, Math.floor(running / 2));
    }
    if (provider.until > before) provider.since = now;
  }

  #of(name: string): Provider {
    const known = this.#providers.get(name);
    if (known !== undefined) return known;
    const fresh: Provider = {
      running: new Set(),
      counted: new Set(),
      until: 0,
      since: 0,
      strikes: 0,
      most: Number.POSITIVE_INFINITY,
    };
    this.#providers.set(name, fresh);
    return fresh;
  }
}
