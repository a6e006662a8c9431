import { existsSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { nameOf } from "../../core/path.ts";
import type { DependencyKind, DependencyRule, Restore } from "../../ecosystems/ecosystem.ts";
import { dependencyRules, matcherOf, packagesBelow } from "../../ecosystems/known.ts";
import { findPlainText } from "../../host/read-plain.ts";
import { atMost } from "./at-most.ts";

/** A folder of installed packages that the person's checkout has and no commit holds. */
export interface DependencyFolder {
  /** Relative to the root. */
  path: string;
  kind: DependencyKind;
  /** Files that decide what is in it: it fits a commit that has them as the person's checkout does. */
  inputs: readonly string[];
  /** The checkout does not have it either; its lockfile says what belongs into it. */
  missing?: true;
}

/** A repository with more packages than this has its dependencies at the root. */
const mostManifests = 500;

/** The dependency folders of the person's checkout, for a commit with these files. */
export async function findDependencyFolders(
  root: string,
  files: readonly string[],
  tracked: ReadonlySet<string> = new Set(files),
): Promise<{ folders: DependencyFolder[]; notices: string[] }> {
  const manifests = files.filter((path) => isAnyManifest(nameOf(path)));
  const candidates = dependencyRules.flatMap((rule) => candidatesOf(rule, manifests, tracked));
  const unique = [...new Map(candidates.map((one) => [one.folder.path, one])).values()];
  const notices: string[] = [];
  const there = await atMost(32, unique, async ({ folder, mark }) => {
    const stat = await lstat(join(root, folder.path)).catch(() => null);
    if (stat?.isSymbolicLink() === true) {
      notices.push(`${folder.path} is a link in your checkout; worktrees do without it`);
    }
    return stat?.isDirectory() === true && (mark === undefined || (await exists(join(root, folder.path, mark))));
  });
  const found = unique.filter((_one, position) => there[position] === true).map(({ folder }) => folder);
  // What a commit holds comes with the commit.
  const folders = found.filter(({ path }) => !files.some((file) => file.startsWith(`${path}/`)));
  return { folders, notices };
}

const isAnyManifest = matcherOf(dependencyRules.map(({ beside }) => beside));

function candidatesOf(rule: DependencyRule, files: readonly string[], tracked: ReadonlySet<string>) {
  const isManifest = matcherOf([rule.beside]);
  const places = rule.atRoot === true ? files.filter((path) => !path.includes("/")) : files;
  const manifests = places.filter((path) => isManifest(nameOf(path))).slice(0, mostManifests);
  return manifests.flatMap((manifest) => {
    const folder = manifest.slice(0, manifest.lastIndexOf("/") + 1);
    const input = [folder, ""]
      .flatMap((place) => rule.inputs.map((name) => place + name))
      .find((path) => tracked.has(path));
    return rule.folders.map((name) => ({
      folder: { path: folder + name, kind: rule.kind, inputs: [input ?? manifest] },
      mark: rule.mark,
    }));
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Whoever has more packages than this side by side installs what they want to be there. */
const mostPlaces = 6;

/**
 * Dependency folders that a lockfile asks for and the person's checkout does not have, as in a fresh clone: without them
 * no check says anything. Looked for at the root, else in the packages below it.
 */
export async function findMissingFolders(
  root: string,
  files: readonly string[],
  tracked: ReadonlySet<string> = new Set(files),
): Promise<DependencyFolder[]> {
  const below = packagesBelow(files).map((path) => `${path}/`);
  const found = await Promise.all(
    dependencyRules.map(({ restore, kind }) =>
      restore === undefined ? [] : missingBy(restore, kind, root, { files, tracked, below }),
    ),
  );
  return found.flat();
}

/**
 * Dependency folders that the person's checkout does not have, that a manifest asks for and no lockfile describes: no run
 * fills them, so that checks find no program of theirs. Only where the manifest's text tells that it asks.
 */
export async function findUnfilledFolders(root: string, files: readonly string[]): Promise<string[]> {
  const tracked = new Set(files);
  const found = await Promise.all(
    dependencyRules.map(async ({ restore }) => {
      if (restore?.isAsked === undefined || !tracked.has(restore.manifest)) return [];
      if (restore.lockfiles.some((name) => tracked.has(name)) || !(await isLacking(restore, "", root, files)))
        return [];
      return [restore.folder];
    }),
  );
  return found.flat();
}

async function missingBy(
  rule: Restore,
  kind: DependencyKind,
  root: string,
  { files, tracked, below }: { files: readonly string[]; tracked: ReadonlySet<string>; below: readonly string[] },
): Promise<DependencyFolder[]> {
  const places = (tracked.has(rule.manifest) ? [""] : below).filter((place) => tracked.has(place + rule.manifest));
  if (places.length > mostPlaces) return [];
  const looked = await Promise.all(
    places.map(async (place): Promise<DependencyFolder[]> => {
      const lockfile = rule.lockfiles.map((name) => place + name).find((path) => tracked.has(path));
      if (lockfile === undefined || !(await isLacking(rule, place, root, files))) return [];
      return [{ path: place + rule.folder, kind, inputs: [lockfile], missing: true }];
    }),
  );
  return looked.flat();
}

/** Whether the packages at a place are asked for, and neither the checkout nor the commit has them. */
async function isLacking(rule: Restore, place: string, root: string, files: readonly string[]): Promise<boolean> {
  const path = place + rule.folder;
  if (existsSync(join(root, path)) || isTracked(path, files)) return false;
  return asksForPackages(rule, join(root, place));
}

function isTracked(folder: string, files: readonly string[]): boolean {
  return files.some((path) => path.startsWith(`${folder}/`));
}

async function asksForPackages({ manifest, isAsked }: Restore, folder: string): Promise<boolean> {
  if (isAsked === undefined) return true;
  const text = findPlainText(join(folder, manifest)) ?? "";
  return isAsked(text, (name) => existsSync(join(folder, name)));
}
