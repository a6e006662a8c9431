import type { RunEvent } from "../../core/event.ts";
import type { StoryId } from "../../core/story.ts";
import { eventLine } from "../../report/event-line.ts";
import { markStage, type StageMarks } from "../../report/timeline.ts";
import { foldEvent, newRunState, type RunState } from "../../state/run-state.ts";

/** What a page knows of a run: the same fold that every other view has, and the newest lines. */
export interface Seen {
  run: string;
  state: RunState;
  marks: StageMarks;
  /** The newest lines of the run, and of each story. */
  lines: { run: string[]; stories: Map<StoryId, string[]> };
  /** How often something was heard of each story's agents, and of anything else: what has not changed is not drawn again. */
  heard: { agents: Map<StoryId, number>; others: number };
  /** The newest event's number; -1: none yet. */
  seq: number;
}

/** A run of which nothing was heard yet. */
export function newSeen(run: string): Seen {
  return {
    run,
    state: newRunState(),
    marks: new Map(),
    lines: { run: [], stories: new Map() },
    heard: { agents: new Map(), others: 0 },
    seq: -1,
  };
}

/** Takes an event in; what was taken before changes nothing. Of lines, the newest `mostLines` are kept of each kind. */
export function see(seen: Seen, event: RunEvent, mostLines: number): void {
  if (event.seq <= seen.seq) return;
  seen.seq = event.seq;
  foldEvent(seen.state, event);
  markStage(seen.marks, event);
  keep(seen.lines.run, eventLine(event, "steps"), mostLines);
  const { heard } = seen;
  if (!event.type.startsWith("agent.")) heard.others++;
  if (!("story" in event) || typeof event.story !== "string") return;
  const id = event.story;
  heard.agents.set(id, (heard.agents.get(id) ?? 0) + 1);
  const own = seen.lines.stories.get(id) ?? [];
  seen.lines.stories.set(id, own);
  const line = eventLine(event, "everything");
  keep(own, line?.startsWith(`${id} `) === true ? line.slice(id.length + 1) : line, mostLines);
}

function keep(lines: string[], line: string | null, most: number): void {
  if (line === null) return;
  lines.push(line);
  if (lines.length > most) lines.shift();
}
