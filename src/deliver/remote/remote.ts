import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { BaroError } from "../../core/error.ts";
import { type GitHost, tryGit } from "../../git/git.ts";
import { shellLine } from "../../text/quoting.ts";

/** Which of several remotes a delivery goes to, or why that can't be told. */
export type RemoteChoice = { name: string } | { missing: "none" | "ambiguous" };

/** What git knows about remotes and the branch that was started from. */
export interface RemoteEvidence {
  names: readonly string[];
  /** Named by the person's settings. */
  asked: string | null;
  /** `branch.<base>.pushRemote`, `remote.pushDefault`, `branch.<base>.remote`, in this order; the first that is set. */
  configured: string | null;
}

/** Chooses the remote to push to. Throws `delivery-impossible` when the one asked for does not exist. */
export function chooseRemote({ names, asked, configured }: RemoteEvidence): RemoteChoice {
  if (asked !== null) {
    if (names.includes(asked)) return { name: asked };
    throw new BaroError("delivery-impossible", `Cannot deliver to remote "${asked}": no remote has that name`, {
      hint: names.length === 0 ? "The repository has no remote" : `Remotes: ${names.join(", ")}`,
    });
  }
  if (configured !== null && names.includes(configured)) return { name: configured };
  const [only] = names;
  if (only === undefined) return { missing: "none" };
  if (names.length === 1) return { name: only };
  return names.includes("origin") ? { name: "origin" } : { missing: "ambiguous" };
}

/** The repository's remotes, and which one its configuration prefers for pushing `branch`. */
export async function readRemotes(
  host: GitHost,
  root: string,
  branch: string | null,
): Promise<Omit<RemoteEvidence, "asked">> {
  const names = (await answer(host, root, ["remote"])).split("\n").filter((name) => name !== "");
  if (names.length < 2) return { names, configured: null };
  const keys = [
    ...(branch === null ? [] : [`branch.${branch}.pushRemote`]),
    "remote.pushDefault",
    ...(branch === null ? [] : [`branch.${branch}.remote`]),
  ];
  for (const key of keys) {
    const value = await answer(host, root, ["config", "--get", key]);
    if (value !== "") return { names, configured: value };
  }
  return { names, configured: null };
}

/** Where pushes to a remote go. `url` may hold credentials: redact before showing. */
export interface PushAddress {
  /** What git is told: the remote's name, or the URL when the remote fetches from elsewhere. */
  to: string;
  /** With `insteadOf` applied. */
  url: string;
  /** Where the remote fetches from; usually the same. */
  fetchUrl: string;
}

/** Where pushes to a remote go, and where the branches that were pushed are to be looked at. */
export async function pushAddress(host: GitHost, root: string, remote: string): Promise<PushAddress> {
  const [url, fetchUrl] = await Promise.all([
    answer(host, root, ["remote", "get-url", "--push", remote]),
    answer(host, root, ["remote", "get-url", remote]),
  ]);
  return { to: url === fetchUrl ? remote : url, url, fetchUrl };
}

/** Why a remote takes no branch from anybody, and what to do about it, as far as the repository itself tells. */
export async function closedRemote(
  host: GitHost,
  root: string,
  remote: string,
  { to, url }: PushAddress,
): Promise<{ why: string; hint: string } | null> {
  // Of the remote's settings, an address that is pushed to by itself has none.
  const mirror = to === remote && (await answer(host, root, ["config", "--bool", "--get", `remote.${remote}.mirror`]));
  if (mirror === "true") {
    const key = `remote.${remote}.mirror`;
    const why = `remote "${remote}" is a mirror (${key}), to which git pushes no single branch`;
    return { why, hint: `Take that off with: ${shellLine(["git", "config", "--unset", key])}` };
  }
  // Words that people put there against pushes; a place with a path may be back tomorrow.
  const isWord = /^[^/\\:.~][^/\\:]*$/.test(url) && !existsSync(resolve(root, url));
  if (!isWord && url !== "/dev/null") return null;
  const change = shellLine(["git", "remote", "set-url", "--push", remote, "URL"]);
  return { why: `remote "${remote}" pushes to "${url}", which is no repository`, hint: `Change that with: ${change}` };
}

/** The branch that a ref names: of `HEAD`, a local branch, or a remote-tracking branch. `null` for a bare commit. */
export async function branchOfRef(host: GitHost, root: string, ref: string): Promise<string | null> {
  const full = await answer(host, root, ["rev-parse", "--symbolic-full-name", "--end-of-options", ref]);
  const name = full.split("\n").at(-1) ?? "";
  if (name.startsWith("refs/heads/")) return name.slice("refs/heads/".length);
  const tracked = /^refs\/remotes\/[^/]+\/(.+)$/.exec(name)?.[1];
  return tracked === undefined || tracked === "HEAD" ? null : tracked;
}

/** stdout without the last newline; empty when git says no. */
async function answer(host: GitHost, root: string, args: readonly string[]): Promise<string> {
  const result = await tryGit(host, root, args);
  return result.exitCode === 0 ? result.stdout.toString("utf8").trimEnd() : "";
}
