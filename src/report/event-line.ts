import { isBlamed, skippedText } from "../core/check.ts";
import type { EventOf, RunEvent } from "../core/event.ts";
import { stoppedByYou } from "../core/story.ts";
import { toolWords } from "../state/fold-story.ts";
import { timeText } from "../text/duration.ts";
import { failingLines, headOfReason } from "../text/failing-lines.ts";
import { plainLine } from "../text/plain.ts";
import { headOf } from "../text/shorten.ts";
import { someOf } from "../text/some-of.ts";
import { changesText, listText, plural } from "../text/units.ts";
import { certainty } from "./decision-text.ts";
import { checkText } from "./figure-rows.ts";
import { outcomeText, stoppedText, violationText } from "./outcome-words.ts";

/** Where that lies which no commit takes, by why it takes none. */
const leftOutWhy: Readonly<Record<EventOf<"files.left_out">["why"], string>> = {
  ignored: "the repository ignores",
  submodule: "lies in a submodule",
  stray: "it left on another branch or in a stash",
};

/** How much of the stream a view shows: what a run decided and did, or everything that agents say too. */
export type Detail = "steps" | "everything";

/** An agent may say megabytes; more characters than this of one event are never shown. */
const mostShown = 2000;

/** An event as one line for people, or null when it is not worth one at this detail. */
export function eventLine(event: RunEvent, detail: Detail): string | null {
  if (event.type === "agent.switched") return plainLine(switchText(event));
  if (event.type.startsWith("agent.")) return agentLine(event, detail);
  const text = event.type.startsWith("story.") ? storyLine(event) : runLine(event);
  return text === null ? null : plainLine(text);
}

/** Of a red check. */
const mostFailing = 6;

/** An event as its line and what explains it, a line each: what rules changed in a plan, what a red check fails with. */
export function eventLines(event: RunEvent, detail: Detail): string[] {
  const line = eventLine(event, detail);
  return line === null ? [] : [line, ...reasonsOf(event).map((text) => `  ${plainLine(text)}`)];
}

function reasonsOf(event: RunEvent): string[] {
  switch (event.type) {
    case "plan.enforced":
      return event.changes.map(({ rule, stories, why }) => `${rule}, ${stories.join(", ")}: ${why}`);
    case "story.verified":
    case "run.verified":
      return isBlamed(event) ? failingLines(event, mostFailing) : [];
    case "delivery.finished":
      // An address stands alone, to be copied.
      return event.url === null ? [] : [event.url];
    default:
      return [];
  }
}

/** What agents are asked beside stories. */
const questionNames: ReadonlySet<string> = new Set(["decision", "plan"]);

function switchText({ story, from, to, why }: EventOf<"agent.switched">): string {
  return `${questionNames.has(story) ? `the ${story}` : story} goes on with ${to} in place of ${from}: ${why}`;
}

function conflictText({ story, paths, gone = [], next }: EventOf<"story.conflicted">): string {
  const what =
    gone.length === 0
      ? `conflicts in ${someOf(paths)}`
      : `uses ${gone.map(({ name }) => name).join(", ")}, which landed work removed, in ${someOf(paths)}`;
  return `${story} ${what}: ${next === "redo" ? "done again on top" : "failed"}`;
}

function againText(again: readonly string[] | undefined): string {
  if (again === undefined) return "";
  return again.length === 0 ? ": delivers again" : `: reruns ${listText(again)} on top of what landed`;
}

/** Of a goal that is not clear no mode is worth a word yet. */
function intakeText(decision: EventOf<"intake.decided">): string {
  const { clarity, mode, reason } = decision;
  return clarity === "vague" ? `intake: ${reason}` : `intake: ${mode} (${certainty(decision)}): ${reason}`;
}

function runLine(event: RunEvent): string | null {
  switch (event.type) {
    case "run.started":
      return `${nameOf(event.run, event.flags["dryRun"])} with ${event.agent}${event.scripted ? " (a scripted model)" : ""} on ${event.base.slice(0, 10)}`;
    case "run.resumed":
      return `run ${event.run} goes on${againText(event.again)}`;
    case "run.notice":
      return `note: ${event.message}`;
    case "intake.decided":
      return intakeText(event);
    case "goal.read":
      return `goal: ${event.goal}, from ${event.link}`;
    case "goal.clarified":
      return `asked: ${event.question} Answered: ${event.answer}`;
    case "mode.chosen":
      return event.mode === event.suggested ? null : `mode: ${event.mode} instead of ${event.suggested}`;
    case "plan.enforced": {
      const changed = event.changes.length === 0 ? "" : `, ${plural(event.changes.length, "change")} by rules`;
      return `plan: ${plural(event.stories.length, "story")}, at most ${event.parallelism} at once${changed}`;
    }
    case "surface.violated":
      return `${event.story} ${violationText(event)}`;
    case "files.left_out":
      return `${event.story} leaves out what ${leftOutWhy[event.why]}: ${someOf(event.paths)}${event.kept === null ? "" : ` (kept on ${event.kept})`}`;
    case "conflict.predicted":
      return `${event.stories.join(" and ")} both change ${someOf(event.paths)}`;
    case "limit.reached":
      return `ceiling: ${event.message}`;
    case "run.paused":
      return event.paused ? "paused: no agent is started until you go on" : "agents are started again";
    case "check.skipped":
      return `note: ${skippedText(event)}`;
    case "run.verified":
      return `result: ${checkText(event)}`;
    case "delivery.finished":
      return `delivered: ${[event.kind, event.branch ?? []].flat().join(" ")}: ${event.why}`;
    case "run.finished":
      return `${nameOf(event.run, event.dryRun)}: ${endOf(event)} in ${timeText(event.wallMs)}`;
    default:
      return questionLine(event);
  }
}

