import { join } from "node:path";

/** What a worktree has that programs must find before anything of the person's checkout. */
export interface OwnPlaces {
  root: string;
  worktree: string;
  /** Relative to the worktree. */
  virtualEnvironment: string | null;
  pythonSource: string | null;
}

/**
 * Variables that keep a worktree's programs in the worktree: what the person's PATH has of their own checkout (an active
 * virtual environment, `node_modules/.bin`) is the worktree's, and the worktree's own virtual environment comes first.
 */
export function worktreeEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { root, worktree, virtualEnvironment, pythonSource }: OwnPlaces,
): Record<string, string> {
  const moved = (path: string) =>
    path === root || path.startsWith(`${root}/`) ? worktree + path.slice(root.length) : path;
  const path = (env["PATH"] ?? "").split(":").map(moved);
  const active = env["VIRTUAL_ENV"];
  const activeHere = active === undefined || moved(active) === active ? undefined : moved(active);
  const environment = virtualEnvironment === null ? activeHere : join(worktree, virtualEnvironment);
  if (virtualEnvironment !== null && environment !== undefined) path.unshift(join(environment, "bin"));
  const searched = [...new Set(path)].join(":");
  return {
    ...(searched === env["PATH"] ? {} : { PATH: searched }),
    ...(environment === undefined ? {} : { VIRTUAL_ENV: environment }),
    // A package that is installed in editable form is found where it was installed from: in the person's checkout.
    ...(pythonSource === null ? {} : { PYTHONPATH: join(worktree, pythonSource) }),
  };
}
