import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import type { Story } from "../../core/story.ts";
import type { StoryWorktree } from "../../worktrees/effects.ts";
import { type Conductor, record, stateOf } from "../conductor.ts";
import { judgeChanges } from "../guard.ts";
import { probeSoon } from "./probe.ts";

/** Tools that may have changed files when they end; nothing else an agent says is worth a look. */
const writing: ReadonlySet<ToolKind> = new Set(["edit", "write", "run", "other"]);

/** Watches one attempt's events for work that is worth a probe. */
export function watchAgent(conductor: Conductor, story: Story): (event: AgentEvent) => void {
  const calls = new Set<string>();
  return (event) => {
    if (event.type === "agent.tool.called" && writing.has(event.tool)) calls.add(event.call);
    const wrote = event.type === "agent.tool.finished" && calls.delete(event.call);
    const ended = event.type === "agent.finished";
    if (wrote || ended) probeSoon(conductor, story, ended);
  };
}

/** The signal that stops a story's agent: with all others, or alone when the story has to give way. */
export function agentSignal(conductor: Conductor, story: Story): AbortSignal {
  const stop = new AbortController();
  conductor.probe.stops.set(story.id, stop);
  const { givesWayTo, stopped } = stateOf(conductor, story);
  // It may have been told while its agent was on the way.
  if (givesWayTo !== null || stopped) stop.abort();
  return AbortSignal.any([conductor.agentsStop.signal, stop.signal]);
}

/**
 * The one that a stopped story gave way to is over. Whether its own work so far conflicts with what landed: then it is
 * done again on top of that, and nothing more is spent on what can't land. If not, its agent goes on where it was.
 */
export async function meetsLanded(conductor: Conductor, story: Story, worktree: StoryWorktree): Promise<boolean> {
  if (stateOf(conductor, story).givesWayTo === null) return false;
  const { effects, graph } = conductor;
  const head = await effects.head();
  if (head === worktree.base) return false;
  const { take } = judgeChanges(story, graph.stories, await effects.inspect(worktree));
  const commit = take.length === 0 ? null : await effects.snapshot(worktree, take);
  const paths = commit === null ? [] : await effects.conflictsOf(head, commit);
  if (paths.length === 0) return false;
  await record(conductor, { type: "story.conflicted", story: story.id, paths, next: "redo" });
  return true;
}
