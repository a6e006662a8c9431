import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import { type Attributes, attributesOf, examplesOf, filtersIn } from "../git/attribute-lines.ts";
import { listBaseFiles } from "../git/base-files.ts";
import { attributesBeside } from "../git/content-rules.ts";
import { filterReason } from "../git/explain.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { gitDirOf } from "../git/git-dir.ts";
import { lacksLargeFiles } from "../git/large-files.ts";
import { commonDirOf } from "../git/loose-commit.ts";
import { rootedFiles, withRooted } from "../git/rooted-programs.ts";
import { carriedSettings, filtersAtHome, settingParameters } from "../git/settings.ts";
import { shellWord } from "../text/quoting.ts";

/** A filter that takes longer is not one that refuses. */
const trialMs = 10_000;
/** Of so many files it is asked which filter they go through. */
const mostAsked = 50_000;
/** What a filter gives beyond this is not read. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Tries each filter that files of the commit go through on one of them, both ways, where no file is: a worktree has none
 * either when its first one is written. Throws `no-base` where one that git requires refuses: no story could be checked out,
 * or none could be read; so too for `planned` paths that go through one. Gives notices for those that are not set up, that
 * fail where git takes the content as it is, or that fail for files that are not there yet. `gitDir`: what all worktrees share, where it is known.
 */
export async function requireFilters(
  host: GitHost,
  { root, gitDir }: { root: string; gitDir?: string },
  base: string,
  planned: readonly string[] = [],
): Promise<string[]> {
  const [inCommit, list, commonDir] = await Promise.all([
    attributesOf(host, root, base),
    tryGit(host, root, ["config", "--list", "-z"]).then(({ stdout }) => stdout.toString("utf8")),
    gitDir ?? gitDirOf(host, root).then(commonDirOf),
  ]);
  const beside = await attributesBeside(host, { root, commonDir, list });
  const attributes = [...inCommit, { folder: "", text: beside }];
  const named = new Set(attributes.flatMap(({ text }) => filtersIn(text)));
  const carried = carriedSettings(list);
  if (lacksLargeFiles(host, carried)) named.delete("lfs");
  if (named.size === 0) return [];
  const isSetUp = (filter: string) => carried.some(([name]) => name.startsWith(`filter.${filter}.`));
  // As a worktree's files are looked at.
  const settings = [...filtersAtHome(withRooted(root, carried), root), ...rootedFiles(root, carried)];
  return await inNoFiles(host, { root, base, inCommit, settings }, async (place) => {
    const used = await usersOf(place, await listBaseFiles(host, root, base), named);
    const notices = await Promise.all(
      [...used].map(([filter, path]) => (isSetUp(filter) ? tryFilter(place, filter, path) : notSetUp(filter, path))),
    );
    const unused = new Set([...named].filter((filter) => !used.has(filter) && isSetUp(filter)));
    const sure = await usersOf(place, planned, unused);
    const examples = attributes.flatMap((one) => examplesOf(one));
    const patterns = new Map(examples.map(({ path, pattern }) => [path, pattern]));
    const likely = await usersOf(place, [...patterns.keys()], unused);
    const later = await Promise.all([
      ...[...sure].map(([filter, path]) => tryUnused(place, filter, { path, pattern: null })),
      ...[...likely].map(([filter, path]) => tryUnused(place, filter, { path, pattern: patterns.get(path) ?? path })),
    ]);
    return [...notices, ...later].filter((notice) => notice !== null);
  });
}

/** Where filters are tried: the person's repository with the commit's attributes, and none of its other files. */
interface Place {
  host: GitHost;
  root: string;
  base: string;
  cwd: string;
  env: Record<string, string>;
}

interface Tried {
  root: string;
  base: string;
  inCommit: readonly Attributes[];
  settings: ReturnType<typeof filtersAtHome>;
}

