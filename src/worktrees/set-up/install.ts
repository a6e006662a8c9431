import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Install, Installer } from "../../ecosystems/ecosystem.ts";
import { installFrom } from "../../ecosystems/known.ts";
import { modernYarnSettings } from "../../ecosystems/npm-installers.ts";
import type { DependencyFolder } from "./dependency-folders.ts";

export interface FolderInstall extends Install {
  /** Where it is run, relative to the worktree. */
  folder: string;
}

/** How a dependency folder is made anew from its lockfile; `null`: there is none, or no program that keeps to it. */
export function installOf(
  { inputs }: Pick<DependencyFolder, "inputs">,
  worktree: string,
  { manager, modernYarn }: Installer,
): FolderInstall | null {
  const [lockfile = ""] = inputs;
  if (!existsSync(join(worktree, lockfile))) return null;
  const folder = lockfile.slice(0, Math.max(0, lockfile.lastIndexOf("/")));
  const modern = modernYarn || existsSync(join(worktree, folder, modernYarnSettings));
  const install = installFrom(lockfile, { manager, modernYarn: modern });
  return install === null ? null : { ...install, folder };
}
