import type { AgentErrorKind } from "../../../src/core/agent-event.ts";
import type { AttemptReason, EventOf, RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import type { AgentRequest } from "../../../src/worktrees/effects.ts";
import type { Must } from "./must.ts";
import type { World } from "./world.ts";

type Started = EventOf<"story.started">;

interface Attempts {
  last: Started | null;
  /** The process that made the last one. */
  process: number;
  used: Partial<Record<AttemptReason, number>>;
  /** It was named as the later one of a predicted conflict since its last attempt began. */
  predicted: boolean;
  /** It has been begun, and has its next attempt on the commit that it was begun on. */
  inFlight: boolean;
  /** A person runs it again, after it was begun and did not land. */
  again: boolean;
  /** Another story was dropped meanwhile. */
  uprooted: boolean;
  /** The machine that had it was lost since its last attempt began. */
  cut: boolean;
  error: AgentErrorKind | null;
  /** Since its last attempt began. */
  troubles: number;
  session: string | null;
  goesOn: boolean;
  red: string[];
  reverted: string[];
  conflict: string[];
  /** The branch's head when it conflicted; null once the branch was made anew. */
  ground: string | null;
}

/** How often an agent may be started on a story for a reason. What was cut off is gone on with as often as it takes. */
const most: Partial<Record<AttemptReason, number>> = {
  first: 1,
  crash: 1,
  provider: 8,
  surface: 1,
  repair: 1,
  composition: 1,
  again: 1,
  // The second one follows a conflict of work that was stopped half done.
  conflict: 2,
};

/** What must hold of every start of an agent: why it is made, where, from what, and what it is told. */
export class AttemptInvariants {
  readonly #must: Must;
  readonly #all = new Map<StoryId, Attempts>();
  /** Stories that are done again after a conflict, with their agent at work. */
  readonly #redoing = new Set<StoryId>();
  #process = 1;

  constructor(must: Must) {
    this.#must = must;
  }

  newProcess(): void {
    this.#process += 1;
    this.#redoing.clear();
  }

  see(event: RunEventBody, world: World): void {
    if (event.type === "branch.rebuilt") for (const one of this.#all.values()) one.ground = null;
    if (event.type === "conflict.predicted") this.#of(event.stories[1]).predicted = true;
    // What the branch loses, a story in flight may stand on: it goes on with what it has, on a new base.
    if (event.type === "story.dropped") for (const one of this.#all.values()) one.uprooted ||= one.inFlight;
    if (event.type === "run.resumed") for (const id of event.again ?? []) this.#again(this.#of(id));
    if (!("story" in event)) return;
    const one = this.#of(event.story);
    switch (event.type) {
      case "story.started":
        this.#started(event.story, event, one, world);
        return;
      case "agent.session":
        one.session = event.session;
        return;
      case "agent.error":
        one.error = event.kind;
        return;
      case "lease.lost":
        Object.assign(one, { cut: true, session: null });
        return;
      case "agent.finished":
        this.#redoing.delete(event.story);
        return;
      case "story.troubled":
        one.error = "crash";
        one.troubles += 1;
        this.#must(one.troubles <= 2, `${event.story} has trouble without end, and no agent`);
        if (event.lost) Object.assign(one, { session: null, cut: one.last?.worker !== undefined });
        return;
      case "story.verified":
        if (event.verdict === "failed") one.red.push(event.command);
        return;
      case "surface.violated":
        if (event.action === "reverted") this.#reverted(event, one, world);
        return;
      case "story.merged":
      case "story.dropped":
      case "story.finished":
        Object.assign(one, { inFlight: false, uprooted: false });
        return;
      case "story.conflicted":
        Object.assign(one, { inFlight: false, uprooted: false });
        Object.assign(one, { conflict: event.paths, ground: world.refs.get("branch") ?? "base" });
        return;
      default:
    }
  }

  /** Every allowance is there anew, and nothing of the agent that worked on it before. */
  #again(one: Attempts): void {
    Object.assign(one, {
      used: {},
      predicted: false,
      inFlight: false,
      uprooted: false,
      error: null,
      session: null,
      troubles: 0,
    });
    Object.assign(one, { red: [], reverted: [], conflict: [], ground: null, again: one.last !== null });
  }

  /** An agent is given its session where it can go on with it, and is told what is new. */
  agentStarts({ story, session, prompt, worktree }: AgentRequest): void {
    const one = this.#of(story.id);
    const why = one.last?.why ?? "first";
    this.#must(bare(worktree.path) === bare(one.last?.worktree ?? ""), `${story.id} works elsewhere than was said`);
    this.#must(session === one.session, `${story.id} (${why}) goes on in session ${session}, not ${one.session}`);
    for (const text of this.#news(why, one)) {
      this.#must(prompt.includes(text), `${story.id} (${why}) is not told "${text}"`);
    }
  }

  #news(why: AttemptReason, one: Attempts): string[] {
    if (why === "repair") return one.red.slice(-1);
    if (why === "conflict") return one.conflict;
    if (why === "surface") return one.reverted;
    return why === "crash" || why === "composition" || why === "again" ? ["went wrong"] : [];
  }

  #started(id: StoryId, event: Started, one: Attempts, world: World): void {
    const why = event.why ?? "first";
    one.troubles = 0;
    one.used[why] = (one.used[why] ?? 0) + 1;
    this.#must((one.used[why] ?? 0) <= (most[why] ?? Number.POSITIVE_INFINITY), `${id} is begun too often: ${why}`);
    const afresh = why === "first" || why === "conflict" || why === "composition" || why === "again" || one.uprooted;
    if (one.again) this.#must(why === "again", `${id} is run again, and begun as ${why}`);
    else this.#must(why !== "again", `${id} is begun again, and nobody asked for it`);
    one.again = false;
    if (!afresh) {
      // Something else may have been put where its worktree was.
      const replaced = worktreeAt(world, one.last?.worktree ?? "")?.replaced === true;
      // A worker of another process, or one that is gone, gives nothing back.
      const lost = replaced || one.cut || (one.process < this.#process && event.worker !== undefined);
      this.#must((event.worktree === one.last?.worktree) !== lost, `${id} (${why}) does not go on in its worktree`);
      this.#must(event.base === one.last?.base, `${id} (${why}) goes on from another commit`);
    }
    if (why === "resumed") {
      this.#must(
        one.process < this.#process || one.predicted || one.cut,
        `${id} is resumed, and nobody has cut it off`,
      );
    }
    if (why === "conflict") {
      this.#must(this.#redoing.size === 0, `${id} is done again beside ${[...this.#redoing].join()}`);
      const onTop = one.ground === null || world.history(event.base).includes(one.ground);
      this.#must(onTop, `${id} is done again, and not on top of what it conflicted with`);
      this.#redoing.add(id);
    }
    // A session belongs to the folder that it was made in.
    const elsewhere = event.worktree !== one.last?.worktree || one.uprooted;
    if (elsewhere || why === "conflict" || one.error === "context") one.session = null;
    if (why === "crash" && one.goesOn) one.session = null;
    one.goesOn = one.session !== null;
    if (why !== "repair") one.red = [];
    if (why !== "surface") one.reverted = [];
    Object.assign(one, { last: event, process: this.#process, predicted: false, cut: false, error: null });
    Object.assign(one, { inFlight: true, uprooted: false });
  }

  #reverted(event: EventOf<"surface.violated">, one: Attempts, world: World): void {
    one.reverted.push(...event.paths);
    // It is in a worktree of another machine than its attempt's, and no event tells which.
    if (one.cut || (one.process < this.#process && one.last?.worker !== undefined)) return;
    const { worktree, base } = one.last ?? { worktree: "", base: "base" };
    for (const path of event.paths) {
      const now = worktreeAt(world, worktree)?.files.get(path);
      this.#must(now === world.files(base).get(path), `${path} of ${event.story} was not put back`);
    }
  }

  #of(id: StoryId): Attempts {
    const known = this.#all.get(id);
    if (known !== undefined) return known;
    const fresh: Attempts = {
      last: null,
      process: 0,
      used: {},
      predicted: false,
      inFlight: false,
      again: false,
      uprooted: false,
      cut: false,
      error: null,
      troubles: 0,
      session: null,
      goesOn: false,
      red: [],
      reverted: [],
      conflict: [],
      ground: null,
    };
    this.#all.set(id, fresh);
    return fresh;
  }
}

/** A worktree of a worker is told below its lease's number. */
function worktreeAt(world: World, path: string) {
  return world.worktrees.get(bare(path));
}

function bare(path: string): string {
  return path.replace(/^\d+:/, "");
}