async function inNoFiles<T>(host: GitHost, tried: Tried, work: (place: Place) => Promise<T>): Promise<T> {
  const { root, base, inCommit, settings } = tried;
  const folder = mkdtempSync(join(tmpdir(), "baro-filters-"));
  try {
    const cwd = join(folder, "w");
    mkdirSync(cwd);
    for (const { folder: below, text } of inCommit) {
      mkdirSync(join(cwd, below), { recursive: true });
      writeFileSync(join(cwd, below, ".gitattributes"), text);
    }
    const env = { GIT_DIR: await gitDirOf(host, root), GIT_WORK_TREE: cwd, GIT_INDEX_FILE: join(folder, "index") };
    const own = settings.length === 0 ? {} : { GIT_CONFIG_PARAMETERS: settingParameters(settings) };
    return await work({ host, root, base, cwd, env: { ...env, ...own } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For each of the filters the first of the paths that goes through it. */
async function usersOf({ host, cwd, env }: Place, files: readonly string[], named: ReadonlySet<string>) {
  const used = new Map<string, string>();
  if (named.size === 0 || files.length === 0) return used;
  // Of a name that is not UTF-8 there is nothing to ask.
  const paths = files.filter((path) => !path.includes("\ufffd")).slice(0, mostAsked);
  const asked = await tryGit(host, cwd, ["check-attr", "-z", "--stdin", "filter"], { env, stdin: paths.join("\0") });
  const fields = asked.stdout.toString("utf8").split("\0");
  for (let at = 2; at < fields.length; at += 3) {
    const [filter = "", path = ""] = [fields[at], fields[at - 2]];
    if (named.has(filter) && !used.has(filter)) used.set(filter, path);
  }
  return used;
}

function notSetUp(filter: string, path: string): string | null {
  // Whoever has no Git LFS at all has the pointers as files, here as there.
  if (filter === "lfs") return null;
  return `Files such as ${path} go through the filter "${filter}", which is not set up here: they are taken and committed as they are`;
}

/**
 * No file of the commit goes through it, but a story's new one would: nothing is lost yet, and what the filter would do with
 * that file's content is not known. So one that fails is told, and stops nothing, unless a plan names such a file.
 */
async function tryUnused(
  place: Place,
  filter: string,
  { path, pattern }: { path: string; pattern: string | null },
): Promise<string | null> {
  const { host, root, cwd, env } = place;
  const stdin = "";
  const tried = await tryGit(host, cwd, ["hash-object", "--stdin", "--path", path], { env, timeoutMs: trialMs, stdin });
  const stderr = tried.stderr.toString("utf8");
  if (tried.timedOut || !failure.test(stderr)) return null;
  if (pattern === null) {
    if (tried.exitCode === 0) return null;
    throw refused(place, { filter, path, what: "would go", why: filterReason(stderr) });
  }
  const then = tried.exitCode === 0 ? "would be committed as they are" : "could not be committed";
  return `New files such as ${pattern} would go through the filter "${filter}", which fails (${filterReason(stderr)}): they ${then}. See it with: git -C ${shellWord(root)} config --get-regexp ${settingsOf(filter)}`;
}

function settingsOf(filter: string): string {
  return shellWord(`^filter\\.${filter}\\.`);
}

async function tryFilter(place: Place, filter: string, path: string): Promise<string | null> {
  const { host, base, cwd, env } = place;
  const limits = { env, timeoutMs: trialMs, maxStdoutBytes: mostBytes };
  const out = await tryGit(host, cwd, ["cat-file", "--filters", `${base}:${path}`], limits);
  const said = [out];
  // The beginning of a file is another file's content.
  if (out.exitCode === 0 && out.stdoutBytes === out.stdout.length) {
    said.push(await tryGit(host, cwd, ["hash-object", "--stdin", "--path", path], { ...limits, stdin: out.stdout }));
  }
  const failed = said.find(({ timedOut, stderr }) => !timedOut && failure.test(stderr.toString("utf8")));
  if (failed === undefined) return null;
  const why = filterReason(failed.stderr.toString("utf8"));
  if (failed.exitCode === 0) {
    return `Files such as ${path} go through the filter "${filter}", which fails (${why}): git takes and commits them as they are`;
  }
  throw refused(place, { filter, path, what: "goes", why });
}

function refused(
  { root, base }: Place,
  { filter, path, what, why }: { filter: string; path: string; what: string; why: string },
): BaroError {
  return new BaroError(
    "no-base",
    `Cannot build on ${base.slice(0, 10)}: ${path} ${what} through the filter "${filter}", which fails (${why})`,
    {
      hint: `Install or unlock what it needs, or correct it; see it with: git -C ${shellWord(root)} config --get-regexp ${settingsOf(filter)}`,
    },
  );
}

/** What git says of a filter that failed, or that is a process and is gone. */
const failure = /\bfilter\b|subprocess|remote end hung up|packet write/;
