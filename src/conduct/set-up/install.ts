import type { PackageManager } from "../checks/package-manager.ts";

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
