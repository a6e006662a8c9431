import { besideFiles } from "../git/beside-files.ts";
import { localObjects } from "../git/blobs.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import type { TreeDifference } from "../git/tree-diffs.ts";
import { declaredNames } from "./imports/definitions.ts";
import { languageOf } from "./imports/languages.ts";
import { memberNames, usesMember } from "./imports/members.ts";

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
    .map(([name, usedIn]) => ({ name, from: removed.get(name)?.from ?? "", usedIn }));
}

/** Whether names may have gone with what differs: whoever takes no line of code away, takes none. */
export function mayTakeNames(differences: readonly TreeDifference[]): boolean {
  return differences.some(({ path, deletions }) => deletions > 0 && hasDefinitions(path));
}

/** Languages whose imports are not read, and that define as others do. */
const definesAlike = /\.(?:exs?|cr|jl|lua|dart|sh|bash)$/;

function hasDefinitions(path: string): boolean {
  return languageOf(path) !== null || definesAlike.test(path);
}

interface ChangedLines {
  path: string;
  added: string;
  removed: string;
}

/** The lines that lead from one commit to another, file by file. */
async function linesOf(host: GitHost, root: string, from: string, to: string): Promise<ChangedLines[]> {
  const args = ["-c", "core.quotePath=false", "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv"];
  const result = await askBeside(host, root, [...args, "--no-renames", from, to, "--"]);
  if (result.exitCode !== 0) return [];
  const files: ChangedLines[] = [];
  for (const part of result.stdout.toString("utf8").split(/^diff --git /m)) {
    // A path with a space ends in a tab.
    const path = /^(?:\+\+\+ b|--- a)\/(.+?)\t?$/m.exec(part.replace(/^\+\+\+ \/dev\/null$/m, ""))?.[1];
    if (path === undefined || !hasDefinitions(path)) continue;
    const lines = part.slice(part.indexOf("\n@@")).split("\n");
    const marked = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
    files.push({ path, added: marked("+").join("\n"), removed: marked("-").join("\n") });
  }
  return files;
}

async function askBeside(
  host: GitHost,
  root: string,
  args: readonly string[],
  stdin?: string,
): ReturnType<typeof tryGit> {
  const { cwd, env } = await besideFiles(host, root);
  const limits = { env: { ...localObjects.env, ...env }, timeoutMs, maxStdoutBytes: maxDiffBytes };
  return tryGit(host, cwd, args, stdin === undefined ? limits : { ...limits, stdin });
}

/** A name that went: the file that had it, and how it is used where it is a member of something. */
interface RemovedName {
  from: string;
  as: "name" | "field" | "call";
}

/** Names whose definition went and did not come back elsewhere in the same work. */
function removedNames(files: readonly ChangedLines[]): Map<string, RemovedName> {
  const added = new Set(files.flatMap(({ added }) => [...everyName(added).keys()]));
  const removed = new Map<string, RemovedName>();
  for (const { path, removed: text } of files) {
    for (const [name, as] of everyName(text)) if (!added.has(name)) removed.set(name, { from: path, as });
  }
  return removed;
}

function everyName(text: string): Map<string, RemovedName["as"]> {
  const { fields, calls } = memberNames(text);
  const names = new Map<string, RemovedName["as"]>([...fields].map((name) => [name, "field"]));
  for (const name of calls) names.set(name, "call");
  for (const name of declaredNames(text)) names.set(name, "name");
  return names;
}

/** Those of the names that added lines hold and that the change doesn't define itself; by name, where. */
function usedNames(files: readonly ChangedLines[], names: ReadonlyMap<string, RemovedName>): Map<string, string> {
  const used = new Map<string, string>();
  const own = new Set(files.flatMap(({ added }) => [...everyName(added).keys()]));
  for (const { path, added } of files) {
    const code = codeOf(added);
    for (const word of new Set(code.match(/[A-Za-z_$][\w$]{2,60}/g) ?? [])) {
      const as = names.get(word)?.as;
      if (as === undefined || own.has(word)) continue;
      if (as === "name" || usesMember(code, word, as === "call")) used.set(word, path);
    }
    if (used.size >= mostLookedUp) break;
  }
  return used;
}

/** What is code of a text; a word in a comment or a string uses nothing, but for what is put into it. */
function codeOf(text: string): string {
  return text
    .replace(/^[ \t]*(?:\/\/|\/?\*|#|--).*$/gm, "")
    .replace(/([fF$]?)(?:"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)')/g, (_, mark, double, single) => {
      const put = mark === "" ? /[#$]\{[^{}\n]*\}|\\\([^()\n]*\)/g : /\{[^{}\n]*\}/g;
      return `"" ${(String(double ?? single ?? "").match(put) ?? []).join(" ")}`;
    })
    .replace(/\/\/.*$/gm, "");
}

/** Those of the names that something at a commit still defines. */
async function definedAt(host: GitHost, root: string, commit: string, names: readonly string[]): Promise<Set<string>> {
  const args = ["grep", "-h", "-w", "-F", "-I", "--no-color", "--max-count=50", "-f", "-", commit];
  const result = await askBeside(host, root, args, `${names.join("\n")}\n`);
  // Git says 1 when no line has any of them; anything else could not be looked up.
  if (result.exitCode !== 0 && result.exitCode !== 1) return new Set(names);
  return new Set(everyName(result.stdout.toString("utf8")).keys());
}
