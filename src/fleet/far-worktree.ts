import type { AgentEvent, AgentFinished } from "../core/agent-event.ts";
import type { CheckFacts } from "../core/check.ts";
import { messageOf } from "../core/error.ts";
import type { Story } from "../core/story.ts";
import { readRef } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { type Change, committed } from "../worktrees/change.ts";
import type { AgentRequest, CommitRequest, Kept, StoryWorktree } from "../worktrees/effects.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import { runRefs } from "../worktrees/run-commits.ts";
import { writeSaid } from "./attempt-output.ts";
import type { DataPlane } from "./data-plane.ts";
import type { Lease } from "./lease.ts";
import type { Left, ValueOf } from "./protocol.ts";

export interface FarOptions {
  root: string;
  run: string;
  /** Whether the run's commits are signed. */
  sign(): Promise<boolean>;
  logDir(story: Story, attempt: number): string | null;
  /** The message of a story's commit where no hook made another. */
  messageOf(story: Story): string;
}

/** What an agent left when it was done, while nothing else was done in its worktree. */
interface LeftWork extends Left {
  kept: string | null;
}

/** One story's worktree on a worker: what is done in it is asked for, what comes of it is fetched. */
export class FarWorktree {
  readonly worktree: StoryWorktree;
  readonly lease: Lease;
  readonly #host: Host;
  readonly #options: FarOptions;
  readonly #plane: DataPlane;
  /** One after the other: git locks the refs, and the newest is what counts. */
  #keeping: Promise<void> = Promise.resolve();
  #newest: string | null = null;
  /** The worker's commit that the run's ref was made from. */
  #held: string | null = null;
  #left: LeftWork | null = null;

  constructor(host: Host, options: FarOptions, at: { worktree: StoryWorktree; lease: Lease; plane: DataPlane }) {
    this.#host = host;
    this.#options = options;
    this.worktree = at.worktree;
    this.lease = at.lease;
    this.#plane = at.plane;
  }

  async requireOurs(): Promise<void> {
    await this.lease.call("requireOurs", {});
  }

  /** The agent's events; its last one when what it left is here, and can't be lost any more. */
  async *runAgent(request: AgentRequest, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    const { story, attempt, prompt, agent, session } = request;
    this.#left = null;
    const asked = this.lease.listen({ story, attempt, prompt, agent, session }, signal);
    let last: AgentFinished | null = null;
    for (;;) {
      const { done, value } = await asked.next();
      if (done !== true) {
        if (value.type === "agent.finished") last = value;
        else yield value;
        continue;
      }
      await this.#orLost(this.#takeWhatIsLeft(request, value));
      break;
    }
    if (last !== null) yield last;
  }

