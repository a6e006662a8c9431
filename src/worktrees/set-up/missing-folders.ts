import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DependencyKind, Restore } from "../../ecosystems/ecosystem.ts";
import { dependencyRules, packagesBelow } from "../../ecosystems/known.ts";
import { findPlainText } from "../../host/read-plain.ts";
import type { DependencyFolder } from "./dependency-folders.ts";

/** Whoever has more packages than this side by side installs what they want to be there. */
const mostPlaces = 6;

/**
 * Dependency folders that a lockfile asks for and the person's checkout does not have, as in a fresh clone: without them
 * no check says anything. Looked for at the root, else in the packages below it.
 */
export async function findMissingFolders(root: string, files: readonly string[]): Promise<DependencyFolder[]> {
  const tracked = new Set(files);
  const found = await Promise.all(
    dependencyRules.map(({ restore, kind }) =>
      restore === undefined ? [] : missingBy(restore, kind, root, { files, tracked }),
    ),
  );
  return found.flat();
}

async function missingBy(
  rule: Restore,
  kind: DependencyKind,
  root: string,
  { files, tracked }: { files: readonly string[]; tracked: ReadonlySet<string> },
): Promise<DependencyFolder[]> {
  const below = tracked.has(rule.manifest) ? [] : packagesBelow(files).map((path) => `${path}/`);
  const places = (tracked.has(rule.manifest) ? [""] : below).filter((place) => tracked.has(place + rule.manifest));
  if (places.length > mostPlaces) return [];
  const looked = await Promise.all(
    places.map(async (place): Promise<DependencyFolder[]> => {
      const lockfile = rule.lockfiles.map((name) => place + name).find((path) => tracked.has(path));
      const path = place + rule.folder;
      if (lockfile === undefined || existsSync(join(root, path)) || isTracked(path, files)) return [];
      if (!(await asksForPackages(rule, join(root, place)))) return [];
      return [{ path, kind, inputs: [lockfile], missing: true }];
    }),
  );
  return looked.flat();
}

function isTracked(folder: string, files: readonly string[]): boolean {
  return files.some((path) => path.startsWith(`${folder}/`));
}

async function asksForPackages({ manifest, isAsked }: Restore, folder: string): Promise<boolean> {
  if (isAsked === undefined) return true;
  const text = findPlainText(join(folder, manifest)) ?? "";
  return isAsked(text, (name) => existsSync(join(folder, name)));
}
