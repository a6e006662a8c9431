import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { placeBelow, textRecords } from "../core/path-text.ts";
import { readPlain } from "../host/read-plain.ts";
import { checkoutStatus } from "./checkout-status.ts";
import { GitFailure, type GitHost, type GitOptions, git, tryGit } from "./git.ts";
import { walkFiles } from "./special-files.ts";

/** What is looked at in the person's checkout, and what is not theirs in it. */
export interface LookedAtCheckout {
  root: string;
  /** Folders of ours, which may be inside. */
  own: readonly string[];
  /** Files that we write ourselves, as `DEV:INODE`: where our output goes. */
  written: ReadonlySet<string>;
  /** Whether an ignored path is of no interest: what tools leave behind. A folder ends in "/". */
  isExpected(path: string): boolean;
  /** When looking is given up. */
  signal?: AbortSignal;
}

/** What stands in a checkout and its repository, each by the name that a person is told it by. */
export type CheckoutLook = ReadonlyMap<string, string>;

/**
 * Looks at all of the person's checkout that somebody may have changed: each file that git tracks or would add, ignored ones
 * that no tool explains, HEAD, branches, tags and the stash, the repository's own settings, its hooks, what else its `info`
 * holds, and what git has begun. It costs what `git status` costs: files that are as they are in the index are compared by git, and all others by
 * what the file system knows of them. Remote-tracking branches and ours are left out: an editor fetches, and other runs deliver.
 */
export async function lookAtCheckout(host: GitHost, at: LookedAtCheckout): Promise<CheckoutLook> {
  const ends: GitOptions = at.signal === undefined ? {} : { signal: at.signal };
  const parts = await Promise.all([
    filesOf(host, at),
    unlookedOf(host, at, ends),
    refsOf(host, at.root, ends),
    settingsOf(host, at.root, ends),
    gitFilesOf(host, at.root, ends),
  ]);
  at.signal?.throwIfAborted();
  return new Map(parts.flat());
}

type Named = [name: string, state: string];

/** What is in one look and not in the other, or is another thing there: names, in the order of the alphabet. */
export function changedBetween(before: CheckoutLook, after: CheckoutLook): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].toSorted().flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    return [`${name}${suffixOf(was, is)}`];
  });
}

/** A tracked file that is as it is in HEAD has no entry: that one is neither new nor gone. */
function suffixOf(was: string | undefined, is: string | undefined): string {
  if (is === undefined) return was?.startsWith("tracked") === true ? "" : " (gone)";
  if (/^tracked .D/.test(is) && !/^tracked .D/.test(was ?? "")) return " (gone)";
  return was === undefined && !is.startsWith("tracked") ? " (new)" : "";
}

const statusFlags = [
  "--porcelain=v2",
  "--branch",
  "--no-ahead-behind",
  "-z",
  "--untracked-files=all",
  "--ignored=matching",
  "--no-renames",
  "--ignore-submodules=none",
];

/** So many files are asked of the file system one by one. */
const mostStats = 5_000;

async function filesOf(host: GitHost, at: LookedAtCheckout): Promise<Named[]> {
  const result = await checkoutStatus(host, at.root, statusFlags, at.signal);
  if (result.exitCode !== 0) throw new GitFailure(["status"], result);
  const records = textRecords(result.stdout);
  const head = headOf(records);
  const found: Named[] = [];
  for (const record of records) found.push(...(await entriesOf(record, at)));
  const own = at.own.map((folder) => `${relative(at.root, folder)}/`);
  const theirs = found.filter(([path]) => !own.some((folder) => path.startsWith(folder)));
  const states = await Promise.all(theirs.map(([path, record], place) => stateOf(at, path, record, place < mostStats)));
  return [["HEAD", head], ...states.flat()];
}

/** What HEAD is: a branch, whose commit is told with the branches, or a commit. */
function headOf(records: readonly string[]): string {
  const told = (what: string) => {
    const start = `# branch.${what} `;
    return records.find((record) => record.startsWith(start))?.slice(start.length) ?? "";
  };
  return told("head") === "(detached)" ? `commit ${told("oid")}` : `branch ${told("head")}`;
}

/** Files that git was told to take as unchanged, or not to have here: of these it says nothing, whatever is in them. */
async function unlookedOf(host: GitHost, at: LookedAtCheckout, ends: GitOptions): Promise<Named[]> {
  const listed = (await git(host, at.root, ["ls-files", "-v", "-z"], ends)).split("\0");
  const paths = listed.filter((entry) => /^(?:[a-z]|S) /.test(entry)).map((entry) => entry.slice(2));
  const states = await Promise.all(paths.slice(0, mostUnlooked).map((path) => stateOf(at, path, "unlooked", true)));
  // What is not in a sparse checkout has no state.
  return states.flat().filter(([, state]) => state !== "unlooked");
}

/** A sparse checkout lacks many more than anybody marks. */
const mostUnlooked = 50_000;

/** No ignored folder is worth more names than this. */
const mostIgnored = 500;

/** A record of `git status`, as path and what it says of it. */
async function entriesOf(record: string, at: LookedAtCheckout): Promise<Named[]> {
  const [kind = ""] = record;
  if (kind === "?") return [[record.slice(2), "untracked"]];
  if (kind === "1" || kind === "u") {
    const fields = record.split(" ");
    const path = fields.slice(kind === "1" ? 8 : 10).join(" ");
    return [[path, `tracked ${fields.slice(1, 8).join(" ")}`]];
  }
  const path = record.slice(2);
  if (kind !== "!" || at.isExpected(path)) return [];
  return path.endsWith("/") ? insideIgnored(path, at) : [[path, "ignored"]];
}

