import type { Story } from "../core/story.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { listBaseBlobs } from "./base-files.ts";
import { openContentStore } from "./content-store.ts";
import { createdPaths } from "./created-paths.ts";
import type { FileFacts } from "./file-facts.ts";
import { readFileFacts } from "./file-facts.ts";
import { FileTree } from "./file-tree.ts";
import { type ChangeHistory, noHistory, readHistory } from "./history.ts";
import { kinOf } from "./kin.ts";
import { matchFiles } from "./match-files.ts";

/** What is known about the surfaces of a plan's stories at their base. Plain data: judging two stories needs no more. */
export interface SurfaceEvidence {
  base: string;
  /** Whether the repository's file system takes letters of either case for the same. */
  foldCase: boolean;
  /** Every path at the base. */
  files: ReadonlySet<string>;
  /** The paths at the base that each pattern of the stories matches, by the pattern's text. */
  touched: ReadonlyMap<string, readonly string[]>;
  /** What the touched files say, and the files beside those that are to be created; by path. */
  facts: ReadonlyMap<string, FileFacts>;
  history: ChangeHistory;
  /** What could not be had, one line each. Empty: nothing is missing. */
  missing: readonly string[];
}

export interface EvidenceRequest {
  root: string;
  base: string;
  stories: readonly Pick<Story, "id" | "writes">[];
  /** Where facts are kept between runs; `null`: nowhere. */
  cacheDir: string | null;
  signal?: AbortSignal | undefined;
  /** How many commits of history are looked at, and how long. */
  history?: { maxCommits: number; timeoutMs: number };
}

const defaultHistory = { maxCommits: 3000, timeoutMs: 5000 };

/** Reads the evidence about the stories' surfaces, at the base and in the history up to it. */
export async function readEvidence(host: GitHost, request: EvidenceRequest): Promise<SurfaceEvidence> {
  const { root, base, signal } = request;
  const store = openContentStore(request.cacheDir);
  try {
    const reading = readHistory(host, root, base, store, { ...(request.history ?? defaultHistory), signal });
    const [blobs, foldCase] = await Promise.all([listBaseBlobs(host, root, base, signal), foldsCase(host, root)]);
    const tree = new FileTree(blobs.keys());
    const touched = matchFiles(
      tree,
      request.stories.flatMap(({ writes }) => writes),
      foldCase,
    );
    const paths = new Set([...touched.values()].flat());
    for (const created of createdPaths(touched, tree.paths)) for (const kin of kinOf(tree, created)) paths.add(kin);
    const content = await readFileFacts(host, { root, tree, blobs, paths: [...paths], store, signal });
    const { history, missing } = await reading;
    return {
      base,
      foldCase,
      files: tree.paths,
      touched,
      facts: content.facts,
      history,
      missing: [...content.missing, ...missing],
    };
  } finally {
    store.close();
  }
}

/** Evidence that knows the files and nothing else: for plans that are judged without a repository. */
export function evidenceOfFiles(base: string, files: Iterable<string>, foldCase = false): SurfaceEvidence {
  return {
    base,
    foldCase,
    files: new Set(files),
    touched: new Map(),
    facts: new Map(),
    history: noHistory,
    missing: ["imports: not read", "history: not read"],
  };
}

async function foldsCase(host: GitHost, root: string): Promise<boolean> {
  const result = await tryGit(host, root, ["config", "--type=bool", "core.ignorecase"]);
  return result.stdout.toString("latin1").trim() === "true";
}