  /** All of it in one go. */
  async #takeWhatIsLeft({ story, attempt }: AgentRequest, answer: ValueOf<"runAgent">): Promise<void> {
    const { kept, log, output, left } = answer;
    const folder = log === null && output.length === 0 ? null : this.#options.logDir(story, attempt);
    await this.#plane.bring([
      ...(kept === null ? [] : [{ object: kept, what: "kept" as const }]),
      ...(log === null || folder === null ? [] : [{ object: log, what: "log" as const }]),
    ]);
    if (kept !== null) {
      // What is on its way still is older.
      this.#newest = kept;
      await this.#keeping;
      await this.#keep(story, kept);
    }
    if (folder !== null) await writeSaid(output, folder);
    if (log !== null && folder !== null) await this.#plane.readLog(log, folder);
    this.lease.allKept();
    this.#left = left === null ? null : { ...left, kept };
  }

  async inspect(): Promise<Change[]> {
    return this.#left?.changes ?? this.lease.call("inspect", {});
  }

  async peek(): Promise<Change[] | null> {
    return this.#left?.changes ?? orNothing(this.lease.call("peek", {}));
  }

  async snapshot(paths: readonly string[]): Promise<string | null> {
    const commit = await orNothing(this.lease.call("snapshot", { paths: [...paths] }));
    if (commit === null) return null;
    return orNothing(this.#orLost(this.#plane.borrow(commit)));
  }

  async revert(paths: string[]): Promise<void> {
    this.#left = null;
    await this.lease.call("revert", { paths });
  }

  async runHooks(
    story: Story,
    again: boolean,
    signal: AbortSignal,
  ): Promise<{ checks: CheckFacts[]; message: string | null }> {
    if (this.#left?.hooks === false) return { checks: [], message: null };
    this.#left = null;
    return this.lease.call("runHooks", { story, again }, signal);
  }

  /** The story's commit, made here from the files that the worker found. */
  async commit({ story, attempt, paths, whole, message }: CommitRequest): Promise<string | null> {
    const made = this.#leftCommit(paths) ?? (await this.lease.call("commit", { story, attempt, paths, whole }));
    if (made === null) return null;
    const about = {
      base: this.worktree.base,
      message: message ?? this.#options.messageOf(story),
      paths,
      sign: await this.#options.sign(),
      what: "work" as const,
    };
    const commit = await this.#orLost(this.#plane.adopt(made, about));
    await this.#plane.hold(runRefs(this.#options.run).work(story.id), commit);
    return commit;
  }

  /** The commit of what the agent left, where it is of these paths and no others. */
  #leftCommit(paths: readonly string[]): { commit: string } | null {
    const left = this.#left;
    if (left === null || left.kept === null || !left.whole) return null;
    const held = new Set(committed(left.changes));
    return held.size === paths.length && paths.every((path) => held.has(path)) ? { commit: left.kept } : null;
  }

  check(story: Story, command: string, signal: AbortSignal): Promise<CheckFacts> {
    this.#left = null;
    return this.lease.call("checkWorktree", { story, command }, signal);
  }

  async checkCommit(commit: string, command: string, signal: AbortSignal): Promise<CheckFacts> {
    await this.#orLost(this.#plane.push(commit));
    return this.lease.call("checkCommit", { commit, command }, signal);
  }

  async keepLeftOut(story: Story, paths: string[]): Promise<string | null> {
    const made = await this.lease.call("keepLeftOut", { story, paths });
    if (made === null) return null;
    const message = `${story.title}\n\nFiles that no commit took, kept by baro.\n`;
    const about = { ...this.#unsigned(message), paths, what: "work" as const };
    const commit = await this.#orLost(this.#plane.adopt({ commit: made }, about));
    const ref = runRefs(this.#options.run).leftOut(story.id);
    await this.#plane.hold(ref, commit);
    return ref;
  }

  /** Where the worker is lost, what was kept as the agent went on is what there is. */
  async keep(story: Story): Promise<Kept | null> {
    const ref = runRefs(this.#options.run).kept(story.id);
    let lost: LeaseLost | null = null;
    try {
      const made = await this.lease.call("keep", { story });
      if (made === null) return null;
      await this.#orLost(this.#keep(story, made));
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      lost = error;
      await this.#keeping;
    }
    const commit = await readRef(this.#host, this.#options.root, ref);
    if (lost === null) return commit === null ? null : { commit, ref };
    if (commit === null) throw lost;
    return { commit, ref, lost };
  }

  /** The worker holds the story's work as it stands: it is fetched while the agent goes on. */
  keepInTime(story: Story, commit: string, asOf: number): void {
    this.#newest = commit;
    this.#keeping = this.#keeping
      .then(async () => {
        if (this.#newest !== commit) return;
        await this.#keep(story, commit);
        this.lease.kept(asOf);
      })
      // What could not be fetched is tried with the next one; the loss is told as it is.
      .catch(() => {});
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.#keeping;
  }

  async #keep(story: Story, made: string): Promise<void> {
    if (this.#held !== made) {
      const message = `${story.title}\n\nUnfinished work, kept by baro.\n`;
      const about = { ...this.#unsigned(message), paths: null, what: "kept" as const };
      const commit = await this.#plane.adopt({ commit: made }, about);
      await this.#plane.hold(runRefs(this.#options.run).kept(story.id), commit);
      this.#held = made;
    }
  }

  #unsigned(message: string) {
    return { base: this.worktree.base, message, sign: false };
  }

  /** What git can't bring over is the worker's trouble. */
  async #orLost<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.lease.lose(`git can't reach what it has: ${messageOf(error)}`);
      throw this.lease.lost ?? error;
    }
  }
}

/** For what nobody has to have: a worker that is lost has nothing to show. */
async function orNothing<T>(work: Promise<T | null>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    throw error;
  }
}
