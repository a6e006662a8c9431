import { join } from "node:path";
import { type IndexEntry, readIndexEntries, readIndexFile } from "../../git/index-entries.ts";
import { isOurPlace, type WorktreePlace } from "../../git/place.ts";
import type { WorktreeSource } from "../../git/worktree.ts";
import { removeTree } from "../../host/remove-tree.ts";
import { tidyCheckout } from "./tidy.ts";
import { type FittedFolder, sealOf } from "./warm-note.ts";
import type { GivenWorktree, TakenWorktree } from "./warm-store.ts";

/** What makes a checkout fit to work in; see `set-up/worktree-set-up.ts`. */
export interface Fitter {
  /** Starts to find out what there is to do, beside the checkout. */
  begin(): void;
  /** The dependency folders that it gave a worktree. */
  fitted(worktree: string): Promise<readonly FittedFolder[]>;
  /** Knows again what an earlier run gave a worktree, and looks at that which this run has begun already. */
  recall(worktree: string, fitted: readonly FittedFolder[], looks: TakenWorktree["looks"]): void;
  /** Those that fit another commit and are exactly as they were. */
  untouched(worktree: string, commit: string): Promise<string[]>;
  fit(worktree: string, commit: string, kept: readonly string[], env: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Takes out of a used worktree whatever whoever worked there can have left: what is not as git made it, what nobody expects,
 * dependency folders in which anything changed. Gives the folders that stay. Throws when there is a doubt: then the worktree
 * is not to be used again. What was in its repository is not looked at, for that is made anew.
 */
export async function makeOver(
  source: WorktreeSource,
  { place, seal, base }: { place: WorktreePlace; seal: string; base: string },
  fitter: Fitter | null,
): Promise<string[]> {
  const entries = await readSealed(source, place, seal);
  const fitted = ((await fitter?.fitted(place.path)) ?? []).map(({ path }) => path);
  if (entries === null || !(await tidyCheckout(place.path, entries, fitted))) {
    throw new Error(`What is in "${place.path}" can't be told from what was made there`);
  }
  const kept = (await fitter?.untouched(place.path, base)) ?? [];
  for (const path of fitted) if (!kept.includes(path)) await removeTree(join(place.path, path));
  return kept;
}

/** So few files are tidied up in a moment, before anybody waits for them. */
const soonTidied = 5_000;

/** A worktree of a run that is over as the next run may have it; null: it may not. */
export async function fitToWait(
  source: WorktreeSource,
  { path, index, seal, base }: WorktreePlace & { seal: string; base: string },
  fitter: Fitter | null,
): Promise<GivenWorktree | null> {
  const place = { path, index };
  try {
    const entries = isOurPlace(place) ? await readSealed(source, place, seal) : null;
    if (entries === null) return null;
    const fitted = ((await fitter?.fitted(path)) ?? []).filter(({ movable }) => movable);
    const others = fitted.map((one) => one.path);
    if (entries.length <= soonTidied && !(await tidyCheckout(path, entries, others))) return null;
    const sizes = [...entries.map(({ size }) => size), ...fitted.map(({ bytes }) => bytes)];
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { place, commit: base, seal, bytes, fitted };
  } catch {
    // What can't be tidied up is removed, and that says why it can't.
    return null;
  }
}

/** What our index says, as long as it is the one that we wrote: it lies where an agent of no sandbox can reach it. */
async function readSealed(
  source: WorktreeSource,
  { index }: WorktreePlace,
  seal: string,
): Promise<IndexEntry[] | null> {
  const bytes = await readIndexFile(index);
  return sealOf(bytes) === seal ? readIndexEntries(bytes, source.objectFormat === "sha256" ? 32 : 20) : null;
}
