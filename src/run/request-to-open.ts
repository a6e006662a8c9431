import { existsSync } from "node:fs";
import { defaultDeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { requestNameOf } from "../deliver/planning/look-around.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import type { RunState } from "../state/run-state.ts";

/**
 * What `baro deliver` could open of a run that has left a branch, as its forge calls it ("pull request"). Null: the run has
 * nothing to deliver, its request is there already, or no forge is known for its repository. Looks at this machine alone.
 */
export async function requestToOpen(host: Host, options: RunOptions, run: string, state: RunState) {
  const { delivered, started, finished } = state;
  const hasEnd = finished?.outcome === "delivered" || finished?.outcome === "partial";
  const isLeft = delivered?.kind === "branch" && delivered.branch !== null && delivered.pushed !== true;
  if (started === null || !hasEnd || !isLeft || state.landed.length === 0 || !existsSync(started.repo.root))
    return null;
  try {
    const { root } = started.repo;
    const { delivery } = restoreOptions({ ...options, cwd: root }, started.flags, run);
    return await requestNameOf(host, root, { ...defaultDeliverySettings, ...delivery });
  } catch (error) {
    // A setting that names no forge: opening one would say so.
    if (error instanceof BaroError) return null;
    throw error;
  }
}
