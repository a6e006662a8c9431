import { type Lost, newStory, type StoryState } from "./story-state.ts";

/** A story that has ended waits again, with all its allowances: somebody asked for it. What it cost and what it has stay. */
export function reopen(story: StoryState, at: number | null): void {
  const { attempts, kept, told, usage, agentMs, said, signAt, tools } = story;
  const { history, switches, checked, violations, conflicts } = story;
  // The time between is nobody's.
  const away = at === null || story.finishedAt === null ? 0 : Math.max(0, at - story.finishedAt);
  const startedAt = story.startedAt === null ? null : story.startedAt + away;
  const lost = attempts === 0 ? null : lostBy(story);
  Object.assign(story, newStory(story.story), { attempts, kept, told, usage, agentMs, said, signAt, tools });
  Object.assign(story, { history, switches, checked, violations, conflicts, startedAt, lost });
}

function lostBy({ reason, checks, kept, commit, dropped }: StoryState): Lost {
  return {
    why: reason ?? "it ended before it was done",
    checks: checks.filter(({ ok }) => !ok),
    earlier: kept?.commit ?? commit ?? dropped?.commit ?? null,
  };
}
