import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { Host } from "../host/host.ts";

export async function continueWork(
  _host: Host,
  _options: RunOptions,
  _goal: string | null,
  _person: Person | null,
  _watcher: Watcher,
): Promise<RunEnd> {
  throw new Error("Cannot run: the stages are not wired");
}
