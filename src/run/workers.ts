import pkg from "../../package.json" with { type: "json" };
import { BaroError, messageOf } from "../core/error.ts";
import { defaultParallelism } from "../core/mode.ts";
import { labelsOf } from "../fleet/fleet-worker.ts";
import type { AgentState } from "../fleet/protocol.ts";
import { sshRoute } from "../fleet/ssh.ts";
import { lookAtWorker } from "../fleet/worker-link.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { parseWorkerSpec } from "../settings/worker-spec.ts";
import { agentStatuses } from "./agents.ts";

/** A machine that stories may run on, as it was found. */
export interface WorkerReport {
  /** As it was named: `ssh:build-box,slots=4`. */
  worker: string;
  slots: number | null;
  agents: AgentState[];
  labels: string[];
  repositories: string[];
  version: string | null;
  /** Why it can't be used, and what to do about it; null: it can. */
  why: string | null;
  advice: string | null;
  /** For a queue: how many workers wait at it. */
  waiting?: number;
}

/**
 * Starts each worker that is named, and asks what it can do; of a pool, those that wait at its queue, after the queue itself.
 * Without anything named, it is this machine.
 */
export async function lookAtWorkers(host: Host, options: RunOptions): Promise<WorkerReport[]> {
  const named = options.workers.length === 0 && options.queue === null ? ["local"] : options.workers;
  const [near, pool] = await Promise.all([
    Promise.all(named.map((text) => lookAt(host, options, text))),
    options.queue === null ? [] : lookAtQueue(host, options, options.queue),
  ]);
  return [...near, ...pool];
}

async function lookAtQueue(host: Host, options: RunOptions, queue: string): Promise<WorkerReport[]> {
  const none = { worker: queue, slots: null, agents: [], labels: [], repositories: [], version: null, advice: null };
  try {
    const { lookAtPool } = await import("./pool.ts");
    const { eviction, workers } = await lookAtPool(host, options);
    const all = workers.map(({ facts, agents }) => {
      const { slots, version, repositories } = facts;
      const labels = labelsOf(facts);
      return { ...none, worker: `queue ${facts.host}`, slots, agents, labels, repositories, version, why: null };
    });
    const why = eviction === null ? null : `it evicts data when its memory is full (${eviction})`;
    const advice = eviction === null ? null : "Set maxmemory-policy noeviction there";
    const slots = workers.reduce((sum, { facts }) => sum + facts.slots, 0);
    return [{ ...none, slots, why, advice, waiting: workers.length }, ...all];
  } catch (error) {
    const advice = error instanceof BaroError ? (error.hint ?? null) : null;
    return [{ ...none, why: messageOf(error), advice }];
  }
}

async function lookAt(host: Host, options: RunOptions, text: string): Promise<WorkerReport> {
  const spec = parseWorkerSpec(text);
  const none = { worker: text, agents: [], labels: [], repositories: [], version: null, why: null, advice: null };
  if (spec.kind === "local") {
    const agents = await agentStatuses(host, options);
    const ready = (one: (typeof agents)[number]) => one.installed && one.signedIn !== false;
    const states = agents.map((one) => ({ name: one.name, ready: ready(one), version: one.version, why: one.advice }));
    const labels = [`os=${host.platform}`, `arch=${host.arch}`];
    return { ...none, slots: spec.slots ?? defaultParallelism, agents: states, labels, version: pkg.version };
  }
  const route = await sshRoute(host, spec, options.cwd);
  try {
    const { hello, agents, troubles } = await lookAtWorker(host, route, pkg.version);
    const { slots, version, repositories } = hello;
    const labels = labelsOf(hello);
    const why = troubles.length === 0 ? null : troubles.join("; ");
    return { ...none, slots: spec.slots ?? slots, agents, labels, repositories, version, why };
  } catch (error) {
    const advice = error instanceof BaroError ? (error.hint ?? null) : null;
    return { ...none, slots: null, why: messageOf(error), advice };
  } finally {
    await route.close();
  }
}
