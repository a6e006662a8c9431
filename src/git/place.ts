import { lstatSync, readFileSync } from "node:fs";
import { lstat, writeFile } from "node:fs/promises";

/** Where a worktree is. */
export interface WorktreePlace {
  /** The folder of files. */
  path: string;
  /** Our own index of what was checked out; the agent never sees it, so it can't be changed behind our back. */
  index: string;
}

/**
 * Something about a story's worktree that neither we nor git can work with: a name that is not UTF-8, a file that can't be
 * read, a folder that is not the one we made. It is that story's trouble, and no other's.
 */
export class WorktreeTrouble extends Error {
  /** The worktree is not to be touched again: it is not what we made. */
  readonly lost: boolean;
  constructor(message: string, details: { lost?: boolean; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "WorktreeTrouble";
    this.lost = details.lost ?? false;
  }
}

/** Where the identity of a place is noted, beside its index: the agent never sees it. */
function noteOf(place: WorktreePlace): string {
  return `${place.index}.place`;
}

/** Notes which folder a place is, when it has just been made. */
export async function notePlace(place: WorktreePlace): Promise<void> {
  const { dev, ino } = await lstat(place.path);
  await writeFile(noteOf(place), JSON.stringify({ dev, ino }), { mode: 0o600 });
}

/**
 * Whether a place still is the folder that we made: a real one with the same number. Asked so often that waiting for each
 * answer would take several times as long as having it.
 */
export function isOurPlace(place: WorktreePlace): boolean {
  try {
    const stat = lstatSync(place.path);
    const known = JSON.parse(readFileSync(noteOf(place), "utf8")) as { dev?: unknown; ino?: unknown };
    return stat.isDirectory() && stat.dev === known.dev && stat.ino === known.ino;
  } catch {
    return false;
  }
}

/** Throws `WorktreeTrouble` unless the place is the folder that we made. Asked before every look, change and start. */
export function requireOurPlace(place: WorktreePlace): void {
  if (isOurPlace(place)) return;
  const message = `The story's folder "${place.path}" was removed, moved or replaced: work in the folder that you are given, and leave it where it is`;
  throw new WorktreeTrouble(message, { lost: true });
}
