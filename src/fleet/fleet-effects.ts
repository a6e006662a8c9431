import type { CheckFacts } from "../core/check.ts";
import { messageOf } from "../core/error.ts";
import type { Story } from "../core/story.ts";
import { readRef, resolveCommit } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import type { StoryWorktree, WorktreeEffects, WorktreeRequest } from "../worktrees/effects.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import { runRefs } from "../worktrees/run-commits.ts";
import { Turns } from "../worktrees/turns.ts";
import { DataPlane } from "./data-plane.ts";
import type { FarPlace } from "./far-place.ts";
import { FarWorktree } from "./far-worktree.ts";
import type { Lease } from "./lease.ts";
import { type NearRepository, nearRepository } from "./near-repository.ts";
import { onItsWay, Places, type PlacesOptions } from "./places.ts";
import { type Joined, Supplies } from "./supplies.ts";
import type { WorkerLink } from "./worker-link.ts";

export interface FleetOptions extends PlacesOptions {
  /** The highest fence that the run's stream tells of. */
  fence: number;
  sign(): Promise<boolean>;
  logDir(story: Story, attempt: number): string | null;
  messageOf(story: Story): string;
}

/** The effects on worktrees of other machines, and of this one where it is among the workers. */
export interface FleetEffects extends WorktreeEffects {
  /** Stories that this machine has at once. */
  readonly slotsHere: number;
  /** Starts to connect, ahead of need. */
  begin(): void;
  /** The plan is accepted: workers make their share of so many worktrees, ahead of need. */
  prepare(count: number): void;
  /** Throws `agent-missing` when a story can be worked on nowhere. Waits for workers that are on their way. */
  requirePlaces(stories: readonly Story[]): Promise<void>;
  close(): Promise<void>;
}

/** Puts stories on workers, and passes on what is asked of each to where it is. */
export function fleetEffects(host: Host, local: WorktreeEffects, options: FleetOptions): FleetEffects {
  return new Fleet(host, local, options).effects();
}

/** A story's worktree on a worker. */
interface Far {
  far: FarWorktree;
  at: FarPlace;
}

class Fleet {
  readonly #host: Host;
  readonly #local: WorktreeEffects;
  readonly #options: FleetOptions;
  readonly #places: Places;
  readonly #supplies: Supplies;
  /** Worktrees that are being given back. */
  readonly #leaving = new Set<Promise<void>>();
  readonly #turns = new Map<unknown, Turns>();
  readonly #near: NearRepository;
  readonly #planes = new WeakMap<WorkerLink, DataPlane>();
  readonly #far = new Map<string, Far>();
  #fence: number;

  constructor(host: Host, local: WorktreeEffects, options: FleetOptions) {
    this.#host = host;
    this.#local = local;
    this.#options = options;
    this.#fence = options.fence;
    this.#near = nearRepository(host, options.root);
    const push = (at: Joined, commit: string) => this.#planeOf(at, this.#fence).push(commit);
    this.#supplies = new Supplies(options.opening.settings.base, options.workers.length, push);
    this.#places = new Places(host, { ...options, onJoined: (at) => this.#supplies.supply(at) });
  }

  effects(): FleetEffects {
    const far = (worktree: StoryWorktree) => this.#far.get(worktree.path)?.far;
    const local = this.#local;
    return {
      slotsHere: this.#places.here?.slots ?? 0,
      begin: () => this.#places.begin(),
      prepare: (count) => this.#supplies.prepare(count),
      requirePlaces: (stories) => this.#places.require(stories),
      openWorktree: (request, signal) => this.#open(request, signal),
      takeSlot: (worktree, signal) => this.#takeSlot(worktree, signal),
      requireOurs: (worktree) => far(worktree)?.requireOurs() ?? local.requireOurs(worktree),
      runAgent: (request, signal) => this.#runAgent(request, signal),
      inspect: (worktree) => far(worktree)?.inspect() ?? local.inspect(worktree),
      peek: (worktree) => far(worktree)?.peek() ?? local.peek(worktree),
      snapshot: (worktree, paths) => far(worktree)?.snapshot(paths) ?? local.snapshot(worktree, paths),
      revert: (worktree, paths) => far(worktree)?.revert(paths) ?? local.revert(worktree, paths),
      runHooks: (worktree, story, again, signal) =>
        far(worktree)?.runHooks(story, again, signal) ?? local.runHooks(worktree, story, again, signal),
      commit: (request) => this.#commit(request),
      checkWorktree: (worktree, story, command, signal) =>
        far(worktree)?.check(story, command, signal) ?? local.checkWorktree(worktree, story, command, signal),
      checkCommit: (commit, command, signal, beside) => this.#checkCommit(commit, command, signal, beside),
      keepLeftOut: (story, worktree, paths) =>
        far(worktree)?.keepLeftOut(story, paths) ?? local.keepLeftOut(story, worktree, paths),
      keep: (story, worktree) => far(worktree)?.keep(story) ?? local.keep(story, worktree),
      release: (story, worktree) => this.#leave(story, worktree, "release"),
      abandon: (story, worktree) => this.#leave(story, worktree, "abandon"),
      close: () => this.#close(),
    };
  }

