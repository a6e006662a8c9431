import { extensionOf } from "../core/path.ts";
import { readBlobs } from "../git/blobs.ts";
import type { GitHost } from "../git/git.ts";
import { type BaseListing, idsOf } from "./base-listing.ts";
import type { ContentStore } from "./content-store.ts";
import type { FileTree } from "./file-tree.ts";
import type { Project } from "./imports/language.ts";
import { emptyScan, type FileScan, languageOf, maxScannedBytes, scanFile } from "./imports/languages.ts";
import { projectOf } from "./imports/project.ts";
import { readManifests } from "./imports/read-manifests.ts";
import { readAncestors } from "./read-ancestors.ts";
import { readBarrels } from "./read-barrels.ts";

/** What is known of one file at the base. */
export interface FileFacts {
  /** Files at the base that it imports. */
  imports: readonly string[];
  /** Folders that it imports as a unit: packages, crates. */
  packages: readonly string[];
  /** Names of more than one word that it makes. */
  defines: readonly string[];
  /** Names of more than one word that occur in it. */
  words: readonly string[];
  /** Types that it defines, plain names too. */
  types: readonly string[];
  /** Types that those derive from, implement or mix in. */
  bases: readonly string[];
  lines: number;
}

export interface FactsRequest {
  root: string;
  tree: FileTree;
  listing: BaseListing;
  paths: readonly string[];
  isBarrel(path: string): boolean;
  store: ContentStore;
  signal?: AbortSignal | undefined;
}

interface ReadFacts {
  facts: Map<string, FileFacts>;
  barrels: Map<string, readonly string[]>;
  ancestors: Map<string, readonly string[]>;
  missing: string[];
}

/** More files than this in the surfaces of one plan are not all read: a plan that wide has no order to save. */
const maxFiles = 3000;

/** Reads and resolves the imports of the given files. */
export async function readFileFacts(host: GitHost, request: FactsRequest): Promise<ReadFacts> {
  const missing: string[] = [];
  const paths = request.paths.slice(0, maxFiles);
  if (paths.length < request.paths.length) {
    missing.push(`imports: ${paths.length} of ${request.paths.length} files of the surfaces were read`);
  }
  const ids = idsOf(request.listing, new Set(paths));
  const [manifests, scans] = await Promise.all([readManifests(host, request, paths), readScans(host, request, ids)]);
  const unread = [...ids.keys()].filter((path) => !scans.has(path));
  if (unread.length > 0) missing.push(`imports: ${unread.length} files could not be read, such as "${unread[0]}"`);
  const project = projectOf(request.tree, manifests);
  const facts = new Map<string, FileFacts>();
  for (const path of paths) facts.set(path, resolveScan(path, scans.get(path) ?? emptyScan, project));
  const readMore = async (wanted: ReadonlySet<string>) => {
    const read = await readScans(host, request, idsOf(request.listing, new Set(wanted)));
    return new Map([...read].map(([path, scan]) => [path, resolveScan(path, scan, project)] as const));
  };
  const barrels = await readBarrels(facts, request.isBarrel, async (wanted) => {
    const read = await readMore(wanted);
    return new Map([...read].map(([path, { imports }]) => [path, imports]));
  });
  const ancestors = await readAncestors(facts, readMore);
  return { facts, barrels, ancestors, missing };
}

/** What a file imports, given what its text says and what the repository is. */
export function resolveScan(path: string, scan: FileScan, project: Project): FileFacts {
  const language = languageOf(path);
  const imports = new Set<string>();
  const packages = new Set<string>();
  for (const reference of scan.references) {
    for (const target of language?.resolve(reference, path, project) ?? []) {
      if (target.kind === "package") packages.add(target.path);
      else if (target.path !== path) imports.add(target.path);
    }
  }
  return {
    imports: [...imports],
    packages: [...packages],
    defines: scan.defines,
    words: scan.words,
    types: scan.types,
    bases: scan.bases,
    lines: scan.lines,
  };
}

async function readScans(
  host: GitHost,
  request: FactsRequest,
  idsByPath: ReadonlyMap<string, string>,
): Promise<Map<string, FileScan>> {
  const { root, store, signal } = request;
  const wanted = pathsByKey(idsByPath);
  const scans = new Map<string, FileScan>();
  const keep = (key: string, scan: FileScan) => {
    for (const path of wanted.get(key) ?? []) scans.set(path, scan);
    wanted.delete(key);
  };
  for (const [key, scan] of store.read(wanted.keys())) keep(key, scan as FileScan);
  const ids = [...new Set([...wanted.keys()].map(blobOfKey))];
  for await (const contents of readBlobs(host, root, ids, { maxBytes: maxReadBytes, signal })) {
    const fresh: [string, FileScan][] = [];
    for (const [key, [path = ""]] of wanted) {
      const content = contents.get(blobOfKey(key));
      if (content !== undefined) fresh.push([key, content === null ? emptyScan : scanFile(path, content)]);
    }
    for (const [key, scan] of fresh) keep(key, scan);
    store.write(fresh);
  }
  return scans;
}

/** A file that is larger than this is data, whatever its name. */
const maxReadBytes = 8 * maxScannedBytes;

/** What a content says depends on its language too, so the extension is part of the key. */
function pathsByKey(idsByPath: ReadonlyMap<string, string>): Map<string, string[]> {
  const keys = [...idsByPath].map(([path, id]) => ({ path, key: `scan ${extensionOf(path)} ${id}` }));
  return new Map([...Map.groupBy(keys, ({ key }) => key)].map(([key, group]) => [key, group.map(({ path }) => path)]));
}

const blobOfKey = (key: string) => key.slice(key.lastIndexOf(" ") + 1);
