import { resolve } from "node:path";
import { BaroError } from "../core/error.ts";
import { RunExchange } from "../fleet/pool/run-exchange.ts";
import { git } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import { foldRun } from "../state/run-state.ts";
import { withoutCredentials } from "../text/redact.ts";
import { readRun } from "./read-run.ts";

/** The repository over which the commits of a pool's run go. Throws `agent-missing` where there is none. */
export async function exchangeOf(
  host: Host,
  { queueRemote, queueLockMs: awayMs }: Pick<RunOptions, "queueRemote" | "queueLockMs">,
  root: string,
  run: string,
): Promise<RunExchange> {
  const names = (await git(host, root, ["remote"])).split("\n").filter((name) => name !== "");
  const remote = queueRemote ?? (names.includes("origin") ? "origin" : names[0]);
  if (remote === undefined) {
    throw new BaroError(
      "agent-missing",
      "Cannot use a queue: the repository has no remote to send commits to workers through",
      {
        hint: "Add one with: git remote add, or name an address with queue-remote",
      },
    );
  }
  const address = names.includes(remote) ? (await git(host, root, ["remote", "get-url", remote])).trim() : remote;
  // A folder is told as git understands it from here.
  const url = /^\.{1,2}\//.test(address) ? resolve(root, address) : address;
  return new RunExchange(host, root, { remote, url: withoutCredentials(url), run, awayMs });
}

/** The exchange of an earlier run, whose refs may still be there; null: it used none. */
export async function leftExchange(host: Host, options: RunOptions, run: string): Promise<RunExchange | null> {
  const { started } = foldRun(readRun(options.stateDir, run));
  if (started === null || started.flags["queue"] == null) return null;
  const restored = restoreOptions({ ...options, given: [] }, started.flags, run);
  return await exchangeOf(host, restored, started.repo.root, run);
}