/** A dry run leaves nothing that could be asked for by its name. */
function nameOf(run: string, dryRun: unknown): string {
  return dryRun === true ? "dry run" : `run ${run}`;
}

function endOf({ outcome, dryRun, stopped }: EventOf<"run.finished">): string {
  if (stopped === true) return stoppedText.toLowerCase();
  return dryRun === true && outcome === "delivered" ? "planned" : outcomeText(outcome).toLowerCase();
}

function questionLine(event: RunEvent): string | null {
  switch (event.type) {
    case "question.asked":
      return `asks (${event.id}): ${event.question}`;
    case "question.answered":
      return event.by === "nobody" ? `${event.id}: nobody is there to answer` : null;
    case "answer.refused":
      return `refused an answer${event.id === null ? "" : ` to ${event.id}`}: ${event.why}`;
    default:
      return workerLine(event);
  }
}

function workerLine(event: RunEvent): string | null {
  switch (event.type) {
    case "worker.joined":
      return `worker ${event.worker}: ${plural(event.slots, "agent")} at once, with ${listText(event.agents)}`;
    case "worker.lost":
      return `lost worker ${event.worker}: ${event.why}${event.next === "again" ? "; it is tried again" : ""}`;
    case "lease.lost":
      return `${event.story} moves to another worker: ${event.worker} was lost (${event.why}), ${lossText(event.lostMs)}`;
    default:
      return null;
  }
}

function storyLine(event: RunEvent): string | null {
  switch (event.type) {
    case "story.started": {
      const why = event.why === undefined || event.why === "first" ? "" : ` (${event.why})`;
      const again = event.attempt > 1 ? `, attempt ${event.attempt}${why}` : "";
      const on = event.worker === undefined ? "" : ` on ${event.worker}`;
      return `${event.story} started with ${event.agent}${event.model === null ? "" : `:${event.model}`}${on}${again}`;
    }
    case "story.verified":
      return `${event.story} check ${checkText(event)}`;
    case "story.merged":
      return `${event.story} merged: ${changesText(event)}`;
    case "story.conflicted":
      return conflictText(event);
    case "story.troubled":
      return plainLine(`${event.story} trouble: ${event.message}`);
    case "story.stopped":
      return `${event.story} stopped by you`;
    case "story.told":
      return `${event.story} ${toldWords[event.how ?? "turn"]}: ${event.text}`;
    case "story.heard":
      return `${event.story}'s agent has your message`;
    case "story.dropped":
      return `${event.story} taken off the branch: ${headOfReason(event.why)}`;
    case "story.finished":
      return finishedText(event);
    default:
      return null;
  }
}

function finishedText({ story, outcome, reason, ms }: EventOf<"story.finished">): string | null {
  // That it merged, or that a person stopped it, was said when that was.
  if (outcome === "merged" || reason === stoppedByYou) return null;
  return `${story} ${outcome}${ms > 0 ? ` after ${timeText(ms)}` : ""}: ${reason}`;
}

function agentLine(event: RunEvent, detail: Detail): string | null {
  if (!("story" in event)) return null;
  const said = agentWords(event, detail);
  return said === null ? null : plainLine(`${event.story} ${headOf(said, mostShown)}`);
}

/** When an agent hears a message: at its next turn, stopped and resumed with it, or the next one when it starts. */
const toldWords = {
  turn: "was told",
  restart: "was stopped and resumed with your message",
  next: "has no agent right now; the next one gets your message",
} as const;

/** `tries again (2) in 4.0s: …`: the number tells a hiccup from an endpoint that is down. */
function retryWords({ retry, waitMs, why }: EventOf<"agent.retry">): string {
  const number = retry === undefined ? "" : ` (${retry})`;
  return `tries again${number}${waitMs === null ? "" : ` in ${timeText(waitMs)}`}: ${why}`;
}

function agentWords(event: RunEvent, detail: Detail): string | null {
  switch (event.type) {
    case "agent.error":
      return `agent error (${event.kind}): ${event.message}`;
    case "agent.retry":
      return retryWords(event);
    case "agent.notice":
      return `notice: ${event.message}`;
    case "agent.text":
      return detail === "everything" ? `says: ${event.text}` : null;
    case "agent.reasoning":
      return detail === "everything" ? `thinks: ${event.text}` : null;
    case "agent.tool.called":
      return detail === "everything" ? toolWords(event.tool, event.paths, event.input) : null;
    case "agent.tool.finished":
      return detail === "everything" && event.ok === false ? `tool failed: ${event.output}` : null;
    case "agent.finished":
      return detail === "everything" ? `agent ended: ${event.why} after ${timeText(event.ms)}` : null;
    default:
      return null;
  }
}

function lossText(lostMs: number): string {
  return lostMs === 0 ? "with none of its work" : `with at most ${timeText(lostMs)} of work`;
}
