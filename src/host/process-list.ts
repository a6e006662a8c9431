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
  return platform === "linux" ? listProcFolder(youngerThan(since)) : listWithPs();
}

/** Numbers that are passed over because somebody has them: a process, a thread, a group. */
const mostPassedOver = 2048;

/**
 * Whether a number can be of a process that is younger than another. They are given upwards, and from the bottom again at
 * `mostPid`: no further on than so many as were started since, and those passed over.
 */
export function isYoung(pid: number, since: Beginning, startedNow: number, mostPid: number): boolean {
  const further = (pid - since.pid + mostPid) % mostPid;
  return further <= startedNow - since.started + mostPassedOver;
}

function youngerThan(since: Beginning | null): (pid: number) => boolean {
  const started = since === null ? null : countStarted();
  if (since === null || started === null) return () => true;
  mostPid ??= Number(readProc("/proc/sys/kernel/pid_max").toString("latin1"));
  const most = mostPid;
  return (pid) => isYoung(pid, since, started, most);
}

let mostPid: number | null = null;

/** How many processes and threads the system has started. */
function countStarted(): number | null {
  const count = /^processes (\d+)$/m.exec(readProc("/proc/stat").toString("latin1"))?.[1];
  return count === undefined ? null : Number(count);
}

function listProcFolder(isAskedFor: (pid: number) => boolean): ProcessFacts[] {
  // Those that start while the folder is read are no part of the count.
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || !isAskedFor(Number(name))) return [];
    return factsOf(Number(name)) ?? [];
  });
}

/** One process; null: it is gone, or nothing of it can run any more. Only Linux is asked. */
export function factsOf(pid: number): ProcessFacts | null {
  // The program's name may hold spaces and brackets; the fields begin after its last bracket.
  const stat = readProc(`/proc/${pid}/stat`).toString("latin1");
  const [state, parent, group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (session === undefined || state === "Z" || state === "X") return null;
  return { pid, parent: Number(parent), group: Number(group), session: Number(session) };
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
