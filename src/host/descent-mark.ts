import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

/**
 * The bits of a process's `coredump_filter` that say whether pages of memory-like disks go into a core dump: nobody else
 * sets them, and they change nothing where there is no such disk.
 */
const markBits = 0x180;

/**
 * Starts a program with the mark of what comes from here, or without it. All that it starts inherits that, and neither a
 * cleared environment nor a session of its own takes it off. It says that a process comes from a child of some baro, not
 * of which. Where it can't be set (only Linux has it), the program is started all the same.
 */
export function startedWithMark<T>(isMarked: boolean, start: () => T): T {
  const before = process.platform === "linux" ? filterOf("self") : null;
  const wanted = before === null ? null : isMarked ? before | markBits : before & ~markBits;
  if (before === null || wanted === null || wanted === before || !setOwn(wanted)) return start();
  try {
    // Both runtimes have started the program when this returns.
    return start();
  } finally {
    setOwn(before);
  }
}

/** Whether a process was started with the mark, or by one that was. */
export function hasDescentMark(pid: number): boolean {
  const filter = filterOf(String(pid));
  return filter !== null && (filter & markBits) === markBits;
}

function filterOf(pid: string): number | null {
  try {
    const filter = Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, "latin1"), 16);
    return Number.isNaN(filter) ? null : filter;
  } catch {
    return null;
  }
}

function setOwn(filter: number): boolean {
  try {
    writeFileSync("/proc/self/coredump_filter", `0x${filter.toString(16)}`);
    return true;
  } catch {
    return false;
  }
}
