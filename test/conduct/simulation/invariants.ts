import type { ConductResult } from "../../../src/conduct/conduct.ts";
import type { IntegrationRequest } from "../../../src/conduct/effects.ts";
import { checksOf } from "../../../src/conduct/next-step.ts";
import type { EventOf, RunEventBody, StoryOutcome } from "../../../src/core/event.ts";
import type { Story, StoryId } from "../../../src/core/story.ts";
import { totalTokens } from "../../../src/core/usage.ts";
import type { AgentRequest } from "../../../src/worktrees/effects.ts";
import { AttemptInvariants } from "./attempt-invariants.ts";
import { KeepingInvariants } from "./keeping-invariants.ts";
import { must } from "./must.ts";
import { PredictionInvariants } from "./prediction-invariants.ts";
import { ProviderInvariants } from "./provider-invariants.ts";
import { ResultInvariants } from "./result-invariants.ts";
import type { Scenario } from "./scenario.ts";
import { breaks } from "./sim-effects.ts";
import { SpendingInvariants } from "./spending-invariants.ts";
import { mostLateMs, mostToStopMs, type StopKind } from "./times.ts";
import type { World } from "./world.ts";

interface Seen {
  attempts: number;
  outcome: StoryOutcome | null;
  /** Its agent wrote, and what it wrote has not landed yet: nobody else writes there. */
  holds: boolean;
  commit: string | null;
  /** Checks of the commit that do not stand in its way. */
  passed: Set<string>;
  landed: string | null;
  /** What it was taken off the branch for. */
  dropped: string | null;
}

/** What an agent of the simulation uses in one turn at most. */
const mostPerTurn = 900;

