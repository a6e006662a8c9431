import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { readHead } from "../git/read-head.ts";
import { type EarlyLooks, lookAhead } from "../worktrees/warm/early-looks.ts";
import { warmLimits } from "./effect-options.ts";
import type { Invocation } from "./run-context.ts";

/**
 * Begins to look at the worktrees that wait for a run in this repository, before git is asked for anything: with many
 * packages, nothing else that comes before the first agent takes as long. What the run then wants otherwise was looked at in
 * vain, and is looked at again.
 */
export async function lookAtWaiting(looks: EarlyLooks, { host, options }: Pick<Invocation, "host" | "options">) {
  const limits = options.dryRun ? null : warmLimits(options);
  const root = rootAround(options.cwd);
  if (limits === null || root === null) return;
  await lookAhead(looks, host, {
    cacheDir: options.cacheDir,
    root,
    head: (await readHead(join(root, ".git"))) ?? "",
    since: host.now() - limits.ageMs,
    most: options.mode === "parallel" ? options.parallel : 1,
  });
}

/** As git would say it, most often. */
function rootAround(cwd: string): string | null {
  let folder = realpathSync(cwd);
  while (!existsSync(join(folder, ".git"))) {
    const around = dirname(folder);
    if (around === folder) return null;
    folder = around;
  }
  return folder;
}
