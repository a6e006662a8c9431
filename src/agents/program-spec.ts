import type { AgentName } from "../core/agent-name.ts";
import type { Usage } from "../core/usage.ts";
import type { AgentTask } from "./agent.ts";
import type { MapperContext, Translation } from "./mapper.ts";
import type { OwnPlaces } from "./own-places.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How to start a program agent on a task. */
export interface AgentCommand {
  args: readonly string[];
  /** Set for this agent beside the allow-list. */
  env: Readonly<Record<string, string>>;
  /**
   * Written to stdin, which is then closed: a prompt there has no limit of length and is in no process list. `null`:
   * the conversation goes on over stdin.
   */
  stdin: string | null;
}

/** Where a command may put what it needs: a private folder that is removed with the run of the agent. */
export interface CommandPlace {
  folder: string;
  env: Environment;
}

/** What a session used since it began: `own` as its wire counts it, `whole` with its sub-agents. */
export interface SessionUsage {
  own: Usage;
  whole: Usage;
}

/** An agent that is a program: how to start it, what it may see, and what its lines mean. */
export interface ProgramSpec {
  readonly name: AgentName;
  readonly program: string;
  /** Who is asked for tokens. */
  provider(model: string | null): string;
  /** Versions that were tried: `from` and everything up to `below`. */
  readonly tried: { from: string; below: string };
  /** Names of our variables that it needs: its sign-in and its own settings, nothing else. */
  passes(env: Environment): string[];
  /** Where it keeps its sessions and its sign-in, which it has to be able to write. */
  stateFolders(env: Environment): string[];
  /** Of those, the person's settings, which say what it starts: no business of what works in a sandbox. */
  ownSettings?(env: Environment): OwnPlaces;
  /** Empty folders that its own sandbox makes in what it may write, and leaves when it is killed. */
  leavesBehind?(task: AgentTask, env: Environment): string[];
  /** What its stderr says first when it has come up without a part that it needs, and would come up whole if started anew. */
  readonly failedStart?: RegExp;
  command(task: AgentTask, place: CommandPlace): AgentCommand | Promise<AgentCommand>;
  newTranslation(context: MapperContext): Translation;
  /** What a whole session used, from the program's own records, where its wire does not tell it in every case. */
  sessionUsage?(session: string, env: Environment): SessionUsage | null;
  /** Whether it looks signed in, from files and variables alone; `null` when that can't be told. */
  signedIn(env: Environment): boolean | null;
  readonly advice: { install: string; signIn: string };
  /** False when calls of tools are told only once they ended, so that a silent tool looks like silence. */
  readonly announcesTools: boolean;
}
