import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { BaroError } from "../core/error.ts";
import { tryGit } from "../git/git.ts";
import { passedVariables, unsetVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { listText, plural, sizeText } from "../text/units.ts";
import { asideFolder, isCleaning, listAside } from "../worktrees/set-aside.ts";
import { listVerdicts, verdictsFolder } from "../worktrees/verdicts/verdict-store.ts";
import { listWarm } from "../worktrees/warm/warm-store.ts";
import type { DoctorCheck } from "./doctor-check.ts";

/** `merge-tree --write-tree` came with this version. */
const leastGit = [2, 38] as const;

/** What every run needs of this machine, and what earlier ones have left on it. */
export async function checkMachine(host: Host, options: RunOptions): Promise<DoctorCheck[]> {
  return [
    await checkGit(host, options.cwd),
    checkFolder("state folder", options.stateDir),
    checkFolder("worktree folder", options.cacheDir),
    ...checkAside(options.cacheDir),
    ...(await checkWarm(options)),
    ...checkVerdicts(options),
  ];
}

async function checkGit(host: Host, cwd: string): Promise<DoctorCheck> {
  const name = "git";
  const advice = `Install git ${leastGit.join(".")} or newer`;
  try {
    const result = await tryGit(host, cwd, ["--version"]);
    const version = /\d+(\.\d+)+/.exec(result.stdout.toString("utf8"))?.[0] ?? "unknown";
    const [major, minor] = [Number(version.split(".")[0]), Number(version.split(".")[1])];
    const enough = major > leastGit[0] || (major === leastGit[0] && minor >= leastGit[1]);
    return { name, state: enough ? "ok" : "error", detail: version, advice: enough ? null : advice };
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "error", detail: error.message, advice };
  }
}

/** The folder, or what it will be made in, must be writable. */
function checkFolder(name: string, path: string): DoctorCheck {
  let existing = path;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (canBeWritten(existing)) return { name, state: "ok", detail: path, advice: null };
  const advice =
    name === "state folder"
      ? "Set BARO_HOME to a folder that can be written"
      : "Set XDG_CACHE_HOME to a folder that can be written";
  return { name, state: "error", detail: `"${path}" can't be written`, advice };
}

/** Tried, because rights alone don't tell: a file system may be read-only, full, or make no folders, as /proc does. */
function canBeWritten(folder: string): boolean {
  try {
    rmdirSync(mkdtempSync(join(folder, ".baro-")));
    return true;
  } catch {
    return false;
  }
}

/** What runs set aside to be removed goes by itself; where nobody is at it, the next run's end goes on. */
function checkAside(cacheDir: string): DoctorCheck[] {
  const left = listAside(cacheDir).length;
  if (left === 0) return [];
  const at = isCleaning(cacheDir);
  const detail = `${plural(left, "folder")} in ${asideFolder(cacheDir)}${at ? ", being removed" : ""}`;
  const advice = at ? null : "They go at the end of the next run, or now with: baro clean --set-aside";
  return [{ name: "waits to be removed", state: "ok", detail, advice }];
}

/** What waits for the next run, of all repositories. */
async function checkWarm({ cacheDir }: RunOptions): Promise<DoctorCheck[]> {
  const waiting = await listWarm(cacheDir);
  if (waiting.length === 0) return [];
  const bytes = waiting.reduce((sum, { note }) => sum + (note?.bytes ?? 0), 0);
  const roots = [...new Set(waiting.flatMap(({ note }) => (note === null ? [] : [note.root])))];
  const detail = `${plural(waiting.length, "worktree")} (${sizeText(bytes)}) of ${listText(roots)}`;
  return [{ name: "set up for next runs", state: "ok", detail, advice: null }];
}

/** What is known of checks from earlier runs, of all repositories. */
function checkVerdicts({ stateDir }: RunOptions): DoctorCheck[] {
  const known = listVerdicts(stateDir).length;
  if (known === 0) return [];
  const detail = `${plural(known, "green check")} in ${verdictsFolder(stateDir)}; --fresh-checks runs them again`;
  return [{ name: "known from earlier runs", state: "ok", detail, advice: null }];
}

/** Which of the person's variables agents, checks and set-up get. Only names are said, never values. */
export function checkVariables({ env }: Host, { env: names }: RunOptions): DoctorCheck[] {
  if (names.length === 0) return [];
  const passed = Object.keys(passedVariables(env, names));
  const unset = unsetVariables(env, names);
  const state = unset.length > 0 ? "warning" : "ok";
  const detail = passed.length === 0 ? "none" : passed.join(", ");
  const advice = unset.length > 0 ? `Set ${unset.join(", ")}, or take the name out of env` : null;
  return [{ name: "variables passed on", state, detail, advice }];
}
