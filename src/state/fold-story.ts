import type { EventOf, RunEvent } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import { noUsage } from "../core/usage.ts";
import type { RunView, StoryView } from "./view.ts";

/** A plan that was changed in review is enforced anew: the last one is what runs. */
export function foldPlan(view: RunView, plan: EventOf<"plan.enforced">): void {
  const before = view.stories;
  view.stories = new Map(
    plan.stories.map((story) => [story.id, { ...(before.get(story.id) ?? newStory(story)), story }]),
  );
  view.mode = plan.mode ?? view.mode;
  view.changes = plan.changes;
  view.pairs = plan.pairs;
  view.width = plan.width;
  view.parallelism = plan.parallelism;
}

/** Takes a story's event into its view. */
export function foldStoryEvent(view: RunView, event: RunEvent, at: number): void {
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
      // Checks of the result speak of what was on the branch before.
      view.checks = [];
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
    said: null,
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
