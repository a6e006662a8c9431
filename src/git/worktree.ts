import { existsSync } from "node:fs";
import { copyFile, mkdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findPlainText } from "../host/read-plain.ts";
import { removeTree } from "../host/remove-tree.ts";
import { gitConfigValue, shellWord } from "../text/quoting.ts";
import { type GitHost, git, noFetch, noHooks } from "./git.ts";
import { lacksLargeFiles, pointersStay } from "./large-files.ts";
import { notePlace, requireOurPlace, type WorktreePlace } from "./place.ts";
import { rootedFiles, withRooted } from "./rooted-programs.ts";
import { carriedSettings, filtersAtHome, pushUrlsIn, settingLines, settingParameters } from "./settings.ts";
import { forgetTaken } from "./special-files.ts";

/** What every worktree of one repository has in common, read once. */
export interface WorktreeSource {
  /** The person's checkout. */
  root: string;
  /** Its git directory, and the one it shares with its linked worktrees. */
  gitDir: string;
  commonDir: string;
  objectFormat: string;
  /** All refs, as a packed-refs file. */
  packedRefs: string;
  /** Whether git may show other objects than those of the name (`git replace`). */
  replaces: boolean;
  /** Settings that hold for every look at a worktree's files, before those of the person. */
  settings: readonly Setting[];
  /** Large files are pointers here; see `git/large-files.ts`. */
  pointersOnly: boolean;
  /** What decides a file's content and a commit's author where the person's repository is; see `git/settings.ts`. */
  carried: readonly Setting[];
  /** Addresses that the person's remotes are pushed to where these are not the ones that they are fetched from. */
  pushUrls: readonly string[];
}

type Setting = readonly [name: string, value: string];

/** Reads what worktrees are made from. */
export async function worktreeSource(host: GitHost, root: string): Promise<WorktreeSource> {
  const rev = ["rev-parse", "--path-format=absolute", "--absolute-git-dir", "--git-common-dir", "--show-object-format"];
  const refsArgs = [
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads",
    "refs/tags",
    "refs/remotes",
    "refs/replace",
  ];
  const [facts, refs, list] = await Promise.all([
    git(host, root, rev),
    git(host, root, refsArgs),
    git(host, root, ["config", "--list", "-z"]),
  ]);
  const [gitDir = "", commonDir = "", objectFormat = "sha1"] = facts.trimEnd().split("\n");
  const replaces = refs.includes(" refs/replace/");
  const packedRefs = `# pack-refs with: sorted\n${refs.replace(/^.* refs\/replace\/.*\n/gm, "")}`;
  const [own, pushUrls] = [carriedSettings(list), pushUrlsIn(list)];
  const pointersOnly = lacksLargeFiles(host, own);
  const settings = [...rootedFiles(root, own), ...(pointersOnly ? pointersStay : [])];
  const carried = withRooted(root, own);
  return { root, gitDir, commonDir, objectFormat, packedRefs, replaces, settings, pointersOnly, carried, pushUrls };
}

/**
 * Makes, or makes over, a checkout of a commit in a repository of its own that borrows the person's objects. Nothing that
 * is done in it with git (a stash, a branch, a setting, a hook, a clean-up) reaches the person's repository, and making it
 * takes no lock there. What git does not know in a place that is made over stays. `writers`: how many processes may write its
 * files (1).
 */
