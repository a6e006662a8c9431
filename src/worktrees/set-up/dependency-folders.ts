import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { atMost } from "./at-most.ts";

export type DependencyKind = "node" | "python" | "plain";

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

interface Rule {
  manifest: RegExp;
  /** Folders beside the manifest. */
  folders: readonly string[];
  kind: DependencyKind;
  /** Files beside the manifest, or at the root, that decide; the first that the commit has counts. */
  inputs: readonly string[];
  /** What must be in the folder for it to be one. */
  mark?: string;
}

/**
 * What each ecosystem installs into the project. Rust, Go, Java and .NET keep packages in a store of the machine that is
 * written once; their build folders are never shared, because builds lock them and write into them.
 */
const rules: readonly Rule[] = [
  {
    manifest: /(^|\/)package\.json$/,
    folders: ["node_modules"],
    kind: "node",
    inputs: ["bun.lock", "bun.lockb", "pnpm-lock.yaml", "yarn.lock", "package-lock.json", "npm-shrinkwrap.json"],
  },
  { manifest: /^package\.json$/, folders: [".yarn/cache", ".yarn/unplugged"], kind: "plain", inputs: ["yarn.lock"] },
  {
    manifest: /(^|\/)(pyproject\.toml|setup\.py|requirements[\w.-]*\.txt|Pipfile)$/,
    folders: [".venv", "venv"],
    kind: "python",
    inputs: ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "requirements.txt"],
    mark: "pyvenv.cfg",
  },
  {
    manifest: /(^|\/)composer\.json$/,
    folders: ["vendor"],
    kind: "plain",
    inputs: ["composer.lock"],
    mark: "autoload.php",
  },
  { manifest: /(^|\/)Gemfile$/, folders: ["vendor/bundle", ".bundle"], kind: "plain", inputs: ["Gemfile.lock"] },
  { manifest: /^mix\.exs$/, folders: ["deps"], kind: "plain", inputs: ["mix.lock"] },
];

/** A repository with more packages than this has its dependencies at the root. */
const mostManifests = 500;

/** The dependency folders of the person's checkout, for a commit with these files. */
export async function findDependencyFolders(
  root: string,
  files: readonly string[],
): Promise<{ folders: DependencyFolder[]; notices: string[] }> {
  const tracked = new Set(files);
  const candidates = rules.flatMap((rule) => candidatesOf(rule, files, tracked));
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

function candidatesOf(rule: Rule, files: readonly string[], tracked: ReadonlySet<string>) {
  const manifests = files.filter((path) => rule.manifest.test(path)).slice(0, mostManifests);
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
