import { extensionOf, folderOf, foldersUp, nameOf } from "../../core/path.ts";
import { readBlobs } from "../../git/blobs.ts";
import type { GitHost } from "../../git/git.ts";
import { type BaseListing, idsOf } from "../base-listing.ts";
import type { ContentStore } from "../content-store.ts";
import type { FileTree } from "../file-tree.ts";
import type { Ecosystem, ManifestFacts } from "./language.ts";
import { ecosystemOf, parentPath, parseManifest } from "./manifest.ts";
import { isCompilerSetting, projectOf } from "./project.ts";

interface ManifestRequest {
  root: string;
  tree: FileTree;
  listing: BaseListing;
  store: ContentStore;
  signal?: AbortSignal | undefined;
}

const maxManifests = 3000;
const maxBytes = 1024 * 1024;

/** Reads the manifests that the imports of `paths` can depend on: all packages of their ecosystems, settings above them. */
export async function readManifests(
  host: GitHost,
  request: ManifestRequest,
  paths: readonly string[],
): Promise<Map<string, ManifestFacts>> {
  const ecosystems = new Set(paths.map((path) => ecosystemFor(extensionOf(path))));
  const manifests = new Map<string, ManifestFacts>();
  if (ecosystems.size === 1 && ecosystems.has(null)) return manifests;
  const names = manifestNames.filter((name) => ecosystems.has(ecosystemOf(name)));
  const packages = names
    .flatMap((name) => request.tree.named(name))
    .filter((path) => !/(^|\/)node_modules\//.test(path));
  const settings = ecosystems.has("npm") ? settingsAbove(request.tree, paths) : [];
  let open = [...packages.slice(0, maxManifests), ...settings];
  // A tsconfig may extend another one, which may extend another one.
  for (let depth = 0; open.length > 0 && depth < 5; depth++) {
    const read = await parseAll(host, request, open);
    for (const [path, facts] of read) manifests.set(path, facts);
    const project = projectOf(request.tree, manifests);
    const parents = [...read].flatMap(([path, facts]) =>
      facts.parents.map((parent) => parentPath(parent, folderOf(path), project)),
    );
    open = parents.filter((path) => path !== null).filter((path) => !manifests.has(path));
  }
  return manifests;
}

const manifestNames = ["package.json", "deno.json", "deno.jsonc", "jsr.json", "go.mod", "Cargo.toml", "composer.json"];

function ecosystemFor(extension: string): Ecosystem | null {
  if (/^([cm]?[jt]sx?|vue|svelte|astro|mdx)$/.test(extension)) return "npm";
  if (extension === "go") return "go";
  if (extension === "rs") return "cargo";
  return extension === "php" ? "php" : null;
}

function settingsAbove(tree: FileTree, paths: readonly string[]): string[] {
  const folders = new Set(paths.map(folderOf));
  const above = new Set([...folders].flatMap(foldersUp));
  return [...above].flatMap((folder) =>
    tree.filesIn(folder).filter((path) => isCompilerSetting(nameOf(path)) || nameOf(path) === "import_map.json"),
  );
}

async function parseAll(
  host: GitHost,
  { root, listing, store, signal }: ManifestRequest,
  paths: readonly string[],
): Promise<Map<string, ManifestFacts>> {
  const keys = new Map<string, string>();
  for (const [path, id] of idsOf(listing, new Set(paths))) keys.set(path, `manifest ${nameOf(path)} ${id}`);
  const known = store.read(new Set(keys.values())) as Map<string, ManifestFacts>;
  const unknown = [...keys].filter(([, key]) => !known.has(key));
  const ids = [...new Set(unknown.map(([, key]) => key.slice(key.lastIndexOf(" ") + 1)))];
  for await (const contents of readBlobs(host, root, ids, { maxBytes, signal })) {
    const fresh = unknown.flatMap(([path, key]) => {
      const content = contents.get(key.slice(key.lastIndexOf(" ") + 1));
      if (content === undefined || content === null) return [];
      return [[key, parseManifest(path, content.toString("utf8"))] as const];
    });
    for (const [key, facts] of fresh) known.set(key, facts);
    store.write(fresh);
  }
  const manifests = new Map<string, ManifestFacts>();
  for (const [path, key] of keys) {
    const facts = known.get(key);
    if (facts !== undefined) manifests.set(path, facts);
  }
  return manifests;
}
