import type { AgentErrorKind } from "../core/agent-event.ts";
import { type CheckVerdict, isBlamed, type ScopedCheck, verdictOfCheck } from "../core/check.ts";
import type { AttemptReason } from "../core/event.ts";
import { type Story, stoppedByYou } from "../core/story.ts";
import type { StoryState } from "../state/story-state.ts";
import { failureText, headOfReason } from "../text/failing-lines.ts";

/** What has to be done next for a story. Only `attempt` starts an agent. */
export type Step =
  | { do: "attempt"; why: AttemptReason }
  | { do: "settle" }
  /** `whole`: what it stands for; the command itself, where it is not scoped. */
  | { do: "check"; command: string; whole: string }
  | { do: "integrate" }
  | { do: "finish"; outcome: "merged" | "failed" | "skipped"; reason: string };

/** How often an attempt may be made for a reason, over the story's whole life. */
const mostAttempts: Readonly<Record<Exclude<AttemptReason, "first" | "resumed" | "again">, number>> = {
  crash: 1,
  // The governor makes each of these wait longer than the one before.
  provider: 8,
  surface: 1,
  repair: 1,
  conflict: 1,
  composition: 1,
};

/** A story that takes its machines down with it is not given to one more. */
const mostLeasesLost = 3;

/** Trouble with a story's files is told to an agent; one more before that agent has begun is the end. */
const mostTroubles = 1;

/** An endpoint that can't be reached is more often down, or wrongly named, than busy. */
const mostNetworkAttempts = 2;

/** Errors that come from the provider's state and pass with time. */
const passing: ReadonlySet<AgentErrorKind> = new Set(["rate_limit", "usage_limit", "overloaded", "network"]);
/** Errors that another attempt would meet again. */
const lasting: ReadonlySet<AgentErrorKind> = new Set(["auth", "request", "refused", "budget"]);

/**
 * The next step of a story that is not finished, decided from its state alone. `takenOver`: its agent's provider takes
 * nobody any more, and another agent's does.
 */
export function nextStep(story: Story, progress: StoryState, commands: readonly string[], takenOver = false): Step {
  if (progress.stopped && progress.phase !== "merged" && progress.phase !== "finished") {
    return { do: "finish", outcome: progress.attempts === 0 ? "skipped" : "failed", reason: stoppedByYou };
  }
  if (progress.leasesLost >= mostLeasesLost && progress.phase !== "merged" && progress.phase !== "finished") {
    return { do: "finish", outcome: "failed", reason: `The machine that had it was lost ${mostLeasesLost} times` };
  }
  if (progress.troubles > mostTroubles && progress.phase !== "merged" && progress.phase !== "finished") {
    return { do: "finish", outcome: "failed", reason: progress.error?.message ?? "Its worktree can't be created" };
  }
  switch (progress.phase) {
    case "waiting":
      if (progress.dropped === null) return { do: "attempt", why: progress.lost === null ? "first" : "again" };
      return again(
        progress,
        "composition",
        `The merged result fails because of it: ${headOfReason(progress.dropped.why)}`,
      );
    case "started":
      return { do: "attempt", why: "resumed" };
    case "worked":
      return afterAgent(progress, takenOver);
    case "committed":
      return afterCommit(story, progress, commands);
    case "conflicted":
      return again(progress, "conflict", conflictReason(progress));
    case "merged":
    case "finished":
      return { do: "finish", outcome: "merged", reason: mergedReason(progress) };
  }
}

/** Whether an error of an agent is one that passes with time, so that its provider's governor has to know. */
export function passesWithTime(kind: AgentErrorKind): boolean {
  return passing.has(kind);
}

/** Every check that a story has to pass, each once; its own are never scoped. */
export function checksOf(
  story: Story,
  commands: readonly string[],
  scoped: readonly ScopedCheck[] = [],
): { command: string; whole: string }[] {
  const known = new Map(scoped.map(({ command, as }) => [command, as]));
  const own = story.verify.map((command) => ({ command, whole: command }));
  const others = commands.flatMap((whole) => {
    const command = known.has(whole) ? known.get(whole) : whole;
    return command == null || story.verify.includes(whole) ? [] : [{ command, whole }];
  });
  const all = [...own, ...others];
  return all.filter(({ command }, at) => all.findIndex((one) => one.command === command) === at);
}

