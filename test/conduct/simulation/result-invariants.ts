import type { ConductResult } from "../../../src/conduct/conduct.ts";
import { verdictOf } from "../../../src/conduct/verify-result.ts";
import type { CheckVerdict } from "../../../src/core/check.ts";
import type { EventOf, RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import { addUsage, noUsage, type Usage } from "../../../src/core/usage.ts";
import { foldRun } from "../../../src/state/run-state.ts";
import type { Must } from "./must.ts";
import type { Scenario } from "./scenario.ts";
import { breaks, failuresOf } from "./sim-effects.ts";
import type { Files, World } from "./world.ts";

/** What must hold of the figures and of the merged result, told from the events and the world. */
export class ResultInvariants {
  readonly #must: Must;
  readonly #scenario: Scenario;
  #usage = noUsage;
  #agentMs = 0;
  readonly #ofStory = new Map<StoryId, Usage>();
  readonly #outcomes = new Map<StoryId, string>();
  /** Checks of the branch as it is now, with what they said. */
  readonly #said = new Map<string, CheckVerdict | undefined>();

  constructor(must: Must, scenario: Scenario) {
    this.#must = must;
    this.#scenario = scenario;
  }

  see(event: RunEventBody, world: World): void {
    switch (event.type) {
      case "agent.usage":
        this.#usage = addUsage(this.#usage, event);
        this.#ofStory.set(event.story, addUsage(this.#ofStory.get(event.story) ?? noUsage, event));
        return;
      case "agent.finished":
        this.#agentMs += event.ms;
        return;
      case "story.finished":
        this.#must(
          isSame(event.usage, this.#ofStory.get(event.story) ?? noUsage),
          `${event.story}'s usage does not add up`,
        );
        this.#outcomes.set(event.story, event.outcome);
        this.#changed(event);
        return;
      case "story.merged":
      case "story.dropped":
        this.#said.clear();
        return;
      case "branch.rebuilt":
        this.#said.clear();
        this.#rebuilt(event.landed, event.head, world);
        return;
      case "run.verified":
        this.#said.set(event.command, event.verdict);
        return;
      default:
    }
  }

  atTheEnd(result: ConductResult, world: World, journal: readonly RunEventBody[]): void {
    this.#must(isSame(result.usage, this.#usage), "the usage does not add up");
    this.#must(result.agentMs === this.#agentMs, "the agents' time does not add up");
    const folded = foldRun(journal);
    for (const { story, outcome } of result.stories) {
      this.#must(outcome === (folded.stories.get(story)?.outcome ?? null), `${story}'s outcome is not in the journal`);
    }
    const checked = new Set(folded.verified.map(({ command }) => command));
    const whole = folded.landed.length === 0 || this.#scenario.checks.every((command) => checked.has(command));
    const verdict = whole ? verdictOf(folded.verified) : "unfinished";
    this.#must(verdict === result.verified, "the verdict is not in the journal");
    if (result.outcome === "done") this.#verified(result, world);
  }

  /** No outcome is better than what landed: what changed nothing held only where its own checks pass without it. */
  #changed({ story, outcome, held }: EventOf<"story.finished">): void {
    this.#must(held !== true || outcome === "empty", `${story} is ${outcome} and is said to have held already`);
    if (held !== true) return;
    const own = this.#scenario.stories.find(({ id }) => id === story)?.verify ?? [];
    const said = own.filter((command) => !this.#scenario.checks.includes(command));
    this.#must(said.length > 0, `${story} held with nothing to show it`);
  }

  /** The merged result was checked as it is, and what it is said to be is true. */
  #verified(result: ConductResult, world: World): void {
    const { checks, cannotRun } = this.#scenario;
    if (result.head === "base" || checks.length === 0) return;
    const files = world.files(result.head);
    for (const command of checks) {
      const said = this.#said.get(command);
      this.#must(
        said === this.#truth(files, command),
        `the result's ${command} is said to be ${said}, which it is not`,
      );
      const isNew = breaks(this.#scenario, files, world.files("base"), command);
      this.#must(!isNew, `a result that makes ${command} fail is left as it is`);
    }
    const ran = checks.some((command) => !cannotRun.includes(command));
    this.#must(result.verified === (ran ? "passed" : "none"), `the result is said to have ${result.verified}`);
  }

  /** No verdict is better than what landed. */
  #truth(files: Files, command: string): CheckVerdict {
    const failures = failuresOf(this.#scenario, files, command);
    if (failures === null) return "not_run";
    return failures.length === 0 ? "passed" : "as_on_base";
  }

  #rebuilt(landed: readonly { story: StoryId }[], head: string, world: World): void {
    this.#must(world.history(head).length === landed.length + 1, "the branch is not what it was made from");
    const there = new Set(landed.map(({ story }) => story));
    for (const story of this.#scenario.stories) {
      if (!there.has(story.id)) continue;
      for (const need of story.dependsOn) {
        const empty = this.#outcomes.get(need) === "empty";
        this.#must(there.has(need) || empty, `${story.id} stays on the branch without ${need}`);
      }
    }
  }
}

function isSame(a: Usage, b: Usage): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
