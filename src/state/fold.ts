import { unfinishedNotice } from "../core/check-notice.ts";
import type { RunEvent } from "../core/event.ts";
import { foldAgentEvent } from "./fold-agent.ts";
import { foldPlan, foldStoryEvent } from "./fold-story.ts";
import { newTally, tallyEvent } from "./tally.ts";
import type { RunView } from "./view.ts";

/** A view of nothing yet. */
export function emptyView(): RunView {
  return {
    run: null,
    goal: "",
    started: null,
    startedAt: null,
    lastAt: null,
    decision: null,
    chosen: null,
    mode: null,
    proposed: null,
    stories: new Map(),
    changes: [],
    pairs: [],
    width: 0,
    parallelism: 1,
    notices: [],
    predicted: [],
    checks: [],
    limit: null,
    delivery: null,
    finished: null,
    resumes: 0,
    tally: newTally(),
  };
}

/** The view of a run's events. */
export function viewOf(events: Iterable<RunEvent>): RunView {
  const view = emptyView();
  for (const event of events) foldEvent(view, event);
  return view;
}

/** Takes one event into the view, in place: a run has many. Types that it does not know change nothing. */
export function foldEvent(view: RunView, event: RunEvent): void {
  const at = Date.parse(event.at);
  if (event.type === "run.resumed") goOn(view, at);
  view.run ??= event.run;
  view.startedAt ??= at;
  view.lastAt = at;
  tallyEvent(view.tally, event);
  if (event.type.startsWith("agent.")) foldAgentEvent(view, event, at);
  else if (event.type.startsWith("story.") || event.type === "surface.violated") foldStoryEvent(view, event, at);
  else foldRunEvent(view, event, at);
}

/** What an earlier process left under way waits again, and the time between is nobody's. */
function goOn(view: RunView, at: number): void {
  const gap = view.lastAt === null ? 0 : Math.max(0, at - view.lastAt);
  view.resumes++;
  Object.assign(view, { finished: null, delivery: null, limit: null });
  view.notices = view.notices.filter(({ text }) => text !== unfinishedNotice);
  for (const story of view.stories.values()) {
    if (story.status === "done") continue;
    Object.assign(story, { status: "waiting", activity: null });
    if (story.startedAt !== null) story.startedAt += gap;
  }
}

function foldRunEvent(view: RunView, event: RunEvent, at: number): void {
  switch (event.type) {
    case "run.started":
      view.started = event;
      view.goal = event.goal;
      break;
    case "goal.read":
      view.goal = event.goal;
      break;
    case "goal.clarified":
      view.notices.push({ at, text: `${event.question} ${event.answer}` });
      break;
    case "run.notice":
      view.notices.push({ at, text: event.message });
      break;
    case "intake.decided":
      view.decision = event;
      view.mode = event.mode;
      break;
    case "mode.chosen":
      view.chosen = event;
      view.mode = event.mode;
      break;
    case "plan.proposed":
      view.proposed = event.stories.length;
      break;
    case "plan.enforced":
      foldPlan(view, event);
      break;
    case "conflict.predicted":
      view.predicted.push(event);
      break;
    case "limit.reached":
      view.limit = event;
      break;
    case "run.verified":
      view.checks.push(event);
      break;
    case "branch.rebuilt":
      // What was checked is not what is on the branch any more.
      view.checks = [];
      break;
    case "delivery.finished":
      view.delivery = event;
      break;
    case "run.finished":
      view.finished = event;
      break;
  }
}
