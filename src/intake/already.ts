import { versionFiles } from "../ecosystems/known.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import type { NamedBranch } from "./intake-facts.ts";

const branchName =
  /\b(?<verb>merge|rebase|finish|land|cherry-pick|branch)\s+(?:the\s+)?(?<word>branch\s+|commit\s+)?[`"']?(?<name>[A-Za-z0-9][\w./-]*[\w])/gi;

/** Which branches the goal speaks of exist, and whether the base holds them already. */
export async function readBranches(host: GitHost, root: string, base: string, text: string): Promise<NamedBranch[]> {
  const found = new Map<string, boolean>();
  for (const { groups } of text.matchAll(branchName)) {
    const name = groups?.["name"] ?? "";
    // "Merge two" names no branch; "merge branch two" and "merge feature/two" do.
    const surely = groups?.["word"] !== undefined || groups?.["verb"]?.toLowerCase() === "branch" || name.includes("/");
    if (!name.includes("..")) found.set(name, surely || found.get(name) === true);
  }
  const states = await Promise.all(
    [...found].slice(0, 4).map(async ([name, surely]): Promise<NamedBranch | null> => {
      const state = await stateOfBranch(host, root, base, name);
      return state === "absent" && !surely ? null : { name, state };
    }),
  );
  return states.filter((branch) => branch !== null);
}

async function stateOfBranch(host: GitHost, root: string, base: string, name: string): Promise<NamedBranch["state"]> {
  const isCommit = /^[0-9a-f]{7,40}$/.test(name);
  for (const ref of isCommit ? [name] : [`refs/heads/${name}`, `refs/remotes/origin/${name}`, `refs/remotes/${name}`]) {
    const exists = await tryGit(host, root, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    if (exists.exitCode !== 0) continue;
    const ancestor = await tryGit(host, root, ["merge-base", "--is-ancestor", ref, base]);
    return ancestor.exitCode === 0 ? "merged" : "open";
  }
  return "absent";
}

const versions = [...versionFiles, { file: "VERSION", pattern: /^(\d+\.\d+\.\d+\S*)\s*$/m }];
const wantsVersion =
  /\b(?:bump|set|raise|update|change)\b.{0,30}\bversion\b.{0,20}?\bv?(?<version>\d+\.\d+\.\d+[\w.+-]*)/i;

/** Whether a manifest of the base has the version that the goal wants already. */
export async function readVersion(host: GitHost, root: string, base: string, title: string): Promise<string | null> {
  const wanted = wantsVersion.exec(title)?.groups?.["version"];
  if (wanted === undefined) return null;
  for (const { file, pattern } of versions) {
    const text = await tryGit(host, root, ["cat-file", "blob", `${base}:${file}`], { maxStdoutBytes: 256 * 1024 });
    const found = pattern.exec(text.stdout.toString("utf8"))?.[1];
    if (text.exitCode === 0 && found === wanted) return `${file} says version ${wanted}`;
  }
  return null;
}

const makesFile =
  /^[^\p{L}\p{N}]*(?:add|create|generate)\s+(?:an?\s+|the\s+)?(?:new\s+)?[`"']?(?<name>\.?[\w./-]*\w)[`"']?(?:\s+file)?(?:\s*\([^)]*\))?[^\p{L}\p{N}]*$/iu;
const moves =
  /^[^\p{L}\p{N}]*(?:rename|move)\s+[`"']?(?<from>[\w./-]+)[`"']?\s+(?:to|into|->|→)\s+[`"']?(?<to>[\w./-]+\w)[`"']?[^\p{L}\p{N}]*$/iu;

/** What the whole goal is to make, when the base has it: a file that is there, a rename that was done. */
export function findMade(title: string, files: readonly string[]): string | null {
  const { name } = makesFile.exec(title)?.groups ?? {};
  const wanted = name?.toLowerCase();
  const isWanted = (file: string) => file.toLowerCase() === wanted || (!file.includes("/") && stem(file) === wanted);
  const there = wanted === undefined ? undefined : files.find(isWanted);
  if (there !== undefined) return `${there} exists`;
  const { from, to } = moves.exec(title)?.groups ?? {};
  if (from === undefined || to === undefined || !/[./]/.test(from)) return null;
  return files.includes(to) && !files.includes(from) ? `${to} exists and ${from} does not` : null;
}

function stem(file: string): string {
  return file.toLowerCase().replace(/\.(md|txt|rst)$/, "");
}
