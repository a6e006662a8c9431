import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import type { DeliverChoice } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { hideRepositorySecrets } from "../run/repository.ts";
import { stopRun } from "../run/runs.ts";
import type { RunOptions } from "../settings/options.ts";
import { repositoryRoot } from "../settings/repository-root.ts";
import { findRuns, type RunListing } from "../store/find-run.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { shellWord } from "../text/quoting.ts";

/** What one connection may do, and what it has begun. */
export interface Desk {
  host: Host;
  options: RunOptions;
  /** Runs are started in these alone, real paths of their roots. The first is meant where a caller names none. */
  repositories: readonly string[];
  /** Whether a caller may have something pushed. */
  mayDeliver: boolean;
  /** Aborted when the connection is over. */
  over: AbortSignal;
  /** The runs that end with the connection. */
  tied: Set<string>;
}

/** So many runs of one connection are at work at most. */
const mostLive = 16;

/** The roots of the repositories that were named, else of the one around the folder that baro was started in. */
export function repositoriesOf(cwd: string, named: readonly string[]): string[] {
  if (named.length > 0) return [...new Set(named.map((path) => requireRoot(resolve(cwd, path))))];
  const here = repositoryRoot(cwd);
  return here === null ? [] : [realpathSync(here)];
}

function requireRoot(path: string): string {
  const isThere = existsSync(path);
  const root = isThere ? repositoryRoot(path) : null;
  if (root !== null) return realpathSync(root);
  const why = isThere ? "it is not in a git repository" : "there is no such folder";
  throw new BaroError("no-repository", `Cannot work in "${path}": ${why}`, {
    hint: "Name the folder of a repository with --repo DIR",
  });
}

/** The root of the repository that a caller means. Throws `usage` for one that this server was not given. */
export async function requireRepository({ host, repositories }: Desk, asked: string | undefined): Promise<string> {
  const [first] = repositories;
  if (first === undefined) {
    throw new BaroError("usage", "Cannot choose a repository: this server was started outside of one", {
      hint: "Start it with: baro mcp --repo DIR",
    });
  }
  const root = asked === undefined ? first : realRoot(asked);
  if (root === null || !repositories.includes(root)) {
    throw new BaroError("usage", `Cannot work in "${asked}": this server was given ${repositories.join(", ")}`, {
      hint: `A person can start it with: baro mcp --repo ${shellWord(asked ?? "DIR")}`,
    });
  }
  await hideSecretsOnce(host, root);
  return root;
}

function realRoot(path: string): string | null {
  const root = existsSync(path) ? repositoryRoot(resolve(path)) : null;
  return root === null ? null : realpathSync(root);
}

const hidden = new WeakMap<Host, Map<string, Promise<void>>>();

/** Takes what is private in a repository out of everything that leaves from then on. */
function hideSecretsOnce(host: Host, root: string): Promise<void> {
  const known = hidden.get(host) ?? new Map<string, Promise<void>>();
  hidden.set(host, known);
  const hiding = known.get(root) ?? hideRepositorySecrets(host, root).catch(() => {});
  known.set(root, hiding);
  return hiding;
}

/** The runs of the repositories that this server was given: live ones first, then the newest first. */
export function runsOf({ options, repositories }: Desk): RunListing[] {
  return findRuns(options.stateDir).filter(({ repository }) => repositories.includes(realRoot(repository) ?? ""));
}

/** The run of exactly that name; without a name the newest. Throws `run-unknown`. */
export async function requireRun(desk: Desk, name: string | undefined): Promise<RunListing> {
  const runs = runsOf(desk);
  const found = name === undefined ? runs[0] : runs.find(({ run }) => run === name);
  if (found === undefined) {
    const what = name === undefined ? "there is none yet" : "this server's repositories have no run of that name";
    throw new BaroError("run-unknown", `Cannot find ${name === undefined ? "a run" : `run "${name}"`}: ${what}`);
  }
  await hideSecretsOnce(desk.host, found.repository);
  return found;
}

/** Throws `usage` when a caller wants more delivered than this server was started for. */
export function requireDeliverable({ mayDeliver }: Desk, asked: DeliverChoice | undefined): DeliverChoice {
  const deliver = asked ?? "branch";
  if (mayDeliver || isLocal(deliver)) return deliver;
  throw new BaroError("usage", `Cannot deliver with "${deliver}": this server leaves work on local branches`, {
    hint: "A person can start it with: baro mcp --allow-delivery",
  });
}

export function isLocal(deliver: DeliverChoice): boolean {
  return deliver === "branch" || deliver === "patch" || deliver === "none";
}

/** Throws `ceiling` when enough runs of this connection are at work. */
export function requireRoom(desk: Desk): void {
  const live = [...desk.tied].filter((run) => liveOwner(runFolder(desk.options.stateDir, run)) !== null);
  if (live.length < mostLive) return;
  throw new BaroError("ceiling", `Cannot start: ${live.length} runs of this connection are at work`, {
    hint: "Wait for one, or stop one",
  });
}

/** Stops what was to end with the connection. What can't be stopped now ends with this process. */
export async function stopTied({ host, options, tied }: Desk): Promise<void> {
  const places = { stateDir: options.stateDir, cwd: options.cwd };
  await Promise.allSettled([...tied].map((run) => stopRun(host, places, run)));
}
