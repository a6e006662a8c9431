import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { settleNotes } from "../agents/shield/notes.ts";
import { BaroError, messageOf } from "../core/error.ts";
import { worktreeFolder, worktreesFolder } from "../core/worktree-folder.ts";
import { checkedOutRefs, type Home, homeOf, possibleHomes, readRefs, removeRefAt } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { removeTree } from "../host/remove-tree.ts";
import { holdsUnsaved } from "../host/unsaved-mark.ts";
import type { RunOptions } from "../settings/options.ts";
import { findRuns, type RunListing } from "../store/find-run.ts";
import { neverBegan } from "../store/journal-edges.ts";
import { sandboxNotes } from "../store/left-overs.ts";
import { type Ownership, takeOwnership } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { listAside, setAside } from "../worktrees/set-aside.ts";
import { verdictsFolder, verdictsOf } from "../worktrees/verdicts/verdict-store.ts";
import { listWarm } from "../worktrees/warm/warm-store.ts";
import { chooseRun, repositoryAround } from "./choose-run.ts";
import { leftExchange } from "./exchange.ts";
import { endFormerOwner } from "./former-owner.ts";
import { commonDirOf, findLeftOvers } from "./left-overs.ts";
import { sweep } from "./sweep.ts";

/** What was taken away and what was left, each named as a person would look for it. */
export interface Cleaned {
  removed: string[];
  kept: { what: string; why: string }[];
}

/** What to clean, and how. */
export interface CleanRequest {
  /** Null: every run of this repository that has ended; with `all`, of every repository. */
  run: string | null;
  all?: boolean;
  /** Only what ended runs set aside to be removed; no run is looked at. */
  setAside?: boolean;
  /** Also what is kept for safety. */
  force: boolean;
  /** Only says what it would do. */
  dryRun?: boolean;
  /** Hears how many runs are looked at, then of each thing as soon as it is gone or kept. */
  tell?: (news: { runs: number } | { removed: string } | { what: string; why: string }) => void;
}

interface Cleaning extends Cleaned {
  host: Host;
  options: RunOptions;
  force: boolean;
  dryRun: boolean;
  tell: NonNullable<CleanRequest["tell"]>;
  /** By repository. */
  homes: Map<string, Promise<Home[]>>;
  /** The run was named: its journal goes too. */
  named: boolean;
}

/**
 * Removes what runs that have ended left behind, as far as nothing is lost: work that exists nowhere else stays and is
 * listed with the reason. `force` takes that too, and names each thing. A live run is never touched.
 */
export async function cleanRuns(host: Host, options: RunOptions, request: CleanRequest): Promise<Cleaned> {
  const { run: name, all = false, force, dryRun = false, tell = () => {} } = request;
  const named = name !== null;
  const found = { removed: [], kept: [], homes: new Map() };
  const cleaning: Cleaning = { host, options, force, dryRun, tell, named, ...found };
  const known = findRuns(options.stateDir);
  if (request.setAside === true) return sweepAll(cleaning);
  const root = named || all ? null : await placeOf(cleaning);
  const runs = named ? [await chooseRun(host, { ...options, all }, name)] : ofPlace(cleaning, known, root);
  tell({ runs: runs.length });
  for (const run of runs) await cleanRun(cleaning, run);
  if (!named && all) {
    await cleanStrangers(cleaning, new Set(known.map(({ run }) => worktreeFolder(options.cacheDir, run))));
  }
  if (!dryRun) settle(cleaning);
  if (!named) await cleanLeftOvers(cleaning, known, root);
  if (!named) await sweepAll(cleaning);
  if (!named) await cleanWarm(cleaning, root);
  if (!named) await cleanVerdicts(cleaning, root);
  return { removed: cleaning.removed, kept: cleaning.kept };
}

/** What an agent that was killed in a sandbox left in the person's own folders. */
function settle(cleaning: Cleaning): void {
  for (const told of settleNotes(sandboxNotes(cleaning.options.stateDir))) keep(cleaning, "settings of an agent", told);
}

/** What waits for the next run of the repository, or of any: it is only a quicker start. */
async function cleanWarm(cleaning: Cleaning, root: string | null): Promise<void> {
  const { host, options, dryRun } = cleaning;
  for (const { path } of await listWarm(options.cacheDir, root === null ? {} : { root })) {
    // Moved first: a run that begins now may not find half of it.
    if (!dryRun) await setAside(host, options.cacheDir, path);
    removed(cleaning, path);
  }
  if (dryRun) return;
  for (const { path, why } of (await sweep(host, options)).kept) keep(cleaning, path, why);
}

