import type { Agent } from "../agents/agent.ts";
import { renderAgentChoice } from "../core/agent-name.ts";
import type { Emit } from "../core/event.ts";
import type { Story } from "../core/story.ts";
import { signsCommits } from "../git/commit.ts";
import type { Host } from "../host/host.ts";
import type { AgentRequest } from "../worktrees/effects.ts";
import { type LocalEffects, type LocalOptions, localEffects } from "../worktrees/local-effects.ts";
import type { ConductEffects, StoryAgent } from "./effects.ts";
import { RunBranch } from "./run-branch.ts";
import { agentStarter, type StartOptions } from "./start-agent.ts";

export interface EffectOptions
  extends Omit<LocalOptions, "setUp" | "startAgent">,
    Omit<StartOptions, "agentOf" | "sandbox"> {
  /** The run's branch without `refs/heads/`. */
  branch: string;
  stateDir: string;
  emit: Emit;
  agentFor(story: Story): Agent;
  /** Who takes over from that one, in this order. */
  fallbacks?(story: Story): readonly Agent[];
  /** What worktrees are given beyond their files; `null`: nothing. */
  setUp: Omit<NonNullable<LocalOptions["setUp"]>, "tell"> | null;
}

export interface RealEffects extends ConductEffects, Pick<LocalEffects, "prepare" | "runPushHook" | "messageOf"> {
  /**
   * The conducting is over. `landed`: the newest commit that landed and was delivered; worktrees and refs of finished
   * stories go. `null`: only what nobody has worked in goes, and the run can be resumed. Gives why what stays could not be
   * removed.
   */
  close(landed: string | null, signal?: AbortSignal): Promise<LeftBehind>;
}

/** What kept the worktrees' folder and the run's own refs from being removed; `null`: nothing. */
interface LeftBehind {
  folder: unknown;
  refs: unknown;
}

/** The effects on the real machine: git, agents, checks. */
export function makeEffects(host: Host, options: EffectOptions): RealEffects {
  const tell = (message: string) => options.emit({ type: "run.notice", message });
  let signs: Promise<boolean> | null = null;
  const sign = () => {
    signs ??= signsCommits(host, options.root);
    return signs;
  };
  const worktrees = localEffects(host, {
    ...options,
    signs: sign,
    setUp: options.setUp === null ? null : { ...options.setUp, tell },
    startAgent: agentStarter(host, { ...options, agentOf: (request) => agentNamed(request, options) }),
  });
  const branch = new RunBranch(host, options);
  return {
    ...worktrees,
    now: () => host.now(),
    elapsed: () => host.elapsed(),
    sleep: (ms, signal) => host.sleep(ms, signal),
    emit: options.emit,
    agentOf: (story) => storyAgent(options.agentFor(story)),
    fallbacksOf: (story) => (options.fallbacks?.(story) ?? []).map(storyAgent),
    head: () => branch.head(),
    requireLanded: (commit) => branch.requireLanded(commit),
    missingNames: (request) => branch.missingNames(request),
    integrate: async (request) => branch.integrate(request, await sign()),
    conflictsOf: async (ours, theirs) => worktrees.conflictsOf(ours, theirs, await branch.attributes()),
    combine: (landed) => branch.combine(landed),
    rebuild: async (landed) => branch.rebuild(landed, await sign()),
    close: async (landed, signal) => {
      // A folder that can't be removed holds no ref back.
      const [closed] = await Promise.allSettled([worktrees.close(landed !== null, signal)]);
      const [cleared] = await Promise.allSettled([landed === null ? undefined : branch.clear(landed)]);
      return {
        folder: closed.status === "rejected" ? closed.reason : null,
        refs: cleared.status === "rejected" ? cleared.reason : null,
      };
    },
  };
}

function storyAgent({ choice, provider, hears = false }: Agent): StoryAgent {
  // The model is told apart from the name.
  return { name: renderAgentChoice({ ...choice, model: null }), model: choice.model, provider, hears };
}

/** The agent that a request names: the story's own, unless another one took over. */
function agentNamed({ story, agent: wanted }: AgentRequest, options: EffectOptions): Agent {
  const own = options.agentFor(story);
  const chain = [own, ...(options.fallbacks?.(story) ?? [])];
  return (
    chain
      .map((agent) => ({ agent, ...storyAgent(agent) }))
      .find(({ name, model }) => name === wanted.name && model === wanted.model)?.agent ?? own
  );
}
