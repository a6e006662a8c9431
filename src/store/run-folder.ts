import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { plainText } from "../text/plain.ts";

/** Where everything of one run lies, outside the person's repository. */
export interface RunFolder {
  run: string;
  path: string;
  journal: string;
  owner: string;
  options: string;
  /** Raw output of the agents, one folder per story and attempt. */
  logs: string;
  /** What a person asks of the process that works on the run, one file each. */
  orders: string;
}

/** The paths of a run's folder; nothing is made. */
export function runFolder(stateDir: string, run: string): RunFolder {
  const path = join(stateDir, "runs", run);
  return {
    run,
    path,
    journal: join(path, "journal.jsonl"),
    owner: join(path, "owner.json"),
    options: join(path, "options.json"),
    logs: join(path, "logs"),
    orders: join(path, "orders"),
  };
}

/** Makes a run's folder, readable by its owner alone. Throws `no-state`. */
export function makeRunFolder(folder: RunFolder): void {
  try {
    mkdirSync(folder.logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new BaroError("no-state", `Cannot write the state folder "${folder.path}": ${messageOf(error)}`, {
      hint: "Set BARO_HOME to a folder that can be written",
      cause: error,
    });
  }
}

/** The names of all runs, oldest first by name; empty when there is no state yet. */
export function listRunNames(stateDir: string): string[] {
  const root = join(stateDir, "runs");
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The longest slug: branch names stay readable in a list. */
const maxSlugLength = 32;

/**
 * A run's name: words of the goal and a random id, fit for a folder, a ref and a branch on every platform:
 * `fix-stale-greeting-x7k2pq`. A goal without Latin letters is named by its id alone.
 */
export function runName(goal: string, id: string): string {
  const words = plainText(goal)
    .normalize("NFKD")
    .replace(/https?:\/\/\S*/g, " ")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  let slug = "";
  for (const word of words ?? []) {
    const longer = slug === "" ? word.slice(0, maxSlugLength) : `${slug}-${word}`;
    if (longer.length > maxSlugLength) break;
    slug = longer;
  }
  return slug === "" ? `run-${id}` : `${slug}-${id}`;
}

/** The branch that a run's work is integrated on. */
export function workBranch(run: string): string {
  return `baro/${run}`;
}