async function insideIgnored(folder: string, { root, isExpected, signal }: LookedAtCheckout): Promise<Named[]> {
  const inside: Named[] = [];
  for await (const files of walkFiles(root, folder, isExpected)) {
    const paths = files.map(({ path }) => path).filter((path) => !isExpected(path));
    inside.push(...paths.map((path): Named => [path, "ignored"]));
    if (inside.length >= mostIgnored || signal?.aborted === true) break;
  }
  return inside.slice(0, mostIgnored);
}

async function stateOf(
  { root, written }: LookedAtCheckout,
  path: string,
  record: string,
  asks: boolean,
): Promise<Named[]> {
  if (!asks) return [[path, record]];
  const stat = await lstat(placeBelow(root, path), { bigint: true }).catch(() => null);
  if (stat === null) return [[path, record]];
  if (written.has(`${stat.dev}:${stat.ino}`)) return [];
  return [[path, `${record} ${stat.mode} ${stat.ino} ${stat.size} ${stat.isDirectory() ? "" : stat.ctimeNs}`]];
}

const refKinds: readonly (readonly [prefix: string, noun: string])[] = [
  ["refs/heads/", "branch "],
  ["refs/tags/", "tag "],
];
const notTheirs = /^refs\/(?:remotes|baro|heads\/baro)\//;

async function refsOf(host: GitHost, root: string, ends: GitOptions): Promise<Named[]> {
  const listed = await git(host, root, ["for-each-ref", "--format=%(refname) %(objectname) %(symref)"], ends);
  return listed.split("\n").flatMap((line): Named[] => {
    const [ref = "", ...state] = line.split(" ");
    if (ref === "" || notTheirs.test(ref)) return [];
    return [[refName(ref), state.join(" ")]];
  });
}

function refName(ref: string): string {
  if (ref === "refs/stash") return "the stash";
  const [prefix = "", noun = ""] = refKinds.find(([start]) => ref.startsWith(start)) ?? [];
  return `${noun}${ref.slice(prefix.length)}`;
}

/** A branch's own settings are written by whoever looks at it: an editor keeps notes there. */
const isNote = /^branch\..*\.vscode-/;

async function settingsOf(host: GitHost, root: string, ends: GitOptions): Promise<Named[]> {
  const listed = await tryGit(host, root, ["config", "--local", "--list", "-z"], ends);
  const settings = new Map<string, string>();
  for (const entry of listed.stdout.toString("utf8").split("\0")) {
    const [name = "", ...value] = entry.split("\n");
    if (name === "" || isNote.test(name) || name.startsWith("branch.baro/")) continue;
    // What it says may be a secret, and there may be several of one name.
    const known = settings.get(name) ?? "";
    settings.set(
      name,
      createHash("sha256")
        .update(`${known}\0${value.join("\n")}`)
        .digest("hex"),
    );
  }
  return [...settings].map(([name, value]) => [`setting ${name}`, value]);
}

async function gitFilesOf(host: GitHost, root: string, ends: GitOptions): Promise<Named[]> {
  const places = ["--git-path", "hooks", "--git-path", "info", "--git-common-dir", "--git-dir"];
  const asked = await git(host, root, ["rev-parse", ...places], ends);
  const [hooks = "", info = "", common = "", gitDir = ""] = asked
    .trimEnd()
    .split("\n")
    .map((path) => resolve(root, path));
  // A setting may lead to hooks elsewhere, and be changed itself.
  const folders = new Set([hooks, join(common, "hooks")]);
  const found = await Promise.all([...folders].map((folder) => namesIn(folder, "hook ")));
  const borrowed = await namesIn(join(common, "objects", "info"), "objects/info/", new Set(["packs", "commit-graph"]));
  const inside = await namesIn(info, "info/", new Set(["refs"]));
  return [...found.flat(), ...inside, ...borrowed, ...(await begunIn(gitDir))];
}

/** What git has begun and not ended, with which a person's next commit would be another, and a worktree's own settings. */
const begun = [
  ...["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"],
  ...["rebase-merge", "rebase-apply", "sequencer", "config.worktree"],
];

async function begunIn(gitDir: string): Promise<Named[]> {
  const states = begun.map(async (name): Promise<Named[]> => {
    const stat = await lstat(join(gitDir, name), { bigint: true }).catch(() => null);
    if (stat === null) return [];
    return [[name, stat.isDirectory() ? "folder" : `${stat.ino} ${stat.size} ${stat.ctimeNs}`]];
  });
  return (await Promise.all(states)).flat();
}

/** What is longer, or no file of its own, is known by what the file system says of it. */
const mostHookBytes = 16 * 1024 * 1024;

async function namesIn(folder: string, noun: string, without: ReadonlySet<string> = new Set()): Promise<Named[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter(
    (entry) => !entry.isDirectory() && !entry.name.endsWith(".sample") && !without.has(entry.name),
  );
  return Promise.all(
    files.map(async ({ name }): Promise<Named> => {
      const path = join(folder, name);
      const { mode, ino, size, ctimeMs } = await lstat(path);
      const content = await readPlain(path, mostHookBytes);
      const state = content === null ? `${ino} ${size} ${ctimeMs}` : createHash("sha256").update(content).digest("hex");
      return [`${noun}${name}`, `${mode} ${state}`];
    }),
  );
}
