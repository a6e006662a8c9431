import type { AgentEvent } from "../core/agent-event.ts";
import type { Usage } from "../core/usage.ts";
import type { Child } from "../host/host.ts";
import { splitLines } from "../host/lines.ts";
import type { AgentTask } from "./agent.ts";
import { boundEvents } from "./bound-events.ts";
import type { ProcessEnd } from "./ledger.ts";
import type { Mapper } from "./mapper.ts";
import type { OwnPlaces } from "./own-places.ts";
import type { AgentCommand, CommandPlace, Environment } from "./program-spec.ts";

/** What an agent's process says, as events. */
export interface Conversation {
  /** One batch for each thing that was said, empty when it meant nothing; ends with the process's output. */
  batches: AsyncIterable<readonly AgentEvent[]>;
  /** True when nothing more is to come but the process's end. */
  lastWord(): boolean;
  /** The last events, ending in the only `agent.finished`. `null`: the process was ended after its last word. */
  end(exit: ProcessEnd | null): AgentEvent[];
}

/** An agent's process: how it is started, and how one talks with it. */
export interface AgentProgram {
  readonly program: string;
  /** What to do when it is not there. */
  readonly install: string;
  readonly announcesTools: boolean;
  /** What the person's own command line for it names, such as a script behind its interpreter. */
  readonly named?: readonly string[];
  passes(env: Environment): string[];
  stateFolders(env: Environment): string[];
  ownSettings?: ((env: Environment) => OwnPlaces) | undefined;
  leavesBehind?: ((task: AgentTask, env: Environment) => string[]) | undefined;
  readonly failedStart?: RegExp | undefined;
  command(task: AgentTask, place: CommandPlace): AgentCommand | Promise<AgentCommand>;
  converse(task: AgentTask, child: Child, stdout: AsyncIterable<Uint8Array>): Conversation;
  sessionUsage?: ((session: string) => Usage | null) | undefined;
}

/** A conversation in which all was said with the command: the agent's lines are translated as they come. */
export function lineConversation(mapper: Mapper, stdout: AsyncIterable<Uint8Array>): Conversation {
  const bounded = boundEvents();
  return { batches: batches(), lastWord: mapper.lastWord, end: (exit) => mapper.end(exit).flatMap(bounded) };

  async function* batches(): AsyncGenerator<readonly AgentEvent[]> {
    for await (const line of splitLines(stdout)) yield mapper.map(line.text).flatMap(bounded);
  }
}