/** What the next run would know of checks: it runs them again. */
async function cleanVerdicts(cleaning: Cleaning, root: string | null): Promise<void> {
  const { stateDir } = cleaning.options;
  const folder = root === null ? verdictsFolder(stateDir) : verdictsOf(stateDir, root);
  if (existsSync(folder)) await remove(cleaning, folder);
}

/** What runs set aside, whoever's it was: nobody looks for anything there. */
async function sweepAll(cleaning: Cleaning): Promise<Cleaned> {
  const { host, options, dryRun } = cleaning;
  const { removed: gone, kept } = dryRun
    ? { removed: listAside(options.cacheDir), kept: [] }
    : await sweep(host, options);
  for (const path of gone) removed(cleaning, path);
  for (const { path, why } of kept) keep(cleaning, path, why);
  return { removed: cleaning.removed, kept: cleaning.kept };
}

/** The repository that the command was started in. Throws `no-repository` outside of one. */
async function placeOf({ host, options }: Cleaning): Promise<string> {
  const root = await repositoryAround(host, options);
  if (root !== null) return root;
  throw new BaroError("no-repository", `Cannot clean: "${options.cwd}" is not in a repository`, {
    hint: "Go to the repository whose runs should be cleaned, name a run, or add --all to clean everywhere",
  });
}

/** The runs of a repository; null: all. Whose a run is that can't be read is not known: it is told of, and nothing of it is forced. */
function ofPlace({ force }: Cleaning, known: readonly RunListing[], root: string | null): readonly RunListing[] {
  if (root === null) return known;
  return known.filter(({ repository }) => repository === root || (repository === "" && !force));
}

/** What lies beside the runs. Caches that are in use stay, whatever is forced. */
async function cleanLeftOvers(cleaning: Cleaning, known: readonly RunListing[], root: string | null): Promise<void> {
  for (const { path, why, inUse } of await findLeftOvers(cleaning.host, cleaning.options, { root, known })) {
    if (why !== null && (inUse || !cleaning.force)) keep(cleaning, path, why);
    else await remove(cleaning, path);
  }
}

async function cleanRun(cleaning: Cleaning, listing: RunListing): Promise<void> {
  const { run, state } = listing;
  if (state === "live") return keep(cleaning, `run ${run}`, "it is live");
  if (state === "resumable" && !cleaning.force) {
    return keep(cleaning, `run ${run}`, `it can be resumed with: baro resume ${run}`);
  }
  // What can't be read may be whole for another version, or hold what somebody still wants to look at.
  if (listing.trouble !== null && listing.trouble !== neverBegan && !cleaning.force) {
    return keep(cleaning, `run ${run}`, listing.trouble);
  }
  const ownership = own(cleaning, run);
  if (ownership === null) return;
  try {
    const before = cleaning.kept.length;
    const isThere = listing.repository !== "" && existsSync(join(listing.repository, ".git"));
    if (isThere) await cleanRepository(cleaning, ownership, listing);
    await cleanWorktrees(cleaning, run, state === "finished");
    // The journal of a run whose work is gone would say that it can go on.
    const whole = cleaning.named || state === "resumable" || listing.trouble !== null;
    await cleanFolder(cleaning, run, whole && cleaning.kept.length === before);
  } finally {
    ownership.release();
  }
}

/** Nobody may go on with a run while it is taken away; null: somebody does, or nothing can be written there. */
function own(cleaning: Cleaning, run: string): Ownership | null {
  try {
    return takeOwnership(cleaning.host, runFolder(cleaning.options.stateDir, run));
  } catch (error) {
    keep(cleaning, `run ${run}`, messageOf(error));
    return null;
  }
}

/** What a run has in its repository and on the remote of its queue. */
async function cleanRepository(cleaning: Cleaning, ownership: Ownership, listing: RunListing): Promise<void> {
  const { run, repository } = listing;
  const commonDir = cleaning.dryRun ? null : await commonDirOf(cleaning.host, repository);
  if (commonDir !== null) await endFormerOwner(cleaning.host, ownership, { run, branch: `baro/${run}`, commonDir });
  await cleanRefs(cleaning, listing);
  if (listing.trouble === null) await cleanExchange(cleaning, run);
}

