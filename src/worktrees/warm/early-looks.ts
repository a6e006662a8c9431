import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { type FolderMark, readMark } from "../set-up/folder-state.ts";
import { Turns } from "../turns.ts";
import { bestFirst, listWarm, wherePacked } from "./warm-store.ts";

/** A look that is older than this when somebody asks, as where a person thought about the mode, says nothing any more. */
const longestMs = 30_000;

/**
 * Looks at dependency folders that are begun before it is known that anybody wants them, while a run is opened. Each is for
 * one who asks. Disposing of them ends what is under way.
 */
export class EarlyLooks implements Disposable {
  readonly #looks = new Map<string, { isFresh: () => boolean; mark: Promise<FolderMark | null> }>();
  readonly #turns = new Turns(availableParallelism());
  readonly #end = new AbortController();

  /** Begins to look at a folder. What goes wrong is nobody's trouble: who wants to know looks again. */
  begin(host: Host, folder: string): void {
    if (this.#looks.has(folder) || this.#end.signal.aborted) return;
    const since = host.elapsed();
    const isFresh = () => host.elapsed() - since <= longestMs;
    this.#looks.set(folder, { isFresh, mark: this.#look(host, folder).catch(() => null) });
  }

  async #look(host: Host, folder: string): Promise<FolderMark> {
    const { signal } = this.#end;
    using _turn = await this.#turns.take(signal);
    return await readMark(host, folder, signal);
  }

  /** Gives the look at a folder away; null: there is none that is fresh. */
  take(folder: string): Promise<FolderMark | null> | null {
    const look = this.#looks.get(folder) ?? null;
    this.#looks.delete(folder);
    return look?.isFresh() === true ? look.mark : null;
  }

  [Symbol.dispose](): void {
    this.#end.abort();
  }
}

/**
 * Begins to look at what the next worktrees of a repository will be asked for: the packages in those that wait for it, and
 * the person's own, which they were copied from. `head`: what they are likely to be wanted at.
 */
export async function lookAhead(
  looks: EarlyLooks,
  host: Host,
  at: { cacheDir: string; root: string; head: string; since: number; most: number },
): Promise<void> {
  const listed = await listWarm(at.cacheDir, { root: at.root, owner: at.cacheDir });
  const fit = listed.filter(({ note }) => note !== null && note.at > at.since);
  for (const { path, note } of bestFirst(fit, at.head).slice(0, at.most)) {
    for (const { path: folder, copiedFrom } of note?.fitted ?? []) {
      looks.begin(host, join(wherePacked(path), folder));
      if (copiedFrom !== null) looks.begin(host, join(at.root, folder));
    }
  }
}
