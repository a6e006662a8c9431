/**
 * The machine that a story's worktree is on can't be reached any more, or can't go on. What the story had by its last
 * keeping is on a ref of the run, and it goes on from there somewhere else.
 */
export class LeaseLost extends Error {
  readonly worker: string;
  readonly fence: number;
  /** At most this much of an agent's work is not in what was kept, in milliseconds. */
  readonly lostMs: number;
  constructor(worker: string, fence: number, why: string, lostMs: number) {
    super(why);
    this.name = "LeaseLost";
    this.worker = worker;
    this.fence = fence;
    this.lostMs = lostMs;
  }
}
