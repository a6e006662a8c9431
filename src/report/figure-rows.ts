import type { CheckFacts, CheckVerdict } from "../core/check.ts";
import { isBlamed, skippedText, verdictOfCheck } from "../core/check.ts";
import type { Changes, EventOf } from "../core/event.ts";
import { lostStories } from "../state/run-again.ts";
import type { RunState } from "../state/run-state.ts";
import { timeText } from "../text/duration.ts";
import { failingLines } from "../text/failing-lines.ts";
import { plainLine } from "../text/plain.ts";
import { typedFor } from "../text/typed-command.ts";
import { changesText, costText, listText, speedupText } from "../text/units.ts";
import { changesOfStories, comparedTimes, figuresFrom } from "./figures.ts";
import { isDryRun } from "./outcome-words.ts";

/** Of a red check. */
const mostLines = 8;
/** Of what was red before the work began. */
const mostOldLines = 3;

/**
 * The figures with their names, as every view shows them. `elsewhere`: the repository that commands are meant for, where the
 * reader may stand in another.
 */
export function figureRows(view: RunState, elsewhere: string | null = null): [label: string, text: string][] {
  const rows = workRows(view);
  for (const check of view.verified) {
    if (isSkipped(view, check)) continue;
    rows.push(["check", checkText(check)]);
    for (const line of failingLines(check, isBlamed(check) ? mostLines : mostOldLines)) rows.push(["", line]);
  }
  for (const skipped of view.unchecked) rows.push(["check", plainLine(skippedText(skipped))]);
  return [...rows, ...endRows(view, elsewhere)];
}

/** What could not run has one row, which says what to do about it. */
function isSkipped({ unchecked }: RunState, check: CheckFacts): boolean {
  return (
    verdictOfCheck(check) === "not_run" &&
    check.stops === undefined &&
    unchecked.some(({ command }) => command === check.command)
  );
}

/** What the work took and changed, where any was begun. */
export function workRows(view: RunState): [label: string, text: string][] {
  const figures = view.finished ?? figuresFrom(view);
  const rows: [string, string][] = [["wall clock", timeText(figures.wallMs)]];
  const begun = !isDryRun(view) && [...view.stories.values()].some(({ attempts }) => attempts > 0);
  const times = comparedTimes(view, view.finished?.outcome ?? null);
  if (begun) rows.push(["agents", `${timeText(times?.agentMs ?? figures.agentMs)} of work`]);
  rows.push(...speedRows(times));
  rows.push(["tokens", costText(figures)]);
  if (begun) rows.push(["changed", changedText(view, figures)]);
  return rows;
}

/** Stories that changed one file after another do not add up to what was left: both are said. */
function changedText(view: RunState, figures: Changes): string {
  const [whole, each] = [changesText(figures), changesText(changesOfStories(view))];
  return whole === each || view.delivered?.changes === undefined ? whole : `${whole}; each story by itself: ${each}`;
}

/**
 * Where the stories ran last, one row a machine; nothing where all of them ran here. For the person alone: what machines
 * somebody has is no word of a request's.
 */
export function placeRows({ stories }: RunState): [label: string, text: string][] {
  const begun = [...stories.values()].filter(({ attempts }) => attempts > 0);
  if (begun.every(({ worker }) => worker === null)) return [];
  const places = Map.groupBy(begun, ({ worker }) => worker ?? "here");
  return [...places].map(([place, there], at) => [
    at === 0 ? "machines" : "",
    plainLine(`${place}: ${listText(there.map(({ story }) => story.id))}`),
  ]);
}

/** What was left, by what the run was ended, and what to type next. */
export function endRows(view: RunState, elsewhere: string | null = null): [label: string, text: string][] {
  const ceiling: [string, string][] = view.limit === null ? [] : [["ceiling", plainLine(view.limit.message)]];
  const typed = (label: string, text: string) => (commandLabels.includes(label) ? typedFor(elsewhere, text) : text);
  return [...ceiling, ...deliveryRows(view).map(([label, text]): [string, string] => [label, typed(label, text)])];
}

