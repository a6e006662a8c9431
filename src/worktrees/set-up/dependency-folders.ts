import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { DependencyKind, DependencyRule } from "../../ecosystems/ecosystem.ts";
import { dependencyRules, matcherOf } from "../../ecosystems/known.ts";
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
): Promise<{ folders: DependencyFolder[]; notices: string[] }> {
  const tracked = new Set(files);
  const candidates = dependencyRules.flatMap((rule) => candidatesOf(rule, files, tracked));
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

function candidatesOf(rule: DependencyRule, files: readonly string[], tracked: ReadonlySet<string>) {
  const isManifest = matcherOf([rule.beside]);
  const places = rule.atRoot === true ? files.filter((path) => !path.includes("/")) : files;
  const manifests = places.filter((path) => isManifest(path.slice(path.lastIndexOf("/") + 1))).slice(0, mostManifests);
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
