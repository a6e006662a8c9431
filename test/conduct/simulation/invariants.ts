import type { ConductResult } from "../../../src/conduct/conduct.ts";
import { checksOf } from "../../../src/conduct/next-step.ts";
import type { RunEventBody, StoryOutcome } from "../../../src/core/event.ts";
import type { Story, StoryId } from "../../../src/core/story.ts";
import { addUsage, noUsage } from "../../../src/core/usage.ts";
import { PredictionInvariants } from "./prediction-invariants.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

interface Seen {
  attempts: number;
  outcome: StoryOutcome | null;
  begun: boolean;
  commit: string | null;
  /** Checks of the commit that do not stand in its way. */
  passed: Set<string>;
  landed: string | null;
  /** What it was taken off the branch for. */
  dropped: string | null;
}

/** What must hold at every step, told from the events and the world, and not from the conductor's own state. */
export class Invariants {
  usage = noUsage;
  readonly #stories: Map<StoryId, Story>;
  readonly #seen = new Map<StoryId, Seen>();
  readonly #predictions = new PredictionInvariants(must);
  #landing = false;
  readonly #running = new Map<StoryId, Story>();

  constructor(stories: readonly Story[]) {
    this.#stories = new Map(stories.map((story) => [story.id, story]));
  }

  /** The process before is dead, and its agents with it. */
  newProcess(): void {
    this.#running.clear();
    this.#landing = false;
  }

  see(event: RunEventBody, world: World): void {
    this.#predictions.see(event);
    if (event.type === "branch.rebuilt") {
      for (const { story, commit } of event.landed) this.#of(story).landed = commit;
    }
    if (!("story" in event)) return;
    const seen = this.#of(event.story);
    switch (event.type) {
      case "story.started":
        this.#started(event.story, event.attempt, event.base, seen, world);
        return;
      case "agent.usage":
        this.usage = addUsage(this.usage, event);
        return;
      case "story.committed":
        seen.commit = event.commit;
        seen.passed.clear();
        must(world.commits.has(event.commit), `${event.story} committed what is not there`);
        must(world.refs.get(`work/${event.story}`) === event.commit, `${event.story}'s commit is on no ref`);
        return;
      case "story.verified":
        if (event.ok || event.baseOk === false) seen.passed.add(event.command);
        return;
      case "story.merged":
        must(seen.landed === null, `${event.story} landed twice`);
        seen.landed = event.commit;
        must(seen.dropped !== event.commit, `${event.story} landed with what it was dropped for`);
        must(onBranch(world, event.commit), `${event.story} is said to have landed, and has not`);
        return;
      case "story.dropped":
        seen.dropped = event.commit;
        seen.landed = null;
        seen.outcome = null;
        return;
      case "story.finished":
        must(seen.outcome === null, `${event.story} has two outcomes: ${seen.outcome} and ${event.outcome}`);
        must(
          (event.outcome === "merged") === (seen.landed !== null),
          `${event.story} is ${event.outcome} by word only`,
        );
        seen.outcome = event.outcome;
        return;
      default:
    }
  }

  agentStarts(story: Story, scenario: Scenario): void {
    must(this.#running.size < scenario.parallelism, `more than ${scenario.parallelism} agents at once`);
    for (const other of this.#stories.values()) {
      if (other.id === story.id || !other.writes.some((path) => story.writes.includes(path))) continue;
      const seen = this.#of(other.id);
      must(!this.#running.has(other.id), `${story.id} and ${other.id} write one surface at once`);
      // A story that was sent back to the start holds nothing any more.
      const holds = seen.commit !== null && seen.outcome === null && seen.landed === null && seen.begun;
      must(!holds || !this.#running.has(other.id), `${story.id} starts on what ${other.id} is about to land`);
    }
    this.#running.set(story.id, story);
  }

  agentEnds(story: Story): void {
    this.#running.delete(story.id);
  }

  landingStarts(story: Story, commit: string, scenario: Scenario): void {
    must(!this.#landing, `${story.id} lands while another story does`);
    this.#landing = true;
    const seen = this.#of(story.id);
    must(seen.commit === commit, `${story.id} lands another commit than its own`);
    for (const command of checksOf(story, scenario.checks)) {
      must(seen.passed.has(command), `${story.id} lands without a pass of ${command}`);
    }
  }

  landingEnds(): void {
    this.#landing = false;
  }

  atTheEnd(result: ConductResult, world: World): void {
    must(this.#running.size === 0, "an agent is still at work");
    must(JSON.stringify(result.usage) === JSON.stringify(this.usage), "the usage does not add up");
    must(result.head === world.refs.get("branch"), "the result names another head than the branch has");
    if (result.outcome !== "done") return;
    const history = world.history(result.head);
    for (const { story, outcome } of result.stories) {
      const { landed } = this.#of(story);
      must(outcome !== null, `${story} has no outcome`);
      must(
        (outcome === "merged") === (landed !== null && history.includes(landed)),
        `${story} is ${outcome} by word only`,
      );
    }
    const merged = result.stories.filter((one) => one.outcome === "merged").length;
    must(history.length === merged + 1, `${history.length - 1} commits for ${merged} stories`);
    const outside = [...world.files(result.head).keys()].filter((path) => path.startsWith("outside/"));
    must(outside.length === 0, `${outside.join()} landed`);
    must(world.worktrees.size === 0 || this.#orphans > 0, "a worktree was not given back");
  }

  /** Worktrees that a process left when it died; closing the run removes them with their folder. */
  #orphans = 0;
  died(): void {
    this.#orphans += 1;
  }

  #started(id: StoryId, attempt: number, base: string, seen: Seen, world: World): void {
    must(seen.outcome === null, `${id} is run again after it was ${seen.outcome}`);
    must(attempt === seen.attempts + 1, `${id} counts attempt ${attempt} after ${seen.attempts}`);
    seen.attempts = attempt;
    seen.begun = true;
    seen.commit = null;
    for (const need of this.#stories.get(id)?.dependsOn ?? []) {
      const other = this.#of(need);
      must(other.outcome === "merged" || other.outcome === "empty", `${id} started before ${need} was done`);
      const held = other.landed === null || world.history(base).includes(other.landed);
      must(held, `${id} started from a commit without ${need}`);
    }
  }

  #of(id: StoryId): Seen {
    const known = this.#seen.get(id);
    if (known !== undefined) return known;
    const seen: Seen = {
      attempts: 0,
      outcome: null,
      begun: false,
      commit: null,
      passed: new Set(),
      landed: null,
      dropped: null,
    };
    this.#seen.set(id, seen);
    return seen;
  }
}

function onBranch(world: World, commit: string): boolean {
  return world.history(world.refs.get("branch") ?? "base").includes(commit);
}

function must(holds: boolean, message: string): void {
  if (!holds) throw new BrokenInvariant(message);
}

export class BrokenInvariant extends Error {}
