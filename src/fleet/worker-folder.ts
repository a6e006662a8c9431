import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { applyContentRules, type ContentRules } from "../git/content-rules.ts";
import { git, noHooks, tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import { removeTree } from "../host/remove-tree.ts";
import { own, reapDead } from "./owned-folder.ts";
import type { RepositoryName } from "./protocol.ts";

/** Where a worker keeps what it has of repositories. */
export interface WorkerPlaces {
  /** Holds a folder for each repository, which can go at any time. */
  cacheDir: string;
  /** Holds a folder for each repository with the ignored files that its worktrees get: a person puts them there. */
  stateDir: string;
}

/** A run's own place on a worker: its repository and its worktrees, which go together when the run is over here. */
export interface RunPlace {
  /** The repository. */
  root: string;
  /** What it borrows objects from, and later runs will. */
  store: string;
  /** Holds the worktrees. */
  cacheDir: string;
  logs: string;
  /** The repository was here before. */
  warm: boolean;
  /** The next run finds the objects of this commit here. */
  remember(commit: string): void;
  close(): Promise<void>;
}

/** Makes a run's place, and removes those that dead workers left. */
export async function openRunPlace(
  host: Host,
  places: WorkerPlaces,
  repository: RepositoryName,
  { format, content }: { format: "sha1" | "sha256"; content: ContentRules },
): Promise<RunPlace> {
  // Short: a Unix socket's path holds about 100 bytes, and tools make theirs below.
  const ours = join(places.cacheDir, "fleet", hashOf(repository));
  const sessions = join(ours, "r");
  await mkdir(sessions, { recursive: true, mode: 0o700 });
  // A worker that was killed left its run's place behind.
  await reapDead(sessions);
  // No repository borrows from one of the other format.
  const store = join(ours, format === "sha1" ? "store" : `store-${format}`);
  const warm = existsSync(join(store, "HEAD"));
  const init = [
    ...noHooks,
    "init",
    "--quiet",
    "--template=",
    ...(format === "sha1" ? [] : [`--object-format=${format}`]),
  ];
  if (!warm) await git(host, ours, [...init, "--bare", store]);
  const folder = join(sessions, host.newId());
  const root = join(folder, "repository");
  await mkdir(folder, { mode: 0o700 });
  own(host, folder);
  await mkdir(root);
  await git(host, root, [...init, "--initial-branch=none", "."]);
  await writeFile(join(root, ".git/objects/info/alternates"), `${join(store, "objects")}\n`);
  await appendFile(join(root, ".git/config"), runSettings);
  await applyContentRules(host, root, content);
  await bringFiles(root, filesFolder(places, repository));
  const logs = join(folder, "logs");
  await mkdir(logs, { mode: 0o700 });
  // The first one holds the most, and a worker that is killed has it all the same; those after it wait for the end.
  let first: { commit: string; done: Promise<unknown> } | null = null;
  let newest = "";
  // Another run may do the same at this moment: whoever is late has nothing to add.
  const remember = async (commit: string) => {
    // What came whole is there: a push would only find that out.
    const noted = await tryGit(host, store, [...noHooks, "update-ref", "refs/heads/newest", commit]);
    if (noted.exitCode === 0) return;
    await tryGit(host, root, [...noHooks, "push", "--quiet", "--no-verify", store, `+${commit}:refs/heads/newest`]);
  };
  return {
    root,
    store,
    cacheDir: folder,
    logs,
    warm,
    remember: (commit) => {
      newest = commit;
      first ??= { commit, done: remember(commit) };
    },
    close: async () => {
      await first?.done;
      if (first !== null && newest !== first.commit) await remember(newest);
      await removeTree(folder);
    },
  };
}

/** Commits are made anew by whoever conducts: here they only carry files, and anybody who knows one may fetch it. */
const runSettings = `
[user]
	name = baro worker
	email = worker@localhost
[commit]
	gpgSign = false
[gc]
	auto = 0
[maintenance]
	auto = false
[receive]
	shallowUpdate = true
	autogc = false
[uploadpack]
	allowAnySHA1InWant = true
`;

/** Where a worker's person puts a repository's ignored files (`.env`, say): they don't travel. */
export function filesFolder({ stateDir }: Pick<WorkerPlaces, "stateDir">, repository: RepositoryName): string {
  const name = basename(repository.name).replace(/[^\w.-]+/g, "-");
  return join(stateDir, "worker", `${name.slice(0, 40)}-${hashOf(repository)}`);
}

function hashOf({ name, remote }: RepositoryName): string {
  const address = remote === null ? `folder ${name}` : plainAddress(remote);
  return createHash("sha256").update(address).digest("hex").slice(0, 8);
}

/** A repository's address without what differs between the ways to it: `ssh://git@host/a/b.git` is `https://host/a/b`. */
export function plainAddress(remote: string): string {
  return remote
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/@]*@/, "")
    .replace(/^([^/:]+):(?!\d+\/)\/?/, "$1/")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .toLowerCase();
}

/** Puts the person's files where a worktree's set-up finds them, by the list that it goes by. */
async function bringFiles(root: string, folder: string): Promise<void> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  if (names.length === 0) return;
  await cp(folder, root, { recursive: true, verbatimSymlinks: true });
  const list = `${names.map((name) => `/${name}`).join("\n")}\n`;
  await writeFile(join(root, ".worktreeinclude"), list);
  await appendFile(join(root, ".git/info/exclude"), `\n${list}`);
}
