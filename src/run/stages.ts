import type { Decision } from "../core/decision.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { Host } from "../host/host.ts";

export async function intakeOnly(
  _host: Host,
  _options: RunOptions,
  _goal: string | null,
  _person: Person | null,
): Promise<{ decision: Decision; notices: string[] }> {
  throw new Error("Cannot run: the stages are not wired");
}

export async function planOnly(
  _host: Host,
  _options: RunOptions,
  _goal: string | null,
  _person: Person | null,
): Promise<{ decision: Decision | null; enforced: EnforcedPlan; notices: string[] }> {
  throw new Error("Cannot run: the stages are not wired");
}

export async function conductPlan(
  _host: Host,
  _options: RunOptions,
  _planText: string,
  _source: string,
  _person: Person | null,
  _watcher: Watcher,
): Promise<RunEnd> {
  throw new Error("Cannot run: the stages are not wired");
}