export async function checkOutWorktree(
  host: GitHost,
  source: WorktreeSource,
  place: WorktreePlace,
  commit: string,
  options: { branch: string; writers?: number; signal?: AbortSignal },
): Promise<void> {
  if (existsSync(`${place.index}.place`)) requireOurPlace(place);
  else {
    await mkdir(place.path, { recursive: true });
    await notePlace(place);
  }
  forgetTaken(place.path, null);
  const dotGit = join(place.path, ".git");
  // Whatever stands there may have been changed by an agent; nothing of it is run or read.
  await removeTree(dotGit);
  await writeRepository(source, dotGit, options.branch, commit);
  // As the person's own checkout would be made: a filter finds its settings and its key where their repository is.
  // What a partial clone lacks of the commit is fetched now, while nobody works there.
  const { GIT_NO_LAZY_FETCH: _no, GIT_ALLOW_PROTOCOL: _none, ...env } = outsideView(source, place);
  const readTree = [...noHooks, ...sideBySide(options.writers ?? 1), "read-tree", "--reset", "-u", commit];
  await git(host, place.path, readTree, { env, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  await copyIndex(place.index, join(dotGit, "index"));
}

/** Of fewer files, starting somebody to help takes longer than writing them. */
const leastShared = 2_000;

/** Files that a filter makes are written by git itself, one after the other. */
function sideBySide(writers: number): string[] {
  if (writers < 2) return [];
  return ["-c", `checkout.workers=${writers}`, "-c", `checkout.thresholdForParallelism=${leastShared}`];
}

/** Makes the repository of a worktree anew; the files stay as they are. What stands in its place is removed, never followed. */
export async function renewRepository(
  source: WorktreeSource,
  place: WorktreePlace,
  commit: string,
  branch: string,
): Promise<void> {
  const dotGit = join(place.path, ".git");
  await removeTree(dotGit);
  await writeRepository(source, dotGit, branch, commit);
  await copyIndex(place.index, join(dotGit, "index"));
}

/** How long git may look at a worktree: a repository of 200,000 files takes a few seconds. */
export const mostLookMs = 5 * 60_000;

/**
 * The environment in which git looks at a worktree's files with the person's repository and our own index. Whoever works
 * there has no say in it: no setting, no hook, no remote.
 */
export function outsideView(source: WorktreeSource, place: WorktreePlace, index = place.index): Record<string, string> {
  const settings = settingParameters([...filtersAtHome(source.carried, source.root), ...source.settings]);
  return {
    GIT_DIR: source.gitDir,
    GIT_WORK_TREE: place.path,
    GIT_INDEX_FILE: index,
    ...noFetch,
    ...(settings === "" ? {} : { GIT_CONFIG_PARAMETERS: settings }),
  };
}

/** Makes a repository at `dotGit` that borrows the objects of the person's, with their settings, on a branch at a commit. */
export async function writeRepository(
  source: WorktreeSource,
  dotGit: string,
  branch: string,
  commit: string,
): Promise<void> {
  await Promise.all(
    ["objects/info", "objects/pack", "refs/heads", "refs/tags", "info"].map((folder) =>
      mkdir(join(dotGit, folder), { recursive: true }),
    ),
  );
  const head = `refs/heads/${branch}`;
  await mkdir(join(dotGit, head, ".."), { recursive: true });
  const config = await configText(source);
  await Promise.all([
    writeFile(join(dotGit, "HEAD"), `ref: ${head}\n`),
    writeFile(join(dotGit, head), `${commit}\n`),
    writeFile(join(dotGit, "packed-refs"), source.packedRefs),
    writeFile(join(dotGit, "objects/info/alternates"), `${join(source.commonDir, "objects")}\n`),
    writeFile(join(dotGit, "config"), config),
    copyIfThere(join(source.commonDir, "shallow"), join(dotGit, "shallow")),
    copyIfThere(join(source.commonDir, "info/exclude"), join(dotGit, "info/exclude")),
    copyIfThere(join(source.commonDir, "info/attributes"), join(dotGit, "info/attributes")),
    copyIfThere(join(source.gitDir, "info/sparse-checkout"), join(dotGit, "info/sparse-checkout")),
  ]);
}

/** The person's settings hold in the worktree; what is set there stays there. */
async function configText(source: WorktreeSource): Promise<string> {
  const extensions = await formatExtensions(source);
  return [
    "[core]",
    `\trepositoryformatversion = ${extensions.length > 0 ? 1 : 0}`,
    ...(extensions.length > 0 ? ["[extensions]", ...extensions.map((line) => `\t${line}`)] : []),
    "[include]",
    `\tpath = ${gitConfigValue(join(source.commonDir, "config"))}`,
    `\tpath = ${gitConfigValue(join(source.gitDir, "config.worktree"))}`,
    "[core]",
    "\tbare = false",
    `\tworktree = ..`,
    "[gc]",
    "\tauto = 0",
    "[lfs]",
    `\tstorage = ${gitConfigValue(join(source.commonDir, "lfs"))}`,
    ...settingLines([...source.carried, ...source.settings].map((setting) => withTheirKeys(setting, source.gitDir))),
    "",
  ].join("\n");
}

/**
 * A filter may look for its key in the git directory, as git-crypt does: it is run with the person's, so that an agent's own
 * git shows and adds files as theirs would, and no key is copied. LFS has its storage named instead.
 */
function withTheirKeys([name, value]: Setting, gitDir: string): Setting {
  const isFilter = /^filter\.(?!lfs\.).+\.(?:clean|smudge|process)$/i.test(name);
  return [name, isFilter && value !== "" ? `export GIT_DIR=${shellWord(gitDir)}; ${value}` : value];
}

/** Format settings count only in a repository's own file, never through an include. */
async function formatExtensions(source: WorktreeSource): Promise<string[]> {
  const lines = source.objectFormat === "sha1" ? [] : [`objectFormat = ${source.objectFormat}`];
  const config = findPlainText(join(source.commonDir, "config")) ?? "";
  const partial = /^\s*partialclone\s*=\s*(\S+)/im.exec(config);
  return partial?.[1] === undefined ? lines : [...lines, `partialClone = ${partial[1]}`];
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    // Of a folder in its place git reads nothing either.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR" || (code !== "" && (await isFolder(from)))) return false;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/**
 * Copies a git index with its time of change. Git looks into a file whose size and time are those of the index entry
 * only when the index is not newer than the entry: a copy with a later time would hide a change that was made in the
 * second of the checkout. False: there is none to copy.
 */
export async function copyIndex(from: string, to: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(from);
    await copyFile(from, to);
    const seconds = Math.floor(mtimeMs / 1000);
    await utimes(to, seconds, seconds);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
