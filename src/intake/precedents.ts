import { fileKind } from "../ecosystems/file-kind.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import type { Precedent } from "./intake-facts.ts";
import type { Likeness } from "./likeness.ts";

const timeoutMs = 600;
const maxBytes = 8 * 1024 * 1024;
/** Lines changed in one document or test that make it a piece of work of its own. */
const largeText = 30;

/**
 * Measures those changes by their lines, in one call of git. `null` when they can't be measured without fetching (a
 * partial clone lacks old contents) or in time; a change whose contents are gone is left out.
 */
export async function readPrecedents(
  host: GitHost,
  root: string,
  likest: readonly Likeness[],
  signal: AbortSignal,
): Promise<Precedent[] | null> {
  if (likest.length === 0) return [];
  const partial = await tryGit(host, root, [
    "config",
    "--get-regexp",
    "^(extensions\\.partialclone|remote\\..*\\.promisor)$",
  ]);
  if (partial.exitCode === 0) return null;
  const shape = ["--diff-merges=first-parent", "--no-renames", "--no-show-signature", "--no-ext-diff", "--no-textconv"];
  const args = ["log", "--no-walk=unsorted", ...shape, "--numstat", "-z", "--format=%x01%H"];
  const commits = likest.map(({ change }) => change.commit);
  const result = await tryGit(host, root, [...args, ...commits, "--"], { timeoutMs, maxStdoutBytes: maxBytes, signal });
  if (result.timedOut || signal.aborted) return null;
  const sizes = new Map(result.stdout.toString("utf8").split("\u0001").slice(1).map(readSizes));
  return likest.flatMap(({ change, likeness }) => {
    const size = sizes.get(change.commit);
    if (size === undefined) return [];
    return [{ likeness, codeFiles: change.codeFiles, directories: change.directories, ...size }];
  });
}

type Sizes = Omit<Precedent, "likeness" | "codeFiles" | "directories">;

/** One commit of `--numstat -z`: its name, then `added TAB deleted TAB path` for each file. */
function readSizes(record: string): [commit: string, sizes: Sizes] {
  const [commit = "", ...fields] = record.split("\0");
  const sizes = { lines: 0, textLines: 0, writtenLines: 0, largestLines: 0, largeTexts: 0 };
  for (const field of fields) {
    const [, added, deleted, path] = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(field) ?? [];
    if (path === undefined) continue;
    const lines = (added === "-" ? 0 : Number(added)) + (deleted === "-" ? 0 : Number(deleted));
    const kind = fileKind(path);
    sizes.lines += lines;
    if (kind === "other") continue;
    sizes.writtenLines += lines;
    sizes.largestLines = Math.max(sizes.largestLines, lines);
    if (kind === "code") continue;
    sizes.textLines += lines;
    if (lines >= largeText) sizes.largeTexts += 1;
  }
  return [commit.trim(), sizes];
}
