import { type GitHost, tryGit } from "../git/git.ts";
import { openContentStore } from "../repository/content-store.ts";
import { readNumstat, sizeOf } from "./change-size.ts";
import type { ChangeSize, Precedent } from "./intake-facts.ts";
import type { Likeness } from "./likeness.ts";

/** A tenth of a second on a machine with nothing else to do; on one with much, a decision without them is a worse one. */
const timeoutMs = 1500;
const maxBytes = 8 * 1024 * 1024;
/** Part of every key: sizes that were measured otherwise are never read. */
const version = 1;

/**
 * How large those changes were, by their lines: from the store of `cacheDir` (`null`: none) or else in one call of git,
 * and stored. `null` when they can't be measured without fetching (a partial clone lacks old contents) or in time; a
 * change whose contents are gone is left out.
 */
export async function readPrecedents(
  host: GitHost,
  root: string,
  likest: readonly Likeness[],
  options: { cacheDir: string | null; signal: AbortSignal },
): Promise<Precedent[] | null> {
  if (likest.length === 0) return [];
  const store = openContentStore(options.cacheDir);
  try {
    const keyOf = (commit: string) => `change-size-${version}:${commit}`;
    const known = store.read(likest.map(({ change }) => keyOf(change.commit)));
    const unknown = likest.map(({ change }) => change.commit).filter((commit) => !known.has(keyOf(commit)));
    const measured = await measure(host, root, unknown, options.signal);
    if (measured === null) return null;
    store.write([...measured].map(([commit, size]) => [keyOf(commit), size] as const));
    return likest.flatMap(({ change: { commit, title }, likeness }) => {
      const size = measured.get(commit) ?? (known.get(keyOf(commit)) as ChangeSize | undefined);
      return size === undefined ? [] : [{ commit, title, likeness, ...size }];
    });
  } finally {
    store.close();
  }
}

async function measure(
  host: GitHost,
  root: string,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ChangeSize> | null> {
  if (commits.length === 0) return new Map();
  const lazily = "^(extensions\\.partialclone|remote\\..*\\.promisor)$";
  const partial = await tryGit(host, root, ["config", "--get-regexp", lazily]);
  if (partial.exitCode === 0) return null;
  const shape = ["--diff-merges=first-parent", "--no-renames", "--no-show-signature", "--no-ext-diff", "--no-textconv"];
  const args = ["log", "--no-walk=unsorted", ...shape, "--numstat", "-z", "--format=%x01%H", ...commits, "--"];
  const result = await tryGit(host, root, args, { timeoutMs, maxStdoutBytes: maxBytes, signal });
  if (result.timedOut || signal.aborted) return null;
  return new Map(result.stdout.toString("utf8").split("\u0001").slice(1).map(readRecord));
}

/** One commit of `--numstat -z`: its name, then a field for each file. */
function readRecord(record: string): [commit: string, size: ChangeSize] {
  const [commit = "", ...fields] = record.split("\0");
  return [commit.trim(), sizeOf(readNumstat(fields))];
}
