import type { EventOf, RunEventBody } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import { addUsage } from "../core/usage.ts";
import { beginAttempt, endAttempt } from "./attempt.ts";
import type { StoryState } from "./story-state.ts";

/** An event that names its story. */
export type StoryEvent = Extract<RunEventBody, { story: StoryId }>;

/** An agent may say megabytes; more characters than this of what it is at are never shown. */
const mostShown = 300;

/** Takes an event of an agent into its story; `at` is null for one that no stream has stamped. */
export function foldAgentEvent(story: StoryState, event: StoryEvent, at: number | null): void {
  story.signAt = at;
  switch (event.type) {
    case "agent.session":
      story.session = event.session;
      break;
    case "agent.switched":
      // A session is of no use to anybody but the agent that it belongs to.
      Object.assign(story, { session: null, activity: `goes on with ${event.to}` });
      story.switches.push(event);
      break;
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
      story.activity = `tries again${event.retry === undefined ? "" : ` (${event.retry})`}: ${event.why}`;
      break;
    case "agent.error":
      story.error = { kind: event.kind, message: event.message, resetAt: event.resetAt };
      story.activity = event.message;
      break;
    case "agent.finished":
      endAttempt(story, event, at);
      break;
  }
}

/** Takes what became of a story's work into it. */
export function foldStoryEvent(story: StoryState, event: StoryEvent, at: number | null): void {
  switch (event.type) {
    case "story.started":
      beginAttempt(story, event, at);
      break;
    case "surface.violated":
      if (event.unfit === true) story.unfit.push({ paths: event.paths, why: event.why });
      else if (event.action === "reverted") story.reverted.push(...event.paths);
      story.tell ||= event.tell === true;
      story.violations.push(event);
      break;
    case "story.stopped":
      story.stopped = true;
      break;
    case "story.told":
      story.told.push(event.text);
      break;
    case "story.heard":
      story.heard = Math.max(story.heard, event.messages);
      break;
    case "files.left_out":
      // What is ignored is the first word of one look.
      story.leftOut = event.why !== "ignored" ? [...new Set([...story.leftOut, ...event.paths])] : event.paths;
      story.leftOutRef = event.kept;
      story.tell ||= event.tell;
      break;
    case "story.troubled":
      // Whatever step it was, the story stands where an agent's failure leaves it; one that had yet to begin has yet to.
      if (story.phase !== "waiting" && story.phase !== "conflicted") story.phase = "worked";
      story.error = { kind: "crash", message: event.message, resetAt: null };
      story.troubles += 1;
      if (event.lost) Object.assign(story, { worktree: null, session: null });
      break;
    case "lease.lost":
      // As when the process that conducted it had died; a session of its agent is on the machine that is gone.
      Object.assign(story, { session: null, working: false, activity: null, leasesLost: story.leasesLost + 1 });
      break;
    case "story.committed":
      Object.assign(story, { phase: "committed", commit: event.commit, scoped: event.scoped ?? [], checks: [] });
      break;
    case "story.kept":
      story.kept = { commit: event.commit, ref: event.ref };
      break;
    case "story.verified":
      story.checks.push(event);
      story.checked.push(event);
      break;
    case "story.conflicted":
      story.gaveWay ||= story.givesWayTo !== null;
      Object.assign(story, { phase: "conflicted", conflict: event.paths, gone: event.gone ?? [], givesWayTo: null });
      story.conflicts.push(event);
      break;
    case "story.merged":
      Object.assign(story, { phase: "merged", landed: event.commit, changes: changesOf(event) });
      break;
    case "story.dropped":
      drop(story, event);
      break;
    case "story.finished":
      Object.assign(story, { phase: "finished", outcome: event.outcome, reason: event.reason, givesWayTo: null });
      Object.assign(story, { finishedAt: at, working: false, activity: null, held: event.held === true });
      break;
  }
}

function changesOf({ files, insertions, deletions }: EventOf<"story.merged">): StoryState["changes"] {
  return { files, insertions, deletions };
}

/** It may be repaired and land again; until then it is not done. */
function drop(story: StoryState, event: EventOf<"story.dropped">): void {
  const { commit, why } = event;
  Object.assign(story, { phase: "waiting", outcome: null, reason: why, finishedAt: null });
  Object.assign(story, { landed: null, changes: null, commit: null, dropped: { commit, why } });
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
