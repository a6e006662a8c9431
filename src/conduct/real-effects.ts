import { realpathSync } from "node:fs";
import { join, posix } from "node:path";
import type { Agent, AgentLimits } from "../agents/agent.ts";
import type { AgentEvent } from "../core/agent-event.ts";
import { renderAgentChoice } from "../core/agent-name.ts";
import type { Emit } from "../core/event.ts";
import type { Story } from "../core/story.ts";
import { signsCommits } from "../git/commit.ts";
import type { Host } from "../host/host.ts";
import type { AgentRequest } from "../worktrees/effects.ts";
import { type LocalEffects, type LocalOptions, localEffects } from "../worktrees/local-effects.ts";
import type { ConductEffects, StoryAgent } from "./effects.ts";
import { RunBranch } from "./run-branch.ts";

export interface EffectOptions extends Omit<LocalOptions, "setUp" | "startAgent"> {
  /** The run's branch without `refs/heads/`. */
  branch: string;
  /** The folder below the root that agents start in; left out: the root. */
  folder?: string;
  stateDir: string;
  emit: Emit;
  agentFor(story: Story): Agent;
  /** Who takes over from that one, in this order. */
  fallbacks?(story: Story): readonly Agent[];
  agentLimits: AgentLimits;
  /** Handed to agents that take them; `null`: their own. */
  effort: string | null;
  instructions: string | null;
  /** Folder for an attempt's raw output, made by the caller; `null`: not kept. */
  logDir(story: Story, attempt: number): string | null;
  /** What worktrees are given beyond their files; `null`: nothing. */
  setUp: Omit<NonNullable<LocalOptions["setUp"]>, "tell"> | null;
}

export interface RealEffects extends ConductEffects, Pick<LocalEffects, "prepare" | "runPushHook"> {
  /**
   * The conducting is over. `landed`: the newest commit that landed and was delivered; worktrees and refs of finished
   * stories go. `null`: only what nobody has worked in goes, and the run can be resumed.
   */
  close(landed: string | null, signal?: AbortSignal): Promise<void>;
}

/** The effects on the real machine: git, agents, checks. */
export function makeEffects(host: Host, options: EffectOptions): RealEffects {
  const tell = (message: string) => options.emit({ type: "run.notice", message });
  const worktrees = localEffects(host, {
    ...options,
    setUp: options.setUp === null ? null : { ...options.setUp, tell },
    startAgent: agentStarter(host, options),
  });
  const branch = new RunBranch(host, options);
  let signs: Promise<boolean> | null = null;
  const sign = () => {
    signs ??= signsCommits(host, options.root);
    return signs;
  };
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
      if (landed !== null) await branch.clear(landed);
      if (closed.status === "rejected") throw closed.reason;
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

function agentStarter(host: Host, options: EffectOptions): LocalOptions["startAgent"] {
  return async function* (request, env, signal) {
    const agent = agentNamed(request, options);
    const root = request.worktree.path;
    const folder = startFolder(root, options.folder ?? "");
    const start = {
      prompt: request.prompt,
      cwd: join(root, folder),
      root,
      model: agent.choice.model,
      resume: request.session,
      env,
      readOnly: false,
      // The worktree's repository lies within it.
      writable: folder === "" ? [] : [root],
      sandbox: options.sandbox,
      logDir: options.logDir(request.story, request.attempt),
      limits: options.agentLimits,
      inbox: request.inbox,
      effort: options.effort,
      instructions: options.instructions,
    };
    for await (const event of agent.start(host, start, signal)) yield fromRoot(event, folder);
  };
}

/** The folder to start in, while it is a real one of the worktree: an agent may have removed or replaced it. */
function startFolder(root: string, folder: string): string {
  if (folder === "") return "";
  try {
    return realpathSync(join(root, folder)) === join(realpathSync(root), folder) ? folder : "";
  } catch {
    return "";
  }
}

/** An agent names paths from where it works; the run names them from the root. */
function fromRoot(event: AgentEvent, folder: string): AgentEvent {
  if (folder === "" || event.type !== "agent.tool.called") return event;
  return { ...event, paths: event.paths.map((path) => posix.join(folder, path)) };
}
