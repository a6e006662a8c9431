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

/** A process's beginning, as a mark between the processes that were there before and those that came after. */
export interface Beginning {
  pid: number;
  /** How many the system had started by then. */
  started: number;
}

/** Of a process that has just been started; `null` where the system counts none. */
export function beginningOf(pid: number, platform: string = process.platform): Beginning | null {
  const started = platform === "linux" ? countStarted() : null;
  return started === null ? null : { pid, started };
}

/**
 * Every living process that can be seen. `since`: those that are older may be left out, for each has two files to be read
 * and a machine has hundreds.
 */
export function listProcesses(since: Beginning | null = null, platform: string = process.platform): ProcessFacts[] {
  if (platform === "win32") return [];
  return platform === "linux" ? listProcFolder(lowestNow(since)) : listWithPs();
}

/** Numbers that are passed over because somebody has them, a process, a thread or a group. */
const mostPassedOver = 8192;

/** The lowest number that a younger process can have: they are given upwards, and from the bottom again at `mostPid`. */
export function lowestSince(since: Beginning, startedNow: number, mostPid: number): number {
  return since.pid + (startedNow - since.started) + mostPassedOver < mostPid ? since.pid : 0;
}

function lowestNow(since: Beginning | null): number {
  const started = since === null ? null : countStarted();
  if (since === null || started === null) return 0;
  mostPid ??= Number(readProc("/proc/sys/kernel/pid_max").toString("latin1"));
  return lowestSince(since, started, mostPid);
}

let mostPid: number | null = null;

/** How many processes and threads the system has started. */
function countStarted(): number | null {
  const count = /^processes (\d+)$/m.exec(readProc("/proc/stat").toString("latin1"))?.[1];
  return count === undefined ? null : Number(count);
}

function listProcFolder(lowest: number): ProcessFacts[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) < lowest) return [];
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
