import type { EventOf, RunOutcome, StoryEnd } from "../core/event.ts";
import type { RunState } from "../state/run-state.ts";
import { type StoryState, statusOf, storyEnd } from "../state/story-state.ts";
import { someOf } from "../text/some-of.ts";
import { plural } from "../text/units.ts";
import type { Style } from "./layout.ts";

export const outcomeStyle: Readonly<Record<RunOutcome, Style>> = {
  delivered: "green",
  partial: "yellow",
  failed: "red",
  empty: "yellow",
  needs_input: "yellow",
  ceiling: "yellow",
  interrupted: "yellow",
};

const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  delivered: "Delivered",
  partial: "Delivered in part",
  failed: "Failed",
  empty: "Nothing changed",
  needs_input: "Needs an answer",
  ceiling: "Stopped at a ceiling",
  interrupted: "Interrupted",
};

/** What a run's end is called in a column. */
const shortEnd: Readonly<Record<RunOutcome, string>> = {
  delivered: "delivered",
  partial: "partial",
  failed: "failed",
  empty: "no change",
  needs_input: "unanswered",
  ceiling: "ceiling",
  interrupted: "interrupted",
};

export const storyStyle: Readonly<Record<StoryEnd, Style>> = {
  merged: "green",
  empty: "yellow",
  failed: "red",
  skipped: "dim",
  stopped: "yellow",
};

/** What a story is called in a list: how it ended, or where it stands. One that an ended run left half-way was stopped. */
export function storyWord(story: StoryState, view: RunState): string {
  const end = storyEnd(story);
  if (end !== null) return end;
  if (isDryRun(view)) return "planned";
  return view.finished !== null && story.attempts > 0 ? "stopped" : statusOf(story);
}

/** What an outcome is called. */
export function outcomeText(outcome: RunOutcome): string {
  return outcomeWords[outcome];
}

/** What a run is called in which a person stopped all that did not land. */
export const stoppedText = "Stopped by you";

/** What a list says of a run: how it ended; one that can go on says that too. */
export function listedEnd(run: { state: string; outcome: RunOutcome | null; stopped?: boolean }): string {
  const { state, outcome } = run;
  if (outcome === null || state === "live") return state;
  if (run.stopped === true) return stoppedText.toLowerCase();
  return state === "resumable" ? `${shortEnd[outcome]}, resumable` : shortEnd[outcome];
}

/** What a run's end is called: a run that went no further than its plan did not deliver, and nothing of it was cut off. */
export function endText(view: RunState): string {
  const outcome = view.finished?.outcome;
  if (outcome === undefined) return "Not finished";
  if (view.finished?.stopped === true) return stoppedText;
  if (outcome === "delivered" && isDryRun(view)) return "Planned";
  const begun = view.tally.sinceAcceptedMs !== null;
  if (outcome === "interrupted" && !begun) return "Interrupted before any agent started";
  return outcomeText(outcome);
}

/** What a run's end is called, and how much of what was asked for is there when that is not all. */
export function headline(view: RunState): string {
  const short = view.finished?.outcome === "partial" ? shortfall(view) : "";
  return short === "" ? endText(view) : `${endText(view)}: ${short}`;
}

/** What of the stories is there, and what became of the others: `1 of 4 stories; 3 changed nothing`. */
function shortfall(view: RunState): string {
  const stories = [...view.stories.values()];
  const there = stories.filter(({ outcome, held }) => outcome === "merged" || held).length;
  if (there === stories.length) return "";
  const others = (["empty", "failed", "stopped", "skipped"] as const).flatMap((end) => {
    const count = stories.filter((story) => storyEnd(story) === end && !story.held).length;
    return count === 0 ? [] : [`${count} ${becameOf[end]}`];
  });
  const all = `${there} of ${plural(stories.length, "story")}`;
  return others.length === 0 ? all : `${all}; ${others.join(", ")}`;
}

const becameOf = { empty: "changed nothing", failed: "failed", stopped: "stopped", skipped: "not started" } as const;

/** The question that the run ended with, for whoever can answer it. */
export function openQuestion(view: RunState): string | null {
  return view.finished?.outcome === "needs_input" ? (view.decision?.question ?? null) : null;
}

/** Whether the run was asked to stop after its plan. */
export function isDryRun(view: RunState): boolean {
  return view.started?.flags["dryRun"] === true;
}

/** `3 merged, 1 failed`. */
export function storyCounts(view: RunState): string {
  const counts = new Map<string, number>();
  for (const story of view.stories.values()) {
    const name = storyWord(story, view);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? plural(0, "story") : parts.join(", ");
}

/** What a story wrote that it may not, or that was granted to it, and what became of it. */
export function violationText({ action, paths, why, unfit }: EventOf<"surface.violated">): string {
  const wrote = unfit === true ? "left what no commit takes" : "wrote outside its surface";
  const what = `${wrote}, ${action}`;
  return `${what}: ${someOf(paths)} (${why})`;
}

/** What a story made that no commit takes, and where it is kept. */
export function leftOutTexts({ leftOut, leftOutRef }: Pick<StoryState, "leftOut" | "leftOutRef">): string[] {
  if (leftOut.length === 0) return [];
  return [`left out of its commit: ${someOf(leftOut)}${leftOutRef === null ? "" : ` (kept on ${leftOutRef})`}`];
}
