import { besideFiles } from "../git/beside-files.ts";
import { localObjects } from "../git/blobs.ts";
import { type GitHost, type GitOptions, tryGit } from "../git/git.ts";
import type { ContentStore } from "./content-store.ts";

/** Which files changed together, newest commit first. */
export interface ChangeHistory {
  /** How many commits were looked at: big-bang commits and merges do not count. */
  commits: number;
  /** By path: the ordinals (0 is the newest) of the commits that changed it. */
  changes: ReadonlyMap<string, readonly number[]>;
}

export const noHistory: ChangeHistory = { commits: 0, changes: new Map() };

export interface HistoryLimits {
  maxCommits: number;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A commit that changes more files than this (a formatter, a rename, the first import) says nothing about any two. */
const maxFilesOfCommit = 40;

/**
 * Reads the newest commits up to `base`, one `git log` for the commits that the store doesn't know. What can't be had
 * (time, a shallow clone) is told in `missing`.
 */
export async function readHistory(
  host: GitHost,
  root: string,
  base: string,
  store: ContentStore,
  limits: HistoryLimits,
): Promise<{ history: ChangeHistory; missing: string[] }> {
  const { timeoutMs, signal } = limits;
  const options = { ...localObjects, timeoutMs, ...(signal === undefined ? {} : { signal }) };
  const args = ["rev-list", "--no-merges", `--max-count=${limits.maxCommits}`, base];
  const [listed, shallow] = await Promise.all([
    tryGit(host, root, args, options),
    tryGit(host, root, ["rev-parse", "--is-shallow-repository"], options),
  ]);
  const ids = listed.stdout
    .toString("latin1")
    .split("\n")
    .filter((id) => id.length >= 40);
  const missing: string[] = [];
  if (shallow.stdout.toString("latin1").trim() === "true")
    missing.push(`history: a shallow clone of ${ids.length} commits`);
  if (listed.exitCode !== 0)
    missing.push(`history: its commits could not be listed${listed.timedOut ? " in time" : ""}`);
  const known = store.read(ids.map(keyOf)) as Map<string, string[]>;
  const unknown = ids.filter((id) => !known.has(keyOf(id)));
  if (unknown.length > 0) {
    const { files, complete, timedOut } = await readCommits(host, root, unknown, options);
    for (const [id, paths] of files) known.set(keyOf(id), paths);
    store.write([...files].map(([id, paths]) => [keyOf(id), paths] as const));
    if (!complete)
      missing.push(`history: ${files.size} of ${unknown.length} commits could be read${timedOut ? " in time" : ""}`);
  }
  return { history: historyOf(ids.map((id) => known.get(keyOf(id)) ?? [])), missing };
}

const keyOf = (id: string) => `commit ${id}`;

/** Counts the commits that say something, in the order given. */
export function historyOf(commits: Iterable<readonly string[]>): ChangeHistory {
  const changes = new Map<string, number[]>();
  let ordinal = 0;
  for (const paths of commits) {
    if (paths.length === 0 || paths.length > maxFilesOfCommit) continue;
    for (const path of paths) {
      const seen = changes.get(path);
      if (seen === undefined) changes.set(path, [ordinal]);
      else seen.push(ordinal);
    }
    ordinal++;
  }
  return { commits: ordinal, changes };
}

/** Paths per commit; of a commit that is over the limit only so many that it still shows. */
async function readCommits(
  host: GitHost,
  root: string,
  ids: readonly string[],
  options: GitOptions,
): Promise<{ files: Map<string, string[]>; complete: boolean; timedOut: boolean }> {
  const args = ["log", "--no-walk=unsorted", "--stdin", "--no-renames", "--name-only", "-z", "--format=%x01%H"];
  const { cwd, env } = await besideFiles(host, root);
  const result = await tryGit(host, cwd, args, {
    ...options,
    env: { ...options.env, ...env },
    stdin: `${ids.join("\n")}\n`,
  });
  const files = new Map<string, string[]>();
  const complete = result.exitCode === 0;
  const records = result.stdout.toString("utf8").split("\u0001");
  // The last record of a log that was stopped may be cut in the middle.
  for (const record of complete ? records : records.slice(0, -1)) {
    const [id = "", ...paths] = record.split("\0").map((part) => part.replace(/^\n/, ""));
    if (id.length < 40) continue;
    files.set(id, paths.filter((path) => path !== "").slice(0, maxFilesOfCommit + 1));
  }
  return { files, complete, timedOut: result.timedOut };
}
