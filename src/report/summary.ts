import type { RunEvent } from "../core/event.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { type StoryState, storyEnd } from "../state/story-state.ts";
import { cutText, setIn, widthOf, wrapLog, wrapText } from "../text/cells.ts";
import { clockText, timeText } from "../text/duration.ts";
import { plainLine } from "../text/plain.ts";
import { changesText } from "../text/units.ts";
import { modeRows } from "./decision-text.ts";
import { type Detail, eventLines } from "./event-line.ts";
import { figureRows, placeRows, toCopy } from "./figure-rows.ts";
import { beside, type Layout, labelled, table } from "./layout.ts";
import {
  headline,
  leftOutTexts,
  openQuestion,
  outcomeStyle,
  storyStyle,
  storyWord,
  violationText,
} from "./outcome-words.ts";

const column = 12;

/** The card at the end of a run: how it ended, each story, the figures, where the work is, and what to type next. */
export function renderSummary(view: RunState, layout: Layout): string[] {
  const { paint, width } = layout;
  const rule = paint("dim", "─".repeat(Math.min(width, 72)));
  return [rule, ...heading(view, layout), "", ...storyLines(view, layout), ...figureLines(view, layout), rule];
}

function heading(view: RunState, layout: Layout): string[] {
  const { paint, width } = layout;
  const outcome = view.finished?.outcome ?? null;
  const title = headline(view);
  const style = outcome === null || view.finished?.stopped === true ? "yellow" : outcomeStyle[outcome];
  const scripted = view.started?.scripted === true ? " (played by the built-in scripted model)" : "";
  const lines = wrapText(paint(["bold", style], title) + scripted, width);
  if (view.givenGoal !== "") lines.push(...wrapText(plainLine(view.givenGoal), width).slice(0, 4));
  const mode = modeOf(view);
  if (mode === null) return lines;
  lines.push("");
  const question = openQuestion(view);
  const rows = [...modeRows(view, mode), ...(question === null ? [] : [["question", plainLine(question)] as const])];
  for (const { from, to, why } of view.switches) {
    rows.push(["planner", plainLine(`${to} took over from ${from}: ${why}`)] as const);
  }
  for (const [label, text] of rows) lines.push(...labelled(label, text, column, layout));
  return lines;
}

/** Fewer cells have no room for a story's time and changes. */
const narrow = 60;

/** Each story on one line where there is room, with why it did not land below. */
function storyLines(view: RunState, layout: Layout): string[] {
  const stories = [...view.stories.values()];
  if (stories.length === 0) return [];
  const titleRoom = layout.width < narrow ? layout.width - 18 : Math.min(40, layout.width - 44);
  const rows = table(stories.map((story) => storyCells(story, view, titleRoom, layout)));
  const lines = stories.flatMap((story, index) => [rows[index] ?? "", ...troubleOf(story, layout)]);
  return [...lines, ""];
}

function storyCells(story: StoryState, view: RunState, titleRoom: number, { paint, width }: Layout): string[] {
  const end = storyEnd(story);
  const style = end === null ? "dim" : storyStyle[end];
  const word = paint(style, storyWord(story, view));
  const cells = [`  ${story.story.id}`, cutText(plainLine(story.story.title), titleRoom), word];
  if (width < narrow) return cells;
  const until = story.finishedAt ?? (story.working ? view.lastAt : null);
  const spent = story.startedAt === null || until === null ? "" : timeText(until - story.startedAt);
  return [...cells, spent.padStart(7), story.changes === null ? "" : changesText(story.changes)];
}

function troubleOf(story: StoryState, layout: Layout): string[] {
  const said = story.outcome !== null && story.outcome !== "merged" && story.reason ? [story.reason] : [];
  // Why nothing was changed, only the agent knows.
  if (story.outcome === "empty" && !story.held && story.said !== null) said.push(`the agent said: ${story.said}`);
  const reverted = story.violations.filter(({ action }) => action === "reverted");
  said.push(...new Set(reverted.map(violationText)), ...leftOutTexts(story));
  for (const { from, to, why } of story.switches) said.push(`${to} took over from ${from}: ${why}`);
  if (story.kept !== null && story.outcome !== "merged") said.push(`its work so far is kept as ${story.kept.ref}`);
  return said.flatMap((text) => wrapLog(plainLine(text), layout.width - 6).map((line) => setIn(line, 6, layout.width)));
}

function figureLines(view: RunState, layout: Layout): string[] {
  return [...placeRows(view), ...figureRows(view, layout.elsewhere)].flatMap(([label, text]) =>
    toCopy.includes(label) ? verbatim(label, text, layout) : labelled(label, text, column, layout),
  );
}

function verbatim(label: string, text: string, { paint, width }: Layout): string[] {
  // An address stands alone, so that every terminal takes all of it for one.
  const isAddress = /^https?:\/\//.test(text);
  if (!isAddress && column + widthOf(text) <= width) return [paint("dim", label.padEnd(column)) + text];
  return [paint("dim", label), text];
}

/** A run as text: what happened in order, then the card. */
export function renderRun(view: RunState, events: readonly RunEvent[], layout: Layout, detail: Detail): string[] {
  const startedAt = view.startedAt ?? 0;
  const steps = events.flatMap((event) => {
    const [line, ...reasons] = eventLines(event, detail);
    if (line === undefined) return [];
    const below = reasons.flatMap((reason) =>
      wrapLog(reason.trim(), layout.width - 11).map((text) => setIn(text, 11, layout.width)),
    );
    return [...step(Date.parse(event.at) - startedAt, line, layout), ...below];
  });
  return [...steps, "", ...renderSummary(view, layout)];
}

/** The time since the start, then the text, wrapped beside it. */
function step(ms: number, text: string, layout: Layout): string[] {
  return beside(layout.paint("dim", clockText(ms).padStart(7)), 9, text, { ...layout, folds: true });
}
