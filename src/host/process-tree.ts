import { realpathSync } from "node:fs";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { hasDescentMark } from "./descent-mark.ts";
import { isInFolder } from "./folder-users.ts";
import { type Beginning, factsOf, hasVariable, listProcesses, type ProcessFacts } from "./process-list.ts";

/** Marks everything that a detached child starts: what leaves its group, session and parent still carries this. */
export const treeVariable = "BARO_TREE";

/** The processes that belong to a child. */
export interface ProcessTree {
  /** The child itself; a detached one leads its group. */
  pid: number;
  /** The value of `treeVariable` in its environment; `null`: it shares our group, and only its descendants are its own. */
  marker: string | null;
  /** When it began; `null`: not known. */
  began: Beginning | null;
  /** The folder that it has for itself; `null`: others may be at work where it is. */
  place: string | null;
}

/**
 * The living members of a tree: the child's group and session, whoever carries its marker, their descendants, and those
 * that were members before. Commands of agents' tools lead sessions of their own, so the group alone is not enough; a
 * process that cleared its environment is found as long as its parents live, and after that where the child has its place.
 */
function treeMembers({ pid, marker, began, place }: ProcessTree, known: ReadonlySet<number>): number[] {
  const all = listProcesses(began);
  const isStray = place === null ? () => false : strayIn(place, all);
  const carries = (facts: ProcessFacts) => marker !== null && hasVariable(facts.pid, `${treeVariable}=${marker}`);
  const belongs = (facts: ProcessFacts) =>
    [facts.pid, facts.group, facts.session].includes(pid) || known.has(facts.pid) || carries(facts) || isStray(facts);
  const members = new Set(all.filter(belongs).map((facts) => facts.pid));
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const facts of all) if (members.has(facts.parent)) members.add(facts.pid);
  }
  return [...members];
}

/**
 * Whether a process that nothing else leads to is at work in a folder, and comes from a child of ours: a daemon that cleared
 * its environment. Not what a person started there, which has no mark; nor what other children of ours are or lead to, such
 * as a git that has a look.
 */
function strayIn(place: string, all: readonly ProcessFacts[]): (facts: ProcessFacts) => boolean {
  const folder = realPath(place);
  const ours = factsOf(process.pid)?.session;
  const byPid = new Map(all.map((facts) => [facts.pid, facts]));
  const isLed = (pid: number): boolean => {
    if (hasVariable(pid, `${treeVariable}=`, { whole: false })) return true;
    const parent = byPid.get(pid)?.parent ?? 0;
    return parent > 1 && parent !== pid && isLed(parent);
  };
  return ({ pid, session }) =>
    pid !== process.pid && session !== ours && hasDescentMark(pid) && isInFolder(pid, folder) && !isLed(pid);
}

/** The folder as the system names it to others. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

const pollMs = 20;
const killPatienceMs = 2000;

/** Ends every member of a tree: SIGTERM, up to `graceMs`, SIGKILL. Resolves when none is left. */
export async function endTree(tree: ProcessTree, graceMs: number): Promise<void> {
  const known = new Set<number>();
  const living = () => {
    const members = treeMembers(tree, known);
    for (const pid of members) known.add(pid);
    return members;
  };
  const softly = living();
  if (softly.length === 0) return;
  for (const pid of softly) send(pid, "SIGTERM");
  if (await emptied(living, graceMs)) return;
  // Members may start others while they are being killed, so the list is made anew until it is empty.
  const tries = Math.ceil(killPatienceMs / pollMs);
  for (let attempt = 0; attempt < tries; attempt++) {
    const left = living();
    if (left.length === 0) return;
    for (const pid of left) send(pid, "SIGKILL");
    await wait(pollMs);
  }
}

/**
 * Ends everything that carries a mark beginning like this: what a process left that could not end it itself. Nobody waits
 * for it to be put away, so there is no soft signal.
 */
export async function endMarked(mark: string): Promise<void> {
  if (process.platform !== "linux") return;
  const begins = `${treeVariable}=${mark}-`;
  const tries = Math.ceil(killPatienceMs / pollMs);
  for (let attempt = 0; attempt < tries; attempt++) {
    const left = listProcesses().filter(({ pid }) => pid !== process.pid && hasVariable(pid, begins, { whole: false }));
    if (left.length === 0) return;
    for (const { pid } of left) send(pid, "SIGKILL");
    await wait(pollMs);
  }
}

async function emptied(living: () => number[], patienceMs: number): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    await wait(pollMs);
    if (living().length === 0) return true;
  }
  return false;
}

/** Sends a signal; a process that is already gone is what was wanted. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone.
  }
}
