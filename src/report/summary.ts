import type { RunOutcome, StoryOutcome } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import { labelled, table } from "./columns.ts";
import { certainty } from "./decision-text.ts";
import { figuresFrom } from "./figures.ts";
import type { Layout, Style } from "./paint.ts";
import { cutText, plainLine, widthOf, wrapText } from "./terminal-text.ts";
import { changesText, plural, speedupText, timeText, tokensText, usdText } from "./units.ts";
import { modeOf, type RunView, type StoryView } from "./view.ts";

export const outcomeStyle: Readonly<Record<RunOutcome, Style>> = {
  delivered: "green",
  partial: "yellow",
  failed: "red",
  empty: "yellow",
  needs_input: "yellow",
  ceiling: "yellow",
  interrupted: "yellow",
};

const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  delivered: "Delivered",
  partial: "Delivered in part",
  failed: "Failed",
  empty: "Nothing changed",
  needs_input: "Needs an answer",
  ceiling: "Stopped at a ceiling",
  interrupted: "Interrupted",
};

export const storyStyle: Readonly<Record<StoryOutcome, Style>> = {
  merged: "green",
  empty: "yellow",
  failed: "red",
  skipped: "dim",
};

/** What a run's end is called. */
export function outcomeText(outcome: RunOutcome): string {
  return outcomeWords[outcome];
}

const column = 12;

/** The card at the end of a run: how it ended, each story, the figures, where the work is, and what to type next. */
export function renderSummary(view: RunView, layout: Layout): string[] {
  const { paint, width } = layout;
  const rule = paint("dim", "─".repeat(Math.min(width, 72)));
  return [rule, ...heading(view, layout), "", ...storyLines(view, layout), ...figureLines(view, layout), rule];
}

function heading(view: RunView, layout: Layout): string[] {
  const { paint, width } = layout;
  const outcome = view.finished?.outcome ?? null;
  const title = outcome === null ? "Not finished" : outcomeWords[outcome];
  const style = outcome === null ? "yellow" : outcomeStyle[outcome];
  const scripted = view.started?.scripted === true ? " (played by the built-in scripted model)" : "";
  const lines = wrapText(paint(["bold", style], title) + scripted, width);
  if (view.started !== null) lines.push(...wrapText(plainLine(view.started.goal), width).slice(0, 4));
  const mode = modeOf(view);
  if (mode === null) return lines;
  lines.push("");
  for (const [label, text] of modeRows(view, mode)) lines.push(...labelled(label, text, column, layout));
  return lines;
}

/** The mode and its reason; a reason for another mode than the one that ran is named as that. */
function modeRows(view: RunView, mode: Mode): [label: string, text: string][] {
  const { decision, chosen } = view;
  if (decision === null) return [["mode", mode]];
  const reason = plainLine(decision.reason);
  if (mode === decision.mode)
    return [
      ["mode", `${mode} (${certainty(decision)})`],
      ["reason", reason],
    ];
  const by = chosen?.by === "person" ? "chosen by you" : "as asked";
  return [
    ["mode", `${mode}, ${by}`],
    ["suggested", `${decision.mode} (${certainty(decision)}): ${reason}`],
  ];
}

/** Fewer cells have no room for a story's time and changes. */
const narrow = 60;

/** Each story on one line where there is room, with why it did not land below. */
function storyLines(view: RunView, layout: Layout): string[] {
  const stories = [...view.stories.values()];
  if (stories.length === 0) return [];
  const titleRoom = layout.width < narrow ? layout.width - 18 : Math.min(40, layout.width - 44);
  const rows = table(stories.map((story) => storyCells(story, view.finished !== null, titleRoom, layout)));
  const lines = stories.flatMap((story, index) => [rows[index] ?? "", ...troubleOf(story, layout)]);
  return [...lines, ""];
}

/** A story that an ended run left without an outcome was stopped, whatever it was at. */
function storyCells(story: StoryView, ended: boolean, titleRoom: number, { paint, width }: Layout): string[] {
  const outcome = story.outcome ?? (ended && story.attempts.length > 0 ? "stopped" : story.status);
  const style = story.outcome === null ? "dim" : storyStyle[story.outcome];
  const cells = [`  ${story.story.id}`, cutText(plainLine(story.story.title), titleRoom), paint(style, outcome)];
  if (width < narrow) return cells;
  const spent =
    story.startedAt === null || story.finishedAt === null ? "" : timeText(story.finishedAt - story.startedAt);
  return [...cells, spent.padStart(7), story.merged === null ? "" : changesText(story.merged)];
}

