import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { findPlainText } from "../host/read-plain.ts";
import { removeTree } from "../host/remove-tree.ts";

/** The caches that programs in the sandbox have for one repository. */
export interface SandboxCache {
  path: string;
  /** The git directory of that repository; null: it is not known. */
  commonDir: string | null;
  /** When a run last used it, in ms since 1970. */
  usedAt: number;
}

/** A plan that a person left, to go on from another day. */
export interface KeptPlan {
  file: string;
  /** When it was left, in ms since 1970. */
  leftAt: number;
}

type Places = { cacheDir: string; stateDir: string };

const dayMs = 86_400_000;
/** What nobody used for so long goes. */
const oldestMs = 30 * dayMs;
/** The most of each; caches of the last day stay, because somebody may be at work with them. */
const mostCaches = 12;
const mostPlans = 20;

/** Beside the caches, where no program in the sandbox reaches it; its time of change is that of the last use. */
const noteName = "repository";

/** Where sandboxes have their caches, a folder for each repository. */
export function sandboxFolder(cacheDir: string): string {
  return join(cacheDir, "sandbox");
}

/** Where it is noted what agents in sandboxes must leave as it was. */
export function sandboxNotes(stateDir: string): string {
  return join(stateDir, "sandboxes");
}

/** Where plans are kept that a person left. */
export function plansFolder(stateDir: string): string {
  return join(stateDir, "plans");
}

/** Notes whose caches a folder holds, and that they are used now. */
export function noteCacheUse(path: string, commonDir: string): void {
  writeFileSync(join(path, noteName), commonDir, { mode: 0o600 });
}

/** The caches of sandboxes, the one used last first. */
export function listSandboxCaches(cacheDir: string): SandboxCache[] {
  const root = sandboxFolder(cacheDir);
  const caches = foldersIn(root).map((name): SandboxCache => {
    const path = join(root, name);
    const note = join(path, noteName);
    const noted = statSync(note, { throwIfNoEntry: false })?.isFile() === true;
    const usedAt = statSync(noted ? note : path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return { path, commonDir: noted ? findPlainText(note) : null, usedAt };
  });
  return caches.toSorted((a, b) => b.usedAt - a.usedAt);
}

/** The plans that were left, the newest first. */
export function listKeptPlans(stateDir: string): KeptPlan[] {
  const folder = plansFolder(stateDir);
  const plans = namesIn(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
  const dated = plans.map((file) => ({ file, leftAt: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  return dated.toSorted((a, b) => b.leftAt - a.leftAt || (a.file < b.file ? 1 : -1));
}

/** Removes caches of sandboxes and kept plans that nobody used for long, and the oldest of too many. */
export async function reapLeftOvers(host: Pick<Host, "now">, { cacheDir, stateDir }: Places): Promise<void> {
  const now = host.now();
  const caches = listSandboxCaches(cacheDir).filter(({ usedAt }, at) => {
    const unused = now - usedAt;
    return unused > oldestMs || (at >= mostCaches && unused > dayMs);
  });
  // What can't be removed stays for `baro clean`, which says why.
  await Promise.allSettled(caches.map(({ path }) => removeTree(path)));
  const plans = listKeptPlans(stateDir).filter(({ leftAt }, at) => at >= mostPlans || now - leftAt > oldestMs);
  for (const { file } of plans) rmSync(file, { force: true });
}

function foldersIn(folder: string): string[] {
  return namesIn(folder).filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory());
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