  async #open(request: WorktreeRequest, signal: AbortSignal): Promise<StoryWorktree> {
    const place = await this.#places.choose(request.story, signal);
    if (place.kind === "far") return this.#openFar(request, place.at, signal);
    try {
      const worktree = await this.#local.openWorktree(request, signal);
      this.#places.here?.stories.add(worktree.path);
      return worktree;
    } finally {
      this.#places.here?.stories.delete(onItsWay(request.story.id));
    }
  }

  async #openFar(request: WorktreeRequest, at: FarPlace, signal: AbortSignal): Promise<StoryWorktree> {
    const { link, name } = at;
    const { story, base } = request;
    const { root, opening, emit, sign, logDir, messageOf } = this.#options;
    const { run } = opening.settings;
    const fence = ++this.#fence;
    let far: FarWorktree | null = null;
    const plane = this.#planeOf(at, fence);
    const lease = link.lease(`${run}.${story.id}`, fence, {
      onKept: (commit, asOf) => far?.keepInTime(story, commit, asOf),
      onPack: (objects, pack) => plane.take(objects, pack),
    });
    const callOff = () => lease.lose("it is not wanted any more");
    try {
      await emit({ type: "lease.taken", story: story.id, worker: name, fence });
      signal.addEventListener("abort", callOff, { once: true });
      if (signal.aborted) callOff();
      const work = await this.#workFor(request, runRefs(run).kept(story.id));
      for (const commit of work === null ? [base] : [base, work]) await bring(lease, plane, commit);
      const { path } = await lease.call("openWorktree", { story, base, work });
      const worktree = { path: `${name}:${path}`, base, worker: name };
      far = new FarWorktree(this.#host, { root, run, sign, logDir, messageOf }, { worktree, lease, plane });
      this.#far.set(worktree.path, { far, at });
      return worktree;
    } catch (error) {
      const lost = signal.aborted ? null : lease.lost;
      link.drop(lease);
      this.#giveBack(at, lost);
      signal.throwIfAborted();
      throw lost ?? error;
    } finally {
      signal.removeEventListener("abort", callOff);
    }
  }

  /**
   * The commit to take a story's files from. What was kept of it counts where it was made on the same base: that of an
   * attempt before has been given up.
   */
  async #workFor({ work, path, base }: WorktreeRequest, ref: string): Promise<string | null> {
    if (work !== null || path === null) return work;
    const { root } = this.#options;
    const commit = await readRef(this.#host, root, ref);
    const parent = commit === null ? null : await resolveCommit(this.#host, root, `${commit}^`);
    return parent === base ? commit : null;
  }

  async *#runAgent(...[request, signal]: Parameters<WorktreeEffects["runAgent"]>) {
    const far = this.#far.get(request.worktree.path)?.far;
    yield* far?.runAgent(request, signal) ?? this.#local.runAgent(request, signal);
  }

  async #takeSlot(worktree: StoryWorktree, signal: AbortSignal): Promise<Disposable> {
    const at = this.#far.get(worktree.path)?.at;
    const turns = at === undefined ? this.#places.here?.turns : this.#turnsOf(at);
    return (await turns?.take(signal)) ?? this.#local.takeSlot(worktree, signal);
  }

  async #commit(request: Parameters<WorktreeEffects["commit"]>[0]): Promise<string | null> {
    const at = this.#far.get(request.worktree.path);
    if (at === undefined) return this.#local.commit(request);
    const commit = await at.far.commit(request);
    at.at.succeeded();
    return commit;
  }

  async #checkCommit(
    commit: string,
    command: string,
    signal: AbortSignal,
    beside: StoryWorktree | undefined,
  ): Promise<CheckFacts> {
    const far = beside === undefined ? undefined : this.#far.get(beside.path)?.far;
    if (far !== undefined) return far.checkCommit(commit, command, signal);
    return this.#local.checkCommit(commit, command, signal);
  }

  async #leave(story: string, worktree: StoryWorktree, how: "release" | "abandon"): Promise<void> {
    const at = this.#far.get(worktree.path);
    if (at === undefined) {
      this.#places.here?.stories.delete(worktree.path);
      this.#places.tell();
      return this.#local[how](story, worktree);
    }
    this.#far.delete(worktree.path);
    const { far } = at;
    await far.settled();
    // What is asked there next comes after it: nobody waits for the answer, and the place is free from now on.
    const leaving = left(far.lease, how).finally(() => {
      at.at.link.drop(far.lease);
      this.#leaving.delete(leaving);
    });
    this.#leaving.add(leaving);
    leaving.catch(() => {});
    this.#giveBack(at.at, far.lease.lost);
  }

  /** The worker has one story less. */
  #giveBack(at: FarPlace, lost: LeaseLost | null): void {
    at.leave(lost);
    this.#places.tell();
  }

  #turnsOf({ turnsOf, slots }: FarPlace): Turns {
    const known = this.#turns.get(turnsOf);
    if (known !== undefined) return known;
    const turns = new Turns(slots);
    this.#turns.set(turnsOf, turns);
    return turns;
  }

  #planeOf({ link, repository }: Pick<FarPlace, "link" | "repository">, fence: number): DataPlane {
    const known = this.#planes.get(link);
    if (known !== undefined) return known;
    const far = { ...repository(fence), signal: link.lost.signal };
    const send = far.direct ? link.sendPack.bind(link) : null;
    const plane = new DataPlane(this.#host, this.#near, far, send);
    this.#planes.set(link, plane);
    return plane;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#far.values()].map(({ far }) => far.settled()));
    await Promise.all(this.#leaving);
    await this.#places.close();
  }
}

/** A worker that is lost has nothing to give back. */
async function left(lease: Lease, how: "release" | "abandon"): Promise<void> {
  await lease.call(how, {}).catch((error: unknown) => {
    if (!(error instanceof LeaseLost)) throw error;
  });
}

/** What git can't bring to a worker is the worker's trouble. */
async function bring(lease: Lease, plane: DataPlane, commit: string): Promise<void> {
  try {
    await plane.push(commit);
  } catch (error) {
    lease.lose(`git can't bring the commit there: ${messageOf(error)}`);
    throw error;
  }
}
