import type { ConductResult } from "../conduct/conduct.ts";
import type { CheckFacts } from "../core/check.ts";
import { skippedText } from "../core/check.ts";
import type { RunEvent, RunEventBody, StoryOutcome } from "../core/event.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import type { BodyFacts, BodyStory } from "../deliver/body-facts.ts";
import { shownFigures } from "../report/figures.ts";
import { foldRun, storyOf } from "../state/run-state.ts";
import { type StoryState, storyEnd } from "../state/story-state.ts";

/** What an earlier delivery of this run can have left on the remote: nothing else there is ours to replace. */
export function earlierHeads({
  base,
  follows,
  stream,
}: {
  base: string;
  follows: object | null;
  stream: { events: readonly RunEvent[] };
}): string[] {
  const heads = stream.events.flatMap((event) =>
    event.type === "story.merged" ? [event.commit] : event.type === "branch.rebuilt" ? [event.head] : [],
  );
  return follows === null ? heads : [base, ...heads];
}

/** How the work that is delivered was conducted. */
type Conducted = Pick<ConductResult, "outcome" | "verified" | "stories">;

/** What the title and the body of a request say, from what has happened. */
export function bodyFacts(
  { goal, stream: { events } }: { goal: string; stream: { events: readonly RunEvent[] } },
  enforced: EnforcedPlan,
  conducted: Conducted,
): BodyFacts {
  const state = foldRun(events);
  const decision = events.findLast((event) => event.type === "intake.decided");
  const stories = enforced.plan.stories.map((story) => storyFacts(story, storyOf(state, story.id), events));
  return {
    goal: state.started?.goal ?? goal,
    typed: state.started?.typed ?? false,
    mode: enforced.plan.mode,
    reason: decision?.reason ?? "",
    source: decision?.source ?? "flag",
    askedInstead: state.switches.flatMap(takeOvers),
    stories,
    checks: resultChecks(events),
    unchecked: state.unchecked.map(skippedText),
    figures: shownFigures(events),
    partial:
      conducted.outcome !== "done" ||
      conducted.verified === "failed" ||
      conducted.stories.some(({ outcome, held }) => outcome !== "merged" && !held),
  };
}

function takeOvers(event: RunEventBody): string[] {
  return event.type === "agent.switched" ? [`${event.to} took over from ${event.from} (${event.why})`] : [];
}

function storyFacts(story: Story, { stopped, leftOut }: StoryState, events: readonly RunEvent[]): BodyStory {
  const own = events.filter((event) => "story" in event && event.story === story.id);
  const finished = own.findLast((event) => event.type === "story.finished");
  const merged = own.findLast((event) => event.type === "story.merged");
  const granted = own.flatMap((event) =>
    event.type === "surface.violated" && event.action === "granted" ? event.paths : [],
  );
  const takenOver = own.flatMap(takeOvers);
  const outcome: StoryOutcome = finished?.outcome ?? "skipped";
  return {
    id: story.id,
    title: story.title,
    outcome: storyEnd({ outcome, stopped }) ?? outcome,
    reason: finished?.reason ?? "the run ended before it",
    takenOver,
    leftOut,
    commit: outcome === "merged" ? (merged?.commit ?? null) : null,
    owns: [...story.writes, ...granted],
  };
}

/** The checks of the result as it is delivered: those after the last story landed. */
function resultChecks(events: readonly RunEvent[]): CheckFacts[] {
  const last = events.findLastIndex((event) => event.type === "story.merged" || event.type === "story.dropped");
  return events.slice(last + 1).flatMap((event) => (event.type === "run.verified" ? [event] : []));
}
