import { parseTolerantJson, recordOf, textOf } from "../core/narrow.ts";
import { shellWord } from "../text/quoting.ts";
import { type Install, type Installer, type PackageManager, packageManagers } from "./ecosystem.ts";
import type { Project } from "./project.ts";

const lockfiles: readonly (readonly [string, PackageManager])[] = [
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

/** The lockfiles of npm, pnpm, yarn and bun, the one that counts first at the front. */
export const npmLockfiles = lockfiles.map(([name]) => name);

/** The package manager that the manifest names, else the one whose lockfile is there, else that of the project around it. */
export function packageManagerOf(
  project: Pick<Project, "has" | "text">,
  around: PackageManager = "npm",
): PackageManager {
  const manifest = parseTolerantJson(project.text("package.json")) ?? {};
  const named = textOf(manifest["packageManager"]).split("@")[0];
  const forDevelopment = textOf(recordOf(recordOf(manifest["devEngines"])["packageManager"])["name"]);
  const said = packageManagers.find((manager) => manager === named || manager === forDevelopment);
  return said ?? lockfiles.find(([file]) => project.has(file))?.[1] ?? around;
}

/** The files that `installerOf` reads, at the root of a repository. */
export const installerTexts: readonly string[] = ["package.json"];

/** Yarn 2 and later keeps its settings in a file of its own. */
export const modernYarnSettings = ".yarnrc.yml";

/** What installs packages in a repository with these files at its root. */
export function installerOf(project: Pick<Project, "has" | "text">): Installer {
  const modernYarn = project.has(modernYarnSettings) || /"yarn@([2-9]|\d\d)/.test(project.text("package.json"));
  return { manager: packageManagerOf(project), modernYarn };
}

/** The install for a lockfile; `null` when it is of no npm package manager. At the root the manifest's choice counts. */
export function npmInstall(lockfile: string, { manager, modernYarn }: Installer): Install | null {
  const own = lockfiles.find(([file]) => file === lockfile.slice(lockfile.lastIndexOf("/") + 1))?.[1];
  return own === undefined ? null : installCommand(lockfile.includes("/") ? own : manager, modernYarn);
}

/**
 * The package manager's own install of exactly what the lockfile says, from its cache as far as it goes. Files are copied
 * out of the cache: a hard link would let a write in the worktree change the cache, and every checkout made from it.
 */
export function installCommand(manager: PackageManager, modernYarn: boolean): Install {
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

/** The package manager that a command is of. */
export function managerOf(command: string): PackageManager {
  const words = command.split(" ");
  return packageManagers.find((manager) => words.includes(manager)) ?? "npm";
}

/** A script's command with more arguments. npm takes what belongs to the script after two dashes; the others take it as it is. */
export function withScriptArguments(command: string, words: readonly string[]): string {
  const dashes = managerOf(command) === "npm" ? " --" : "";
  return `${command}${dashes} ${words.map(shellWord).join(" ")}`;
}
