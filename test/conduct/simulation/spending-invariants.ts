import type { RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import { totalTokens, type Usage } from "../../../src/core/usage.ts";
import type { Must } from "./must.ts";

/** What agents used is told, once: a ceiling is worth what is counted. What a lost machine did not tell, nobody knows. */
export class SpendingInvariants {
  readonly #must: Must;
  readonly #used = new Map<StoryId, number>();
  readonly #lost = new Set<StoryId>();

  constructor(must: Must) {
    this.#must = must;
  }

  newProcess(): void {
    this.#used.clear();
    this.#lost.clear();
  }

  /** An agent used this, wherever it is. */
  uses(story: StoryId, usage: Usage): void {
    this.#count(story, totalTokens(usage));
  }

  see(event: RunEventBody): void {
    if (event.type === "agent.usage") this.#count(event.story, -totalTokens(event));
    if (event.type === "lease.lost") this.#lost.add(event.story);
  }

  atTheEnd(): void {
    for (const [story, untold] of this.#used) {
      this.#must(untold >= 0, `${story} is said to have used ${-untold} tokens more than it did`);
      this.#must(untold === 0 || this.#lost.has(story), `${untold} tokens of ${story} were never told`);
    }
  }

  #count(story: StoryId, tokens: number): void {
    this.#used.set(story, (this.#used.get(story) ?? 0) + tokens);
  }
}
