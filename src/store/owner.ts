import { linkSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { identifyThis, mayBeAtWork, type Owner, readOwner } from "../host/owner-mark.ts";
import { isWithinSight } from "../host/process-identity.ts";
import { findPlainText } from "../host/read-plain.ts";
import type { RunFolder } from "./run-folder.ts";

/** A run in this process's hands. */
export interface Ownership {
  /** Whoever died with the run in its hands; null: nobody did. */
  dead: Owner | null;
  release(): void;
}

/** The process that works on a run, as far as is known here; null when it is nobody or a process that is gone. */
export function liveOwner(folder: RunFolder): Owner | null {
  const owner = readOwner(folder.owner);
  return owner !== null && mayBeAtWork(owner) ? owner : null;
}

/**
 * Makes this process the one writer of a run. A lock left by a dead process is taken over. Throws `failed` when a live
 * process holds it, or one that can't be seen from here.
 */
export function takeOwnership(host: Pick<Host, "pid" | "newId" | "treeMark">, folder: RunFolder): Ownership {
  const mine = JSON.stringify({ ...identifyThis(host), treeMark: host.treeMark });
  let dead: Owner | null = null;
  for (let tries = 0; tries < 20; tries++) {
    if (translate(folder, () => createWhole(host, folder.owner, mine))) {
      return { dead, release: () => giveBack(folder.owner, mine) };
    }
    const owner = readOwner(folder.owner);
    if (owner !== null && mayBeAtWork(owner)) throw held(folder, owner);
    dead = owner ?? dead;
    translate(folder, () => removeStale(host, folder.owner, owner));
  }
  throw new BaroError("failed", `Cannot work on run "${folder.run}": its lock "${folder.owner}" keeps changing owner`);
}

function held({ run, owner: file }: RunFolder, owner: Owner): BaroError {
  if (isWithinSight(owner.place)) {
    return new BaroError("failed", `Cannot work on run "${run}": process ${owner.pid} is working on it`, {
      hint: `Stop it first with: baro stop ${run}`,
    });
  }
  const message = `Cannot work on run "${run}": a process of another machine or container may be working on it`;
  return new BaroError("failed", message, { hint: `If none is, remove "${file}" and try again` });
}

/** Makes the lock with all that it says, so that nobody ever reads half of one. False: there is one. */
function createWhole(host: Pick<Host, "newId">, file: string, text: string): boolean {
  const draft = `${file}.${host.newId()}`;
  writeFileSync(draft, text, { flag: "wx", mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // Some file systems know no links.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS") return createExclusively(file, text);
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function createExclusively(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** A lock that was taken away from us is not ours to remove. */
function giveBack(file: string, mine: string): void {
  try {
    if (findPlainText(file) === mine) unlinkSync(file);
  } catch {
    // Gone, or on a disk that can't be written any more: whoever comes next sees that we are gone.
  }
}

/** Moves the dead owner's lock aside; only one of several processes can, and it puts a live one's back. */
function removeStale(host: Pick<Host, "newId">, file: string, stale: Owner | null): void {
  const aside = `${file}.${host.newId()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return; // Another process was faster.
    throw error;
  }
  const moved = readOwner(aside);
  const isAnother = moved !== null && (moved.pid !== stale?.pid || moved.start !== stale.start);
  if (isAnother && mayBeAtWork(moved)) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process made its own lock meanwhile: then that one decides.
    }
  }
  unlinkSync(aside);
}

function translate<T>({ run, owner }: RunFolder, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new BaroError("no-state", `Cannot write the lock "${owner}": ${messageOf(error, owner)}`, {
      hint: `Make the state folder writable, then run: baro resume ${run}`,
      cause: error,
    });
  }
}
