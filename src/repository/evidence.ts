import { extensionOf, folderOf, nameOf } from "../core/path.ts";
import { type GitHost, git, tryGit } from "../git/git.ts";
import { type BaseListing, readBaseListing } from "./base-listing.ts";
import { type ContentStore, openContentStore } from "./content-store.ts";
import { type Findings, keepEvidence, keptEvidence } from "./evidence-store.ts";
import { readFileFacts } from "./file-facts.ts";
import { type FileTree, treeOf } from "./file-tree.ts";
import { noHistory, readHistory } from "./history.ts";
import { type NamePlaces, namesAtBase } from "./names-at-base.ts";

/** What is known about the surfaces of a plan's stories at their base. Plain data: judging two stories needs no more. */
export interface SurfaceEvidence extends Findings {
  base: string;
  /** Whether the repository's file system takes letters of either case for the same. */
  ignoreCase: boolean;
  /** Every path at the base. */
  files: ReadonlySet<string>;
  /** Where the names that stories take away or change are at the base. */
  names: ReadonlyMap<string, NamePlaces>;
}

export interface EvidenceRequest {
  root: string;
  base: string;
  patterns: readonly string[];
  /** Names to look up in every file of the base. */
  names: readonly string[];
  surfaces: SurfaceKnowledge;
  /** Where facts are kept between runs; `null`: nowhere. */
  cacheDir: string | null;
  signal?: AbortSignal | undefined;
  /** How many commits of history are looked at, and how long. */
  history?: { maxCommits: number; timeoutMs: number };
}

/** What is known of patterns and file names above this room; the caller hands it in. */
export interface SurfaceKnowledge {
  /** The files that each pattern matches, by its text, and the plain paths among the patterns that are not files yet. */
  lay(
    files: ReadonlySet<string>,
    patterns: readonly string[],
    ignoreCase: boolean,
  ): { touched: ReadonlyMap<string, readonly string[]>; created: readonly string[] };
  /** Whether a file passes on what it imports. */
  isBarrel(path: string): boolean;
}

const defaultHistory = { maxCommits: 3000, timeoutMs: 5000 };

/** Reads the evidence about the stories' surfaces, at the base and in the history up to it. */
export async function readEvidence(host: GitHost, request: EvidenceRequest): Promise<SurfaceEvidence> {
  const { root, signal } = request;
  signal?.throwIfAborted();
  const store = openContentStore(request.cacheDir);
  try {
    const [commit, ignoreCase] = await Promise.all([commitOf(host, request), foldsCase(host, root)]);
    const patterns = [...new Set(request.patterns)];
    const question = JSON.stringify([commit, ignoreCase, patterns, request.history ?? defaultHistory]);
    const kept = keptEvidence(store, root, question);
    const [listing, names] = await Promise.all([
      readBaseListing(host, root, commit, store, signal),
      namesAtBase(host, { root, base: commit, names: request.names, signal }),
    ]);
    const files = new Set(listing.paths);
    const findings = kept ?? (await find(host, request, { listing, files, patterns, ignoreCase, store }));
    if (kept === null) keepEvidence(store, root, question, findings);
    const unknown = request.names.find((name) => !names.has(name));
    const missing = unknown === undefined ? [] : [`names: "${unknown}" was not looked up`];
    return { base: commit, ignoreCase, files, ...findings, names, missing: [...findings.missing, ...missing] };
  } finally {
    store.close();
  }
}

interface Search {
  listing: BaseListing;
  files: ReadonlySet<string>;
  patterns: readonly string[];
  ignoreCase: boolean;
  store: ContentStore;
}

async function find(host: GitHost, request: EvidenceRequest, search: Search): Promise<Findings> {
  const { root, signal } = request;
  const { listing, files, store } = search;
  const limits = { ...(request.history ?? defaultHistory), signal };
  const reading = readHistory(host, root, listing.commit, store, limits);
  const tree = treeOf(files);
  const { touched, created } = request.surfaces.lay(files, search.patterns, search.ignoreCase);
  const similar = new Map(created.map((path) => [path, similarFiles(tree, path)] as const));
  // Small surfaces first: a wide one must not use up what can be read at all.
  const paths = new Set([...touched.values()].sort((a, b) => a.length - b.length).flat());
  for (const path of [...similar.values()].flat()) paths.add(path);
  const [content, past] = await Promise.all([
    readFileFacts(host, { root, tree, listing, paths: [...paths], isBarrel: request.surfaces.isBarrel, store, signal }),
    reading,
  ]);
  const changes = new Map([...past.history.changes].filter(([path]) => paths.has(path)));
  const history = { commits: past.history.commits, changes };
  return {
    touched,
    similar,
    facts: content.facts,
    barrels: content.barrels,
    ancestors: content.ancestors,
    history,
    missing: [...content.missing, ...past.missing],
  };
}

/** Evidence that knows the files and nothing else: for plans that are judged without a repository. */
export function evidenceOfFiles(base: string, files: Iterable<string>, ignoreCase = false): SurfaceEvidence {
  return {
    base,
    ignoreCase,
    files: new Set(files),
    touched: new Map(),
    similar: new Map(),
    facts: new Map(),
    barrels: new Map(),
    ancestors: new Map(),
    history: noHistory,
    names: new Map(),
    missing: ["imports: not read", "history: not read"],
  };
}

async function commitOf(host: GitHost, { root, base, signal }: EvidenceRequest): Promise<string> {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(base)) return base;
  const args = ["rev-parse", "--verify", "--end-of-options", `${base}^{commit}`];
  return (await git(host, root, args, signal === undefined ? {} : { signal })).trim();
}

async function foldsCase(host: GitHost, root: string): Promise<boolean> {
  const result = await tryGit(host, root, ["config", "--type=bool", "core.ignorecase"]);
  return result.stdout.toString("latin1").trim() === "true";
}

/** Files that a new file will probably resemble: they say what it is likely to import. */
const maxKin = 6;

/** The files beside a path that are most like it: same extension, then the longest common end and start of the name. */
export function similarFiles(tree: Pick<FileTree, "filesIn">, path: string): string[] {
  const name = nameOf(path);
  const extension = extensionOf(path);
  const beside = tree.filesIn(folderOf(path)).filter((other) => other !== path && extensionOf(other) === extension);
  if (beside.length <= maxKin) return [...beside];
  return beside
    .map((other) => ({ other, likeness: likeness(nameOf(other), name) }))
    .sort((a, b) => b.likeness - a.likeness || (a.other < b.other ? -1 : 1))
    .slice(0, maxKin)
    .map(({ other }) => other);
}

/** The end of a name says its role (`_test.go`, `.spec.ts`, `Controller.java`), so it counts more than the start. */
function likeness(a: string, b: string): number {
  return 2 * commonLength([...a].reverse(), [...b].reverse()) + commonLength([...a], [...b]);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((char, at) => char !== b[at]);
  return different < 0 ? Math.min(a.length, b.length) : different;
}
