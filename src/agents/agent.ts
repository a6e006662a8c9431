import type { AgentEvent } from "../core/agent-event.ts";
import type { AgentChoice, AgentName } from "../core/agent-name.ts";
import type { Inbox } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";

/** One piece of work for an agent. Everything it may know is here. */
export interface AgentTask {
  prompt: string;
  /** Where it works (absolute): the story's worktree, or a folder of it. */
  cwd: string;
  /** The whole worktree when `cwd` is a folder of it; left out: `cwd` itself. */
  root?: string;
  model: string | null;
  /** The agent's own session to go on with, or null. */
  resume: string | null;
  /** Extra variables of the story's environment, e.g. `PORT`. */
  env: Readonly<Record<string, string>>;
  /** Only look, never write: planner and intake questions. */
  readOnly: boolean;
  /** Folders beside `cwd` that it must be able to write (the worktree's git directory). */
  writable: readonly string[];
  /** What holds for everything that the run starts; `null`: no sandbox was asked for. */
  sandbox: Sandbox | null;
  /** Folder for the raw output (`raw.jsonl`, `stderr.log`); made by the caller. `null`: not kept. */
  logDir: string | null;
  limits: AgentLimits;
  /** What a person says meanwhile, for an agent that `hears`. */
  inbox?: Inbox | undefined;
  /** How hard it should think, in the agent's own words; the agent's default when absent. */
  effort?: string | null;
  /** Added to the agent's system prompt; with `readOnly` it takes that prompt's place where the agent allows it. */
  instructions?: string | null;
  /** A JSON schema that the last text must have, for the agents that can be held to one. The caller checks it anyway. */
  answerSchema?: unknown;
}

export interface AgentLimits {
  /** Milliseconds without a line while no tool runs, after which the agent counts as stalled. */
  silenceMs: number;
  /** Milliseconds that one tool call may run. */
  toolMs: number;
  /** Requests to the model, where the agent lets us count or limit them. */
  maxTurns: number;
}

export const defaultAgentLimits: AgentLimits = { silenceMs: 10 * 60_000, toolMs: 30 * 60_000, maxTurns: 200 };

/** Whether an agent can be used here, as far as can be told without spending tokens. */
export interface AgentStatus {
  name: AgentName;
  installed: boolean;
  /** What it lacks when it is not installed, where that is no program: "without an endpoint". */
  lacks?: string;
  /** Absolute path of the program, or null (a native agent has none). */
  path: string | null;
  version: string | null;
  /** The versions that were tried, as a range for people. */
  tried: string | null;
  supported: boolean | null;
  signedIn: boolean | null;
  /** What to do about what is missing, or null. */
  advice: string | null;
}

/**
 * An agent: something that takes a task and says what it does. `start` never throws for a failure of the agent or its
 * model: failures are events, and every stream ends with exactly one `agent.finished`. Aborting the signal stops the
 * agent and everything that it started.
 */
export interface Agent {
  readonly choice: AgentChoice;
  /** Who is asked for tokens: agents of one provider share one rate governor. */
  readonly provider: string;
  /** It takes messages in between two of its turns, without being stopped. */
  readonly hears?: boolean;
  start(host: Host, task: AgentTask, signal: AbortSignal): AsyncIterable<AgentEvent>;
  /** Asks nothing of a model. */
  status(host: Host): Promise<AgentStatus>;
}

/** A person's message as an agent reads it. */
export function toldText(text: string): string {
  return `## A message from the person whose project this is\n${text}`;
}
