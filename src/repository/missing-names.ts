import { localObjects } from "../git/blobs.ts";
import { type GitHost, type GitOptions, tryGit } from "../git/git.ts";
import type { TreeDifference } from "../git/tree-diffs.ts";
import { declaredNames } from "./imports/definitions.ts";
import { languageOf } from "./imports/languages.ts";

/** A name that work which landed took away, and that a later change would use. */
export interface MissingName {
  name: string;
  /** The file that defined it. */
  from: string;
  /** A file of the change that uses it. */
  usedIn: string;
}

export interface MissingNamesRequest {
  root: string;
  /** The commit that the change was made from. */
  base: string;
  /** What has landed since. */
  head: string;
  change: string;
}

/** A diff that is larger than this is generated, or a move of everything: nobody reads names in it. */
const maxDiffBytes = 16 * 1024 * 1024;
/** More candidates than this are looked up no further: one is enough to have the change done again. */
const mostLookedUp = 200;
const timeoutMs = 10_000;

/**
 * Names that are defined at `base` and nowhere at `head`, and that lines which `change` adds hold. Only code is read, in
 * the languages whose imports are. What can't be read in time is not missing: the checks are still to come.
 */
export async function missingNames(host: GitHost, request: MissingNamesRequest): Promise<MissingName[]> {
  const { root, base, head, change } = request;
  if (base === head) return [];
  const removed = removedNames(await linesOf(host, root, base, head));
  if (removed.size === 0) return [];
  const used = usedNames(await linesOf(host, root, base, change), removed);
  if (used.size === 0) return [];
  const still = await definedAt(host, root, head, [...used.keys()]);
  return [...used]
    .filter(([name]) => !still.has(name))
    .map(([name, usedIn]) => ({ name, from: removed.get(name) ?? "", usedIn }));
}

/** Whether names may have gone with what differs: whoever takes no line of code away, takes none. */
export function mayTakeNames(differences: readonly TreeDifference[]): boolean {
  return differences.some(({ path, deletions }) => deletions > 0 && languageOf(path) !== null);
}

interface ChangedLines {
  path: string;
  added: string;
  removed: string;
}

/** The lines that lead from one commit to another, file by file. */
async function linesOf(host: GitHost, root: string, from: string, to: string): Promise<ChangedLines[]> {
  const args = ["-c", "core.quotePath=false", "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv"];
  const result = await tryGit(host, root, [...args, "--no-renames", from, to, "--"], limits);
  if (result.exitCode !== 0) return [];
  const files: ChangedLines[] = [];
  for (const part of result.stdout.toString("utf8").split(/^diff --git /m)) {
    // A path with a space ends in a tab.
    const path = /^(?:\+\+\+ b|--- a)\/(.+?)\t?$/m.exec(part.replace(/^\+\+\+ \/dev\/null$/m, ""))?.[1];
    if (path === undefined || languageOf(path) === null) continue;
    const lines = part.slice(part.indexOf("\n@@")).split("\n");
    const marked = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
    files.push({ path, added: marked("+").join("\n"), removed: marked("-").join("\n") });
  }
  return files;
}

const limits: GitOptions = { ...localObjects, timeoutMs, maxStdoutBytes: maxDiffBytes };

/** Names whose definition went and did not come back elsewhere in the same work; by name, the file that had them. */
function removedNames(files: readonly ChangedLines[]): Map<string, string> {
  const added = new Set(files.flatMap(({ added }) => [...declaredNames(added)]));
  const removed = new Map<string, string>();
  for (const { path, removed: text } of files) {
    for (const name of declaredNames(text)) if (!added.has(name)) removed.set(name, path);
  }
  return removed;
}

/** Those of the names that added lines hold and that the change doesn't define itself; by name, where. */
function usedNames(files: readonly ChangedLines[], names: ReadonlyMap<string, string>): Map<string, string> {
  const used = new Map<string, string>();
  const own = new Set(files.flatMap(({ added }) => [...declaredNames(added)]));
  for (const { path, added } of files) {
    for (const word of wordsOfCode(added)) if (names.has(word) && !own.has(word)) used.set(word, path);
    if (used.size >= mostLookedUp) break;
  }
  return used;
}

/** Names as code uses them; a word in a comment or a string uses nothing. */
function wordsOfCode(text: string): Set<string> {
  const code = text
    .replace(/^[ \t]*(?:\/\/|\/?\*|#|--).*$/gm, "")
    .replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '""')
    .replace(/\/\/.*$/gm, "");
  return new Set(code.match(/[A-Za-z_$][\w$]{2,60}/g) ?? []);
}

/** Those of the names that something at a commit still defines. */
async function definedAt(host: GitHost, root: string, commit: string, names: readonly string[]): Promise<Set<string>> {
  const args = ["grep", "-h", "-w", "-F", "-I", "--no-color", "--max-count=50", "-f", "-", commit];
  const result = await tryGit(host, root, args, { ...limits, stdin: `${names.join("\n")}\n` });
  // Git says 1 when no line has any of them; anything else could not be looked up.
  if (result.exitCode !== 0 && result.exitCode !== 1) return new Set(names);
  return declaredNames(result.stdout.toString("utf8"));
}
