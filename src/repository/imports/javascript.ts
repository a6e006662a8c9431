import { folderOf, foldersUp, joinPath } from "../../core/path.ts";
import { withoutComments } from "./comments.ts";
import { captures, firstFile, type ImportTarget, type Language, type ManifestFacts, type Project } from "./language.ts";
import { parentPath } from "./manifest.ts";

/** TypeScript and JavaScript, and what embeds them. Knows relative paths, tsconfig paths, import maps and workspaces. */
export const javascript: Language = {
  extensions: ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "mdx"],
  scan,
  resolve,
};

/** What stands before `from` is not looked at: lists of names have any length, and nothing else reads like this. */
const imported =
  /\bfrom\s*["']([^"'\n]+)["']|\bimport\s*["']([^"'\n]+)["']|\b(?:import|require|require\.resolve|mock|doMock|importActual|requireActual|new URL)\s*\(\s*["'`]([^"'`\n$]+)["'`]/g;
const referenced = /^[ \t]*\/\/\/[ \t]*<reference[ \t]+path[ \t]*=[ \t]*["']([^"'\n]+)["']/gm;

function scan(text: string): string[] {
  const directives = captures(text, referenced).map((path) => (path.startsWith(".") ? path : `./${path}`));
  return [...captures(withoutComments(text, { style: "backticks" }), imported), ...directives];
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const folder = folderOf(from);
  // A query or a fragment comes after a name: `#name` is one of the package's own.
  const name = reference.replace(/(?<=.)[?#].*/, "");
  if (name.startsWith(".")) return sourceFile(joinPath(folder, name), project);
  if (/^(node|bun|https?|data|file):/.test(name)) return [];
  const specifier = name.replace(/^(npm|jsr):\/?/, "").replace(/(?<=.)@[\^~\d][^/]*/, "");
  for (const find of [fromAliases, byCustom]) {
    const found = find(specifier, folder, project);
    if (found.length > 0) return found;
  }
  return fromPackage(specifier, project);
}

/** tsconfig `paths` and `baseUrl`, and import maps, of the nearest configuration that knows the name. */
function fromAliases(name: string, folder: string, project: Project): ImportTarget[] {
  for (const above of foldersUp(folder)) {
    for (const path of project.settingsIn(above)) {
      const found = fromConfiguration(name, path, project, 0);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** `@/a` and `~/a` of bundlers whose configuration is a program: they start in `src`, or where the package does. */
function byCustom(name: string, folder: string, project: Project): ImportTarget[] {
  const rest = /^[@~]\/(.+)/.exec(name)?.[1];
  if (rest === undefined) return [];
  for (const above of foldersUp(folder)) {
    for (const root of ["src", ""]) {
      const found = sourceFile(joinPath(above, `${root}/${rest}`), project);
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
  const fromBase = facts.baseUrl === null ? [] : sourceFile(joinPath(base, name), project);
  if (fromBase.length > 0) return fromBase;
  // Of several parents the last one wins.
  for (const parent of facts.parents.toReversed()) {
    const above = parentPath(parent, folder, project);
    const found = above === null ? [] : fromConfiguration(name, above, project, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function fromAliasTable(name: string, base: string, facts: ManifestFacts, project: Project): ImportTarget[] {
  for (const [alias, targets] of Object.entries(facts.aliases)) {
    const rest = aliasRest(alias, name);
    if (rest === null) continue;
    for (const target of targets) {
      const path = target.includes("*") ? target.replace("*", () => rest) : target + rest;
      const found = sourceFile(joinPath(base, path), project);
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
  const key = sub === "" ? "." : `./${sub}`;
  const files = ["package.json", "deno.json", "deno.jsonc", "jsr.json"].map((file) => joinPath(folder, file) ?? file);
  const entries = files.flatMap((file) => Object.entries(project.manifest(file)?.entries ?? {}));
  const declared = entries.flatMap(([alias, targets]) => {
    const rest = aliasRest(alias, key);
    return rest === null ? [] : targets.map((target) => target.replace("*", () => rest));
  });
  // What is published lies in dist/; what is edited lies in src/.
  const sources = declared.map((target) => target.replace(/\b(dist|build|lib|out)\b/, "src"));
  const guesses = sub === "" ? ["src", "src/index", "", "lib", "source"] : [`src/${sub}`, sub, `lib/${sub}`];
  // What only declares types is no program, however it is listed.
  const isTypes = (target: string) => /\.d\.[cm]?ts$/.test(target);
  const types = declared.filter(isTypes);
  const programs = [...declared, ...sources].filter((target) => !isTypes(target));
  for (const guess of [...programs, ...sources, ...guesses, ...types]) {
    const found = sourceFile(joinPath(folder, guess), project);
    if (found.length > 0) return found;
  }
  return [];
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
  "/index.vue",
  "/mod.ts",
];

/** The file that a path without extension, with that of its compiled form, or of a folder means. */
function sourceFile(path: string | null, project: Project): ImportTarget[] {
  if (path === null) return [];
  const stem = path.replace(/\.(?:([cm]?)jsx?|d\.[cm]?ts)$/, "");
  // An import of "./a.js" means a.ts where sources are TypeScript.
  const sources = stem === path ? [] : [".ts", ".tsx", ".mts", ".cts", ".d.ts"].map((extension) => stem + extension);
  const inFolder = indexes.map((index) => (path === "" ? index.slice(1) : path + index));
  return firstFile(project.tree, [...extensions.map((extension) => path + extension), ...sources, ...inFolder]);
}
