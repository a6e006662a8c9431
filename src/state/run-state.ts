import type { CheckFacts } from "../core/check.ts";
import { verdictOfCheck } from "../core/check.ts";
import type { Decision } from "../core/decision.ts";
import type { Envelope, EventOf, RunEvent, RunEventBody } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story, StoryId } from "../core/story.ts";
import { addUsage, noUsage, type Usage } from "../core/usage.ts";
import { standAfresh } from "./attempt.ts";
import { foldAgentEvent, foldStoryEvent, type StoryEvent } from "./fold-story.ts";
import { foldPrediction } from "./give-way.ts";
import { reopen } from "./reopen.ts";
import { isInFlight, newStory, type StoryState, unplannedStory } from "./story-state.ts";
import { newTally, type Tally, tallyEvent } from "./tally.ts";

/**
 * Everything that is known of a run: the fold of its events and nothing else. Conducting, resuming, delivering and every
 * view read this one state. Its size depends on the plan, not on how much agents say. Times are milliseconds since 1970.
 */
export interface RunState {
  run: string | null;
  /** With the answers to the questions about it. */
  goal: string;
  /** As it was given, or what the link leads to that was given in its place. */
  givenGoal: string;
  answers: { question: string; answer: string }[];
  started: Extract<RunEvent, { type: "run.started" }> | null;
  startedAt: number | null;
  lastAt: number | null;
  decision: Decision | null;
  chosen: EventOf<"mode.chosen"> | null;
  /** The mode that was chosen; a rule may have brought down what runs: see `modeOf`. */
  mode: Mode | null;
  /** What the planner gave for the mode that was chosen: it is not paid for twice. */
  proposed: Story[] | null;
  enforced: EnforcedPlan | null;
  accepted: boolean;
  /** In the order of the plan. */
  stories: Map<StoryId, StoryState>;
  /** What the agents used. `usd` null: no agent has named a price. */
  usage: Usage;
  usd: number | null;
  agentMs: number;
  /** Stories in the order in which they landed. */
  landed: StoryId[];
  /** Stories were dropped, and the branch has yet to be made anew without them. */
  rebuild: boolean;
  /** The checks of the merged result, since the branch was last moved. */
  verified: CheckFacts[];
  /** Checks that did not run, and why. */
  unchecked: EventOf<"check.skipped">[];
  predicted: EventOf<"conflict.predicted">[];
  notices: string[];
  /** Of those who answer questions: somebody else was asked. */
  switches: EventOf<"agent.switched">[];
  limit: EventOf<"limit.reached"> | null;
  /** What was left, as long as no story went on after it. */
  delivered: EventOf<"delivery.finished"> | null;
  finished: EventOf<"run.finished"> | null;
  /** A person holds back the starting of agents. */
  paused: boolean;
  /** What waits for an answer from outside. */
  question: EventOf<"question.asked"> | null;
  resumes: number;
  tally: Tally;
}

/** A run of which nothing is known. */
export function newRunState(): RunState {
  return {
    run: null,
    goal: "",
    givenGoal: "",
    answers: [],
    started: null,
    startedAt: null,
    lastAt: null,
    decision: null,
    chosen: null,
    mode: null,
    proposed: null,
    enforced: null,
    accepted: false,
    stories: new Map(),
    usage: noUsage,
    usd: null,
    agentMs: 0,
    landed: [],
    rebuild: false,
    verified: [],
    unchecked: [],
    predicted: [],
    notices: [],
    switches: [],
    limit: null,
    delivered: null,
    finished: null,
    paused: false,
    question: null,
    resumes: 0,
    tally: newTally(),
  };
}

/** The state after these events. */
export function foldRun(events: Iterable<RunEventBody & Partial<Envelope>>): RunState {
  const state = newRunState();
  for (const event of events) foldEvent(state, event);
  return state;
}

/** The state of one story, made when it is first asked for. */
export function storyOf(state: RunState, id: StoryId): StoryState {
  const known = state.stories.get(id);
  if (known !== undefined) return known;
  const fresh = unplannedStory(id);
  state.stories.set(id, fresh);
  return fresh;
}

/** The mode that runs, or would as far as the run has come. */
export function modeOf({ enforced, mode, decision }: RunState): Mode | null {
  return enforced?.plan.mode ?? mode ?? decision?.mode ?? null;
}

/** The goal with the answer to a question about it. */
export function clarifiedGoal(goal: string, question: string, answer: string): string {
  return `${goal}\n\n${question}\n${answer}`.trim();
}

/**
 * Takes one event in, in place: a run has many. One that no stream has stamped yet changes everything but times. Types
 * that it does not know change nothing.
 */
export function foldEvent(state: RunState, event: RunEventBody & Partial<Envelope>): void {
  const at = event.at === undefined ? null : Date.parse(event.at);
  if (event.type === "run.resumed") goOn(state, at, event.again ?? null);
  state.run ??= event.run ?? null;
  state.startedAt ??= at;
  state.lastAt = at ?? state.lastAt;
  tallyEvent(state.tally, event);
  if (!("story" in event)) foldRunEvent(state, event);
  else if (event.type.startsWith("agent.")) foldAgent(state, event, at);
  else if (event.type.startsWith("story.") || beside.has(event.type)) foldStory(state, event, at);
}

/** What tells of a story under another name. */
const beside: ReadonlySet<string> = new Set(["surface.violated", "files.left_out", "lease.lost"]);

