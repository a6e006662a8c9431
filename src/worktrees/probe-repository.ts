import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { commitTree, treeOf, writeWorktreeTree } from "../git/commit.ts";
import { GitFailure } from "../git/git.ts";
import { writeLooseCommit } from "../git/loose-commit.ts";
import { mergeCommits } from "../git/merge/merge-commits.ts";
import type { WorktreePlace } from "../git/place.ts";
import { type WorktreeSource, writeRepository } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";

/** Nobody reads of a snapshot who made it, and when: the same files on the same commit are one commit. */
const nobody = "baro <baro@localhost> 0 +0000";
const message = "Snapshot\n";

/**
 * A repository that borrows the person's objects and keeps those of snapshots and their merges to itself, so that probing
 * leaves nothing in the person's.
 */
export class ProbeRepository {
  readonly #host: Host;
  readonly #folder: string | null;
  #made: Promise<string> | null = null;
  /** Trees of the commits that snapshots were made on. */
  readonly #trees = new Map<string, Promise<string>>();

  /** `folder`: where it is made; goes with the run's worktrees. `null`: the repository is ours, and nothing is kept apart. */
  constructor(host: Host, folder: string | null) {
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
      return tree === (await this.treeOf(source, base)) ? null : await this.commit(source, tree, base);
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
    const gitDir = await this.#open(source, ours);
    const answer = await mergeCommits(this.#host, { gitDir, ours, theirs, attributes });
    return answer.kind === "clean" ? [] : answer.paths;
  }

  /** A commit of a tree that only carries files, and is looked at by nobody. */
  async commit(source: WorktreeSource, tree: string, base: string): Promise<string> {
    const gitDir = await this.#open(source, base);
    const text = `tree ${tree}\nparent ${base}\nauthor ${nobody}\ncommitter ${nobody}\n\n${message}`;
    const written = writeLooseCommit(gitDir, Buffer.from(text), { sha256: tree.length === 64, by: this.#host });
    return written ?? commitTree(this.#host, gitDir, { tree, parents: [base], message, sign: false });
  }

  treeOf(source: WorktreeSource, base: string): Promise<string> {
    const known = this.#trees.get(base);
    if (known !== undefined) return known;
    const tree = treeOf(this.#host, source, base);
    this.#trees.set(base, tree);
    tree.catch(() => this.#trees.delete(base));
    return tree;
  }

  #open(source: WorktreeSource, commit: string): Promise<string> {
    this.#made ??= this.#make(source, commit);
    return this.#made;
  }

  async #make(source: WorktreeSource, commit: string): Promise<string> {
    if (this.#folder === null) return source.gitDir;
    const gitDir = join(this.#folder, ".git");
    await mkdir(gitDir, { recursive: true });
    await writeRepository(source, gitDir, "probe", commit);
    return gitDir;
  }
}

/** What reading says of files that whoever is at work there took away, closed or put something else in the place of. */
const moved: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "ELOOP"]);

/** Whether a failure means that the files were not what they had just been, or can't be read for now. */
export function isMoved(error: unknown): boolean {
  return error instanceof GitFailure || moved.has((error as NodeJS.ErrnoException).code);
}
