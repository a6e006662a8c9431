import type { AskModel } from "../agents/ask/ask.ts";
import type { Decision } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { RunEnd } from "../core/run-end.ts";
import { noUsage } from "../core/usage.ts";
import type { Host } from "../host/host.ts";
import { parsePlanText } from "../plan/parse-plan.ts";
import { foldRun } from "../state/run-state.ts";
import { lazyAsker } from "./agents.ts";
import { decideGoal, decideMode } from "./decide-mode.ts";
import { readGoal } from "./goal-text.ts";
import { exitCodeOfInterrupt, isInterruption, listenForInterrupts } from "./interrupts.ts";
import { openSession } from "./open-run.ts";
import { planStories } from "./plan-stories.ts";
import { inspectRepository, resolveBase } from "./repository.ts";
import { runStages } from "./run.ts";
import { inSession, type Thinking } from "./run-context.ts";
import { withScriptedEndpoint } from "./scripted-endpoint.ts";
import { unrecordedStream } from "./stream.ts";

/** The decision alone. Writes nothing; without an agent the rules still answer, and say so. */
export async function intakeOnly(
  host: Host,
  options: RunOptions,
  goal: string | null,
  person: Person | null,
): Promise<{ decision: Decision; notices: string[] }> {
  return thinking(host, options, goal, person, (session) =>
    decideGoal({ ...session, ask: neverThrowing(session.ask) }),
  );
}

function neverThrowing(ask: AskModel): AskModel {
  return async (question, signal) => {
    try {
      return await ask(question, signal);
    } catch (error) {
      if (!(error instanceof BaroError)) throw error;
      return { ok: false, why: "failed", message: error.message, text: null, usage: noUsage, usd: null };
    }
  };
}

/** Intake and planning, then the enforced plan. Writes nothing; no agent that can write is started. */
export async function planOnly(
  host: Host,
  options: RunOptions,
  goal: string | null,
  person: Person | null,
): Promise<{ decision: Decision; enforced: EnforcedPlan; notices: string[] }> {
  return thinking(host, options, goal, person, async (session) => {
    const state = foldRun([]);
    const choice = await decideMode(session, state);
    const planned = choice.kind === "left" ? choice : await planStories(session, choice.mode, choice.decision, null);
    if (choice.kind === "left" || planned.kind === "left") {
      session.interrupts.signal.throwIfAborted();
      throw new BaroError("interrupted", "Nothing was planned: you left");
    }
    const notices = session.stream.events.flatMap((event) => (event.type === "run.notice" ? [event.message] : []));
    return { decision: choice.decision, enforced: planned.enforced, notices };
  });
}

async function thinking<T>(
  host: Host,
  options: RunOptions,
  goal: string | null,
  person: Person | null,
  think: (session: Thinking) => Promise<T>,
): Promise<T> {
  const text = await readGoal(goal, person);
  if (text === null) throw new BaroError("interrupted", "Nothing was decided: you left");
  const repository = await inspectRepository(host, options.cwd, { forChanges: false });
  const base = await resolveBase(host, repository.root, options.base);
  const interrupts = listenForInterrupts(host);
  const stream = unrecordedStream(host);
  const watcher: Watcher = { see: () => {}, pause: () => {} };
  const followUp = options.followUp !== null;
  try {
    return await withScriptedEndpoint(options, async (ready) => {
      const ask = lazyAsker(host, ready, repository.root);
      return think({
        host,
        options: ready,
        repository,
        base,
        goal: text,
        followUp,
        ask,
        stream,
        person,
        leaves: null,
        watcher,
        interrupts,
      });
    });
  } catch (error) {
    if (!isInterruption(error, interrupts)) throw error;
    const reason = interrupts.reason();
    throw new BaroError(reason === "SIGTERM" ? "terminated" : "interrupted", `Stopped by ${reason} without an answer`);
  } finally {
    interrupts.close();
  }
}

/** Runs a plan that was made earlier or by hand, through the same enforcement. `source` names it in errors. */
export async function conductPlan(
  host: Host,
  options: RunOptions,
  planText: string,
  source: string,
  person: Person | null,
  watcher: Watcher,
): Promise<RunEnd> {
  const plan = parsePlanText(planText, source);
  return withScriptedEndpoint({ ...options, mode: plan.mode }, async (ready) => {
    const session = await openSession(host, ready, plan, { person, watcher });
    if (session === null) return { exitCode: exitCodeOfInterrupt(null), run: null };
    return inSession(session, (whole) => runStages(whole, foldRun(whole.stream.events)));
  });
}
