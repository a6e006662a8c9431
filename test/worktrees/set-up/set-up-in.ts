import { join } from "node:path";
import type { Host } from "../../../src/host/host.ts";
import { systemHost } from "../../../src/host/system.ts";
import { WorktreeSetUp } from "../../../src/worktrees/set-up/worktree-set-up.ts";
import { WorktreePool } from "../../../src/worktrees/worktree-pool.ts";
import { gitIn } from "../../support/scratch.ts";

/** A pool of worktrees of a repository, set up as a run does it. */
export function setUpIn(
  root: string,
  folder: string,
  options: { trusted?: boolean; host?: Host; base?: string; commands?: string[] } = {},
) {
  const host = options.host ?? systemHost();
  const told: string[] = [];
  const commitOf = (name: string) => gitIn(root, "rev-parse", `${name}^{commit}`);
  const setUp = new WorktreeSetUp(host, {
    root,
    base: commitOf(options.base ?? "HEAD"),
    logDir: join(folder, "logs"),
    commands: options.commands ?? null,
    sandbox: null,
    accepted: Promise.resolve(),
    isTrusted: () => options.trusted === true,
    tell: (message) => {
      told.push(message);
      return Promise.resolve();
    },
  });
  const pool = new WorktreePool(host, { root, folder: join(folder, "worktrees"), cacheDir: folder, fitter: setUp });
  return { told, setUp, pool, take: (commit = "HEAD") => pool.take(commitOf(commit), "baro/S1") };
}
