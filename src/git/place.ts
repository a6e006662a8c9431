import { accessSync, chmodSync, constants, lstatSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { mountWithin } from "../host/mounts.ts";
import { readPlainText } from "../host/read-plain.ts";

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

/** What makes a folder that one and no other: a number is given anew at once, a time of birth is not (0: nobody knows it). */
interface Identity {
  dev: string;
  ino: string;
  birth: string;
}

/** Of the places of this process, by their index: what is noted lies where an agent can reach it. */
const known = new Map<string, Identity>();

/** Where the identity of a place is noted for a later process, beside its index. */
function noteOf(place: WorktreePlace): string {
  return `${place.index}.place`;
}

/** Which folder a path is: a real one; null: a link, something else, or nothing. */
export function identityOf(path: string): string | null {
  const found = identify(path);
  return found === null ? null : Object.values(found).join(" ");
}

function identify(path: string): Identity | null {
  const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  if (stat?.isDirectory() !== true) return null;
  return { dev: String(stat.dev), ino: String(stat.ino), birth: String(stat.birthtimeNs) };
}

/** Notes which folder a place is, when it has just been made. */
export async function notePlace(place: WorktreePlace): Promise<void> {
  const identity = identify(place.path);
  if (identity === null) throw new Error(`"${place.path}" is no folder`);
  known.set(place.index, identity);
  await writeFile(noteOf(place), JSON.stringify(identity), { mode: 0o600 });
}

/** Believes what is noted of a place that was moved there with its note. */
export function recallPlace(place: WorktreePlace): void {
  const noted = readNote(place);
  if (noted === null) known.delete(place.index);
  else known.set(place.index, noted);
}

/** Removes a place's index, the lock that a git which was stopped left beside it, and what is known of it. */
export async function forgetPlace(place: WorktreePlace): Promise<void> {
  known.delete(place.index);
  const files = [place.index, `${place.index}.lock`, noteOf(place)];
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

function readNote(place: WorktreePlace): Identity | null {
  try {
    const { dev, ino, birth } = JSON.parse(readPlainText(noteOf(place))) as Record<string, unknown>;
    return { dev: String(dev), ino: String(ino), birth: String(birth) };
  } catch {
    return null;
  }
}

/**
 * Whether a place still is the folder that we made: a real one with the same number and birth. Asked so often that waiting
 * for each answer would take several times as long as having it.
 */
export function isOurPlace(place: WorktreePlace): boolean {
  const ours = known.get(place.index) ?? readNote(place);
  const now = identify(place.path);
  if (ours === null || now === null) return false;
  return now.dev === ours.dev && now.ino === ours.ino && now.birth === ours.birth;
}

/** Throws `WorktreeTrouble` unless the place is the folder that we made. Asked before every look, change and start. */
export function requireOurPlace(place: WorktreePlace): void {
  if (!isOurPlace(place)) {
    const message = `The story's folder "${place.path}" was removed, moved or replaced: work in the folder that you are given, and leave it where it is`;
    throw new WorktreeTrouble(message, { lost: true });
  }
  for (const folder of [dirname(place.index), place.path]) openFolder(folder);
  const mounted = mountWithin(place.path);
  if (mounted === null) return;
  throw new WorktreeTrouble(`"${mounted}" is mounted in the story's folder: take that away (\`umount ${mounted}\`)`);
}

/** Gives back to a folder of ours the rights that whoever worked there may have taken from it. */
export function openFolder(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() !== true) return;
    try {
      chmodSync(path, (stat.mode & 0o7777) | 0o700);
    } catch {
      return;
    }
  }
}
