import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import process from "node:process";

/** Where a process number means something: one start of one machine, and on it one space of process numbers. */
export interface ProcessPlace {
  machine: string;
  boot: string;
  space: string;
}

/** A process that can be told from a later one with the same number, and from one somewhere else. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the platform's own unit; null where that can't be read. */
  start: string | null;
  /** Null where that can't be told: then it is taken to be here. */
  place?: ProcessPlace | null;
}

/** The place of this process; null on platforms that don't tell. */
export function placeOfThis(): ProcessPlace | null {
  if (process.platform !== "linux") return null;
  const boot = readWord("/proc/sys/kernel/random/boot_id");
  if (boot === "") return null;
  return { machine: readWord("/etc/machine-id") || hostname(), boot, space: linkOf("/proc/self/ns/pid") };
}

/**
 * Whether a process of that place could be seen from here. One of an earlier start of this machine can't be alive, so it
 * is seen to be gone; one of another machine or of another container may be.
 */
export function isWithinSight(place: ProcessPlace | null | undefined, here = placeOfThis()): boolean {
  if (place == null || here === null) return true;
  if (place.boot !== here.boot) return place.machine === here.machine;
  return place.space === here.space;
}

function readWord(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** Identifies a process; null when there is none. A zombie counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  if (process.platform === "linux") return identifyOnLinux(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  return { pid, start: startByPs(pid) };
}

/** The time of day at which a process started, where there is no /proc; null: nobody can tell. */
function startByPs(pid: number): string | null {
  if (process.platform === "win32") return null;
  try {
    const args = ["-o", "lstart=", "-p", String(pid)];
    return (
      execFileSync("ps", args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C", TZ: "UTC" } }).trim() || null
    );
  } catch {
    return null;
  }
}

/** Whether exactly this process still runs, as far as can be seen from here. */
export function isAlive(identity: ProcessIdentity): boolean {
  const here = placeOfThis();
  if (identity.place != null && here !== null && identity.place.boot !== here.boot) return false;
  const current = identifyProcess(identity.pid);
  if (current === null) return false;
  return identity.start === null || current.start === null || identity.start === current.start;
}

function identifyOnLinux(pid: number): ProcessIdentity | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The program's name stands in parentheses and may hold anything, so fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  if (state === "Z" || state === "X") return null;
  return { pid, start: fields[19] ?? null };
}

/** Asks a process to end; a process that is gone is what was wanted. */
export function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // Gone.
  }
}
