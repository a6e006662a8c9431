import { existsSync } from "node:fs";
import { join } from "node:path";
import { type PackageManager, packageManagerOfLockfile } from "../../ecosystems/checks/package-manager.ts";
import type { DependencyFolder } from "./dependency-folders.ts";

export interface Install {
  program: string;
  args: string[];
  /** Where it is run, relative to the worktree. */
  folder: string;
}

/** How a dependency folder is made anew from its lockfile; `null`: there is none, or no program that keeps to it. */
export function installOf(
  { inputs }: Pick<DependencyFolder, "inputs">,
  worktree: string,
  { manager, modernYarn }: { manager: PackageManager; modernYarn: boolean },
): Install | null {
  const [lockfile = ""] = inputs;
  if (!existsSync(join(worktree, lockfile))) return null;
  const folder = lockfile.slice(0, Math.max(0, lockfile.lastIndexOf("/")));
  const name = lockfile.slice(lockfile.lastIndexOf("/") + 1);
  const own = packageManagerOfLockfile(name);
  if (own === null) {
    const other = others[name];
    return other === undefined ? null : { program: other[0], args: [...other[1]], folder };
  }
  const modern = modernYarn || existsSync(join(worktree, folder, ".yarnrc.yml"));
  return { ...installCommand(folder === "" ? manager : own, modern), folder };
}

/** No hard links out of a cache here either. */
const others: Readonly<Record<string, readonly [program: string, args: readonly string[]]>> = {
  "uv.lock": ["uv", ["sync", "--frozen", "--link-mode=copy"]],
  "composer.lock": ["composer", ["install", "--no-interaction", "--no-progress"]],
  "mix.lock": ["mix", ["deps.get"]],
};

/**
 * The package manager's own install of exactly what the lockfile says, from its cache as far as it goes. Files are copied
 * out of the cache: a hard link would let a write in the worktree change the cache, and every checkout made from it.
 */
export function installCommand(manager: PackageManager, modernYarn: boolean): { program: string; args: string[] } {
  switch (manager) {
    case "npm":
      return { program: "npm", args: ["ci", "--prefer-offline", "--no-audit", "--no-fund"] };
    case "pnpm":
      return {
        program: "pnpm",
        args: ["install", "--frozen-lockfile", "--prefer-offline", "--package-import-method=clone-or-copy"],
      };
    case "yarn":
      return modernYarn
        ? { program: "yarn", args: ["install", "--immutable"] }
        : { program: "yarn", args: ["install", "--frozen-lockfile", "--prefer-offline", "--non-interactive"] };
    case "bun":
      return { program: "bun", args: ["install", "--frozen-lockfile", "--backend=copyfile"] };
  }
}
