import type { EventOf, RunEvent } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import { noUsage } from "../core/usage.ts";
import { foldAgentEvent } from "./fold-agent.ts";
import { newTally, tallyEvent } from "./tally.ts";
import type { RunView, StoryView } from "./view.ts";

/** A view of nothing yet. */
export function emptyView(): RunView {
  return {
    run: null,
    started: null,
    startedAt: null,
    lastAt: null,
    decision: null,
    chosen: null,
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
  view.run ??= event.run;
  view.startedAt ??= at;
  view.lastAt = at;
  tallyEvent(view.tally, event);
  if (event.type.startsWith("agent.")) foldAgentEvent(view, event, at);
  else if (event.type.startsWith("story.") || event.type === "surface.violated") foldStoryEvent(view, event, at);
  else foldRunEvent(view, event, at);
}

function foldRunEvent(view: RunView, event: RunEvent, at: number): void {
  switch (event.type) {
    case "run.started":
      view.started = event;
      break;
    case "run.resumed":
      view.resumes++;
      break;
    case "run.notice":
      view.notices.push({ at, text: event.message });
      break;
    case "intake.decided":
      view.decision = event;
      break;
    case "mode.chosen":
      view.chosen = event;
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
      // What was checked is not on the branch any more.
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

/** A plan that was changed in review is enforced anew: the last one is what runs. */
function foldPlan(view: RunView, plan: EventOf<"plan.enforced">): void {
  const before = view.stories;
  view.stories = new Map(
    plan.stories.map((story) => [story.id, { ...(before.get(story.id) ?? newStory(story)), story }]),
  );
  view.changes = plan.changes;
  view.pairs = plan.pairs;
  view.width = plan.width;
  view.parallelism = plan.parallelism;
}

function foldStoryEvent(view: RunView, event: RunEvent, at: number): void {
  if (!("story" in event)) return;
  const story = storyOf(view, event.story);
  switch (event.type) {
    case "story.started": {
      const { attempt, agent, model } = event;
      story.status = "working";
      story.startedAt ??= at;
      story.activity = null;
      story.attempts.push({ attempt, agent, model, startedAt: at, finishedAt: null, ok: null, why: null });
      break;
    }
    case "surface.violated":
      story.violations.push(event);
      break;
    case "story.committed":
      story.status = "landing";
      break;
    case "story.verified":
      story.checks.push(event);
      break;
    case "story.merged":
      story.merged = event;
      break;
    case "story.conflicted":
      story.conflicts.push(event);
      break;
    case "story.kept":
      story.kept = event.ref;
      break;
    case "story.dropped":
      // It may be repaired and land again; until then it is not done.
      Object.assign(story, { status: "waiting", outcome: null, merged: null, finishedAt: null, reason: event.why });
      break;
    case "story.finished":
      Object.assign(story, { status: "done", outcome: event.outcome, reason: event.reason, finishedAt: at });
      story.usage = event.usage;
      break;
  }
}

/** A story that no plan named still has its events shown. */
export function storyOf(view: RunView, id: StoryId): StoryView {
  const known = view.stories.get(id);
  if (known !== undefined) return known;
  const story = newStory({
    id,
    title: id,
    brief: "",
    writes: [],
    reads: [],
    dependsOn: [],
    acceptance: [],
    verify: [],
    weight: "standard",
  });
  view.stories.set(id, story);
  return story;
}

function newStory(story: Story): StoryView {
  return {
    story,
    status: "waiting",
    outcome: null,
    reason: null,
    attempts: [],
    usage: noUsage,
    activity: null,
    tools: 0,
    checks: [],
    violations: [],
    conflicts: [],
    merged: null,
    kept: null,
    startedAt: null,
    finishedAt: null,
  };
}