function afterAgent(progress: StoryState, takenOver: boolean): Step {
  const error = progress.error;
  if (error === null) {
    if (progress.tell && allowed(progress, "surface")) return { do: "attempt", why: "surface" };
    const red = progress.checks.filter(isBlamed);
    if (red.length === 0) return { do: "settle" };
    return repair(progress, `The commit hooks refuse it: ${red.map(failureText).join(", ")}`);
  }
  // Each time one provider less is left, so that this comes to an end by itself.
  if (takenOver && (passing.has(error.kind) || error.kind === "auth")) return { do: "attempt", why: "provider" };
  // Trouble with the story's files says what it is.
  const reason = progress.troubles > 0 ? error.message : `${error.kind}: ${error.message}`;
  const unreachable = error.kind === "network" && (progress.used.provider ?? 0) >= mostNetworkAttempts;
  if (unreachable || lasting.has(error.kind)) return { do: "finish", outcome: "failed", reason };
  return again(progress, passing.has(error.kind) ? "provider" : "crash", reason);
}

function afterCommit(story: Story, progress: StoryState, commands: readonly string[]): Step {
  const done = new Set(progress.checks.map((check) => check.command));
  const red = progress.checks.filter(isBlamed);
  const next = checksOf(story, commands, progress.scoped).find(
    // A part that told nothing was followed by the whole.
    ({ command, whole }) => !done.has(command) && !done.has(whole),
  );
  // One red check is enough to know that the agent must go on; the others would only cost time.
  if (next !== undefined && red.length === 0) return { do: "check", ...next };
  const wanting = progress.checks.some(
    (check) => verdictOfCheck(check) === "as_on_base" && story.verify.includes(check.command),
  );
  // The story's own checks are what it is for: red on the base too, they are still worth the one repair.
  if (red.length === 0 && wanting && progress.dropped === null && allowed(progress, "repair")) {
    return { do: "attempt", why: "repair" };
  }
  if (red.length === 0) return { do: "integrate" };
  const reason = `Its checks fail: ${red.map(failureText).join(", ")}`;
  return repair(progress, reason);
}

function repair(progress: StoryState, reason: string): Step {
  // A story that was dropped has had its one repair.
  return progress.dropped === null ? again(progress, "repair", reason) : { do: "finish", outcome: "failed", reason };
}

function again(progress: StoryState, why: keyof typeof mostAttempts, reason: string): Step {
  return allowed(progress, why) ? { do: "attempt", why } : { do: "finish", outcome: "failed", reason };
}

/** Whether a story that conflicts is done again: once, not counting a time when it was stopped before it was done. */
export function mayRedo(progress: StoryState): boolean {
  return (progress.used.conflict ?? 0) < mostAttempts.conflict + (progress.gaveWay ? 1 : 0);
}

function allowed(progress: StoryState, why: keyof typeof mostAttempts): boolean {
  if (why === "conflict") return mayRedo(progress);
  return (progress.used[why] ?? 0) < mostAttempts[why];
}

function conflictReason({ conflict, gone }: StoryState): string {
  if (gone.length === 0) return `It conflicts with what landed before it: ${conflict.join(", ")}`;
  return `It uses what landed work removed: ${gone.map(({ name }) => name).join(", ")}`;
}

function mergedReason(progress: StoryState): string {
  const of = (verdict: CheckVerdict, stopped = false) =>
    progress.checks
      .filter((check) => verdictOfCheck(check) === verdict && (check.stops !== undefined) === stopped)
      .map((check) => check.command);
  const [red, notRun, behind] = [of("as_on_base"), of("not_run"), of("not_run", true)];
  const { worker } = progress;
  return [
    ...(red.length === 0 ? [] : [`Red before and after: ${red.join(", ")}`]),
    ...(behind.length === 0 ? [] : [`Red before and after, and stopped there: ${behind.join(", ")}`]),
    ...(notRun.length === 0
      ? []
      : [`Could not run ${worker === null ? "here" : `on ${worker}`}: ${notRun.join(", ")}`]),
  ].join("; ");
}
