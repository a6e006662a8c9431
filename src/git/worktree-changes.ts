import type { Stats } from "node:fs";
import { lstat, readlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { isUnreadable, pathLines, placeBelow, textRecords } from "../core/path-text.ts";
import { removeUnmounted } from "../host/remove-tree.ts";
import { GitFailure, type GitHost, git, gitBytes, noHooks, tryGit } from "./git.ts";
import type { WorktreePlace } from "./place.ts";
import { openFolder, requireOurPlace, WorktreeTrouble } from "./place.ts";
import { findSpecial, forgetTaken, walkFiles } from "./special-files.ts";
import { mostLookMs, outsideView, type WorktreeSource } from "./worktree.ts";

/** One path of a worktree that differs from what was checked out. A rename is a deletion and an addition. */
export interface WorktreeChange {
  /** Repository-relative. */
  path: string;
  kind: "added" | "modified" | "deleted";
  /** What it is now; for a deletion, what it was. `special`: a pipe, a socket or a device, which nobody may open. `linked`: one that has a name outside the worktree, too. */
  node: "file" | "symlink" | "repository" | "special" | "linked";
  /** Size now; 0 for a deletion. */
  bytes: number;
  /** The blob at the base for a deletion, of the content now for an addition; `null`: not worked out. */
  oid: string | null;
  /** A symlink whose target lies outside the worktree, or is absolute. */
  leadsOut: boolean;
  /** Git would leave it out, for a rule of the repository or of the person. */
  ignored?: true;
  /** Where a rule leaves out a whole folder that it is in: that one, with a "/" at its end. */
  ignoredFolder?: string;
}

/** What is looked at beyond what git sees as changed. */
export interface LookOptions {
  /** Whether an ignored path needs no explanation: what tools leave behind, what a set-up brought. A folder ends in "/". */
  isExpected(path: string): boolean;
}

/**
 * What differs from the commit that was checked out, whatever was done to the worktree's own repository meanwhile:
 * commits, other branches, a deleted `.git`. Ignored files count when `look` is given and does not expect them. Throws
 * `WorktreeTrouble` for what can't be named or read.
 */
export async function listWorktreeChanges(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  options: LookOptions | null = null,
): Promise<WorktreeChange[]> {
  requireOurPlace(place);
  const special = await findSpecial(
    place.path,
    (path) => options?.isExpected(path) === true,
    (path) => bytesAtBase(host, source, place, path),
  );
  const flags = ["--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"];
  const ignored = options === null ? [] : ["--ignored=matching"];
  const args = [...noHooks, "status", ...flags, ...ignored];
  const result = await tryGit(host, place.path, args, { env: outsideView(source, place), timeoutMs: mostLookMs });
  if (result.exitCode !== 0) throw new GitFailure(args, result);
  requireAllSeen(result.stderr.toString("utf8"));
  const records = textRecords(result.stdout, (record) => !isUnchanged(record));
  const listed = records.flatMap((record) => readRecord(record));
  const found = source.replaces ? await withoutReplaced(host, source, place, listed) : listed;
  const expected = (one: Found) => one.ignored === true && options?.isExpected(one.path) === true;
  const theirs = found.filter((one) => !expected(one));
  requireText(theirs);
  const files = await Promise.all(
    theirs.map((one) => (one.ignored === true ? insideIgnored(place.path, one, options) : [one])),
  );
  const changes = await Promise.all(files.flat().map((one) => look(place.path, one)));
  const seen = await withContent(host, source, place, await withLinks(place.path, changes));
  const unopened = { kind: "added", node: "special", bytes: 0, oid: null, leadsOut: false } as const;
  const unopenable = new Set(special);
  return [
    ...seen.filter(({ path }) => !unopenable.has(path)),
    ...special.map((path): WorktreeChange => ({ path, ...unopened })),
  ];
}

/** How long a file is in the commit that was checked out; 0: it has none. Git looks at nothing of the worktree for that. */
async function bytesAtBase(host: GitHost, source: WorktreeSource, place: WorktreePlace, path: string): Promise<number> {
  if (/\n|\\x/.test(path)) return 0;
  const asked = await tryGit(host, place.path, ["cat-file", "--batch-check=%(objectsize)"], {
    stdin: `:${path}\n`,
    env: outsideView(source, place),
    timeoutMs: mostLookMs,
  });
  const size = asked.exitCode === 0 ? Number(asked.stdout.toString("latin1").trim()) : 0;
  return Number.isSafeInteger(size) ? size : 0;
}

/** A new name can't be shown to everybody who is to know of it, unless it is text; one that the base has is a name like any other. */
function requireText(found: readonly Found[]): void {
  const odd = found.find(({ kind, path }) => kind === "added" && isUnreadable(path));
  if (odd !== undefined)
    throw new WorktreeTrouble(`A file has a name that is not UTF-8 ("${odd.path}"): rename it or remove it`);
}

/** A folder that git can't open is left out of its answer with a warning alone. */
function requireAllSeen(stderr: string): void {
  // What git says of a path that is too long ends in the midst of it.
  const [, path, why = "File name too long"] =
    /^warning: could not open directory '(.*?)(?:': (.*))?$/m.exec(stderr) ?? [];
  // The path may be longer than anybody shows.
  if (path !== undefined)
    throw new WorktreeTrouble(`Git can't open a folder (${why}): make what you leave readable: ${path}`);
}

