import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { recordOf } from "../../core/narrow.ts";
import { parseTolerantJson } from "../../core/tolerant-json.ts";
import { packagesBelow } from "../../ecosystems/checks/packages-below.ts";
import type { DependencyFolder } from "./dependency-folders.ts";

interface Rule {
  manifest: string;
  folder: string;
  kind: DependencyFolder["kind"];
  lockfiles: readonly string[];
}

const rules: readonly Rule[] = [
  {
    manifest: "package.json",
    folder: "node_modules",
    kind: "node",
    lockfiles: ["bun.lock", "bun.lockb", "pnpm-lock.yaml", "yarn.lock", "package-lock.json", "npm-shrinkwrap.json"],
  },
  { manifest: "pyproject.toml", folder: ".venv", kind: "python", lockfiles: ["uv.lock"] },
  { manifest: "composer.json", folder: "vendor", kind: "plain", lockfiles: ["composer.lock"] },
  { manifest: "mix.exs", folder: "deps", kind: "plain", lockfiles: ["mix.lock"] },
];

/** Whoever has more packages than this side by side installs what they want to be there. */
const mostPlaces = 6;

/**
 * Dependency folders that a lockfile asks for and the person's checkout does not have, as in a fresh clone: without them
 * no check says anything. Looked for at the root, else in the packages below it.
 */
export async function findMissingFolders(root: string, files: readonly string[]): Promise<DependencyFolder[]> {
  const tracked = new Set(files);
  const found = await Promise.all(rules.map((rule) => missingBy(rule, root, files, tracked)));
  return found.flat();
}

async function missingBy(
  rule: Rule,
  root: string,
  files: readonly string[],
  tracked: ReadonlySet<string>,
): Promise<DependencyFolder[]> {
  const below = tracked.has(rule.manifest) ? [] : packagesBelow(files).map((path) => `${path}/`);
  const places = (tracked.has(rule.manifest) ? [""] : below).filter((place) => tracked.has(place + rule.manifest));
  if (places.length > mostPlaces) return [];
  const looked = await Promise.all(
    places.map(async (place): Promise<DependencyFolder[]> => {
      const lockfile = rule.lockfiles.map((name) => place + name).find((path) => tracked.has(path));
      const path = place + rule.folder;
      if (lockfile === undefined || existsSync(join(root, path)) || isTracked(path, files)) return [];
      if (rule.kind === "node" && !(await asksForPackages(join(root, place)))) return [];
      return [{ path, kind: rule.kind, inputs: [lockfile], missing: true }];
    }),
  );
  return looked.flat();
}

function isTracked(folder: string, files: readonly string[]): boolean {
  return files.some((path) => path.startsWith(`${folder}/`));
}

const tables = ["dependencies", "devDependencies", "optionalDependencies", "workspaces"];

async function asksForPackages(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "");
  const manifest = parseTolerantJson(text) ?? {};
  // Plug'n'Play keeps packages in one file beside the manifest, or in a folder of its own.
  if (existsSync(join(folder, ".pnp.cjs"))) return false;
  return tables.some((name) => {
    const table = manifest[name];
    return Array.isArray(table) ? table.length > 0 : Object.keys(recordOf(table)).length > 0;
  });
}
