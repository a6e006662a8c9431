import { lstat, readlink, rm } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { type GitHost, git, noHooks } from "./git.ts";
import { outsideView, type WorktreePlace, type WorktreeSource } from "./worktree.ts";

/** One path of a worktree that differs from what was checked out. */
export interface WorktreeChange {
  path: string;
  kind: "added" | "modified" | "deleted";
  node: "file" | "symlink" | "repository";
  bytes: number;
  oid: string | null;
  leadsOut: boolean;
}

/**
 * What differs from the commit that was checked out, whatever was done to the worktree's own repository meanwhile:
 * commits, other branches, a deleted `.git`. Ignored files do not count, untracked ones do.
 */
export async function listWorktreeChanges(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
): Promise<WorktreeChange[]> {
  const flags = ["--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"];
  const output = await git(host, place.path, [...noHooks, "status", ...flags], { env: outsideView(source, place) });
  const found = output.split("\0").flatMap((record) => readRecord(record));
  const changes = await Promise.all(found.map((one) => look(place.path, one)));
  return withContent(host, source, place, changes);
}

interface Found {
  path: string;
  kind: "added" | "modified" | "deleted";
  oid: string | null;
}

/** `1 XY sub mH mI mW hH hI path` or `? path`. Only Y counts: X compares our index with the person's HEAD. */
function readRecord(record: string): Found[] {
  if (record.startsWith("? ")) return [{ path: record.slice(2), kind: "added", oid: null }];
  if (!record.startsWith("1 ")) return [];
  const fields = record.split(" ");
  const state = fields[1]?.[1];
  const path = fields.slice(8).join(" ");
  if (state === "D") return [{ path, kind: "deleted", oid: fields[7] ?? null }];
  return state === "M" || state === "T" ? [{ path, kind: "modified", oid: null }] : [];
}

async function look(root: string, found: Found): Promise<WorktreeChange> {
  const plain = { ...found, node: "file" as const, bytes: 0, leadsOut: false };
  if (found.kind === "deleted") return plain;
  // Git names a repository inside the worktree as one folder, and looks no further.
  if (found.path.endsWith("/")) return { ...plain, path: found.path.slice(0, -1), node: "repository" };
  const stat = await lstat(join(root, found.path));
  if (stat.isDirectory()) return { ...plain, node: "file" };
  if (!stat.isSymbolicLink()) return { ...plain, bytes: stat.size };
  const target = await readlink(join(root, found.path));
  return { ...plain, node: "symlink", bytes: stat.size, leadsOut: leadsOut(found.path, target) };
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
      change.kind === "added" && change.node === "file" && change.bytes <= mostHashed && !/[\n"]/.test(change.path),
  );
  if (hashed.length === 0) return changes;
  const stdin = `${hashed.map((change) => change.path).join("\n")}\n`;
  const output = await git(host, place.path, ["hash-object", "--stdin-paths"], {
    stdin,
    env: outsideView(source, place),
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
  for (const path of paths) await removeInside(place.path, path);
  const env = outsideView(source, place);
  const listed = await git(host, place.path, ["ls-files", "-z", "--cached"], { env });
  const known = new Set(listed.split("\0"));
  const back = paths.filter((path) => known.has(path));
  if (back.length === 0) return;
  await git(host, place.path, [...noHooks, "checkout-index", "--force", "--index", "-z", "--stdin"], {
    env,
    stdin: back.map((path) => `${path}\0`).join(""),
  });
}

/** Removes a path, but never through a symlink: what lies beyond one is not ours to remove. */
async function removeInside(root: string, path: string): Promise<void> {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const stat = await lstat(join(root, ...parts.slice(0, depth))).catch(() => null);
    if (stat === null || !stat.isDirectory()) return;
  }
  await rm(join(root, path), { recursive: true, force: true });
}
