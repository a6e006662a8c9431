import { BaroError } from "../core/error.ts";
import { readGitWords } from "../git/explain.ts";
import { type GitHost, noFetch, tryGit } from "../git/git.ts";
import { shellWord } from "../text/quoting.ts";

/** More files than this take git as long as they take to be checked out; what is missing shows then. */
const timeoutMs = 10_000;

/**
 * Throws `no-base` when the repository lacks a part of the commit to build on: a copy that broke off, a file system that
 * lost files, an alternate that is gone. What a partial clone fetches when it is needed is not lacking.
 */
export async function requireWholeBase(host: GitHost, cwd: string, ref: string): Promise<void> {
  const options = ["--objects", "--no-walk", "--missing=allow-promisor", "--quiet", "--end-of-options"];
  const result = await tryGit(host, cwd, ["rev-list", ...options, ref], { env: noFetch, timeoutMs });
  if (result.exitCode === 0) return;
  const stderr = result.stderr.toString("utf8");
  // Anything else (no such revision, no repository) is told where it is looked for.
  if (!saysLacking(stderr)) return;
  throw brokenBase(cwd, ref, readGitWords(stderr).reason);
}

/** The error for a commit that the repository names and does not have whole. */
export function brokenBase(root: string, ref: string, reason: string): BaroError {
  const at = `git -C ${shellWord(root)}`;
  return new BaroError("no-base", `Cannot build on "${ref}": the repository lacks a part of it (${reason})`, {
    hint: `See what is missing with: ${at} fsck; then fetch it again (${at} fetch --refetch) or make a new clone`,
  });
}

/** Whether git says that it lacks an object, or can't read one. */
export function saysLacking(stderr: string): boolean {
  return lacking.test(stderr);
}

const lacking =
  /\bmissing (?:tree|blob|commit|object)\b|\bbad (?:tree )?object\b|packfile .* (?:does not match|cannot be|is)|\bloose object .* (?:is )?corrupt|\bcorrupt loose object|\bunable to (?:read|unpack)\b|\binflate:|could not (?:read|parse) (?:tree|commit|object)/i;