function troubleOf(story: StoryView, layout: Layout): string[] {
  const said = story.outcome !== null && story.outcome !== "merged" && story.reason ? [story.reason] : [];
  const reverted = story.violations.filter(({ action }) => action === "reverted").flatMap(({ paths }) => paths);
  if (reverted.length > 0) said.push(`wrote outside its surface, reverted: ${reverted.join(", ")}`);
  if (story.kept !== null && story.outcome !== "merged") said.push(`what it has so far is kept as ${story.kept}`);
  return said.flatMap((text) => wrapText(plainLine(text), layout.width - 6).map((line) => `      ${line}`));
}

function figureLines(view: RunView, layout: Layout): string[] {
  return figureRows(view).flatMap(([label, text]) =>
    toCopy.includes(label) ? verbatim(label, text, layout) : labelled(label, text, column, layout),
  );
}

/** What a person copies: a line break of ours in it would break it. */
const toCopy = ["branch", "request", "next"];

function verbatim(label: string, text: string, { paint, width }: Layout): string[] {
  if (column + widthOf(text) <= width) return [paint("dim", label.padEnd(column)) + text];
  return [paint("dim", label), text];
}

/** The figures with their names, as every view shows them. */
export function figureRows(view: RunView): [label: string, text: string][] {
  const figures = view.finished ?? figuresFrom(view.tally);
  const rows: [string, string][] = [["wall clock", timeText(figures.wallMs)]];
  rows.push(["agents", `${timeText(figures.agentMs)} of work`]);
  if (figures.savedMs !== null) rows.push(["saved", savedText(figures.savedMs)]);
  if (figures.speedup !== null) rows.push(["speedup", `${speedupText(figures.speedup)} while conducting`]);
  rows.push(["tokens", tokensText(figures.usage) + (figures.usd === null ? "" : `; ${usdText(figures.usd)}`)]);
  rows.push(["changed", changesText(figures)]);
  for (const check of view.checks) rows.push(["check", checkText(check)]);
  if (view.limit !== null) rows.push(["ceiling", plainLine(view.limit.message)]);
  return [...rows, ...deliveryRows(view)];
}

function deliveryRows(view: RunView): [label: string, text: string][] {
  const { delivery } = view;
  if (delivery === null) return canResume(view) ? [["next", `baro resume ${view.run}`]] : [];
  const rows: [string, string][] = [];
  if (delivery.branch !== null) rows.push(["branch", plainLine(delivery.branch)]);
  rows.push([delivery.kind === "pr" ? "request" : "delivered", deliveredText(delivery)]);
  if (delivery.next !== null) rows.push(["next", plainLine(delivery.next)]);
  return rows;
}

/** What was stopped after its plan was accepted goes on where it was. */
function canResume(view: RunView): boolean {
  const outcome = view.finished?.outcome;
  return (outcome === "interrupted" || outcome === "ceiling") && view.tally.sinceAcceptedMs !== null;
}

function savedText(savedMs: number): string {
  return savedMs >= 0 ? timeText(savedMs) : `nothing: ${timeText(-savedMs)} more than the agents worked`;
}

function deliveredText(delivery: NonNullable<RunView["delivery"]>): string {
  if (delivery.url !== null) return plainLine(delivery.url);
  // The branch is named in a row of its own.
  return delivery.kind === "branch" ? plainLine(delivery.why) : `${delivery.kind}: ${plainLine(delivery.why)}`;
}

/** What became of a check, compared with the base: what was red before is reported, not blamed. */
export function checkText(check: RunView["checks"][number]): string {
  const flaky = check.flaky === true ? ", after one failure" : "";
  const before = check.baseOk === false ? (check.ok ? ", was red on the base" : ", as on the base") : "";
  return `${check.ok ? "passed" : "failed"}${flaky}${before}: ${plainLine(check.command)} (${timeText(check.ms)})`;
}

/** `3 merged, 1 failed`. */
export function storyCounts(view: RunView): string {
  const counts = new Map<string, number>();
  for (const { outcome, status } of view.stories.values()) {
    const name = outcome ?? status;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? plural(0, "story") : parts.join(", ");
}
