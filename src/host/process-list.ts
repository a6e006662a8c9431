import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/** One living process; zombies are not listed: nothing of them can run any more. */
export interface ProcessFacts {
  pid: number;
  parent: number;
  group: number;
  session: number;
}

/** Every living process that can be seen. */
export function listProcesses(platform: string = process.platform): ProcessFacts[] {
  if (platform === "win32") return [];
  return platform === "linux" ? listProcFolder() : listWithPs();
}

function listProcFolder(): ProcessFacts[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    // The program's name may hold spaces and brackets; the fields begin after its last bracket.
    const stat = readProc(`/proc/${name}/stat`).toString("latin1");
    const [state, parent, group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (session === undefined || state === "Z" || state === "X") return [];
    return [{ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) }];
  });
}

function listWithPs(): ProcessFacts[] {
  const output = execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,stat="], { encoding: "utf8" });
  return output.split("\n").flatMap((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    if (state === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(group) }];
  });
}

/**
 * Whether a process was started with `variable` (`NAME=VALUE`) in its environment; not `whole`: with one that begins so.
 * Only Linux lets one ask.
 */
export function hasVariable(pid: number, variable: string, { whole } = { whole: true }): boolean {
  const environment = readProc(`/proc/${pid}/environ`);
  const at = environment.indexOf(whole ? `${variable}\0` : variable);
  return at === 0 || (at > 0 && environment[at - 1] === 0);
}

/** Empty when the process is gone or belongs to somebody else. */
function readProc(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
