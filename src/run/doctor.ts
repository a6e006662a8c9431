import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { plural } from "../text/units.ts";
import { checkAgents } from "./diagnose-agents.ts";
import { checkMachine, checkVariables } from "./diagnose-machine.ts";
import { checkRepository } from "./diagnose-repository.ts";
import type { DoctorCheck } from "./doctor-check.ts";

export interface Diagnosis {
  ok: boolean;
  checks: DoctorCheck[];
}

/**
 * What is installed, signed in and supported, and what to do about the rest. Asks nothing of a model. `offline`: nothing is
 * looked up over a network.
 */
export async function diagnose(host: Host, options: RunOptions, offline = false): Promise<Diagnosis> {
  const [machine, repository, agents, workers] = await Promise.all([
    checkMachine(host, options),
    checkRepository(host, options, offline),
    checkAgents(host, options, offline),
    offline || (options.workers.length === 0 && options.queue === null) ? [] : checkWorkers(host, options),
  ]);
  const checks = [...machine, ...repository, ...checkVariables(host, options), ...agents, ...workers];
  return { ok: checks.every(({ state }) => state !== "error"), checks };
}

/** The machines that stories run on: each is started, and asked what it can do. */
async function checkWorkers(host: Host, options: RunOptions): Promise<DoctorCheck[]> {
  const { lookAtWorkers } = await import("./workers.ts");
  return (await lookAtWorkers(host, options)).map(({ worker, why, advice, agents, slots, version, waiting }) => {
    const isQueue = worker === options.queue;
    const name = isQueue ? "queue" : `worker ${worker}`;
    if (waiting === 0 && why === null) {
      return {
        name,
        state: "warning",
        detail: "no worker is waiting there",
        advice: "Start one with: baro worker --queue URL",
      };
    }
    if (waiting !== undefined && why === null) {
      return {
        name,
        state: "ok",
        detail: `${plural(waiting, "worker")} waiting at ${worker}, ${slots} at once`,
        advice: null,
      };
    }
    if (why !== null) return { name, state: "error", detail: why, advice };
    const ready = agents.filter((one) => one.ready).map((one) => one.name);
    const able = ready.length === 0 ? "no agent is ready" : ready.join(", ");
    const detail = `baro ${version}, ${slots} at once, ${able}`;
    return { name, state: ready.length === 0 ? "error" : "ok", detail, advice: null };
  });
}
