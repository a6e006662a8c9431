import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { identifyProcess, isAlive, type ProcessIdentity } from "../host/process-identity.ts";
import type { RunFolder } from "./run-folder.ts";

/** The process that works on a run; null when it is nobody or a process that is gone. */
export function liveOwner(folder: RunFolder): ProcessIdentity | null {
  const owner = readOwner(folder.owner);
  return owner !== null && isAlive(owner) ? owner : null;
}

/**
 * Makes this process the one writer of a run. A lock left by a dead process is taken over. Throws `failed` when a live
 * process holds it. The returned function gives it back.
 */
export function takeOwnership(host: Pick<Host, "pid" | "newId">, folder: RunFolder): () => void {
  const mine = JSON.stringify(identifyProcess(host.pid) ?? { pid: host.pid, start: null });
  for (let tries = 0; tries < 20; tries++) {
    if (createExclusively(folder.owner, mine)) return () => unlinkSync(folder.owner);
    const owner = readOwner(folder.owner);
    if (owner !== null && isAlive(owner)) throw held(folder.run, owner);
    removeStale(host, folder.owner, owner);
  }
  throw new BaroError("failed", `Cannot work on run "${folder.run}": its lock "${folder.owner}" keeps changing hands`);
}

function held(run: string, owner: ProcessIdentity): BaroError {
  return new BaroError("failed", `Cannot work on run "${run}": process ${owner.pid} is working on it`, {
    hint: `Stop it first with: baro stop ${run}`,
  });
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

/** Moves the dead owner's lock aside; only one of several processes can, and it puts a live one's back. */
function removeStale(host: Pick<Host, "newId">, file: string, stale: ProcessIdentity | null): void {
  const aside = `${file}.${host.newId()}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Another process was faster.
  }
  const moved = readOwner(aside);
  if (moved !== null && moved.pid !== stale?.pid && isAlive(moved)) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process made its own lock meanwhile: then that one decides.
    }
  }
  unlinkSync(aside);
}

function readOwner(file: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as Partial<ProcessIdentity>;
    return typeof value.pid === "number" ? { pid: value.pid, start: value.start ?? null } : null;
  } catch {
    return null;
  }
}
