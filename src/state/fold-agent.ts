import type { RunEvent } from "../core/event.ts";
import { addUsage } from "../core/usage.ts";
import type { RunView, StoryView } from "./view.ts";

/** An agent may say megabytes; more characters than this of what it is at are never shown. */
const mostShown = 300;

/**
 * Takes an agent's event into its story. Agents also answer the planner's questions, under names that are no story's:
 * those count in the figures alone.
 */
export function foldAgentEvent(view: RunView, event: RunEvent, at: number): void {
  if (!("attempt" in event) || !("story" in event)) return;
  const story = view.stories.get(event.story);
  if (story === undefined) return;
  switch (event.type) {
    case "agent.text":
      story.said = event.text.slice(0, mostShown);
      story.activity = story.said;
      break;
    case "agent.tool.called":
      story.tools++;
      story.activity = toolWords(event.tool, event.paths, event.input).slice(0, mostShown);
      break;
    case "agent.usage":
      story.usage = addUsage(story.usage, event);
      break;
    case "agent.retry":
      story.activity = `waits to ask again: ${event.why}`;
      break;
    case "agent.error":
      story.activity = event.message;
      break;
    case "agent.finished":
      finishAttempt(story, event, at);
      break;
  }
}

function finishAttempt(story: StoryView, event: Extract<RunEvent, { type: "agent.finished" }>, at: number): void {
  // One that we stopped has its work before it still.
  if (story.status === "working") story.status = event.why === "killed" ? "waiting" : "landing";
  story.activity = null;
  const attempt = story.attempts.findLast(({ attempt }) => attempt === event.attempt);
  if (attempt === undefined) return;
  attempt.finishedAt = at;
  attempt.ok = event.ok;
  attempt.why = event.ok ? null : event.why;
}

/** What a tool call does, in a few words: `edit src/date.ts`, `run npm test`. */
export function toolWords(tool: string, paths: readonly string[], input: unknown): string {
  const [first, ...more] = paths;
  if (first !== undefined) return `${tool} ${first}${more.length === 0 ? "" : ` and ${more.length} more`}`;
  return `${tool} ${subjectOf(input)}`.trim();
}

/** Agents name the same thing differently; whichever is there says what the call is about. */
function subjectOf(input: unknown): string {
  if (typeof input === "string") return input;
  if (typeof input !== "object" || input === null) return "";
  for (const name of ["command", "cmd", "pattern", "query", "url", "description"]) {
    const value = (input as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
    if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(" ");
  }
  return "";
}
