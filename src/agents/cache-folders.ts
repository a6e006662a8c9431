import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./program-spec.ts";

/** The caches that package managers and compilers write to, where they exist: without them installs and builds fail. */
export function cacheFolders(env: Environment): string[] {
  const home = env["HOME"];
  if (home === undefined) return [];
  const folders = [
    ...parts(env["XDG_CACHE_HOME"] ?? join(home, ".cache")),
    ...parts(join(home, "Library", "Caches")),
    ...[".npm", ".bun/install/cache", ".yarn", ".local/share/pnpm", ".gradle", ".m2", ".nuget"].map((name) =>
      join(home, name),
    ),
    env["CARGO_HOME"] ?? join(home, ".cargo"),
    env["GOPATH"] ?? join(home, "go"),
  ];
  return folders.filter((folder) => existsSync(folder));
}

/** The caches in the person's cache folder one by one: among them is ours, with the worktrees of other stories. */
function parts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name !== "baro")
    .map((name) => join(folder, name));
}
