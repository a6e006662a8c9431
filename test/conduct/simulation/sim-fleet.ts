import type { ConductEffects } from "../../../src/conduct/effects.ts";
import type { AgentFinished } from "../../../src/core/agent-event.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import type { Story } from "../../../src/core/story.ts";
import { Lease } from "../../../src/fleet/lease.ts";
import type { AgentRequest, StoryWorktree } from "../../../src/worktrees/effects.ts";
import { LeaseLost } from "../../../src/worktrees/lease-lost.ts";
import type { Invariants } from "./invariants.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { SimProcess } from "./sim-process.ts";
import { nameOf, objectOf, SimWorker } from "./sim-worker.ts";
import { patienceMs } from "./times.ts";
import type { World } from "./world.ts";

/** The workers of a simulated run, and what befalls them: each from 0 to 1. */
export interface FleetWeather {
  workers: number;
  /** Most agents at once on each. */
  slots: number;
  /** A worker goes away while it has a story. */
  accident: number;
  /** What a worker says comes twice. */
  twice: number;
}

interface Far {
  story: Story;
  lease: Lease;
  worker: SimWorker;
}

/**
 * The half of the effects that is done where a story's files are, done by workers: through the leases and desks of the program
 * itself, over a way that lags, repeats and breaks.
 */
export function simFleet(
  scenario: Scenario & { fleet: FleetWeather },
  world: World,
  process: SimProcess,
  inner: ConductEffects,
  journal: readonly RunEventBody[],
  invariants: Invariants,
): ConductEffects {
  const random = new Random(scenario.seed).branch(`fleet/${journal.length}`);
  const setting = { world, process, inner, random, patienceMs, ...scenario.fleet };
  const workers = Array.from({ length: scenario.fleet.workers }, (_, at) => new SimWorker(`m${at + 1}`, setting));
  const all = new Map<string, Far>();
  let fence = journal.reduce((most, event) => (event.type === "lease.taken" ? Math.max(most, event.fence) : most), 0);
  const farOf = ({ path }: StoryWorktree): Far => {
    const far = all.get(path);
    if (far === undefined) throw new Error(`Nobody has ${path}`);
    return far;
  };
  const point = (ref: string, commit: string) => process.effect(1, () => void world.refs.set(ref, commit));

  const openWorktree: ConductEffects["openWorktree"] = async ({ story, base, work, path }, signal) => {
    invariants.agentAsked(story);
    while (!signal.aborted && workers.every(({ isUp }) => !isUp)) await process.pause(500);
    signal.throwIfAborted();
    const worker = random.pick(workers.filter(({ isUp }) => isUp));
    const number = ++fence;
    const lease: Lease = new Lease({
      name: `sim.${story.id}`,
      fence: number,
      worker: worker.name,
      send: (message) => worker.hear(message),
      elapsed: () => process.clock.now,
      onKept: (commit, asOf) => {
        world.refs.set(`kept/${story.id}`, nameOf(commit));
        lease.kept(asOf);
      },
      // Objects are the world's.
      onPack: () => {},
    });
    worker.take(lease);
    await inner.emit({ type: "lease.taken", story: story.id, worker: worker.name, fence: number });
    const kept = path === null ? undefined : world.refs.get(`kept/${story.id}`);
    const ours = kept !== undefined && world.at(kept).parent === base ? kept : null;
    const from = work ?? ours;
    const args = { story, base: objectOf(base), work: from === null ? null : objectOf(from) };
    const callOff = () => lease.lose("it is not wanted any more");
    signal.addEventListener("abort", callOff, { once: true });
    const opened = await lease
      .call("openWorktree", args)
      .catch((error: unknown) => {
        worker.drop(lease);
        signal.throwIfAborted();
        throw error;
      })
      .finally(() => signal.removeEventListener("abort", callOff));
    const worktree = { path: `${number}:${opened.path}`, base, worker: worker.name };
    all.set(worktree.path, { story, lease, worker });
    return worktree;
  };

  async function* runAgent(request: AgentRequest, signal: AbortSignal) {
    const { story, attempt, prompt, agent, session, worktree } = request;
    const { lease } = farOf(worktree);
    const asked = lease.listen({ story, attempt, prompt, agent, session }, signal);
    let last: AgentFinished | null = null;
    for (;;) {
      const { done, value } = await asked.next();
      if (done === true) {
        if (value.kept !== null) await point(`kept/${story.id}`, nameOf(value.kept));
        lease.allKept();
        break;
      }
      if (value.type === "agent.finished") last = value;
      else yield value;
    }
    if (last !== null) yield last;
  }

  const leave = async (worktree: StoryWorktree, how: "release" | "abandon") => {
    const { lease, worker } = farOf(worktree);
    all.delete(worktree.path);
    await orNothing(lease.call(how, {}));
    worker.drop(lease);
  };

  return {
    ...inner,
    openWorktree,
    takeSlot: (worktree, signal) => farOf(worktree).worker.turns.take(signal),
    runAgent,
    requireOurs: async (worktree) => {
      const { story, lease } = farOf(worktree);
      // Its next agent goes on in it.
      invariants.agentAsked(story);
      await lease.call("requireOurs", {});
    },
    inspect: (worktree) => farOf(worktree).lease.call("inspect", {}),
    // Probes look at what may have been given back meanwhile.
    peek: (worktree) => orNothing(all.get(worktree.path)?.lease.call("peek", {}) ?? Promise.resolve(null)),
    snapshot: async (worktree, paths) => {
      const lease = all.get(worktree.path)?.lease;
      const commit = lease === undefined ? null : await orNothing(lease.call("snapshot", { paths: [...paths] }));
      return commit === null ? null : nameOf(commit);
    },
    revert: async (worktree, paths) => void (await farOf(worktree).lease.call("revert", { paths })),
    runHooks: (worktree, story, again, signal) => farOf(worktree).lease.call("runHooks", { story, again }, signal),
    commit: async ({ worktree, ...request }) => {
      const made = await farOf(worktree).lease.call("commit", request);
      if (made === null) return null;
      await point(`work/${request.story.id}`, nameOf(made.commit));
      return nameOf(made.commit);
    },
    checkWorktree: (worktree, story, command, signal) =>
      farOf(worktree).lease.call("checkWorktree", { story, command }, signal),
    checkCommit: (commit, command, signal, beside) =>
      beside === undefined
        ? inner.checkCommit(commit, command, signal)
        : farOf(beside).lease.call("checkCommit", { commit: objectOf(commit), command }, signal),
    keepLeftOut: async (story, worktree, paths) => {
      const made = await farOf(worktree).lease.call("keepLeftOut", { story, paths });
      if (made === null) return null;
      await point(`left-out/${story.id}`, nameOf(made));
      return `left-out/${story.id}`;
    },
    keep: async (story, worktree) => {
      const ref = `kept/${story.id}`;
      let lost: LeaseLost | null = null;
      const made = await farOf(worktree)
        .lease.call("keep", { story })
        .catch((error: unknown) => {
          if (!(error instanceof LeaseLost)) throw error;
          lost = error;
          return null;
        });
      if (made !== null) await point(ref, nameOf(made));
      const commit = world.refs.get(ref);
      if (commit === undefined && lost !== null) throw lost;
      return commit === undefined ? null : { commit, ref, ...(lost === null ? {} : { lost }) };
    },
    release: (_story, worktree) => leave(worktree, "release"),
    abandon: (_story, worktree) => leave(worktree, "abandon"),
  };
}

async function orNothing<T>(work: Promise<T | null>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    throw error;
  }
}