/** What must hold at every step, told from the events and the world, and not from the conductor's own state. */
export class Invariants {
  readonly keeping = new KeepingInvariants(must);
  readonly spending = new SpendingInvariants(must);
  readonly #scenario: Scenario;
  readonly #stories: Map<StoryId, Story>;
  readonly #seen = new Map<StoryId, Seen>();
  readonly #predictions = new PredictionInvariants(must);
  readonly #attempts = new AttemptInvariants(must);
  readonly #providers: ProviderInvariants;
  readonly #results: ResultInvariants;
  #landing = false;
  readonly #running = new Map<StoryId, Story>();
  #tokens = 0;
  /** Ceilings count for the first process alone. */
  first = true;
  /** When this process was told to stop, by a ceiling or a person; null: it was not. */
  #stoppedAt: number | null = null;
  #stoppedBy: StopKind = "interruption";

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#stories = new Map(scenario.stories.map((story) => [story.id, story]));
    this.#providers = new ProviderInvariants(must, scenario);
    this.#results = new ResultInvariants(must, scenario);
  }

  /** The process before is dead, and its agents with it. */
  newProcess(): void {
    this.#running.clear();
    this.#landing = false;
    this.#stoppedAt = null;
    this.first = false;
    this.#attempts.newProcess();
    this.#providers.newProcess();
    this.keeping.newProcess();
    this.spending.newProcess();
  }

  interrupted(now: number): void {
    this.#stop(now, "interruption");
  }

  see(event: RunEventBody, world: World, now: number): void {
    this.#predictions.see(event);
    this.#attempts.see(event, world);
    this.#providers.see(event, now);
    this.#results.see(event, world);
    this.keeping.see(event, world);
    this.spending.see(event);
    if (event.type === "limit.reached") this.#stop(now, "ceiling");
    if (event.type === "branch.rebuilt") {
      for (const { story, commit } of event.landed) this.#of(story).landed = commit;
    }
    if (event.type === "run.resumed") for (const id of event.again ?? []) this.#again(id);
    if (!("story" in event)) return;
    const seen = this.#of(event.story);
    switch (event.type) {
      case "story.started":
        must(this.#stoppedAt === null, `${event.story} is begun after everything was told to stop`);
        this.#started(event.story, event.attempt, event.base, seen, world);
        return;
      case "agent.usage":
        this.#used(event, now);
        return;
      case "story.committed":
        seen.commit = event.commit;
        seen.passed.clear();
        must(world.commits.has(event.commit), `${event.story} committed what is not there`);
        must(world.refs.get(`work/${event.story}`) === event.commit, `${event.story}'s commit is on no ref`);
        return;
      case "story.verified":
        if (event.verdict !== "failed") seen.passed.add(event.command);
        return;
      case "story.merged":
        must(seen.landed === null, `${event.story} landed twice`);
        seen.landed = event.commit;
        must(seen.dropped !== event.commit, `${event.story} landed with what it was dropped for`);
        must(onBranch(world, event.commit), `${event.story} is said to have landed, and has not`);
        return;
      case "story.dropped":
        Object.assign(seen, { dropped: event.commit, landed: null, outcome: null, holds: false });
        return;
      case "story.conflicted":
        seen.holds = false;
        return;
      case "story.finished":
        must(seen.outcome === null, `${event.story} has two outcomes: ${seen.outcome} and ${event.outcome}`);
        must(
          (event.outcome === "merged") === (seen.landed !== null),
          `${event.story} is ${event.outcome} by word only`,
        );
        Object.assign(seen, { outcome: event.outcome, holds: false });
        return;
      default:
    }
  }

  agentStarts(request: AgentRequest, now: number): void {
    const { story } = request;
    const { parallelism } = this.#scenario;
    must(!this.#running.has(story.id), `${story.id} is worked on twice at once`);
    must(this.#running.size < parallelism, `more than ${parallelism} agents at once`);
    for (const other of this.#stories.values()) {
      if (other.id === story.id || !other.writes.some((path) => story.writes.includes(path))) continue;
      must(!this.#running.has(other.id), `${story.id} and ${other.id} write one surface at once`);
      const free = !this.#of(other.id).holds || this.#predictions.waits(other.id);
      must(free, `${story.id} writes where ${other.id} has work that did not land yet`);
    }
    this.#attempts.agentStarts(request);
    this.#providers.agentStarts(story.id, now);
    this.#running.set(story.id, story);
  }

  /** An agent is asked for on another machine. */
  agentAsked(story: Story): void {
    this.#providers.agentAsked(story.id);
  }

  agentEnds(story: Story): void {
    this.#running.delete(story.id);
    this.#providers.agentEnds(story.id);
  }

  /** What an earlier process landed is still on the branch: nobody else moves it here. */
  requireLanded(commit: string, world: World): void {
    must(onBranch(world, commit), `${commit} is asked for, and is not on the branch`);
  }

  landingStarts({ story, commit, base }: IntegrationRequest, world: World): void {
    must(!this.#landing, `${story.id} lands while another story does`);
    this.#landing = true;
    const seen = this.#of(story.id);
    must(seen.commit === commit, `${story.id} lands another commit than its own`);
    const { checks, hooks } = this.#scenario;
    const needed = checksOf(story, checks).map(({ command }) => command);
    for (const command of needed) must(seen.passed.has(command), `${story.id} lands without a pass of ${command}`);
    for (const command of [...needed, ...(hooks ? ["hook"] : [])]) {
      const isNew = breaks(this.#scenario, world.files(commit), world.files(base), command);
      must(!isNew, `${story.id} lands although it makes ${command} fail`);
    }
  }

  landingEnds(): void {
    this.#landing = false;
  }

  atTheEnd(result: ConductResult, world: World, journal: readonly RunEventBody[], now: number): void {
    must(this.#running.size === 0, "an agent is still at work");
    const enough = mostToStopMs(this.#scenario, this.#stoppedBy);
    must(now <= (this.#stoppedAt ?? now) + enough, "stopping takes too long");
    this.#results.atTheEnd(result, world, journal);
    this.keeping.atTheEnd(world);
    this.spending.atTheEnd();
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
    const left = [...world.worktrees.values()].filter(({ replaced, jammed }) => !replaced && !jammed);
    must(left.length === 0 || this.#orphans > 0, "a worktree was not given back");
  }

  /** Worktrees that a process left when it died; closing the run removes them with their folder. */
  #orphans = 0;
  died(): void {
    this.#orphans += 1;
  }

  #stop(now: number, by: StopKind): void {
    if (this.#stoppedAt !== null) return;
    this.#stoppedAt = now;
    this.#stoppedBy = by;
  }

  /** Only what did not land is run again, and it may do so once more. */
  #again(id: StoryId): void {
    const seen = this.#of(id);
    must(seen.outcome !== null && seen.outcome !== "merged", `${id} is run again, and is ${seen.outcome}`);
    Object.assign(seen, { outcome: null, holds: false, commit: null, dropped: null, passed: new Set() });
  }

  #started(id: StoryId, attempt: number, base: string, seen: Seen, world: World): void {
    must(seen.outcome === null, `${id} is run again after it was ${seen.outcome}`);
    must(attempt === seen.attempts + 1, `${id} counts attempt ${attempt} after ${seen.attempts}`);
    seen.attempts = attempt;
    seen.holds = true;
    seen.commit = null;
    for (const need of this.#stories.get(id)?.dependsOn ?? []) {
      const other = this.#of(need);
      must(other.outcome === "merged" || other.outcome === "empty", `${id} started before ${need} was done`);
      const held = other.landed === null || world.history(base).includes(other.landed);
      must(held, `${id} started from a commit without ${need}`);
    }
  }

  /** Agents stop for a ceiling: each may finish the turn that it is in, and no more. */
  #used(event: EventOf<"agent.usage">, now: number): void {
    const { maxTokens } = this.#scenario;
    this.#tokens += totalTokens(event);
    const stopped = this.#stoppedAt;
    const isLate = stopped !== null && now > stopped + mostLateMs(this.#scenario);
    must(!isLate, `${event.story} goes on after everything was told to stop`);
    if (maxTokens === null || !this.first || stopped !== null) return;
    const most = maxTokens + this.#scenario.parallelism * mostPerTurn;
    must(this.#tokens <= most, `${this.#tokens} tokens were used, ${maxTokens} were allowed`);
  }

  #of(id: StoryId): Seen {
    const known = this.#seen.get(id);
    if (known !== undefined) return known;
    const seen: Seen = {
      attempts: 0,
      outcome: null,
      holds: false,
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
