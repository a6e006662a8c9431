import { BaroError } from "../core/error.ts";
import type { Emit } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { WorkerSpec } from "../core/worker-spec.ts";
import type { Host } from "../host/host.ts";
import { listText } from "../text/units.ts";
import { Turns } from "../worktrees/turns.ts";
import type { FarPlace } from "./far-place.ts";
import { FleetWorker } from "./fleet-worker.ts";
import { type Candidate, chooseWorker, fits, type Wanted } from "./placement.ts";
import type { Pool } from "./pool/pool.ts";
import { sshRoute } from "./ssh.ts";
import type { Opening } from "./worker-link.ts";

export interface PlacesOptions {
  root: string;
  workers: readonly WorkerSpec[];
  /** Opens the pool that the run has beside them; `null`: it has none. */
  openPool: (() => Promise<Pool>) | null;
  opening: Opening;
  emit: Emit;
  /** A worker is there, for the first time or again. */
  onJoined?(at: Pick<FarPlace, "link" | "repository" | "slots">): void;
  /** The name of the agent that a story goes to. */
  agentOf(story: Story): string;
  /** The most agents at once on this machine, where its entry says nothing. */
  localSlots: number;
  /** The run is told to stop: nobody waits for a worker any more. */
  signal: AbortSignal;
}

/** Stands for a story on this machine whose worktree is being made. */
export function onItsWay(story: StoryId): string {
  return `${story} on its way`;
}

/** Where a story goes. */
export type Place = { kind: "local" } | { kind: "far"; at: FarPlace };

/** This machine as a place for stories. */
interface Here {
  slots: number;
  /** The stories that are on it, by their worktrees. */
  stories: Set<string>;
  turns: Turns;
}

/** At the start the first that is there waits so long for the others before it takes more than one story. */
const gatheringMs = 5_000;

/** The machines of a run, and who of them takes the next story. */
export class Places {
  /** `null`: no story is worked on here. */
  readonly here: Here | null;
  readonly #host: Host;
  readonly #options: PlacesOptions;
  readonly #workers: FleetWorker[];
  readonly #over = new AbortController();
  #pool: Promise<Pool> | null = null;
  #gathersUntil: number | null = null;
  #changed = Promise.withResolvers<void>();