/** The run's branch and the refs of unfinished stories: each is work, unless another branch holds it. */
async function cleanRefs(cleaning: Cleaning, { run, repository }: RunListing): Promise<void> {
  const { host } = cleaning;
  const refs = await readRefs(host, repository, [`refs/heads/baro/${run}`, `refs/baro/${run}/`]);
  if (refs.size === 0) return;
  const homesHere = cleaning.homes.get(repository) ?? possibleHomes(host, repository);
  cleaning.homes.set(repository, homesHere);
  const [homes, checkedOut] = await Promise.all([homesHere, checkedOutRefs(host, repository)]);
  for (const [ref, commit] of refs) {
    const name = `${ref.replace("refs/heads/", "branch ")} in ${repository}`;
    if (checkedOut.has(ref)) {
      keep(cleaning, name, "it is checked out");
      continue;
    }
    const home = await homeOf(host, repository, commit, homes);
    if (home === null && !cleaning.force) {
      keep(cleaning, name, "its work is on no other branch");
      continue;
    }
    const refusal = cleaning.dryRun ? null : await removeRefAt(host, repository, ref, commit);
    if (refusal !== null) {
      keep(cleaning, name, refusal);
      continue;
    }
    const held = home === null ? `its work was nowhere else: ${commit}` : `its work is on ${home}`;
    removed(cleaning, `${name} (${held})`);
  }
}

/** What a run has put where its workers fetch from, and did not take away: it never ended, or could not reach it then. */
async function cleanExchange(cleaning: Cleaning, run: string): Promise<void> {
  const { host, options, dryRun } = cleaning;
  const name = `refs/baro/${run}/ on the remote of its queue`;
  try {
    const exchange = await leftExchange(host, options, run);
    if (exchange === null || (await exchange.list()).length === 0) return;
    if (!dryRun) await exchange.clear();
    removed(cleaning, name);
  } catch (error) {
    keep(cleaning, name, messageOf(error));
  }
}

async function cleanWorktrees(cleaning: Cleaning, run: string, finished: boolean): Promise<void> {
  const folder = worktreeFolder(cleaning.options.cacheDir, run);
  if (!existsSync(folder)) return;
  // A finished run's work is on refs; what another one has may be in its worktrees alone.
  if (!finished && !cleaning.force) {
    keep(cleaning, folder, "the run did not finish: its work may exist only there");
    return;
  }
  if (holdsUnsaved(folder) && !cleaning.force) {
    keep(cleaning, folder, "a story's work is only there: it could not be saved");
    return;
  }
  await remove(cleaning, folder);
}

/** Raw output goes; the journal stays as the run's history, unless `whole`. */
async function cleanFolder(cleaning: Cleaning, run: string, whole: boolean): Promise<void> {
  const folder = runFolder(cleaning.options.stateDir, run);
  const path = whole ? folder.path : folder.logs;
  if (!existsSync(path) || (path === folder.logs && readdirSync(path).length === 0)) return;
  await remove(cleaning, path);
}

/** Removes a folder; one that can't be removed is kept, with the reason. */
async function remove(cleaning: Cleaning, path: string): Promise<void> {
  try {
    if (!cleaning.dryRun) await removeTree(path);
    removed(cleaning, path);
  } catch (error) {
    keep(cleaning, path, messageOf(error));
  }
}

/** Worktrees of runs that have no journal here: another state folder may know them. */
async function cleanStrangers(cleaning: Cleaning, known: ReadonlySet<string>): Promise<void> {
  const root = join(cleaning.options.cacheDir, worktreesFolder);
  if (!existsSync(root)) return;
  for (const run of readdirSync(root).filter((name) => !known.has(join(root, name)))) {
    const path = join(root, run);
    const isEmpty = statSync(path).isDirectory() && readdirSync(path).length === 0;
    if (!cleaning.force && !isEmpty) {
      keep(cleaning, path, "no journal here says what is in it");
      continue;
    }
    await remove(cleaning, path);
  }
}

function removed(cleaning: Cleaning, what: string): void {
  cleaning.removed.push(what);
  cleaning.tell({ removed: what });
}

function keep(cleaning: Cleaning, what: string, why: string): void {
  cleaning.tell({ what, why });
  cleaning.kept.push({ what, why });
}
