import { realpathSync } from "node:fs";
import { join, posix } from "node:path";
import type { Agent, AgentLimits } from "../agents/agent.ts";
import type { AgentEvent } from "../core/agent-event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { AgentRequest } from "../worktrees/effects.ts";
import type { LocalOptions } from "../worktrees/local-effects.ts";

/** How agents are started in a story's worktree. */
export interface StartOptions {
  agentOf(request: AgentRequest): Agent;
  /** The folder below the root that agents start in; left out: the root. */
  folder?: string;
  sandbox: Sandbox | null;
  agentLimits: AgentLimits;
  /** Handed to agents that take them; `null`: their own. */
  effort: string | null;
  instructions: string | null;
  /** Folder for an attempt's raw output, made by the caller; `null`: not kept. */
  logDir(story: Story, attempt: number): string | null;
  /** What an attempt's agent gets in its environment beside the worktree's. */
  agentEnv?(attempt: { story: StoryId; attempt: number; agent: string }): Record<string, string>;
}

export function agentStarter(host: Host, options: StartOptions): LocalOptions["startAgent"] {
  return async function* (request, env, signal) {
    const agent = options.agentOf(request);
    const { story, attempt } = request;
    const root = request.worktree.path;
    const folder = startFolder(root, options.folder ?? "");
    const start = {
      prompt: request.prompt,
      cwd: join(root, folder),
      root,
      model: agent.choice.model,
      resume: request.session,
      env: { ...env, ...options.agentEnv?.({ story: story.id, attempt, agent: request.agent.name }) },
      readOnly: false,
      // The worktree's repository lies within it.
      writable: folder === "" ? [] : [root],
      sandbox: options.sandbox,
      logDir: options.logDir(story, attempt),
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
