import type { RunEvent } from "../core/event.ts";
import type { RunState } from "../state/run-state.ts";
import { type StoryState, storyEnd } from "../state/story-state.ts";
import { timeText } from "../text/duration.ts";

/** What becomes of what a bar stands for. */
export type BarKind = "good" | "bad" | "warn" | "go" | "stage";

/** A span of time. Both ends are milliseconds since 1970. */
export interface Bar {
  from: number;
  to: number;
  kind: BarKind;
  title: string;
}

/** Bars over one clock, lane by lane: the run's stages, then each story that has begun. */
export interface Timeline {
  from: number;
  to: number;
  lanes: { id: string; title: string; bars: Bar[] }[];
}

/** When each stage of a run began first, by the event that opens it. */
export type StageMarks = Map<string, number>;

const opening: ReadonlySet<string> = new Set(["intake.decided", "mode.chosen", "plan.enforced", "plan.accepted"]);

/** Notes when a stage begins. */
export function markStage(marks: StageMarks, event: RunEvent): void {
  if (opening.has(event.type) && !marks.has(event.type)) marks.set(event.type, Date.parse(event.at));
}

/** When each stage ran and each agent worked, up to `now`; null before anything has taken time. */
export function timelineOf(state: RunState, marks: StageMarks, now: number): Timeline | null {
  const from = state.startedAt;
  const to = state.finished === null ? now : (state.lastAt ?? now);
  if (from === null || to <= from) return null;
  const begun = [...state.stories.values()].filter(({ history }) =>
    history.some(({ startedAt }) => startedAt !== null),
  );
  const lanes = begun.map((story) => ({
    id: story.story.id,
    title: story.story.title,
    bars: attemptBars(story, to),
  }));
  return { from, to, lanes: [{ id: "stages", title: "", bars: stageBars(state, marks, from, to) }, ...lanes] };
}

/** The stages have no end of their own in the stream: each lasts until the next one begins. */
function stageBars(state: RunState, marks: StageMarks, startedAt: number, end: number): Bar[] {
  const stories = [...state.stories.values()];
  const isOver = stories.length > 0 && stories.every(({ finishedAt }) => finishedAt !== null);
  const finishes = stories.flatMap(({ finishedAt }) => finishedAt ?? []);
  const begun = (type: string) => marks.get(type) ?? null;
  const known: [name: string, at: number | null][] = [
    ["intake", startedAt],
    ["choosing the mode", begun("intake.decided")],
    ["planning", begun("mode.chosen")],
    ["review", begun("plan.enforced")],
    ["conducting", begun("plan.accepted")],
    ["verifying and delivering", isOver || state.finished !== null ? latest(finishes) : null],
    ["end", end],
  ];
  const marked = known.filter((mark): mark is [string, number] => mark[1] !== null);
  return marked.slice(0, -1).map(([name, from], index) => {
    const to = marked[index + 1]?.[1] ?? end;
    return { from, to, kind: "stage", title: `${name}: ${timeText(to - from)}` };
  });
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((last, time) => Math.max(last, time));
}

function attemptBars(story: StoryState, end: number): Bar[] {
  return story.history.flatMap(({ attempt, agent, startedAt, finishedAt, ok, why }) => {
    if (startedAt === null) return [];
    const to = finishedAt ?? story.finishedAt ?? end;
    const ended = ok === null ? "not finished" : ok ? "done" : (why ?? "failed");
    return {
      from: startedAt,
      to,
      kind: attempt === story.history.at(-1)?.attempt ? lastKind(story, ok) : kindOf(ok),
      title: `attempt ${attempt}, ${agent}: ${ended} after ${timeText(to - startedAt)}`,
    };
  });
}

/** An agent may be content with work that did not land: the last attempt shows what became of the story. */
function lastKind(story: StoryState, ok: boolean | null): BarKind {
  const kinds = { merged: "good", failed: "bad", empty: "warn", skipped: "warn", stopped: "warn" } as const;
  const end = storyEnd(story);
  return end === null ? kindOf(ok) : kinds[end];
}

function kindOf(ok: boolean | null): BarKind {
  if (ok === null) return "go";
  return ok ? "good" : "bad";
}
