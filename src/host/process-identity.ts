import { readFileSync } from "node:fs";
import process from "node:process";

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the platform's own unit; null where that can't be read. */
  start: string | null;
}

/** Identifies a process; null when there is none. A zombie counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  if (process.platform === "linux") return identifyOnLinux(pid);
  try {
    process.kill(pid, 0);
    return { pid, start: null };
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM" ? { pid, start: null } : null;
  }
}

/** Whether exactly this process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
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
