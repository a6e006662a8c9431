import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { Host } from "../host/host.ts";
import { foldRun } from "../state/run-state.ts";
import { exitCodeOfInterrupt } from "./interrupts.ts";
import { openSession } from "./open-run.ts";
import { runStages } from "./run.ts";
import { inSession } from "./run-context.ts";
import { withScriptedEndpoint } from "./scripted-endpoint.ts";

/** The main job: one goal, start to end. */
export async function runGoal(
  host: Host,
  options: RunOptions,
  goal: string | null,
  person: Person | null,
  watcher: Watcher,
): Promise<RunEnd> {
  return withScriptedEndpoint(options, async (ready) => {
    const session = await openSession(host, ready, goal, { person, watcher });
    if (session === null) return { exitCode: exitCodeOfInterrupt(null), run: null };
    return inSession(session, (whole) => runStages(whole, foldRun(whole.stream.events)));
  });
}
