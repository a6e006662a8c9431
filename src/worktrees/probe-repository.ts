import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { commitTree, writeWorktreeTree } from "../git/commit.ts";
import { GitFailure, git } from "../git/git.ts";
import { type WorktreePlace, type WorktreeSource, writeRepository } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";

/** What a merge in memory is asked for: `mergeCommits` of the merge room answers. */
export interface MergeQuestion {
  root: string;
  ours: string;
  theirs: string;
  attributes: string | null;
}

export type MergeAnswer = { kind: "clean"; tree: string } | { kind: "conflict"; paths: string[]; detail: string };

export interface ProbeOptions {
  /** Where the probes' repository is made; goes with the run's worktrees. */
  folder: string;
  merge(host: Host, question: MergeQuestion): Promise<MergeAnswer>;
}

/**
 * A repository that borrows the person's objects and keeps those of snapshots and their merges to itself, so that probing
 * leaves nothing in the person's.
 */
export class ProbeRepository {
  readonly #host: Host;
  readonly #options: ProbeOptions;
  #made: Promise<string> | null = null;

  constructor(host: Host, options: ProbeOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** A commit of a worktree's paths as they are now, or `null` when they changed meanwhile or do not differ from `base`. */
  async snapshot(
    source: WorktreeSource,
    place: WorktreePlace,
    base: string,
    paths: readonly string[],
  ): Promise<string | null> {
    const gitDir = await this.#open(source, base);
    try {
      const tree = await writeWorktreeTree(this.#host, { ...source, gitDir }, place, paths);
      if (tree === (await git(this.#host, gitDir, ["rev-parse", `${base}^{tree}`])).trim()) return null;
      return await commitTree(this.#host, gitDir, { tree, parents: [base], message: "Snapshot", sign: false });
    } catch (error) {
      // Files come and go under the agent's hands, and so may the index when the worktree is given back.
      if (isMoved(error)) return null;
      throw error;
    }
  }

  async conflictsOf(
    source: WorktreeSource,
    ours: string,
    theirs: string,
    attributes: string | null,
  ): Promise<string[]> {
    const root = await this.#open(source, ours);
    const answer = await this.#options.merge(this.#host, { root, ours, theirs, attributes });
    return answer.kind === "clean" ? [] : answer.paths;
  }

  #open(source: WorktreeSource, commit: string): Promise<string> {
    this.#made ??= this.#make(source, commit);
    return this.#made;
  }

  async #make(source: WorktreeSource, commit: string): Promise<string> {
    const gitDir = join(this.#options.folder, ".git");
    await mkdir(gitDir, { recursive: true });
    await writeRepository(source, gitDir, "probe", commit);
    return gitDir;
  }
}

/** Whether a failure means that the files were not what they had just been. */
export function isMoved(error: unknown): boolean {
  return error instanceof GitFailure || (error as NodeJS.ErrnoException).code === "ENOENT";
}
