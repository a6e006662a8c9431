import { folderOf, foldersUp, joinPath } from "../file-tree.ts";
import {
  captures,
  firstFile,
  type ImportTarget,
  type Language,
  type ManifestFacts,
  type Project,
  withoutComments,
} from "./language.ts";

/** TypeScript and JavaScript, and what embeds them. Knows relative paths, tsconfig paths, import maps and workspaces. */
export const javascript: Language = {
  extensions: ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "mdx"],
  scan: (text) => captures(withoutComments(text), imported),
  resolve,
};

const imported =
  /\b(?:import|export)\b[^'"`;()]{0,4000}?\bfrom\s*["']([^"'\n]+)["']|\bimport\s*["']([^"'\n]+)["']|\b(?:import|require|require\.resolve|mock|doMock|importActual|requireActual|new URL)\s*\(\s*["'`]([^"'`\n$]+)["'`]/g;

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const folder = folderOf(from);
  const name = reference.split(/[?#]/, 1)[0] ?? reference;
  if (name.startsWith(".")) return asFile(joinPath(folder, name), project);
  if (/^(node|bun|https?|data|file):/.test(name)) return [];
  const specifier = name.replace(/^(npm|jsr):\/?/, "").replace(/(?<=.)@[\^~\d][^/]*/, "");
  const aliased = fromAliases(specifier, folder, project);
  return aliased.length > 0 ? aliased : fromPackage(specifier, project);
}

const extensions = [
  "",
  ".ts",
  ".tsx",
  ".d.ts",
  ".js",
  ".jsx",
  ".mts",
  ".cts",
  ".mjs",
  ".cjs",
  ".json",
  ".vue",
  ".svelte",
];
const indexes = [
  "/index.ts",
  "/index.tsx",
  "/index.js",
  "/index.jsx",
  "/index.mjs",
  "/index.mts",
  "/index.d.ts",
  "/mod.ts",
];

function asFile(path: string | null, project: Project): ImportTarget[] {
  if (path === null) return [];
  const stem = path.replace(/\.([cm]?)jsx?$/, "");
  // An import of "./a.js" means a.ts where sources are TypeScript.
  const sources = stem === path ? [] : [".ts", ".tsx", ".mts", ".cts", ".d.ts"].map((extension) => stem + extension);
  const inFolder = indexes.map((index) => (path === "" ? index.slice(1) : path + index));
  return firstFile(project.tree, [...extensions.map((extension) => path + extension), ...sources, ...inFolder]);
}

/** tsconfig `paths` and `baseUrl`, and import maps, of the nearest configuration that knows the name. */
function fromAliases(name: string, folder: string, project: Project): ImportTarget[] {
  for (const above of foldersUp(folder)) {
    for (const file of [
      "tsconfig.json",
      "jsconfig.json",
      "deno.json",
      "deno.jsonc",
      "import_map.json",
      "package.json",
    ]) {
      const found = fromConfiguration(name, above === "" ? file : `${above}/${file}`, project, 0);
      if (found.length > 0) return found;
    }
  }
  return [];
}

const maxParents = 5;

function fromConfiguration(name: string, path: string, project: Project, depth: number): ImportTarget[] {
  const facts = project.manifest(path);
  if (facts === null || depth > maxParents) return [];
  const folder = folderOf(path);
  const base = joinPath(folder, facts.baseUrl ?? "");
  if (base === null) return [];
  const aliased = fromAliasTable(name, base, facts, project);
  if (aliased.length > 0) return aliased;
  const fromBase = facts.baseUrl === null ? [] : asFile(joinPath(base, name), project);
  const parent = facts.parent === null ? null : joinPath(folder, facts.parent);
  if (fromBase.length > 0 || parent === null) return fromBase;
  return fromConfiguration(name, parent.endsWith(".json") ? parent : `${parent}.json`, project, depth + 1);
}

function fromAliasTable(name: string, base: string, facts: ManifestFacts, project: Project): ImportTarget[] {
  for (const [alias, targets] of Object.entries(facts.aliases)) {
    const rest = aliasRest(alias, name);
    if (rest === null) continue;
    for (const target of targets) {
      const found = asFile(joinPath(base, target.includes("*") ? target.replace("*", rest) : target + rest), project);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** What of `name` the alias leaves open: `@/*` or `@/` leave `a/b` of `@/a/b`; `null` when it does not fit. */
function aliasRest(alias: string, name: string): string | null {
  if (alias === name) return "";
  const star = alias.indexOf("*");
  if (star < 0) return alias.endsWith("/") && name.startsWith(alias) ? name.slice(alias.length) : null;
  const before = alias.slice(0, star);
  const after = alias.slice(star + 1);
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return null;
  return name.slice(before.length, name.length - after.length);
}

/** `@scope/name/sub` of a workspace package: its entry's source where that can be found, and the package as a whole. */
function fromPackage(specifier: string, project: Project): ImportTarget[] {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const folder = project.packageFolder("npm", parts.slice(0, length).join("/"));
  if (folder === null) return [];
  const sub = parts.slice(length).join("/");
  const entry = entryOf(folder, sub, project);
  return [...entry, { path: folder, kind: "package" }];
}

function entryOf(folder: string, sub: string, project: Project): ImportTarget[] {
  const files = ["package.json", "deno.json", "deno.jsonc", "jsr.json"].map((file) => joinPath(folder, file) ?? file);
  const entries = files.flatMap((file) => {
    const entry = project.manifest(file)?.entries[sub === "" ? "." : `./${sub}`];
    // What is published lies in dist/; what is edited lies in src/.
    return entry === undefined ? [] : [entry, entry.replace(/\b(dist|build|lib|out)\b/, "src")];
  });
  const guesses = sub === "" ? ["src", "src/index", "", "lib", "source"] : [`src/${sub}`, sub, `lib/${sub}`];
  for (const guess of [...entries, ...guesses]) {
    const found = asFile(joinPath(folder, guess), project);
    if (found.length > 0) return found;
  }
  return [];
}
