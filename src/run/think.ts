import type { AskModel } from "../agents/ask/ask.ts";
import { runChecks } from "../conduct/run-checks.ts";
import { skippedText } from "../core/check.ts";
import type { Decision } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { noUsage } from "../core/usage.ts";
import { eventLine } from "../report/event-line.ts";
import { foldRun } from "../state/run-state.ts";
import { lazyAsker } from "./agents.ts";
import { decideGoal, decideMode } from "./decide-mode.ts";
import { type Interrupts, isInterruption, listenForInterrupts } from "./interrupts.ts";
import { planStories } from "./plan-stories.ts";
import {
  checkedFrom,
  folderAt,
  hidePassedValues,
  hideRepositorySecrets,
  inspectRepository,
  resolveBase,
} from "./repository.ts";
import type { Invocation, RunContext } from "./run-context.ts";
import { openScriptedEndpoint } from "./scripted-endpoint.ts";
import { standingLimit } from "./standing-limit.ts";
import { requireGoal } from "./start-point.ts";
import { unrecordedStream } from "./stream.ts";

/** The decision alone. Writes nothing; without an agent the rules still answer, and say so. */
export async function intakeOnly(
  invocation: Invocation,
  goal: string | null,
): Promise<{ decision: Decision; notices: string[] }> {
  await using context = await openContext(invocation, goal);
  // Nothing is said before the answer, unless a model is asked: so the secrets are looked for beside the evidence.
  const ask: AskModel = async (question, signal) => {
    await context.secretsHidden;
    return context.ask(question, signal);
  };
  const deciding = decideGoal({ ...context, ask: neverThrowing(ask) });
  const [{ decision, notices }] = await context.answer(Promise.all([deciding, context.secretsHidden]));
  return { decision, notices: [...notices, ...toldBy(context)] };
}

/** Intake and planning, then the enforced plan. Writes nothing; no agent that can write is started. */
export async function planOnly(
  invocation: Invocation,
  goal: string | null,
): Promise<{ decision: Decision; enforced: EnforcedPlan; notices: string[] }> {
  await using context = await openContext(invocation, goal);
  await context.secretsHidden;
  return await context.answer(plan(context));
}

async function plan(context: RunContext): Promise<{ decision: Decision; enforced: EnforcedPlan; notices: string[] }> {
  const choice = await decideMode(context, foldRun([]));
  const planned = choice.kind === "left" ? choice : await planStories(context, choice, null);
  if (choice.kind === "left" || planned.kind === "left") {
    context.interrupts.signal.throwIfAborted();
    const next = planned.kind === "left" ? planned.next : null;
    const hint = next === null ? undefined : `The plan is kept; go on with: ${next}`;
    throw new BaroError("interrupted", "Nothing was planned: you left", { hint });
  }
  await runChecks(context);
  return { decision: choice.decision, enforced: planned.enforced, notices: toldBy(context) };
}

/** What a person is told beside the answer. */
function toldBy({ stream }: RunContext): string[] {
  return stream.events.flatMap((event) => {
    if (event.type === "run.notice") return [event.message];
    if (event.type === "agent.switched") return [eventLine(event, "steps") ?? event.why];
    return event.type === "check.skipped" ? [skippedText(event)] : [];
  });
}

interface OpenContext extends RunContext, AsyncDisposable {
  /** Settled once the repository's own secrets are taken out of all that is shown. */
  secretsHidden: Promise<void>;
  /** The answer, or the error that says which signal ended the wait for it. */
  answer<T>(coming: Promise<T>): Promise<T>;
}

async function openContext({ host, options, person, watcher }: Invocation, asked: string | null): Promise<OpenContext> {
  const stream = unrecordedStream(host, watcher);
  // No run: nothing is left in its folder.
  person?.join?.({ emit: stream.emit, asked: 0, hear: () => () => {} });
  const goal = await requireGoal(asked, person);
  if (goal === null) throw new BaroError("interrupted", "Nothing was decided: you left");
  const repository = await inspectRepository(host, options.cwd, { forChanges: false });
  const base = await resolveBase(host, repository, options.base);
  const folder = await folderAt(host, repository, base);
  const endpoint = await openScriptedEndpoint(checkedFrom(options, folder));
  const interrupts = listenForInterrupts(host);
  const { timeoutMs } = options;
  const limit = timeoutMs === null ? null : standingLimit({ host, person }, timeoutMs, limitOf(interrupts));
  hidePassedValues(host, options.env);
  return {
    secretsHidden: hideRepositorySecrets(host, repository.root),
    host,
    options: endpoint.options,
    person: limit === null ? person : limit.person,
    watcher,
    repository,
    base,
    folder,
    goal,
    followUp: options.followUp !== null,
    ask: lazyAsker(host, endpoint.options, { root: repository.root, folder, commit: base }, stream),
    stream,
    leaves: null,
    interrupts,
    answer: (coming) =>
      coming.catch((error: unknown) => {
        if (!isInterruption(error, interrupts)) throw error;
        if (interrupts.timeIsUp()) throw new BaroError("ceiling", "Stopped without an answer: the time is up");
        const reason = interrupts.reason();
        const code = reason === "SIGTERM" ? "terminated" : "interrupted";
        throw new BaroError(code, `Stopped by ${reason} without an answer`);
      }),
    [Symbol.asyncDispose]: async () => {
      limit?.[Symbol.dispose]();
      interrupts.close();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

function limitOf({ endIn }: Interrupts) {
  let clock: Disposable | null = null;
  return {
    start: (ms: number) => {
      clock = endIn(ms);
    },
    stop: () => clock?.[Symbol.dispose](),
  };
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
