import pkg from "../../package.json" with { type: "json" };
import { BaroError, messageOf } from "../core/error.ts";
import { defaultParallelism } from "../core/mode.ts";
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
}

/** Starts each worker that is named, and asks what it can do; without one named, it is this machine. */
export async function lookAtWorkers(host: Host, options: RunOptions): Promise<WorkerReport[]> {
  const named = options.workers.length === 0 ? ["local"] : options.workers;
  return Promise.all(named.map((text) => lookAt(host, options, text)));
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
    const { os, arch, slots, version, repositories } = hello;
    const labels = [`os=${os}`, `arch=${arch}`, ...hello.labels];
    const why = troubles.length === 0 ? null : troubles.join("; ");
    return { ...none, slots: spec.slots ?? slots, agents, labels, repositories, version, why };
  } catch (error) {
    const advice = error instanceof BaroError ? (error.hint ?? null) : null;
    return { ...none, slots: null, why: messageOf(error), advice };
  } finally {
    await route.close();
  }
}
