import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type GitHost, git } from "./git.ts";

const known = new Map<string, Promise<string>>();

/**
 * Where a repository keeps what is its own (absolute). Asked once, for as long as what stands at its root as `.git` is the
 * same: of everything that git is asked, this is asked most often.
 */
export function gitDirOf(host: GitHost, root: string): Promise<string> {
  const dotGit = lstatSync(join(root, ".git"), { throwIfNoEntry: false });
  const key = `${root}\0${dotGit?.dev}:${dotGit?.ino}`;
  const asked = known.get(key);
  if (asked !== undefined) return asked;
  const asking = git(host, root, ["rev-parse", "--absolute-git-dir"]).then((said) => said.replace(/\n$/, ""));
  known.set(key, asking);
  asking.catch(() => known.delete(key));
  return asking;
}