const tracked = Buffer.from("1 ");
const unchanged = ".".charCodeAt(0);

/** As it was checked out, and only not in the person's HEAD: nobody changed it. */
function isUnchanged(record: Buffer): boolean {
  return record[3] === unchanged && record.subarray(0, tracked.length).equals(tracked);
}

/** No ignored folder is worth more names than this. */
const mostIgnored = 1_000;

/** The files of an ignored folder, as far as nobody expects them. */
async function insideIgnored(root: string, found: Found, options: LookOptions | null): Promise<Found[]> {
  if (!found.path.endsWith("/")) return [found];
  const files: Found[] = [];
  const isExpected = (path: string) => options?.isExpected(path) === true;
  for await (const some of walkFiles(root, found.path, isExpected)) {
    for (const { path, entry } of some) {
      if ((entry.isFile() || entry.isSymbolicLink()) && !isExpected(path)) {
        files.push({ path, kind: "added", oid: null, ignored: true, ignoredFolder: found.path });
      }
    }
    if (files.length >= mostIgnored) break;
  }
  return files.slice(0, mostIgnored);
}

interface Found {
  path: string;
  kind: "added" | "modified" | "deleted";
  oid: string | null;
  ignored?: true;
  ignoredFolder?: string;
  /** The content in the index of a file that is another one now. */
  was?: string;
}

/**
 * Without the files that hold what `git replace` shows in the place of their content: so they were checked out, and git takes
 * them for changed as soon as it looks into them.
 */
async function withoutReplaced(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  found: readonly Found[],
): Promise<Found[]> {
  const env = outsideView(source, place);
  const refs = await git(
    host,
    place.path,
    ["for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/replace"],
    {
      env,
      timeoutMs: mostLookMs,
    },
  );
  const shown = new Map(refs.split("\n").map((line) => [line.split(" ")[0], line.split(" ")[1]]));
  const isKept = await Promise.all(
    found.map(async ({ path, was }) => {
      const content = was === undefined ? undefined : shown.get(was);
      if (content === undefined) return true;
      const hashed = await tryGit(host, place.path, ["hash-object", "--", path], { env, timeoutMs: mostLookMs });
      return hashed.stdout.toString("latin1").trim() !== content;
    }),
  );
  return found.filter((_, at) => isKept[at]);
}

/** `1 XY sub mH mI mW hH hI path` or `? path`. Only Y counts: X compares our index with the person's HEAD. */
function readRecord(record: string): Found[] {
  if (record.startsWith("? ")) return [{ path: record.slice(2), kind: "added", oid: null }];
  if (record.startsWith("! ")) return [{ path: record.slice(2), kind: "added", oid: null, ignored: true }];
  if (!record.startsWith("1 ")) return [];
  const fields = record.split(" ");
  const state = fields[1]?.[1];
  const path = fields.slice(8).join(" ");
  if (state === "D") return [{ path, kind: "deleted", oid: fields[7] ?? null }];
  const was = state === "M" ? { was: fields[7] ?? "" } : {};
  return state === "M" || state === "T" ? [{ path, kind: "modified", oid: null, ...was }] : [];
}

