import { childEnvironment } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import {
  cleanAside,
  forgetCleaner,
  isCleaning,
  listAside,
  type NotRemoved,
  removeAside,
} from "../worktrees/set-aside.ts";

/** What is gone within this time needs no process of its own; nobody notices it at the end of a run. */
const noticedMs = 250;
/** Whatever is left then, the next run's end begins anew. */
const longestMs = 30 * 60_000;

/** The words that start `sweep` in a process of its own. */
export const sweeping = ["clean", "--set-aside"] as const;

/**
 * Removes what was set aside, as far as that goes in a moment; for the rest it starts a process that outlives this one,
 * unless one is at it. Gives what can't be removed. Rejects with the system's error when that process can't be started.
 */
export async function sweepBehind(
  host: Host,
  options: Pick<RunOptions, "cacheDir" | "configFile">,
  moment: AbortSignal = AbortSignal.timeout(noticedMs),
): Promise<NotRemoved[]> {
  const { cacheDir, configFile } = options;
  if (listAside(cacheDir).length === 0) return [];
  const failed = await removeAside(cacheDir, moment);
  const isLeft = listAside(cacheDir).length > failed.length;
  if (!isLeft) await forgetCleaner(cacheDir);
  if (!isLeft || isCleaning(cacheDir)) return failed;
  const [program = "", ...leading] = host.self;
  const config = configFile === null ? [] : ["--config", configFile];
  using _sweeper = await host.launch({
    program,
    args: [...leading, ...sweeping, ...config],
    // It may not hold on to a folder that somebody wants to remove.
    cwd: "/",
    env: childEnvironment(host.env, {}, ["BARO_HOME"]),
    stdin: null,
    log: null,
  });
  return failed;
}

/** Removes all that was set aside, however long that takes. Gives what went and what could not. */
export async function sweep(
  host: Pick<Host, "pid">,
  { cacheDir }: Pick<RunOptions, "cacheDir">,
): Promise<{ removed: string[]; kept: NotRemoved[] }> {
  const before = listAside(cacheDir);
  const kept = await cleanAside(host, cacheDir, AbortSignal.timeout(longestMs));
  const left = new Set(listAside(cacheDir));
  return { removed: before.filter((path) => !left.has(path)), kept };
}
