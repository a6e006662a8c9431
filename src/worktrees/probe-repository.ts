import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { commitTree, writeWorktreeTree } from "../git/commit.ts";
import { GitFailure, git, noHooks } from "../git/git.ts";
import { mergeCommits } from "../git/merge/merge-commits.ts";
import { packObjects, unpackObjects } from "../git/pack.ts";
import type { WorktreePlace } from "../git/place.ts";
import { type WorktreeSource, writeRepository } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";

/** Larger packs than this are not held in memory. */
const mostPackBytes = 16 * 1024 * 1024;

/**
 * A repository that borrows the person's objects and keeps those of snapshots and their merges to itself, so that probing
 * leaves nothing in the person's.
 */
export class ProbeRepository {
  readonly #host: Host;
  readonly #folder: string;
  #made: Promise<string> | null = null;

  /** `folder`: where it is made; goes with the run's worktrees. */
  constructor(host: Host, folder: string) {
    this.#host = host;
    this.#folder = folder;
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

  /** Makes a snapshot part of the repository itself, for whoever fetches from there. */
  async share(source: WorktreeSource, commit: string): Promise<void> {
    const gitDir = await this.#open(source, commit);
    const content = { wanted: [commit], known: [`${commit}^`] };
    const pack = await packObjects(this.#host, gitDir, content, mostPackBytes);
    if (pack !== null) return unpackObjects(this.#host, source.commonDir, pack, false);
    const to = `${commit}:refs/baro/shared/${commit}`;
    await git(this.#host, gitDir, [...noHooks, "push", "--quiet", "--no-verify", source.commonDir, to]);
  }

  async conflictsOf(
    source: WorktreeSource,
    ours: string,
    theirs: string,
    attributes: string | null,
  ): Promise<string[]> {
    const gitDir = await this.#open(source, ours);
    const answer = await mergeCommits(this.#host, { gitDir, ours, theirs, attributes });
    return answer.kind === "clean" ? [] : answer.paths;
  }

  #open(source: WorktreeSource, commit: string): Promise<string> {
    this.#made ??= this.#make(source, commit);
    return this.#made;
  }

  async #make(source: WorktreeSource, commit: string): Promise<string> {
    const gitDir = join(this.#folder, ".git");
    await mkdir(gitDir, { recursive: true });
    await writeRepository(source, gitDir, "probe", commit);
    return gitDir;
  }
}

/** Whether a failure means that the files were not what they had just been. */
export function isMoved(error: unknown): boolean {
  return error instanceof GitFailure || (error as NodeJS.ErrnoException).code === "ENOENT";
}
