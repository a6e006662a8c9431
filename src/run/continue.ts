import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { Host } from "../host/host.ts";
import { runGoal } from "./run-goal.ts";

/** A follow-up on work that exists: same branch, same pull request. Names none: the newest run of this repository. */
export async function continueWork(
  host: Host,
  options: RunOptions,
  goal: string | null,
  person: Person | null,
  watcher: Watcher,
): Promise<RunEnd> {
  const followUp = options.followUp ?? { pr: null, branch: null };
  return runGoal(host, { ...options, followUp }, goal, person, watcher);
}
