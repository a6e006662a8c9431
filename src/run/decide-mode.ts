import { type Decision, decisive } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import type { Mode } from "../core/mode.ts";
import { nobody } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { type Decided, decide } from "../intake/decide.ts";
import { focusedPlan } from "../plan/focused-plan.ts";
import { modeOutlook } from "../plan/outlook.ts";
import { clarifiedGoal, type RunState } from "../state/run-state.ts";
import { linkLookUp, patientLookUp } from "./look-up-link.ts";
import { measuredCosts, pastCosts } from "./recorded-runs.ts";
import type { RunContext } from "./run-context.ts";

/** The person left; no plan is there to go on from. */
interface Left {
  kind: "left";
  next: null;
}

/** How often the person is asked to make a goal clear before the run gives up. */
const maxQuestions = 3;

/** `accepted`: whoever chose has seen the plan, a single story, and it needs no review. */
export type ModeChoice = { kind: "chosen"; mode: Mode; decision: Decision; accepted: boolean } | Left;

/**
 * Intake, the question that it may have, and the choice of the mode. What a resumed run knows is not asked again. Throws
 * `input-needed` with the question when the goal can't be guessed and nobody answers.
 */
export async function decideMode(run: RunContext, state: RunState): Promise<ModeChoice> {
  let decision = state.decision ?? (await decideAndTell(run));
  for (let asked = 0; decision.clarity === "vague"; asked++) {
    const question = decision.question ?? "What should be true when the work is done?";
    if (decision.nothingToDo === true) throw new BaroError("input-needed", `Cannot find anything to do: ${question}`);
    if (run.person === null || asked === maxQuestions) throw unclear(question);
    run.watcher.pause();
    const answer = await run.person.answer(question, run.interrupts.signal);
    if (answer === nobody) throw unclear(question);
    if (answer === null) return { kind: "left", next: null };
    run.goal = clarifiedGoal(run.goal, question, answer);
    await run.stream.emit({ type: "goal.clarified", question, answer });
    decision = await decideAndTell(run);
  }
  if (state.mode !== null) return { kind: "chosen", mode: state.mode, decision, accepted: false };
  return choose(run, decision);
}

/**
 * Throws `input-needed` when the rules alone find a goal unclear. For a run that can't start for another reason: the
 * question is the nearer one, and nobody has to install an agent to hear it.
 */
export async function requireClearGoal(
  host: Host,
  goal: string,
  at: { root: string; base: string; remote: string | null },
): Promise<void> {
  const { root, base, remote } = at;
  const { decision } = await decide(host, {
    goal,
    root,
    base,
    followUp: false,
    policy: "rules",
    ask: null,
    cacheDir: null,
    remoteUrl: remote,
    lookUp: null,
    signal: AbortSignal.timeout(10_000),
  });
  if (decision.clarity === "vague") throw unclear(decision.question ?? "What should be true when the work is done?");
}

function unclear(question: string): BaroError {
  return new BaroError("input-needed", `Cannot start: the goal is not clear enough to guess. ${question}`, {
    hint: "Say it in the goal, or run baro in a terminal to be asked",
  });
}

async function decideAndTell(run: RunContext): Promise<Decision> {
  const { decision, goal, notices } = await decideGoal(run);
  if (goal !== run.goal) {
    await run.stream.emit({ type: "goal.read", goal, link: run.goal });
    run.goal = goal;
  }
  for (const message of notices) await run.stream.emit({ type: "run.notice", message });
  await run.stream.emit({ type: "intake.decided", ...decision });
  return decision;
}

/** Intake's answer for a run's goal as it stands; a mode that was named by a flag is its answer. */
export async function decideGoal(run: RunContext): Promise<Pick<Decided, "decision" | "goal" | "notices">> {
  const { host, options, repository } = run;
  const lookUp = run.lookUp ?? linkLookUp(host, options, repository.root);
  const tell = async (message: string) => void (await run.stream.emit({ type: "run.notice", message }));
  const { decision, goal, notices } = await decide(host, {
    goal: run.goal,
    root: repository.root,
    base: run.base,
    folder: run.folder,
    followUp: run.followUp,
    // Whoever names the mode has decided: no model is asked for it.
    policy: options.mode === "auto" ? options.intake : "rules",
    ask: run.ask,
    cacheDir: options.cacheDir,
    costs: measuredCosts(await pastCosts(host, options.stateDir, repository.root)),
    remoteUrl: repository.remote,
    lookUp: lookUp === null ? null : patientLookUp(lookUp, { host, goal: run.goal, tell }),
    signal: run.interrupts.signal,
  });
  // What was withdrawn is no answer, though the rules would have one.
  run.interrupts.signal.throwIfAborted();
  return { decision: options.mode === "auto" ? decision : flagged(decision, options.mode), goal, notices };
}

function flagged(decision: Decision, mode: Mode): Decision {
  if (decision.clarity === "vague") return decision;
  const rules = decision.mode === mode ? "the rules agree" : `the rules suggest ${decision.mode}`;
  const reason = `You asked for ${mode} mode; ${rules}: ${decision.reason}`;
  return { ...decision, mode, source: "flag", reason };
}

async function choose(run: RunContext, decision: Decision): Promise<ModeChoice> {
  const { options, person } = run;
  const chosen = async (mode: Mode, by: "flag" | "person" | "suggestion", accepted = false): Promise<ModeChoice> => {
    await run.stream.emit({ type: "mode.chosen", mode, by, suggested: decision.mode });
    return { kind: "chosen", mode, decision, accepted };
  };
  if (options.mode !== "auto") return chosen(options.mode, "flag");
  if (person === null || options.yes) return chosen(decision.mode, "suggestion");
  run.watcher.pause();
  const costs = await pastCosts(run.host, options.stateDir, run.repository.root);
  const outlook = modeOutlook(costs, options.parallel);
  const asksOnce = decision.mode === "focused" && decision.confidence >= decisive;
  const story = asksOnce ? (focusedPlan(run.goal, decision).stories[0] ?? null) : null;
  const shown = { leaves: run.leaves ?? null, story };
  const answer = await person.chooseMode(decision, outlook, shown, run.interrupts.signal);
  if (answer === nobody) return chosen(decision.mode, "suggestion");
  return answer === null ? { kind: "left", next: null } : chosen(answer.mode, "person", answer.accepted);
}
