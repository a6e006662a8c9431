import type { Decision } from "../core/decision.ts";
import type { EventOf, RunEvent } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";

/** The goal with the answer to a question about it. */
export function clarifiedGoal(goal: string, question: string, answer: string): string {
  return `${goal}\n\n${question}\n${answer}`.trim();
}

/** How far a run has come: a fold of its journal, so that a resumed run does nothing twice. */
export interface StageState {
  started: Extract<RunEvent, { type: "run.started" }> | null;
  /** With the answers to the questions about it. */
  goal: string;
  decision: Decision | null;
  mode: Mode | null;
  enforced: EnforcedPlan | null;
  accepted: boolean;
  /** What the planner gave for the mode that was chosen: it is not paid for twice. */
  proposed: Story[] | null;
  /** What was left, as long as no story went on after it. */
  delivered: EventOf<"delivery.finished"> | null;
  finished: EventOf<"run.finished"> | null;
}

/** The state after these events. */
export function foldStages(events: Iterable<RunEvent>): StageState {
  const state: StageState = {
    started: null,
    goal: "",
    decision: null,
    mode: null,
    enforced: null,
    accepted: false,
    proposed: null,
    delivered: null,
    finished: null,
  };
  for (const event of events) applyStage(state, event);
  return state;
}

function applyStage(state: StageState, event: RunEvent): void {
  switch (event.type) {
    case "run.started":
      state.started = event;
      state.goal = event.goal;
      return;
    case "goal.read":
      state.goal = event.goal;
      return;
    case "goal.clarified":
      state.goal = clarifiedGoal(state.goal, event.question, event.answer);
      // It was about the goal without the answer.
      state.decision = null;
      return;
    case "intake.decided":
      state.decision = event;
      return;
    case "mode.chosen":
      Object.assign(state, { mode: event.mode, proposed: null, enforced: null, accepted: false });
      return;
    case "plan.proposed":
      state.proposed = event.stories;
      return;
    case "plan.enforced":
      state.enforced = enforcedPlanOf(state, event);
      state.accepted = false;
      return;
    case "plan.accepted":
      state.accepted = true;
      return;
    case "delivery.finished":
      state.delivered = event;
      return;
    // A run that went on after it had delivered what it had by then has something new to deliver.
    case "story.merged":
    case "story.started":
    case "story.finished":
    case "branch.rebuilt":
      state.delivered = null;
      return;
    case "run.finished":
      state.finished = event;
      return;
    default:
  }
}

function enforcedPlanOf(state: StageState, event: EventOf<"plan.enforced">): EnforcedPlan {
  const { stories, changes, pairs, width, parallelism } = event;
  const mode = event.mode ?? state.mode ?? "focused";
  return { plan: { version: 1, goal: state.goal, mode, stories }, changes, pairs, width, parallelism };
}