/** What an earlier process left under way waits again, and the time between is nobody's. */
function goOn(state: RunState, at: number | null, again: readonly StoryId[] | null): void {
  const gap = state.lastAt === null || at === null ? 0 : Math.max(0, at - state.lastAt);
  state.resumes++;
  Object.assign(state, { finished: null, limit: null, paused: false, question: null });
  // The checks that it was stopped before are run now.
  state.unchecked = state.unchecked.filter(({ cause }) => cause !== "stopped");
  for (const story of state.stories.values()) {
    if (story.phase === "finished") continue;
    Object.assign(story, { working: false, activity: null });
    if (story.startedAt !== null) story.startedAt += gap;
  }
  if (again === null) return;
  for (const id of again) reopen(storyOf(state, id), at);
  state.delivered = null;
}

/**
 * Agents also answer the planner's questions, under names that are not a story's: those count in the sums alone.
 */
function foldAgent(state: RunState, event: StoryEvent, at: number | null): void {
  if (event.type === "agent.usage") {
    state.usage = addUsage(state.usage, event);
    if (event.usd !== null) state.usd = (state.usd ?? 0) + event.usd;
  }
  if (event.type === "agent.finished") state.agentMs += event.ms;
  const story = state.stories.get(event.story);
  if (story !== undefined) foldAgentEvent(story, event, at);
  else if (event.type === "agent.switched") state.switches.push(event);
}

function foldStory(state: RunState, event: StoryEvent, at: number | null): void {
  foldStoryEvent(storyOf(state, event.story), event, at);
  switch (event.type) {
    case "story.started":
    case "story.finished":
      // A run that goes on after it had delivered what it had by then has something new to deliver.
      state.delivered = null;
      break;
    case "story.merged":
      state.landed = [...state.landed.filter((id) => id !== event.story), event.story];
      // Checks of the result speak of what was on the branch before.
      Object.assign(state, { delivered: null, verified: [] });
      break;
    case "story.dropped":
      state.landed = state.landed.filter((id) => id !== event.story);
      state.rebuild = true;
      for (const other of state.stories.values()) if (isInFlight(other)) standAfresh(other);
      break;
  }
}

function foldRunEvent(state: RunState, event: RunEventBody): void {
  switch (event.type) {
    case "run.notice":
      state.notices.push(event.message);
      return;
    case "check.skipped":
      noteSkipped(state.unchecked, event);
      return;
    case "conflict.predicted":
      foldPrediction(state.predicted, event, (id) => storyOf(state, id));
      return;
    case "question.asked":
      state.question = event;
      return;
    case "question.answered":
      state.question = null;
      return;
    case "run.paused":
      state.paused = event.paused;
      return;
    case "limit.reached":
      state.limit = event;
      return;
    case "run.verified":
      state.verified.push(event);
      // What could not run when it was tried first, and can by now.
      if (verdictOfCheck(event) !== "not_run") state.unchecked = withoutMissing(state.unchecked, event.command);
      return;
    case "branch.rebuilt":
      for (const { story, commit } of event.landed) storyOf(state, story).landed = commit;
      // What was checked and delivered is not what is on the branch any more.
      Object.assign(state, { rebuild: false, verified: [], delivered: null });
      return;
    case "delivery.finished":
      state.delivered = event;
      return;
    case "run.finished":
      state.question = null;
      state.finished = event;
      return;
    default:
      foldPlanning(state, event);
  }
}

function withoutMissing(known: readonly EventOf<"check.skipped">[], command: string): EventOf<"check.skipped">[] {
  return known.filter((one) => (one.cause !== "missing" && one.cause !== "behind") || one.command !== command);
}

/** What is said of a check again, over a resume say, says nothing new. */
function noteSkipped(known: EventOf<"check.skipped">[], event: EventOf<"check.skipped">): void {
  if (!known.some(({ command, cause }) => command === event.command && cause === event.cause)) known.push(event);
}

function foldPlanning(state: RunState, event: RunEventBody): void {
  switch (event.type) {
    case "run.started":
      Object.assign(state, { started: event, goal: event.goal, givenGoal: event.goal });
      return;
    case "goal.read":
      Object.assign(state, { goal: event.goal, givenGoal: event.goal });
      return;
    case "goal.clarified":
      state.goal = clarifiedGoal(state.goal, event.question, event.answer);
      state.answers.push({ question: event.question, answer: event.answer });
      // It was about the goal without the answer.
      state.decision = null;
      return;
    case "intake.decided":
      state.decision = event;
      return;
    case "mode.chosen":
      // Another mode means another plan.
      Object.assign(state, { chosen: event, mode: event.mode, proposed: null, enforced: null, accepted: false });
      return;
    case "plan.proposed":
      state.proposed = event.stories;
      return;
    case "plan.enforced":
      takePlan(state, event);
      return;
    case "plan.accepted":
      state.accepted = true;
      return;
    default:
  }
}

/** A plan that was changed in review is enforced anew: the last one is what runs. */
function takePlan(state: RunState, event: EventOf<"plan.enforced">): void {
  const { stories, changes, pairs, pairsLeftOut, width, parallelism } = event;
  const plan = { version: 1 as const, goal: state.goal, mode: event.mode ?? state.mode ?? "focused", stories };
  const told = pairsLeftOut === undefined ? { pairs } : { pairs, pairsLeftOut };
  Object.assign(state, { enforced: { plan, changes, ...told, width, parallelism }, accepted: false });
  const before = state.stories;
  state.stories = new Map(stories.map((story) => [story.id, { ...(before.get(story.id) ?? newStory(story)), story }]));
}
