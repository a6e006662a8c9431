import { eachTreeEntry } from "../git/base-files.ts";
import { type GitHost, gitBytes } from "../git/git.ts";
import type { ContentStore } from "./content-store.ts";

/** The files of one commit with the ids of their contents; a symbolic link has none (`""`). */
export interface BaseListing {
  commit: string;
  paths: readonly string[];
  /** In the order of `paths`. */
  ids: readonly string[];
}

/** Lists a commit's files. The newest listing of each repository is kept: a tree of 100,000 files takes git a while. */
export async function readBaseListing(
  host: GitHost,
  root: string,
  commit: string,
  store: ContentStore,
  signal?: AbortSignal,
): Promise<BaseListing> {
  const key = `listing ${root}`;
  const kept = store.read([key]).get(key) as { commit: string; paths: string; ids: string } | undefined;
  if (kept?.commit === commit) return { commit, paths: lines(kept.paths), ids: lines(kept.ids) };
  const args = ["ls-tree", "-r", "-z", "--full-tree", commit];
  const output = await gitBytes(host, root, args, signal === undefined ? {} : { signal });
  const paths: string[] = [];
  const ids: string[] = [];
  eachTreeEntry(output, (path, id, isLink) => {
    paths.push(path);
    ids.push(isLink ? "" : id);
  });
  // A name that holds a line feed would come back as two.
  if (!paths.some((path) => path.includes("\n"))) {
    store.write([[key, { commit, paths: paths.join("\n"), ids: ids.join("\n") }]]);
  }
  return { commit, paths, ids };
}

/** The content ids of the wanted paths. */
export function idsOf({ paths, ids }: BaseListing, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [at, path] of paths.entries()) {
    const id = ids[at];
    if (wanted.has(path) && id !== undefined && id !== "") found.set(path, id);
  }
  return found;
}

function lines(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
