import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import process from "node:process";
import { isForEveryChild } from "./environment.ts";
import { treeVariable } from "./process-tree.ts";

/**
 * Takes out of this process's environment what it does not need itself. Whoever runs as the same person can read the
 * environment that a process was started with (`/proc/PID/environ`), agents and checks among them; it lies in the process's
 * own memory, which the process may write. Gives a copy of all of it, to be read from then on: it is in nobody's reach
 * but a debugger's. What every child gets anyway stays, and so does the mark by which another baro knows what it started.
 *
 * Only Linux shows a process its memory; elsewhere nothing is taken out.
 */
export function forgetEnvironment(): Readonly<Record<string, string | undefined>> {
  const copy = { ...process.env };
  if (process.platform !== "linux") return copy;
  try {
    blankOut((name) => !isForEveryChild(name) && name !== treeVariable && !readByRunTime.test(name));
  } catch {
    // A kernel that gives no access to one's own memory leaves things as they were.
  }
  return copy;
}

/** What Bun and Deno look up themselves, each time they connect to something. None of it is a secret but a proxy's password. */
const readByRunTime =
  /^(NODE_TLS_REJECT_UNAUTHORIZED|NODE_USE_SYSTEM_CA|DENO_CERT|DENO_TLS_CA_STORE|ALL_PROXY|all_proxy)$/;

function blankOut(isDropped: (name: string) => boolean): void {
  const stat = readFileSync("/proc/self/stat", "latin1");
  // The fields begin behind the program's name, which may hold anything; the 50th of all is where the block begins.
  const start = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[47]);
  if (!Number.isSafeInteger(start) || start <= 0) return;
  const memory = openSync("/proc/self/mem", "r+");
  try {
    for (const { name, at, length } of entriesOf(readFileSync("/proc/self/environ"))) {
      if (length > 0 && isDropped(name)) writeSync(memory, new Uint8Array(length), 0, length, start + at);
    }
  } finally {
    closeSync(memory);
  }
}

/** The entries of an environment block with their places in it; what was blanked out before has no name. */
function entriesOf(block: Buffer): { name: string; at: number; length: number }[] {
  let at = 0;
  return block
    .toString("latin1")
    .split("\0")
    .map((entry) => {
      const found = { name: entry.split("=", 1)[0] ?? "", at, length: entry.length };
      at += entry.length + 1;
      return found;
    });
}
