import { BaroError } from "../core/error.ts";
import { listBaseFiles } from "../git/base-files.ts";
import { filtersOf } from "../git/content-rules.ts";
import { filterReason } from "../git/explain.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { lacksLargeFiles } from "../git/large-files.ts";
import { carriedSettings } from "../git/settings.ts";
import { shellWord } from "../text/quoting.ts";

/** A filter that takes longer is not one that refuses. */
const trialMs = 10_000;
/** Of so many files it is asked which filter they go through. */
const mostAsked = 50_000;
/** What a filter gives beyond this is not read. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Tries each filter that files of the commit go through on one of them, both ways. Throws `no-base` where one that git
 * requires refuses: no story could be checked out, or none could be read. Gives notices for those that are not set up, or
 * that fail where git takes the content as it is.
 */
export async function requireFilters(host: GitHost, root: string, base: string): Promise<string[]> {
  const named = await filtersOf(host, root, base);
  if (named.size === 0) return [];
  const list = (await tryGit(host, root, ["config", "--list", "-z"])).stdout.toString("utf8");
  const carried = carriedSettings(list);
  if (lacksLargeFiles(host, carried)) named.delete("lfs");
  const used = await usersOf(host, root, base, named);
  const isSetUp = (filter: string) => carried.some(([name]) => name.startsWith(`filter.${filter}.`));
  const notices = await Promise.all(
    [...used].map(([filter, path]) =>
      isSetUp(filter) ? tryFilter(host, { root, base, filter, path }) : notSetUp(filter, path),
    ),
  );
  const unused = [...named].filter(([filter]) => !used.has(filter) && isSetUp(filter));
  const later = await Promise.all(unused.map(([filter, pattern]) => tryUnused(host, root, filter, pattern)));
  return [...notices, ...later].filter((notice) => notice !== null);
}

/** For each of the filters the first file of the commit that goes through it. */
async function usersOf(host: GitHost, root: string, base: string, named: ReadonlyMap<string, string>) {
  const files = await listBaseFiles(host, root, base);
  // Of a name that is not UTF-8 there is nothing to ask.
  const paths = files.filter((path) => !path.includes("\ufffd")).slice(0, mostAsked);
  const asked = await tryGit(host, root, ["check-attr", "-z", "--stdin", "filter"], { stdin: paths.join("\0") });
  const fields = asked.stdout.toString("utf8").split("\0");
  const used = new Map<string, string>();
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

/** A path that a pattern of attributes stands for: what it leaves open is an `x`. */
function exampleOf(pattern: string): string {
  return pattern
    .replace(/^"(.*)"$/, "$1")
    .replace(/\[!?\^?(\\?.)[^\]]*\]/g, "$1")
    .replace(/\*+|\?/g, "x")
    .replace(/^\/|\\/g, "");
}

/**
 * No file of the commit goes through it, but a story's new one would: nothing is lost yet, and what the filter would do with
 * that file's content is not known. So one that fails is told, and stops nothing.
 */
async function tryUnused(host: GitHost, root: string, filter: string, pattern: string): Promise<string | null> {
  const path = exampleOf(pattern);
  const asked = await tryGit(host, root, ["check-attr", "-z", "filter", "--", path]);
  if (asked.stdout.toString("utf8").split("\0")[2] !== filter) return null;
  const stdin = "";
  const tried = await tryGit(host, root, ["hash-object", "--stdin", "--path", path], { timeoutMs: trialMs, stdin });
  const stderr = tried.stderr.toString("utf8");
  if (tried.timedOut || !failure.test(stderr)) return null;
  const then = tried.exitCode === 0 ? "would be committed as they are" : "could not be committed";
  return `New files such as ${pattern} would go through the filter "${filter}", which fails (${filterReason(stderr)}): they ${then}. See it with: git -C ${shellWord(root)} config --get-regexp ${settingsOf(filter)}`;
}

function settingsOf(filter: string): string {
  return shellWord(`^filter\\.${filter}\\.`);
}

interface Trial {
  root: string;
  base: string;
  filter: string;
  path: string;
}

async function tryFilter(host: GitHost, { root, base, filter, path }: Trial): Promise<string | null> {
  const limits = { timeoutMs: trialMs, maxStdoutBytes: mostBytes };
  const out = await tryGit(host, root, ["cat-file", "--filters", `${base}:${path}`], limits);
  const said = [out];
  // The beginning of a file is another file's content.
  if (out.exitCode === 0 && out.stdoutBytes === out.stdout.length) {
    said.push(await tryGit(host, root, ["hash-object", "--stdin", "--path", path], { ...limits, stdin: out.stdout }));
  }
  const failed = said.find(({ timedOut, stderr }) => !timedOut && failure.test(stderr.toString("utf8")));
  if (failed === undefined) return null;
  const why = filterReason(failed.stderr.toString("utf8"));
  if (failed.exitCode === 0) {
    return `Files such as ${path} go through the filter "${filter}", which fails (${why}): git takes and commits them as they are`;
  }
  throw new BaroError(
    "no-base",
    `Cannot build on ${base.slice(0, 10)}: ${path} goes through the filter "${filter}", which fails (${why})`,
    {
      hint: `Install or unlock what it needs, or correct it; see it with: git -C ${shellWord(root)} config --get-regexp ${settingsOf(filter)}`,
    },
  );
}

/** What git says of a filter that failed, or that is a process and is gone. */
const failure = /\bfilter\b|subprocess|remote end hung up|packet write/;
