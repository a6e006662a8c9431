import { parseTolerantJson } from "../../core/narrow.ts";
import { joinPath, nameOf } from "../../core/path.ts";
import type { Ecosystem, ManifestFacts, Project } from "./language.ts";

const noFacts: ManifestFacts = { name: null, aliases: {}, entries: {}, baseUrl: null, parents: [] };

/** The ecosystem whose packages a manifest of this name declares; `null` for compiler settings and everything else. */
export function ecosystemOf(path: string): Ecosystem | null {
  switch (nameOf(path)) {
    case "package.json":
    case "deno.json":
    case "deno.jsonc":
    case "jsr.json":
      return "npm";
    case "go.mod":
      return "go";
    case "Cargo.toml":
      return "cargo";
    case "composer.json":
      return "php";
    default:
      return null;
  }
}

/** Reads what imports depend on. A manifest that is broken says nothing, which is what it says to its own tools too. */
export function parseManifest(path: string, text: string): ManifestFacts {
  const name = nameOf(path);
  if (name === "go.mod") return { ...noFacts, name: /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? null };
  if (name === "Cargo.toml") return cargoPackage(text);
  const json = parseTolerantJson(text);
  if (json === null) return noFacts;
  if (name === "composer.json") return composer(json);
  if (ecosystemOf(path) === "npm" || name === "import_map.json") return npmPackage(json);
  return compilerSettings(json);
}

/** The library's own name where it has one; `-` is written `_` in code. */
function cargoPackage(text: string): ManifestFacts {
  const library = tomlSection(text, "lib");
  const name = tomlText(library, "name") ?? tomlText(tomlSection(text, "package"), "name");
  const path = tomlText(library, "path");
  return { ...noFacts, name: name?.replaceAll("-", "_") ?? null, entries: path === null ? {} : { ".": [path] } };
}

function tomlSection(text: string, name: string): string {
  const start = text.search(new RegExp(`^[ \\t]*\\[${name}\\]`, "m"));
  if (start < 0) return "";
  const section = text.slice(text.indexOf("]", start) + 1);
  const end = section.search(/^[ \t]*\[/m);
  return end < 0 ? section : section.slice(0, end);
}

function tomlText(section: string, key: string): string | null {
  return new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*["']([^"'\n]+)["']`, "m").exec(section)?.[1] ?? null;
}

function npmPackage(json: JsonObject): ManifestFacts {
  const entries: Record<string, string[]> = {};
  const main = ["source", "types", "module", "main"].flatMap((field) => stringOf(json[field]) ?? []);
  if (main.length > 0) entries["."] = main;
  const { exports } = json;
  const paths = Object.entries(objectOf(exports)).filter(([key]) => key.startsWith("."));
  // Conditions without paths, or one path alone, are about the package itself.
  for (const [key, value] of paths.length === 0 ? [[".", exports] as const] : paths) {
    const targets = [...new Set(leaves(value))].filter((path) => path.startsWith("."));
    if (targets.length > 0) entries[key] = targets;
  }
  const aliases: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(objectOf(json["imports"]))) {
    const targets = leaves(value).filter((target) => target.startsWith("."));
    if (targets.length > 0) aliases[key] = targets;
  }
  return { ...noFacts, name: stringOf(json["name"]), aliases, entries };
}

function compilerSettings(json: JsonObject): ManifestFacts {
  const options = objectOf(json["compilerOptions"]);
  const aliases: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(objectOf(options["paths"]))) aliases[key] = leaves(value);
  return { ...noFacts, aliases, baseUrl: stringOf(options["baseUrl"]), parents: leaves(json["extends"]) };
}

function composer(json: JsonObject): ManifestFacts {
  const aliases: Record<string, string[]> = {};
  for (const section of ["autoload", "autoload-dev"]) {
    const prefixes = objectOf(objectOf(json[section])["psr-4"]);
    for (const [prefix, folders] of Object.entries(prefixes)) aliases[prefix] = leaves(folders);
  }
  return { ...noFacts, name: stringOf(json["name"]), aliases };
}

type JsonObject = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function stringOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The strings of a value, a list or a table of conditions within conditions, in the order in which they are written. */
function leaves(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > maxDepth) return [];
  return Object.values(value).flatMap((inner) => leaves(inner, depth + 1));
}

const maxDepth = 8;

/** Where a configuration lies that another one builds on: beside it, or in a package of the workspace. */
export function parentPath(
  parent: string,
  folder: string,
  project: Pick<Project, "tree" | "packageFolder">,
): string | null {
  const path = parent.startsWith(".") ? joinPath(folder, parent) : inPackage(parent, project);
  if (path === null) return null;
  const candidates = [path, `${path}.json`, path === "" ? "tsconfig.json" : `${path}/tsconfig.json`];
  return candidates.find((candidate) => project.tree.has(candidate)) ?? null;
}

function inPackage(parent: string, { packageFolder }: Pick<Project, "packageFolder">): string | null {
  const parts = parent.split("/");
  const length = parent.startsWith("@") ? 2 : 1;
  const folder = packageFolder("npm", parts.slice(0, length).join("/"));
  return folder === null ? null : joinPath(folder, parts.slice(length).join("/"));
}
