import { hostname } from "node:os";
import pkg from "../../package.json" with { type: "json" };
import type { AgentStatus } from "../agents/agent.ts";
import { agentStarter } from "../conduct/start-agent.ts";
import { BaroError, messageOf } from "../core/error.ts";
import type { WorkerOffer } from "../core/options.ts";
import { ownChannel } from "../fleet/channel.ts";
import type { AgentState, WorkerSettings } from "../fleet/protocol.ts";
import { serveWorker, type WorkerSelf } from "../fleet/serve-worker.ts";
import { attemptFolder } from "../fleet/story-bench.ts";
import type { RunPlace } from "../fleet/worker-folder.ts";
import { tryGit } from "../git/git.ts";
import { passedVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import { parseAgentChoice } from "../settings/agent-choice.ts";
import type { RunOptions } from "../settings/options.ts";
import { isTrusted } from "../settings/trust.ts";
import { admitUntrusted } from "../settings/untrusted.ts";
import type { AgentRequest } from "../worktrees/effects.ts";
import { type LocalEffects, localEffects } from "../worktrees/local-effects.ts";
import { agentOf, agentStatus, agentStatuses } from "./agents.ts";
import { openSandbox } from "./sandbox.ts";

/** Serves the conductor that started this process, until it is gone. Gives why it ended. */
export async function serveConductor(host: Host, options: RunOptions, offer: WorkerOffer): Promise<string> {
  const stop = new AbortController();
  const deaf = host.onSignal((name) => stop.abort(`${name} stopped it`));
  try {
    return await serveWorker(host, ownChannel(host), workerSelf(host, options, offer), { stop: stop.signal });
  } finally {
    deaf();
  }
}

export function workerSelf(host: Host, options: RunOptions, offer: WorkerOffer): WorkerSelf {
  const { slots, labels, repositories } = offer;
  const { platform: os, arch } = host;
  return {
    facts: {
      version: pkg.version,
      host: hostname(),
      os,
      arch,
      slots,
      labels: [...labels],
      repositories: [...repositories],
    },
    places: options,
    look: async (names) => {
      if (names === null) return (await agentStatuses(host, options)).map((status) => stateOf(status.name, status));
      return Promise.all(names.map((name) => lookAt(host, options, name)));
    },
    troubles: () => troublesHere(host, options),
    effects: (place, settings, tell) => effectsIn(host, options, { place, settings, tell }),
  };
}

async function lookAt(host: Host, options: RunOptions, name: string): Promise<AgentState> {
  try {
    return stateOf(name, await agentStatus(host, options, parseAgentChoice(name)));
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, ready: false, version: null, why: error.message };
  }
}

function stateOf(name: string, { installed, lacks, signedIn, version, advice }: AgentStatus): AgentState {
  const ready = installed && signedIn !== false;
  const why = installed ? `${name} is not signed in` : `${name} is ${lacks ?? "not installed"}`;
  return { name, ready, version, why: ready ? null : `${why}${advice === null ? "" : ` (${advice})`}` };
}

async function troublesHere(host: Host, { cwd }: RunOptions): Promise<string[]> {
  try {
    await tryGit(host, cwd, ["--version"]);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}

/** The effects on worktrees of this machine, as on the conductor's own, with what this machine has. */
async function effectsIn(
  host: Host,
  options: RunOptions,
  { place, settings, tell }: { place: RunPlace; settings: WorkerSettings; tell(message: string): Promise<void> },
): Promise<LocalEffects> {
  // Who keeps a sandbox on this machine is not talked out of it from another one.
  const { above } = admitUntrusted({ sandbox: settings.sandbox }, { sandbox: options.sandbox }, true);
  const own = { ...options, sandbox: above.sandbox ?? options.sandbox, cacheDir: place.cacheDir };
  const sandbox = await openSandbox(host, own, place.root);
  const env = passedVariables(host.env, settings.env);
  const agent = ({ agent: { name, model } }: AgentRequest) => {
    const choice = { ...parseAgentChoice(name), model };
    // No ceiling is held here: a price is counted where the conductor holds one.
    return agentOf(choice, { ...options, maxUsd: settings.priced ? Number.POSITIVE_INFINITY : null });
  };
  return localEffects(host, {
    root: place.root,
    run: settings.run,
    base: settings.base,
    isOurs: true,
    cacheDir: place.cacheDir,
    trailers: settings.trailers,
    checkTimeoutMs: settings.checkTimeoutMs,
    sandbox,
    env,
    startAgent: agentStarter(host, {
      agentOf: agent,
      folder: settings.folder,
      sandbox,
      agentLimits: settings.agentLimits,
      effort: settings.effort,
      instructions: settings.instructions,
      logDir: (story, attempt) => attemptFolder(place, story, attempt),
    }),
    setUp: {
      // Stories come when their plan is accepted, and never before.
      accepted: Promise.resolve(),
      commands: settings.setup,
      logDir: `${place.logs}/set-up`,
      isTrusted: (file, content) => isTrusted(options.stateDir, file, content),
      tell,
    },
  });
}
