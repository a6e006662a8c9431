import { totalTokens } from "../../core/usage.ts";
import { figuresFrom } from "../../report/figures.ts";
import { storyCounts, storyStyle } from "../../report/outcome-words.ts";
import type { Layout } from "../../report/paint.ts";
import { modeOf, type RunState } from "../../state/run-state.ts";
import { type StoryState, statusOf } from "../../state/story-state.ts";
import { cutText, padText, widthOf } from "../../text/cells.ts";
import { timeText } from "../../text/duration.ts";
import { plainLine } from "../../text/plain.ts";
import { countText, usdText } from "../../text/units.ts";

export interface FrameClock {
  /** Milliseconds since 1970. */
  now: number;
  /** Counts the frames, for what turns. */
  tick: number;
  /** The run was told to stop. */
  stopping?: boolean;
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** What the live view shows of a run at one moment; every line fits the width, all of them fit the rows. */
export function renderFrame(view: RunState, clock: FrameClock, layout: Layout, rows: number): string[] {
  const { paint, width } = layout;
  const goal = plainLine(view.givenGoal === "" ? "baro" : view.givenGoal);
  const sinceLast = view.lastAt === null ? 0 : Math.max(0, clock.now - view.lastAt);
  const spent = view.startedAt === null ? "" : timeText(view.tally.wallMs + sinceLast);
  const head = twoEnds(goal, spent, width);
  const stories = storyRows(view, clock, layout, Math.max(1, rows - 5));
  const stage = clock.stopping === true ? "stopping: what the agents have so far is kept" : stageOf(view);
  const foot = cutText([stage, ...costOf(view)].join(" · "), width);
  return [
    "",
    paint("bold", head),
    ...stories,
    `${paint("cyan", turning(clock))} ${paint("dim", cutText(foot, width - 2))}`,
  ];
}

function turning(clock: FrameClock): string {
  return spinner[clock.tick % spinner.length] ?? "";
}

/** A text to the left, as much as fits, and one to the right. */
function twoEnds(left: string, right: string, width: number): string {
  const room = width - widthOf(right) - 1;
  return room < 8 ? cutText(left, width) : `${padText(cutText(left, room), room)} ${right}`;
}

/** What the run is at, for the time in which no story says it. */
function stageOf(view: RunState): string {
  const mode = modeOf(view);
  // A plan that was made earlier is run without a decision.
  if (view.chosen === null) {
    return view.decision === null ? "looking at the goal and the repository" : `${mode} is suggested`;
  }
  if (view.stories.size === 0) return `${mode}: planning`;
  const all = [...view.stories.values()];
  if (all.every((story) => statusOf(story) === "waiting")) return `${mode}: preparing`;
  if (!all.every((story) => statusOf(story) === "done")) return `${mode}: ${storyCounts(view)}`;
  return view.delivered === null ? `${mode}: checking the result` : `${mode}: finishing`;
}

function costOf(view: RunState): string[] {
  const figures = figuresFrom(view);
  const total = totalTokens(figures.usage);
  const tokens = total > 0 ? [`${countText(total)} tokens`] : [];
  return figures.usd === null ? tokens : [...tokens, usdText(figures.usd)];
}

/** All stories where there is room; else those at work and the next ones, and how many are left out. */
function storyRows(view: RunState, clock: FrameClock, layout: Layout, room: number): string[] {
  const all = [...view.stories.values()];
  if (all.length <= room) return all.map((story) => storyRow(story, view, clock, layout));
  const order = ["working", "landing", "waiting", "done"];
  const shown = all.toSorted((a, b) => order.indexOf(statusOf(a)) - order.indexOf(statusOf(b))).slice(0, room - 1);
  const rows = all.filter((story) => shown.includes(story)).map((story) => storyRow(story, view, clock, layout));
  return [...rows, layout.paint("dim", cutText(`  … and ${all.length - shown.length} more`, layout.width))];
}

function storyRow(story: StoryState, view: RunState, clock: FrameClock, layout: Layout): string {
  const { paint, width } = layout;
  const end = story.finishedAt ?? clock.now;
  const { startedAt } = story;
  const spent = startedAt === null || statusOf(story) === "waiting" ? "" : timeText(end - startedAt);
  const idRoom = Math.max(3, ...[...view.stories.keys()].map((id) => id.length));
  const left = `${story.story.id.padEnd(idRoom)} `;
  const titleRoom = width < 60 ? width - 2 - widthOf(left) - 8 : Math.min(34, Math.floor(width * 0.4));
  const title = padText(cutText(plainLine(story.story.title), titleRoom), titleRoom);
  const doingRoom = width - 2 - widthOf(left) - titleRoom - 2 - 8;
  const doing = doingRoom < 8 ? "" : `  ${paint("dim", padText(cutText(doingOf(story, view), doingRoom), doingRoom))}`;
  return `${markOf(story, clock, layout)} ${left}${title}${doing}${spent.padStart(8)}`.trimEnd();
}

function markOf(story: StoryState, clock: FrameClock, { paint }: Layout): string {
  if (statusOf(story) === "waiting") return paint("dim", "·");
  if (story.outcome === null) return paint("cyan", turning(clock));
  const marks = { merged: "✓", failed: "✗", empty: "∅", skipped: "–" };
  return paint(storyStyle[story.outcome], marks[story.outcome]);
}

function doingOf(story: StoryState, view: RunState): string {
  if (story.outcome !== null) return story.outcome === "merged" ? "merged" : `${story.outcome}: ${story.reason ?? ""}`;
  const status = statusOf(story);
  if (status === "landing") return "checks and merge";
  if (status === "working") return plainLine(story.activity ?? `${story.history.at(-1)?.agent ?? "agent"} at work`);
  const ahead = view.predicted.filter(({ stories }) => stories[1] === story.story.id).map(({ stories }) => stories[0]);
  const open = [...new Set([...story.story.dependsOn, ...ahead])].filter(
    (id) => view.stories.get(id)?.phase !== "finished",
  );
  return open.length > 0 ? `waits for ${open.join(", ")}` : "ready";
}
