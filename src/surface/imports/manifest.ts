import { parseTolerantJson } from "../../core/tolerant-json.ts";
import { nameOf } from "../file-tree.ts";
import type { Ecosystem, ManifestFacts } from "./language.ts";

const noFacts: ManifestFacts = { name: null, aliases: {}, entries: {}, baseUrl: null, parent: null };

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
  if (name === "Cargo.toml") return { ...noFacts, name: crateName(text) };
  const json = parseTolerantJson(text);
  if (json === null) return noFacts;
  if (name === "composer.json") return composer(json);
  if (/^[tj]sconfig.*\.json$/.test(name)) return compilerSettings(json);
  return npmPackage(json);
}

/** The library's own name where it has one; `-` is written `_` in code. */
function crateName(text: string): string | null {
  const section = /^\s*\[package\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(text)?.[1] ?? "";
  const name = /^\s*name\s*=\s*["']([^"']+)["']/m.exec(section)?.[1];
  return name === undefined ? null : name.replaceAll("-", "_");
}

function npmPackage(json: JsonObject): ManifestFacts {
  const entries: Record<string, string> = {};
  for (const field of ["main", "module", "types", "source"]) {
    const value = json[field];
    if (typeof value === "string") entries["."] = value;
  }
  const { exports } = json;
  if (typeof exports === "string") entries["."] = exports;
  for (const [key, value] of Object.entries(objectOf(exports))) {
    const target = leaves(value)[0];
    if (target !== undefined && key.startsWith(".")) entries[key] = target;
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
  const parent = leaves(json["extends"]).find((path) => path.startsWith("."));
  return { ...noFacts, aliases, baseUrl: stringOf(options["baseUrl"]), parent: parent ?? null };
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

/** The strings of a value, a list or a table of conditions, in the order in which they are written. */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  return Object.values(objectOf(value)).filter((item) => typeof item === "string");
}
