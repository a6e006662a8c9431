import { recordOf, textOf } from "../../core/narrow.ts";
import { parseTolerantJson } from "../../core/tolerant-json.ts";
import type { Project } from "./project.ts";

export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;
export type PackageManager = (typeof packageManagers)[number];

const lockfiles: readonly (readonly [string, PackageManager])[] = [
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

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

/** The lockfile of a package manager that the project has, or `null`. */
export function lockfileOf(project: Pick<Project, "has">, manager: PackageManager): string | null {
  return lockfiles.find(([file, owner]) => owner === manager && project.has(file))?.[0] ?? null;
}

/** The package manager that a lockfile of this name belongs to, or `null`. */
export function packageManagerOfLockfile(name: string): PackageManager | null {
  return lockfiles.find(([file]) => file === name)?.[1] ?? null;
}
