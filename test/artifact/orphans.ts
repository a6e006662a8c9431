import { readdirSync, readFileSync } from "node:fs";
import { sweeping } from "../../src/run/sweep.ts";

/**
 * Processes (other than this one) whose environment names a test's private state folder: what a run left alive, but for what
 * is meant to outlive it, which removes what was set aside and ends.
 */
export function orphans(statePath: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(`/proc/${pid}/environ`).includes(statePath) && !isZombie(pid))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim()}`)
    .filter((process) => !process.includes(` ${sweeping.join(" ")}`));
}

/** Resolves when a process is gone. It need not be a child: nobody else tells. */
export async function untilGone(pid: number): Promise<void> {
  while (read(`/proc/${pid}/stat`) !== "" && !isZombie(String(pid))) await Bun.sleep(20);
}

function isZombie(pid: string): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat === "" || stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // It has ended meanwhile.
  }
}
