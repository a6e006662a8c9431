import type { WorkerSpec } from "../core/worker-spec.ts";
import { plainLine } from "../text/plain.ts";
import { listText, plural } from "../text/units.ts";

/** The machines that a run is given. */
export interface Places {
  workers: readonly WorkerSpec[];
  /** The queue's address, without a secret. */
  queue: string | null;
}

/**
 * Where stories will run, before they do: `Stories run on 2 machines: gpu1 (4) and local (2)`, with the most agents at once
 * where that was said. `null`: nothing was named, so all of them run here.
 */
export function placesText({ workers, queue }: Places): string | null {
  const names = workers.map((spec) => {
    const name = spec.kind === "local" ? "local" : spec.host;
    return spec.slots === null ? name : `${name} (${spec.slots})`;
  });
  if (names.length === 0) return queue === null ? null : `Stories run in the pool at ${plainLine(queue)}`;
  const machines = `${plural(names.length, "machine")}: ${plainLine(listText(names))}`;
  return `Stories run on ${machines}${queue === null ? "" : `, and in the pool at ${plainLine(queue)}`}`;
}
