import type { Link, LinkFacts, LookUp } from "../core/link.ts";
import { type FileKind, fileKind } from "../ecosystems/file-kind.ts";
import { listBaseFiles } from "../git/base-files.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { findMade, readBranches, readVersion } from "./already.ts";
import { type GoalText, readGoalText } from "./goal-text.ts";
import { readHistory } from "./history.ts";
import type { IntakeFacts, NamedSurface, PastChange, Precedent } from "./intake-facts.ts";
import { likestChanges } from "./likeness.ts";
import { isThisRepository, parseLink } from "./link.ts";
import { runsIn } from "./lists.ts";
import { withoutMembers } from "./members.ts";
import { everyFileIn, findMentions, namedFrom, namedPaths } from "./mentions.ts";
import { countNamesakes } from "./namesakes.ts";
import { readPrecedents } from "./precedents.ts";
import { resolveMentions } from "./surfaces.ts";
import { titleStems } from "./tokens.ts";

export interface FactsRequest {
  goal: string;
  root: string;
  base: string;
  folder?: string;
  followUp: boolean;
  remoteUrl: string | null;
  lookUp: LookUp | null;
  /** Where what was measured of past changes is kept; `null`: nowhere. */
  cacheDir: string | null;
  signal: AbortSignal;
}

/** Gathers all evidence about a goal: one pass over the base's files, one over its newest history, one look at a link. */
export async function gatherFacts(host: GitHost, request: FactsRequest): Promise<IntakeFacts> {
  const { goal, root, base } = request;
  const text = readGoalText(goal);
  const link = parseLink(text.text);
  const linkIsHere = link === null ? null : isThisRepository(link, request.remoteUrl);
  const [files, past, branches, version, shallow, linked] = await Promise.all([
    listBaseFiles(host, root, base),
    readPastChanges(host, request, text),
    readBranches(host, root, base, text.text),
    readVersion(host, root, base, text.title),
    isShallow(host, root),
    lookUpLink(request, link, linkIsHere),
  ]);
  const named = readFiles(text, files, root, { folder: request.folder });
  const missing: string[] = [];
  if (past.history === null) missing.push("the history could not be read in time");
  if (past.precedents === null) missing.push("how large past changes were could not be read");
  if (shallow) missing.push("the clone is shallow: the history is cut short");
  if (link !== null && link.kind !== "page" && linked === null) missing.push(`${link.text} could not be looked up`);
  return {
    ...named,
    absent: await withoutMembers(host, root, base, named.absent),
    branches,
    made: version ?? findMade(text.title, files),
    history: past.history ?? [],
    precedents: past.precedents ?? [],
    followUp: request.followUp,
    link,
    linkIsHere,
    linked,
    missing,
  };
}

/** The newest changes, and the size of those that are called like the goal. */
async function readPastChanges(
  host: GitHost,
  { root, base, cacheDir, signal }: FactsRequest,
  goal: GoalText,
): Promise<{ history: PastChange[] | null; precedents: Precedent[] | null }> {
  const history = await readHistory(host, root, base, signal);
  const likest = likestChanges(titleStems(goal), history ?? []);
  return { history, precedents: await readPrecedents(host, root, likest, { cacheDir, signal }) };
}

export type FileFacts = Pick<
  IntakeFacts,
  "files" | "codeFiles" | "testFiles" | "docFiles" | "surfaces" | "absent" | "outside" | "units" | "namesakes"
>;

/** What the file list alone says about a goal. */
export function readFiles(
  goal: GoalText,
  files: readonly string[],
  root: string,
  { folder = "", kindOf = fileKind }: { folder?: string | undefined; kindOf?: (path: string) => FileKind } = {},
): FileFacts {
  const count = { code: 0, test: 0, doc: 0, other: 0 };
  const kinds = files.map(kindOf);
  for (const kind of kinds) count[kind] += 1;
  const paths = namedFrom(folder, namedPaths(goal.scope, root), files);
  const kind = ownKind(goal);
  const inside = paths.inside.map((path) => {
    const folder = `${path.replace(/\/$/, "")}/`;
    return everyFileIn(goal.scope, path) && files.some((file) => file.startsWith(folder)) ? `${folder}*` : path;
  });
  const { surfaces, absent } = resolveMentions(files, inside, findMentions(goal), {
    lists: runsIn(goal.scope),
    isOwn: (file) => kindOf(file) === kind,
  });
  return {
    files: files.length,
    codeFiles: count.code,
    testFiles: count.test,
    docFiles: count.doc,
    surfaces,
    absent,
    outside: paths.outside,
    units: countUnits(kind, files, { kinds, count }, surfaces),
    namesakes: kind === "code" ? 0 : countNamesakes(goal, files, kinds, kind),
  };
}

/** The kind of file that a goal is about: documents for `docs`, tests for `test`, else code. */
function ownKind(goal: GoalText): "test" | "doc" | "code" {
  return goal.type === "test" || goal.words.includes("tests") ? "test" : goal.type === "docs" ? "doc" : "code";
}

/** How many files of the goal's own kind there are in what it names. */
function countUnits(
  kind: "test" | "doc" | "code",
  files: readonly string[],
  { kinds, count }: { kinds: readonly FileKind[]; count: Readonly<Record<FileKind, number>> },
  surfaces: readonly NamedSurface[],
): number {
  const folders = surfaces.filter(({ path }) => path.endsWith("/")).map(({ path }) => path);
  if (folders.length === 0) return count[kind];
  const inScope = (file: string) => folders.some((folder) => file.startsWith(folder));
  const inside = (wanted: FileKind) =>
    kinds.filter((found, index) => found === wanted && inScope(files[index] ?? "")).length;
  if (kind !== "doc") return inside(kind);
  // Documentation of a module is often written in its code; in a module for tests all code looks like tests.
  return inside("doc") + (inside("code") || inside("test"));
}

async function lookUpLink(request: FactsRequest, link: Link | null, here: boolean | null): Promise<LinkFacts | null> {
  if (link === null || request.lookUp === null || link.kind === "page" || here === false) return null;
  return request.lookUp(link, request.signal);
}

async function isShallow(host: GitHost, root: string): Promise<boolean> {
  const result = await tryGit(host, root, ["rev-parse", "--is-shallow-repository"]);
  return result.stdout.toString("utf8").trim() === "true";
}
