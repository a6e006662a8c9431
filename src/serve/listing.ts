import { existsSync, realpathSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import { repositoryRoot } from "../settings/repository-root.ts";
import { findRuns, type RunListing } from "../store/find-run.ts";
import type { Site } from "./site.ts";

/** All runs as people may see them. */
export async function listForPage(site: Site): Promise<RunListing[]> {
  const runs = findRuns(site.options.stateDir);
  const roots = [...new Set(runs.map(({ repository }) => repository))].filter(
    (root) => root !== "" && existsSync(root),
  );
  await Promise.all(roots.map((root) => site.hideSecretsOf(root)));
  return runs.map((run) => ({ ...run, goal: site.host.shown(run.goal) }));
}

/** The run of exactly that name, its goal and repository known. Throws `run-unknown`, and `failed` when it can't be read. */
export async function requireListed(site: Site, name: string): Promise<RunListing> {
  const run = (await listForPage(site)).find((each) => each.run === name);
  if (run === undefined) throw new BaroError("run-unknown", `Cannot find run "${name}": no run has that name`);
  return run;
}

/** Where runs may be started, as real paths, the one that the server was started in first; those that are gone are left out. */
export function startable(site: Site): string[] {
  const { repositories, options } = site;
  if (repositories.length > 0) return [...new Set(repositories.flatMap(realPath))];
  const here = repositoryRoot(options.cwd) ?? "";
  const known = findRuns(options.stateDir).map(({ repository }) => repository);
  return [...new Set([here, ...known.toSorted()].flatMap(realPath))];
}

/** The real path of a repository that runs may be started in. Throws `usage`. */
export function requireStartable(site: Site, repository: string): string {
  const [real] = realPath(repository);
  if (real !== undefined && startable(site).includes(real)) return real;
  if (real === undefined && isAbsolute(repository)) {
    throw new BaroError("usage", `Cannot start a run in "${repository}": it no longer exists`, {
      hint: "Bring the repository back to that place",
    });
  }
  throw new BaroError("usage", `Cannot start a run in "${repository}": this server was not given that repository`, {
    hint: `Start it with: baro serve --repo ${repository}`,
  });
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}

function realPath(path: string): string[] {
  try {
    return isAbsolute(path) ? [realpathSync(path)] : [];
  } catch {
    return [];
  }
}
