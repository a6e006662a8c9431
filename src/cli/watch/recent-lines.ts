import type { RunEvent } from "../../core/event.ts";
import type { StoryId } from "../../core/story.ts";
import { eventLine } from "../../report/event-line.ts";

/** So many lines of each story, and of the run, can be looked back at. */
const most = 300;

/** The newest lines of what a run and its agents said; older ones are in the journal. */
export interface RecentLines {
  see(event: RunEvent): void;
  ofRun(): readonly string[];
  ofStory(story: StoryId): readonly string[];
}

/** Keeps the newest lines, so many and no more, however much is said. */
export function recentLines(): RecentLines {
  const run: string[] = [];
  const stories = new Map<StoryId, string[]>();
  const keep = (lines: string[], line: string | null) => {
    if (line === null) return;
    lines.push(line);
    if (lines.length > most) lines.shift();
  };
  return {
    see(event) {
      keep(run, eventLine(event, "steps"));
      if (!("story" in event)) return;
      const lines = stories.get(event.story) ?? [];
      stories.set(event.story, lines);
      keep(lines, eventLine(event, "everything")?.slice(event.story.length + 1) ?? null);
    },
    ofRun: () => run,
    ofStory: (story) => stories.get(story) ?? [],
  };
}
