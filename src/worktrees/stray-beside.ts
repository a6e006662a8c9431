import type { GitHost } from "../git/git.ts";
import { keepStrayFiles, type StrayFile } from "../git/stray-work.ts";
import type { WorktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import type { Change } from "./change.ts";
import type { PooledWorktree } from "./worktree-pool.ts";

/**
 * What was left on another branch or in a stash of a worktree while there is other work in its files: told and held aside.
 * Where there is no other work, it is brought into the files: see `bringStrayWork`.
 */
export class StrayBeside {
  readonly #host: GitHost & Pick<Host, "newId">;
  readonly #found = new Map<string, StrayFile[]>();

  constructor(host: GitHost & Pick<Host, "newId">) {
    this.#host = host;
  }

  async look(source: WorktreeSource, place: PooledWorktree, changes: readonly Change[]): Promise<Change[]> {
    const changed = new Set(changes.map(({ path }) => path));
    const found = await keepStrayFiles(this.#host, source, place, { base: place.base, changed });
    // What was found before stays found: the worktree's repository is made anew for the person's hooks.
    const before = (this.#found.get(place.path) ?? []).filter(({ path }) => !changed.has(path));
    const files = [...new Map([...before, ...found].map((file) => [file.path, file])).values()];
    this.#found.set(place.path, files);
    const plain = { kind: "added", node: "file", bytes: 0, oid: null, leadsOut: false, stray: true } as const;
    return files.map(({ path }) => ({ path, ...plain }));
  }

  /** Of these paths those that are left aside, as they are there, and those among the worktree's files. */
  split(worktree: string, all: readonly string[]): { paths: string[]; others: StrayFile[] } {
    const found = new Map(this.#found.get(worktree)?.map((file) => [file.path, file]));
    return {
      paths: all.filter((path) => !found.has(path)),
      others: all.flatMap((path) => found.get(path) ?? []),
    };
  }

  forget(worktree: string): void {
    this.#found.delete(worktree);
  }
}
