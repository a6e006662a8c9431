import type { AskModel } from "../agents/ask/ask.ts";
import type { DeliveryPlan } from "../core/delivery.ts";
import type { RunOutcome } from "../core/event.ts";
import type { LookUp } from "../core/link.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { EndingHost } from "../host/ending-host.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { RunOptions } from "../settings/options.ts";
import type { EarlyLooks } from "../worktrees/warm/warm-store.ts";
import type { RunAgents } from "./agents.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Repository } from "./repository.ts";
import type { EventStream, RunStream } from "./stream.ts";

/** What a command is bound to from its first line: the machine, what was asked for, and who takes part. */
export interface Invocation {
  host: Host;
  options: RunOptions;
  /** Null when nobody may be asked. */
  person: Person | null;
  watcher: Watcher;
  /** A person typed the goal: in words behind the command, or on the page; left out: it came some other way. */
  typed?: boolean;
  /** Looks at what outlived earlier runs that were begun already. */
  early?: EarlyLooks;
}

/** What deciding and planning need: nothing of it writes to the repository. */
export interface RunContext extends Invocation {
  repository: Repository;
  /** The commit that the work starts from. */
  base: string;
  /** The folder that the person stands in, below the root; empty at the root. */
  folder: string;
  /** Grows by the answers to intake's questions. */
  goal: string;
  /** Whether the work goes on from an open pull request or an earlier run. */
  followUp: boolean;
  ask: AskModel;
  /** What looks up the goal's link, begun already; left out: it begins when it is asked for. */
  lookUp?: LookUp | null;
  stream: EventStream;
  /** What will be delivered, as a sentence; null where nothing is. */
  leaves: string | null;
  interrupts: Interrupts;
}

/** A run that is open: everything that its stages share. */
export interface Run extends RunContext {
  /** Its name. */
  run: string;
  /** The goal as the person typed it; null: it came from elsewhere. */
  typedGoal: string | null;
  /** The branch that the work is integrated on. */
  branch: string;
  /** The branch that gets the new commits of a follow-up; null: the run's own. */
  follows: Follows | null;
  agents: RunAgents;
  /** What everything that the run starts is held to; null: nobody asked for it. */
  sandbox: Sandbox | null;
  delivery: DeliveryPlan;
  /** Ends the programs that `host` starts when the run's time is up; null: there is no ceiling on time. */
  ending: EndingHost | null;
  stream: RunStream;
}

/** The work that a follow-up goes on with. */
export interface Follows {
  branch: string;
  pr: number | null;
  /** The branch that its pull request goes into. */
  target: string | null;
}

/** How the stages ended, before the figures are drawn. */
export interface StagesEnd {
  outcome: RunOutcome;
  exitCode: number;
  /** The person left before anything was begun: the run goes without a trace. */
  left?: true;
  next?: string;
}

/** How a command that runs stages ended. `run` is null when nothing was started. */
export interface RunEnd {
  exitCode: number;
  run: string | null;
  /** The command that goes on from a plan that the person left. */
  next?: string;
}