  constructor(host: Host, options: PlacesOptions) {
    this.#host = host;
    this.#options = options;
    const here = options.workers.find(({ kind }) => kind === "local");
    const slots = here?.slots ?? options.localSlots;
    this.here = here === undefined ? null : { slots, stories: new Set(), turns: new Turns(slots) };
    const names = new Map<string, number>();
    this.#workers = options.workers.flatMap((spec) => {
      if (spec.kind === "local") return [];
      const same = (names.get(spec.host) ?? 0) + 1;
      names.set(spec.host, same);
      return [this.#newWorker(spec, same === 1 ? spec.host : `${spec.host}#${same}`)];
    });
    options.signal.addEventListener("abort", () => this.tell(), { once: true });
  }

  /** Starts to connect, ahead of need. */
  begin(): void {
    for (const worker of this.#workers) worker.begin();
    this.#pool ??= this.#options.openPool?.() ?? null;
    // Whoever needs it hears of its failure.
    this.#pool?.catch(() => {});
    if (this.#gathersUntil !== null) return;
    this.#gathersUntil = this.#host.elapsed() + gatheringMs;
    void this.#host.sleep(gatheringMs, this.#over.signal).then(() => this.tell());
  }

  /** Something has changed that a story may wait for. */
  tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  /** Throws `agent-missing` when a story can be worked on nowhere. Waits for workers that are on their way. */
  async require(stories: readonly Story[]): Promise<void> {
    this.begin();
    // Who may come to wait there is not known: a pool can begin with nobody.
    if ((await this.#pool) !== null) return;
    for (const story of stories) {
      const wanted = this.#wanted(story);
      while (!this.#candidates().some((one) => fits(one, wanted))) {
        if (!this.#workers.some(({ isComing }) => isComing)) throw this.#nowhere(story, wanted);
        await this.#change();
      }
    }
  }

  /**
   * Waits for a machine that takes the story, which counts as its from then on: others are placed in the same moment. Throws `agent-missing`
   * when none is left that could, and the signal's reason when it is not wanted any more.
   */
  async choose(story: Story, signal: AbortSignal): Promise<Place> {
    this.begin();
    const wanted = this.#wanted(story);
    const pool = await this.#pool;
    const wake = () => this.tell();
    signal.addEventListener("abort", wake, { once: true });
    try {
      return await this.#find(story, wanted, pool, signal);
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  async #find(story: Story, wanted: Wanted, pool: Pool | null, signal: AbortSignal): Promise<Place> {
    // Nothing is waited for between the look and the choice: others are placed in the same moment.
    for (;;) {
      signal.throwIfAborted();
      const coming = this.#workers.some(({ isComing }) => isComing);
      const gathers = coming && this.#host.elapsed() < (this.#gathersUntil ?? 0);
      const open = this.#candidates().filter(({ load, isLocal }) => isLocal || load === 0 || !gathers);
      const found = this.#reserve(chooseWorker(open, wanted, !coming && pool === null), story);
      if (found !== null) return found;
      if (pool !== null) {
        const place = await this.#fromPool(pool, story, wanted, signal);
        if (place !== null) return place;
        continue;
      }
      if (!coming) throw this.#nowhere(story, wanted);
      await this.#changed.promise;
    }
  }

  #reserve(found: Candidate | null, story: Story): Place | null {
    if (found?.isLocal === true) {
      this.here?.stories.add(onItsWay(story.id));
      return { kind: "local" };
    }
    const at = this.#workers.find(({ name }) => name === found?.name)?.place() ?? null;
    return at === null ? null : { kind: "far", at };
  }

  /** Waits for a worker of the pool, and no longer when a machine of the run's own has room. */
  async #fromPool(pool: Pool, story: Story, wanted: Wanted, signal: AbortSignal): Promise<Place | null> {
    const enough = new AbortController();
    const stop = AbortSignal.any([enough.signal, signal]);
    const taking = pool.take(story, wanted, stop);
    const roomy = () => chooseWorker(this.#candidates(), wanted, false) !== null;
    void taking.catch(() => {}).then(() => enough.abort());
    while (!stop.aborted) {
      const changed = this.#changed.promise;
      await Promise.race([changed, aborted(stop)]);
      if (roomy()) enough.abort();
    }
    const at = await taking;
    if (signal.aborted) at?.leave(null);
    return at === null || signal.aborted ? null : { kind: "far", at };
  }

  async close(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#workers.map((worker) => worker.close()));
    const pool = await this.#pool?.catch(() => null);
    await pool?.close();
  }

  #newWorker(spec: Extract<WorkerSpec, { kind: "ssh" }>, name: string): FleetWorker {
    const { opening, emit, onJoined, root, signal } = this.#options;
    const onNotice = (message: string) => void emit({ type: "run.notice", message: `${name}: ${message}` });
    return new FleetWorker(this.#host, {
      name,
      slots: spec.slots,
      link: { opening, onNotice },
      newRoute: () => sshRoute(this.#host, spec, root),
      emit,
      onJoined: (at) => onJoined?.(at),
      onChange: () => this.tell(),
      signal: AbortSignal.any([signal, this.#over.signal]),
    });
  }

  #candidates(): Candidate[] {
    const far = this.#workers.flatMap((worker) => worker.candidate() ?? []);
    if (this.here === null) return far;
    const { slots, stories } = this.here;
    const labels = [`os=${this.#host.platform}`, `arch=${this.#host.arch}`];
    // What is asked of this machine was looked at when the run began.
    const agents = [...this.#options.opening.agents];
    return [
      { name: "local", isLocal: true, slots, load: stories.size, labels, agents, warm: true, doubtful: false },
      ...far,
    ];
  }

  #wanted(story: Story): Wanted {
    return { agent: this.#options.agentOf(story), needs: story.needs ?? [] };
  }

  async #change(): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#changed.promise;
    this.#options.signal.throwIfAborted();
  }

  #nowhere(story: Story, wanted: Wanted): BaroError {
    const there = this.#candidates().filter(({ agents }) => agents.includes(wanted.agent));
    const lacking = there.map(({ name, labels }) => `${name} has ${listText([...labels])}`);
    const gone = this.#workers.flatMap((worker) => {
      const why = worker.gone ?? worker.missing(wanted.agent);
      return why === "" ? [] : [`${worker.name}: ${why}`];
    });
    const needs = there.length === 0 ? "" : `it needs ${listText([...wanted.needs])}, and `;
    const why = [...lacking, ...gone].join("; ");
    const message = `Cannot work on ${story.id}: ${needs}no worker can take it (${why})`;
    const advice = [...new Set(this.#workers.flatMap((worker) => worker.advice ?? []))];
    const hint = advice.length === 0 ? "See what each can do with: baro workers" : advice.join("; ");
    return new BaroError("agent-missing", message, { hint });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