async function look(root: string, found: Found): Promise<WorktreeChange> {
  const { was: _, ...about } = found;
  const plain = { ...about, node: "file" as const, bytes: 0, leadsOut: false };
  if (found.kind === "deleted") return plain;
  // Git names a repository inside the worktree as one folder, and looks no further.
  if (found.path.endsWith("/")) return { ...plain, path: found.path.slice(0, -1), node: "repository" };
  const place = placeBelow(root, found.path);
  const stat = await lstat(place);
  if (!stat.isFile() && !stat.isDirectory() && !stat.isSymbolicLink()) return { ...plain, node: "special" };
  if (stat.isDirectory()) return { ...plain, node: "file" };
  if (!stat.isSymbolicLink()) return { ...plain, bytes: stat.size };
  const target = await readlink(place, "utf8");
  return { ...plain, node: "symlink", bytes: stat.size, leadsOut: leadsOut(found.path, target) };
}

/** Files that have names outside the worktree as well: what is in them is not the story's, and may be a key. */
async function withLinks(root: string, changes: WorktreeChange[]): Promise<WorktreeChange[]> {
  const isFile = (change: WorktreeChange) => change.node === "file" && change.kind !== "deleted";
  const stats = await Promise.all(
    changes.map((change) => (isFile(change) ? lstat(placeBelow(root, change.path)).catch(() => null) : null)),
  );
  const isLinked = (stat: Stats | null | undefined) => stat?.isFile() === true && stat.nlink > 1;
  if (!stats.some(isLinked)) return changes;
  const names = new Map<number, number>();
  for await (const files of walkFiles(root, "", () => false)) {
    for (const { path, entry } of files) {
      const stat = entry.isFile() ? await lstat(placeBelow(root, path)).catch(() => null) : null;
      if (stat !== null && stat.nlink > 1) names.set(stat.ino, (names.get(stat.ino) ?? 0) + 1);
    }
  }
  return changes.map((change, at) => {
    const stat = stats[at];
    return stat != null && isLinked(stat) && stat.nlink > (names.get(stat.ino) ?? 1)
      ? { ...change, node: "linked" }
      : change;
  });
}

function leadsOut(path: string, target: string): boolean {
  if (isAbsolute(target)) return true;
  const end = relative(".", join(dirname(path), target));
  return end === ".." || end.startsWith("../") || end === ".git" || end.startsWith(".git/");
}

const mostHashed = 10 * 1024 * 1024;

/** Content ids of added files, where there is a deletion that one of them may be the other half of. */
async function withContent(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  changes: WorktreeChange[],
): Promise<WorktreeChange[]> {
  if (!changes.some((change) => change.kind === "deleted")) return changes;
  const hashed = changes.filter(
    (change) =>
      change.kind === "added" && change.node === "file" && change.bytes <= mostHashed && !/[\n"]|\\x/.test(change.path),
  );
  if (hashed.length === 0) return changes;
  const stdin = `${hashed.map((change) => change.path).join("\n")}\n`;
  const output = await git(host, place.path, ["hash-object", "--stdin-paths"], {
    stdin,
    env: outsideView(source, place),
    timeoutMs: mostLookMs,
  });
  const oids = new Map(output.split("\n").map((oid, position) => [hashed[position]?.path, oid]));
  return changes.map((change) => ({ ...change, oid: oids.get(change.path) ?? change.oid }));
}

/** Puts paths back to what was checked out. */
export async function revertWorktreePaths(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  paths: readonly string[],
): Promise<void> {
  requireOurPlace(place);
  for (const path of paths) await removeInside(place.path, path);
  forgetTaken(place.path, paths);
  const env = outsideView(source, place);
  const listed = await gitBytes(host, place.path, ["ls-files", "-z", "--cached"], { env, timeoutMs: mostLookMs });
  const known = new Set(textRecords(listed));
  const back = paths.filter((path) => known.has(path));
  if (back.length === 0) return;
  await git(host, place.path, [...noHooks, "checkout-index", "--force", "--index", "-z", "--stdin"], {
    env,
    timeoutMs: mostLookMs,
    stdin: pathLines(back),
  });
}

/**
 * Removes a path, but never through a symlink: what lies beyond one is not ours to remove. Folders that can't be written, as
 * a module cache is full of, are in the way of nothing.
 */
async function removeInside(root: string, path: string): Promise<void> {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = join(root, ...parts.slice(0, depth));
    const stat = await lstat(folder).catch(() => null);
    if (stat === null || !stat.isDirectory()) return;
    openFolder(folder);
  }
  await removeUnmounted(placeBelow(root, path));
}