/** The labels of what a person copies: a line break of ours in it would break it. */
export const toCopy: readonly string[] = ["branch", "request", "next", "again"];
const commandLabels: readonly string[] = ["next", "again"];

function deliveryRows(view: RunState): [label: string, text: string][] {
  const delivery = view.delivered;
  const resume: [string, string][] = canResume(view) ? [["next", `baro resume ${view.run}`]] : againRows(view);
  if (delivery === null) return resume;
  const rows: [string, string][] = [];
  if (delivery.branch !== null) rows.push(["branch", plainLine(delivery.branch)]);
  rows.push([delivery.kind === "pr" ? "request" : "delivered", deliveredText(delivery)]);
  if (delivery.next === null) return [...rows, ...resume];
  return [...rows, ["next", plainLine(delivery.next)], ...againRows(view)];
}

/** How to run again what a run that has ended lacks. */
function againRows(view: RunState): [label: string, text: string][] {
  const outcome = view.finished?.outcome;
  const lost = lostStories(view);
  if ((outcome !== "partial" && outcome !== "failed") || lost.length === 0) return [];
  const picks = lost.length === 1 ? "" : `; --story ${lost[0]} picks`;
  return [
    ["again", `baro resume ${view.run}`],
    ["", `reruns ${listText(lost)} on top of what landed${picks}`],
  ];
}

/** What was stopped goes on where it was, unless it was left at its question about the mode or the plan. */
function canResume(view: RunState): boolean {
  const { finished, decision, chosen, enforced, tally } = view;
  if (finished?.outcome !== "interrupted" && finished?.outcome !== "ceiling") return false;
  if (isDryRun(view)) return false;
  const isThinking = decision === null || (chosen !== null && enforced === null);
  return isThinking || tally.sinceAcceptedMs !== null;
}

function speedRows(times: ReturnType<typeof comparedTimes>): [label: string, text: string][] {
  if (times === null) return [];
  const { workMs: work, conductMs: took } = times;
  const landed = `${timeText(work)} of work that landed`;
  const saved =
    work >= took
      ? `${timeText(work - took)}: ${landed}, in ${timeText(took)}`
      : `nothing: ${landed} took ${timeText(took)}`;
  return [
    ["saved", saved],
    ["speedup", speedupText(work / took)],
  ];
}

function deliveredText(delivery: EventOf<"delivery.finished">): string {
  if (delivery.url !== null) return plainLine(delivery.url);
  // The branch is named in a row of its own.
  return delivery.kind === "branch" ? plainLine(delivery.why) : `${delivery.kind}: ${plainLine(delivery.why)}`;
}

/** What became of a check, compared with the base: what was red before is reported, not blamed. */
export function checkText(check: CheckFacts): string {
  const { flaky, counts = null, why = null, known, stops } = check;
  const verdict = verdictOfCheck(check);
  // Why is said in a row of its own, with what to do.
  const isBehind = verdict === "not_run" && stops !== undefined;
  const notes = [
    ...(flaky === true ? ["after one failure"] : []),
    ...(verdict === "passed" && check.baseOk === false ? ["was red on the base"] : []),
    ...(verdict !== "passed" && counts !== null && counts.failed > 0
      ? [`${counts.failed} of ${counts.passed + counts.failed}`]
      : []),
    ...(why === null || isBehind ? [] : [plainLine(why)]),
  ];
  const said = [isBehind ? "failed, as on the base, before all of it ran" : verdictWords[verdict], ...notes].join(", ");
  const took = known === undefined ? timeText(check.ms) : `known from run ${known.run}, ${timeText(known.agoMs)} ago`;
  return `${said}: ${plainLine(check.command)} (${took})`;
}

const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  passed: "passed",
  failed: "failed",
  as_on_base: "failed, as on the base",
  not_run: "could not run here",
};
