import { existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { placeBelow } from "../core/path-text.ts";
import { git, noFetch, noHooks, tryGit } from "../git/git.ts";
import { forgetPlace, notePlace } from "../git/place.ts";
import { walkFiles } from "../git/special-files.ts";
import { mostLookMs, outsideView, type WorktreeSource, worktreeSource } from "../git/worktree.ts";
import { listWorktreeChanges } from "../git/worktree-changes.ts";
import type { Host } from "../host/host.ts";
import { type Change, leftOutKind } from "./change.ts";
import { knownHead, listSubmodules } from "./set-up/submodules.ts";

/** One checkout of a repository, and the person's of the same. */
interface Looked {
  root: string;
  worktree: string;
  /** The commit whose submodules are looked at. */
  commit: string;
}

/**
 * What differs inside a worktree's submodules, and theirs, from the commit that each should be at: no commit of the outer
 * repository can hold it. Seen with the person's copy of the submodule, so that nothing of an agent's repository is run.
 * `index`: the start of names that an index may have beside the worktree.
 */
export async function submoduleChanges(host: Host, looked: Looked, index: string): Promise<Change[]> {
  const { root, worktree, commit } = looked;
  if (!existsSync(join(root, ".gitmodules")) && !existsSync(join(worktree, ".gitmodules"))) return [];
  const changes: Change[] = [];
  for (const { path, commit: wanted } of await listSubmodules(host, root, commit)) {
    const theirs = join(root, path);
    if (!isFilled(worktree, path)) continue;
    if (!(await canBeCompared(host, looked, path, wanted))) {
      changes.push(...(await strayFiles(worktree, path)));
      continue;
    }
    const place = { path: join(worktree, path), index: `${index}.${host.newId()}` };
    const at = (await knownHead(host, root, worktree, path)) ?? wanted;
    const source = await worktreeSource(host, theirs);
    const own = await changesAt(host, source, place, at);
    const inner = await submoduleChanges(host, { root: theirs, worktree: place.path, commit: at }, index);
    changes.push(
      ...[...own, ...inner].map((one) => ({ ...one, path: `${path}/${one.path}`, submodule: true as const })),
    );
  }
  return changes;
}

/** Whether the person's copy of a submodule can say what differs from the commit that it should be at. */
async function canBeCompared(host: Host, { root, worktree }: Looked, path: string, wanted: string): Promise<boolean> {
  const theirs = join(root, path);
  if (!existsSync(join(theirs, ".git"))) return false;
  if ((await knownHead(host, root, worktree, path)) !== null) return true;
  const found = await tryGit(host, theirs, ["cat-file", "-e", `${wanted}^{commit}`], { env: noFetch });
  return found.exitCode === 0;
}

/** So many are named of a folder that nobody can compare with anything. */
const mostStray = 1_000;

/**
 * What somebody put into the folder of a submodule that was not checked out: to git that folder is empty whatever is in it.
 * Whoever made a repository of it has files of another one there.
 */
async function strayFiles(worktree: string, path: string): Promise<Change[]> {
  if (existsSync(join(worktree, path, ".git"))) return [];
  const found: Change[] = [];
  const isLeft = (inside: string) => leftOutKind(inside.endsWith("/") ? `${inside}x` : inside, false) !== null;
  for await (const files of walkFiles(worktree, `${path}/`, isLeft)) {
    for (const { path: inside, entry } of files) {
      if ((!entry.isFile() && !entry.isSymbolicLink()) || isLeft(inside)) continue;
      const { size: bytes } = lstatSync(placeBelow(worktree, inside));
      const node = entry.isFile() ? "file" : "symlink";
      found.push({ path: inside, kind: "added", node, bytes, oid: null, leadsOut: false, submodule: true });
    }
    if (found.length >= mostStray) break;
  }
  return found.slice(0, mostStray);
}

async function changesAt(
  host: Host,
  source: WorktreeSource,
  place: { path: string; index: string },
  commit: string,
): Promise<Change[]> {
  await notePlace(place);
  try {
    await git(host, place.path, [...noHooks, "read-tree", commit], {
      env: outsideView(source, place),
      timeoutMs: mostLookMs,
    });
    const seen = await listWorktreeChanges(host, source, place);
    // A submodule in a submodule is looked at on its own.
    return seen.filter(({ path }) => !existsSync(join(place.path, path, ".git")));
  } finally {
    await forgetPlace(place);
  }
}

/** A real folder of the worktree, reached through no link, with something in it. */
function isFilled(worktree: string, path: string): boolean {
  try {
    const place = join(worktree, path);
    return realpathSync(place) === join(realpathSync(worktree), path) && readdirSync(place).length > 0;
  } catch {
    return false;
  }
}

/** A submodule whose files are named one by one is not told as a whole, too: it would be removed. */
export function outsideOf(inner: readonly Change[], changes: readonly Change[]): Change[] {
  return changes.filter(
    ({ node, path }) => node !== "repository" || !inner.some((one) => one.path.startsWith(`${path}/`)),
  );
}
