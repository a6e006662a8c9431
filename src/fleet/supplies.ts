import type { FarPlace } from "./far-place.ts";
import type { WorkerLink } from "./worker-link.ts";

/** A worker that is there. */
export type Joined = Pick<FarPlace, "link" | "repository" | "slots">;

/** What workers are given ahead of need: the run's base, and, when the plan is accepted, worktrees of it. */
export class Supplies {
  readonly #base: string;
  readonly #push: (at: Joined, commit: string) => Promise<void>;
  readonly #workers: number;
  readonly #supplied = new Map<WorkerLink, { slots: number; came: Promise<boolean> }>();
  #stories = 0;

  /** `workers`: that are to share the stories. */
  constructor(base: string, workers: number, push: (at: Joined, commit: string) => Promise<void>) {
    this.#base = base;
    this.#workers = workers;
    this.#push = push;
  }

  /** What fails here fails again, and is told, when a story comes. */
  supply(at: Joined): void {
    const came = this.#push(at, this.#base).then(
      () => true,
      () => false,
    );
    this.#supplied.set(at.link, { slots: at.slots, came });
    at.link.lost.signal.addEventListener("abort", () => this.#supplied.delete(at.link), { once: true });
    if (this.#stories > 0) void this.#prepareAt(at.link);
  }

  /** So many stories are to be worked on at once: each worker makes its share of worktrees. */
  prepare(stories: number): void {
    this.#stories = stories;
    for (const link of this.#supplied.keys()) void this.#prepareAt(link);
  }

  async #prepareAt(link: WorkerLink): Promise<void> {
    const at = this.#supplied.get(link);
    if (at === undefined || !(await at.came) || link.lost.signal.aborted) return;
    const share = Math.ceil(this.#stories / Math.max(1, this.#workers));
    link.prepare(this.#base, Math.min(at.slots, share));
  }
}
