import { rmSync } from "node:fs";
import type { AskModel } from "../agents/ask/ask.ts";
import type { DeliveryPlan } from "../core/delivery.ts";
import { BaroError, bugExitCode, exitCodeOf, namedShortage } from "../core/error.ts";
import type { RunOutcome } from "../core/event.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { Host } from "../host/host.ts";
import { figuresOf } from "../report/figures.ts";
import { foldRun } from "../state/run-state.ts";
import type { Crew } from "./agents.ts";
import { exitCodeOfInterrupt, type Interrupts, isInterruption, listenForInterrupts } from "./interrupts.ts";
import type { Repository } from "./repository.ts";
import type { EventStream, RunStream } from "./stream.ts";

/** What deciding and planning need: nothing of it writes to the repository. */
export interface Thinking {
  host: Host;
  options: RunOptions;
  repository: Repository;
  /** The commit that the work starts from. */
  base: string;
  /** Grows by the answers to intake's questions. */
  goal: string;
  /** Whether the work goes on from an open pull request or an earlier run. */
  followUp: boolean;
  ask: AskModel;
  stream: EventStream;
  /** Null when nobody may be asked. */
  person: Person | null;
  /** What will be delivered, as a sentence; null where nothing is. */
  leaves: string | null;
  watcher: Watcher;
  interrupts: Interrupts;
}

/** Everything that the stages of one run share. */
export interface Session extends Thinking {
  run: string;
  /** The branch that the work is integrated on. */
  branch: string;
  /** The branch that gets the new commits of a follow-up; null: the run's own. */
  follows: Follows | null;
  crew: Crew;
  delivery: DeliveryPlan;
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
}

/**
 * Runs the stages of a session and ends its stream with `run.finished` whatever happens. Errors go on to the caller
 * after that, unless they only say that the run was told to stop.
 */
export async function inSession(
  session: Omit<Session, "interrupts">,
  stages: (session: Session) => Promise<StagesEnd>,
): Promise<RunEnd> {
  const interrupts = listenForInterrupts(session.host);
  const whole: Session = { ...session, interrupts };
  let left = false;
  try {
    const end = await stages(whole);
    await finishRun(whole, end);
    left = end.left === true;
    return { exitCode: end.exitCode, run: left ? null : session.run };
  } catch (error) {
    const end = endOf(error, whole);
    await finishRun(whole, end);
    if (!isInterruption(error, interrupts)) throw error;
    return { exitCode: end.exitCode, run: session.run };
  } finally {
    session.watcher.pause();
    session.stream.close();
    if (left) rmSync(session.stream.folder.path, { recursive: true, force: true });
    interrupts.close();
  }
}

/** What an interrupted run ends with. */
export function interruptedEnd(interrupts: Interrupts): StagesEnd {
  return { outcome: "interrupted", exitCode: exitCodeOfInterrupt(interrupts.reason()) };
}

/** An error that came while stories were at work has stopped them, not ended them: the run can be resumed. */
function endOf(thrown: unknown, { interrupts, stream }: Session): StagesEnd {
  if (interrupts.signal.aborted) return interruptedEnd(interrupts);
  const error = namedShortage(thrown);
  const exitCode = error instanceof BaroError ? exitCodeOf[error.code] : bugExitCode;
  if (exitCode === exitCodeOf["input-needed"]) return { outcome: "needs_input", exitCode };
  // So has a machine that has no more of something, at any stage.
  const stopped = foldRun(stream.events).accepted || (error instanceof BaroError && error.code === "state-unwritable");
  return { outcome: stopped ? "interrupted" : "failed", exitCode };
}

/** Ends the stream with the run's figures; once, however the run ended. */
async function finishRun(session: Pick<Session, "stream" | "run">, end: StagesEnd): Promise<void> {
  const { stream, run } = session;
  const { enforced, mode, accepted } = foldRun(stream.events);
  if (accepted && (end.outcome === "interrupted" || end.outcome === "ceiling")) {
    await stream.emit({ type: "run.notice", message: `Nothing is lost; go on with: baro resume ${run}` });
  }
  const shape = { mode: enforced?.plan.mode ?? mode, stories: enforced?.plan.stories.length ?? 0 };
  const { outcome, exitCode } = end;
  await stream.emit({ type: "run.finished", ...figuresOf(stream.events), ...shape, outcome, exitCode });
}
