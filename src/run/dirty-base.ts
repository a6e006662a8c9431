import { copyFileSync, existsSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import { readFilterWords, readGitWords } from "../git/explain.ts";
import { git, tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";

/** The person's uncommitted work as a commit, and what of it could not be taken: paths, of which a folder ends in "/". */
export interface DirtyBase {
  commit: string;
  /** Repositories and worktrees inside, and folders of ours. */
  foreign: string[];
  /** Submodules with changes that no commit of theirs has. */
  submodules: string[];
  /** Files that differ, and that git was told to take as unchanged. */
  unlooked: string[];
}

/** Where the person's uncommitted work is. */
export interface DirtyState {
  root: string;
  head: string;
  /** What the person is in the middle of: a merge, a rebase. */
  underWay?: string | null;
  /** Folders of ours. */
  own?: readonly string[];
}

/**
 * A commit that holds `head` plus the person's uncommitted changes (untracked files too, ignored ones not), made with a
 * copy of the index: the working tree, the index and HEAD stay as they are. No hook runs. Other repositories and worktrees
 * inside are left out, as are folders of ours and what is not committed in a submodule. Throws `usage` for a merge that is
 * not finished, named file by file, and while another commit's changes are among the person's.
 */
export async function commitDirtyState(host: Host, state: DirtyState): Promise<DirtyBase> {
  const { root, head, underWay = null, own = [] } = state;
  const folder = mkdtempSync(join(tmpdir(), "baro-index-"));
  try {
    const index = join(folder, "index");
    const theirs = resolve(root, (await git(host, root, ["rev-parse", "--git-path", "index"])).trimEnd());
    if (existsSync(theirs)) copyFileSync(theirs, index);
    const env = { GIT_INDEX_FILE: index };
    const unmerged = await git(host, root, ["diff", "--name-only", "-z", "--diff-filter=U"], { env });
    const open = unmerged.split("\0").filter((path) => path !== "");
    if (open.length > 0)
      throw unfinished("merge", `${shownOf(open)} ${open.length === 1 ? "is" : "are"} not merged yet`);
    // A bisect alone brings no changes of its own.
    if (underWay !== null && underWay !== "bisect") throw unfinished(underWay, `a ${underWay} is in progress`);
    const foreign = await foreignFolders(host, root, own);
    const exclude = foreign.map((path) => `:(exclude,top,literal)${path.replace(/\/$/, "")}`);
    await addAll(host, root, ["--all", "--sparse", "--", ":/", ...exclude], env);
    const unlooked = await changedUnlooked(host, root, env);
    const tree = (await git(host, root, ["write-tree"], { env })).trim();
    await requireNoMarkers(host, root, head, tree);
    const message = "Include uncommitted changes";
    const commit = await git(host, root, ["commit-tree", "--no-gpg-sign", "-p", head, "-m", message, tree], { env });
    return { commit: commit.trim(), foreign, submodules: await changedSubmodules(host, root), unlooked };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes the files into the copy of the index; what git can't take (unreadable, refused by a filter) is named with the reason. */
async function addAll(host: Host, root: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const { exitCode, stderr } = await tryGit(host, root, ["add", ...args], { env });
  if (exitCode === 0) return;
  const said = stderr.toString("utf8");
  const why = readFilterWords(said) ?? readGitWords(said).reason;
  throw new BaroError("usage", `Cannot include uncommitted changes: ${why}`, {
    hint: "Mend that, have git ignore the file, or leave out --include-dirty",
  });
}

/**
 * Untracked folders that are repositories or worktrees of their own, and ours. Git names one as a folder, and stops there;
 * a bare one it takes for files.
 */
async function foreignFolders(host: Host, root: string, own: readonly string[]): Promise<string[]> {
  const listed = (await git(host, root, ["ls-files", "--others", "--exclude-standard", "-z"])).split("\0");
  const nested = listed.filter((path) => path.endsWith("/"));
  const heads = listed.filter((path) => path.endsWith("/HEAD")).map((path) => path.slice(0, -"HEAD".length));
  const bare = heads.filter((path) => ["objects", "refs"].every((name) => existsSync(join(root, path, name))));
  const inside = own
    .map((folder) => relative(root, folder))
    .filter((path) => path !== "" && !path.startsWith("..") && existsSync(join(root, path)));
  return [...nested, ...bare, ...inside.map((path) => `${path}/`)];
}

/** Files with `assume-unchanged` or `skip-worktree` whose content is another one all the same: no git command takes them. */
async function changedUnlooked(host: Host, root: string, env: Record<string, string>): Promise<string[]> {
  const listed = (await git(host, root, ["ls-files", "-v", "-z"], { env })).split("\0");
  const paths = listed.filter((entry) => /^(?:[a-z]|S) /.test(entry)).map((entry) => entry.slice(2));
  const there = paths.filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true);
  const changed: string[] = [];
  for (const path of there.slice(0, mostUnlooked)) {
    const [kept, now] = await Promise.all([
      tryGit(host, root, ["rev-parse", `:0:${path}`], { env }),
      tryGit(host, root, ["hash-object", "--", path], { env }),
    ]);
    if (now.exitCode === 0 && !kept.stdout.equals(now.stdout)) changed.push(path);
  }
  return changed;
}

/** A person marks few files; each is hashed. */
const mostUnlooked = 50;

/** A commit holds a submodule's commit, and nothing of what is changed in it beside that. */
async function changedSubmodules(host: Host, root: string): Promise<string[]> {
  if (!existsSync(join(root, ".gitmodules"))) return [];
  const flags = ["--porcelain=v2", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=none"];
  const records = (await git(host, root, ["status", ...flags])).split("\0");
  return records.flatMap((record) => {
    const path = /^1 \S+ S.(?:M.|.U) (?:\S+ ){5}(.+)$/s.exec(record)?.[1];
    return path === undefined ? [] : [`${path}/`];
  });
}

/** Lines that only a merge writes. What stands between two sides of one is also how a heading is underlined. */
async function requireNoMarkers(host: Host, root: string, head: string, tree: string): Promise<void> {
  const checked = await tryGit(host, root, ["diff", "--check", head, tree]);
  const found = checked.stdout.toString("utf8").matchAll(/^(.+):(\d+): leftover conflict marker$/gm);
  const lines = Map.groupBy(
    [...found].map(([, path = "", line]) => ({ path, line: Number(line) })),
    ({ path }) => path,
  );
  const files: string[] = [];
  for (const [path, places] of lines) {
    const { exitCode, stdout } = await tryGit(host, root, ["cat-file", "blob", `${tree}:${path}`]);
    const text = stdout.toString("latin1").split("\n");
    if (exitCode !== 0 || places.some(({ line }) => !/^=+\r?$/.test(text[line - 1] ?? ""))) files.push(path);
  }
  if (files.length === 0) return;
  throw unfinished("merge", `${shownOf(files)} ${files.length === 1 ? "holds" : "hold"} conflict markers`);
}

function shownOf(names: readonly string[]): string {
  return names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
}

function unfinished(what: string, why: string): BaroError {
  return new BaroError("usage", `Cannot include uncommitted changes: ${why}`, {
    hint: `Finish the ${what} first, or leave out --include-dirty`,
  });
}
