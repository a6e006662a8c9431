import type { RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import type { Must } from "./must.ts";

/** What predicted conflicts may do to a run, told from the events alone. */
export class PredictionInvariants {
  readonly #must: Must;
  readonly #known = new Set<string>();
  /** Stories whose agent is at work, or was when its process died or it was stopped. */
  readonly #working = new Set<StoryId>();
  readonly #redone = new Set<StoryId>();
  readonly #over = new Set<StoryId>();
  /** Who has to wait for whom. */
  readonly #waits = new Map<StoryId, StoryId>();

  constructor(must: Must) {
    this.#must = must;
  }

  see(event: RunEventBody): void {
    switch (event.type) {
      case "conflict.predicted":
        this.#predicted(event.stories, event.paths);
        return;
      case "story.started":
        this.#mayGoOn(event.story);
        this.#working.add(event.story);
        if (event.why === "conflict") this.#redone.add(event.story);
        return;
      case "agent.finished":
        if (event.why === "killed") return;
        this.#working.delete(event.story);
        this.#waits.delete(event.story);
        return;
      case "story.conflicted":
        this.#mayGoOn(event.story);
        this.#working.delete(event.story);
        return;
      case "story.finished":
        this.#mayGoOn(event.story);
        this.#working.delete(event.story);
        this.#over.add(event.story);
        return;
      case "story.dropped":
        this.#over.delete(event.story);
        return;
      case "run.resumed":
        for (const id of event.again ?? []) {
          this.#over.delete(id);
          this.#redone.delete(id);
        }
        return;
      case "run.notice":
        if (/could not be (?:saved|reset)/.test(event.message)) return;
        this.#must(false, event.message);
        return;
      default:
    }
  }

  /** Whether a story has to wait for another one. */
  waits(story: StoryId): boolean {
    return this.#waits.has(story);
  }

  #predicted([first, later]: [StoryId, StoryId], paths: readonly string[]): void {
    const pair = [first, later].sort().join();
    const known = this.#known.has(pair);
    this.#must(!this.#known.has(`${pair}: ${paths.join()}`), `${pair} are predicted to conflict twice`);
    this.#must(this.#working.has(later), `${later} has to wait although its agent has ended`);
    this.#known.add(pair).add(`${pair}: ${paths.join()}`);
    if (!known && !this.#redone.has(later) && !this.#waits.has(first)) this.#waits.set(later, first);
  }

  #mayGoOn(story: StoryId): void {
    const first = this.#waits.get(story);
    this.#must(first === undefined || this.#over.has(first), `${story} goes on before ${first} is over`);
    this.#waits.delete(story);
  }
}
