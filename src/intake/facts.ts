import type { Link, LinkFacts, LookUp } from "../core/link.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { listBaseFiles } from "../surface/base-files.ts";
import { fileKind } from "./file-kind.ts";
import { type GoalText, readGoal } from "./goal-text.ts";
import { readHistory } from "./history.ts";
import type { IntakeFacts, NamedBranch, NamedSurface } from "./intake-facts.ts";
import { isThisRepository, parseLink } from "./link.ts";
import { findMentions, namedPaths } from "./mentions.ts";
import { resolveMentions } from "./surfaces.ts";

export interface FactsRequest {
  goal: string;
  root: string;
  base: string;
  followUp: boolean;
  remoteUrl: string | null;
  lookUp: LookUp | null;
  signal: AbortSignal;
}

/** Gathers all evidence about a goal: one pass over the base's files, one over its newest history, one look at a link. */
export async function gatherFacts(host: GitHost, request: FactsRequest): Promise<IntakeFacts> {
  const { goal, root, base, signal } = request;
  const text = readGoal(goal);
  const link = parseLink(text.text);
  const linkIsHere = link === null ? null : isThisRepository(link, request.remoteUrl);
  const [files, history, branches, version, linked] = await Promise.all([
    listBaseFiles(host, root, base),
    readHistory(host, root, base, signal),
    readBranches(host, root, base, text.text),
    readVersion(host, root, base, text.title),
    lookUpLink(request, link, linkIsHere),
  ]);
  const missing: string[] = [];
  if (history === null) missing.push("the history could not be read in time");
  if (await isShallow(host, root)) missing.push("the clone is shallow: the history is cut short");
  if (link !== null && link.kind !== "page" && linked === null) missing.push(`${link.text} could not be looked up`);
  return {
    ...readFiles(text, files, root),
    branches,
    made: version ?? findMade(text.title, files),
    history: history ?? [],
    followUp: request.followUp,
    link,
    linkIsHere,
    linked,
    missing,
  };
}

type FileFacts = Pick<
  IntakeFacts,
  "files" | "codeFiles" | "testFiles" | "docFiles" | "surfaces" | "absent" | "outside" | "units"
>;

/** What the file list alone says about a goal. */
export function readFiles(goal: GoalText, files: readonly string[], root: string): FileFacts {
  const count = { code: 0, test: 0, doc: 0, other: 0 };
  const kinds = files.map(fileKind);
  for (const kind of kinds) count[kind] += 1;
  const paths = namedPaths(goal.text, root);
  const { surfaces, absent } = resolveMentions(files, paths.inside, findMentions(goal));
  return {
    files: files.length,
    codeFiles: count.code,
    testFiles: count.test,
    docFiles: count.doc,
    surfaces,
    absent,
    outside: paths.outside,
    units: countUnits(goal, files, kinds, surfaces),
  };
}

/** How many files of the goal's own kind there are in what it names: documents for `docs`, tests for `test`, else code. */
function countUnits(
  goal: GoalText,
  files: readonly string[],
  kinds: readonly string[],
  surfaces: readonly NamedSurface[],
): number {
  const kind = goal.type === "test" || goal.words.includes("tests") ? "test" : goal.type === "docs" ? "doc" : "code";
  const folders = surfaces.filter(({ path }) => path.endsWith("/")).map(({ path }) => path);
  const inScope = (file: string) => folders.length === 0 || folders.some((folder) => file.startsWith(folder));
  const inside = (wanted: string) =>
    kinds.filter((found, index) => found === wanted && inScope(files[index] ?? "")).length;
  // Documentation of a module is often written in its code.
  return kind === "doc" && folders.length > 0 ? inside("doc") + inside("code") : inside(kind);
}

const makesFile =
  /^\W*(?:add|create|generate)\s+(?:an?\s+|the\s+)?(?:new\s+)?[`"']?(?<name>\.?[\w./-]*\w)[`"']?(?:\s+file)?(?:\s*\([^)]*\))?\W*$/i;
const moves =
  /^\W*(?:rename|move)\s+[`"']?(?<from>[\w./-]+)[`"']?\s+(?:to|into|->|→)\s+[`"']?(?<to>[\w./-]+\w)[`"']?\W*$/i;

/** What the whole goal is to make, when the base has it: a file that is there, a rename that was done. */
function findMade(title: string, files: readonly string[]): string | null {
  const { name } = makesFile.exec(title)?.groups ?? {};
  const wanted = name?.toLowerCase();
  const there = files.find((file) => file.toLowerCase() === wanted || (!file.includes("/") && stem(file) === wanted));
  if (there !== undefined) return `${there} exists`;
  const { from, to } = moves.exec(title)?.groups ?? {};
  if (from === undefined || to === undefined || !/[./]/.test(from)) return null;
  return files.includes(to) && !files.includes(from) ? `${to} exists and ${from} does not` : null;
}

function stem(file: string): string {
  return file.toLowerCase().replace(/\.(md|txt|rst)$/, "");
}

async function lookUpLink(request: FactsRequest, link: Link | null, here: boolean | null): Promise<LinkFacts | null> {
  if (link === null || request.lookUp === null || link.kind === "page" || here === false) return null;
  return request.lookUp(link, request.signal);
}

const branchName =
  /\b(?<verb>merge|rebase|finish|land|cherry-pick|branch)\s+(?:the\s+)?(?<word>branch\s+|commit\s+)?[`"']?(?<name>[A-Za-z0-9][\w./-]*[\w])/gi;

/** Which branches the goal speaks of exist, and whether the base holds them already. */
async function readBranches(host: GitHost, root: string, base: string, text: string): Promise<NamedBranch[]> {
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

const manifests = ["package.json", "Cargo.toml", "pyproject.toml", "VERSION"];
const wantsVersion =
  /\b(?:bump|set|raise|update|change)\b.{0,30}\bversion\b.{0,20}?\bv?(?<version>\d+\.\d+\.\d+[\w.+-]*)/i;

/** Whether a manifest of the base has the version that the goal wants already. */
async function readVersion(host: GitHost, root: string, base: string, title: string): Promise<string | null> {
  const wanted = wantsVersion.exec(title)?.groups?.["version"];
  if (wanted === undefined) return null;
  for (const manifest of manifests) {
    const text = await tryGit(host, root, ["cat-file", "blob", `${base}:${manifest}`], { maxStdoutBytes: 256 * 1024 });
    const found = /"version"\s*:\s*"([^"]+)"|^version\s*=\s*"([^"]+)"|^(\d+\.\d+\.\d+\S*)\s*$/m.exec(
      text.stdout.toString("utf8"),
    );
    if (text.exitCode === 0 && (found?.[1] ?? found?.[2] ?? found?.[3]) === wanted)
      return `${manifest} says version ${wanted}`;
  }
  return null;
}

async function isShallow(host: GitHost, root: string): Promise<boolean> {
  const result = await tryGit(host, root, ["rev-parse", "--is-shallow-repository"]);
  return result.stdout.toString("utf8").trim() === "true";
}
