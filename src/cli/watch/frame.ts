import { totalTokens } from "../../core/usage.ts";
import { figuresFrom } from "../../report/figures.ts";
import type { Layout } from "../../report/layout.ts";
import { storyStyle } from "../../report/outcome-words.ts";
import { sinceLast } from "../../state/count-to.ts";
import type { RunState } from "../../state/run-state.ts";
import { type StoryState, statusOf, storyEnd } from "../../state/story-state.ts";
import { cutText, padText, widthOf, wrapText } from "../../text/cells.ts";
import { timeText } from "../../text/duration.ts";
import { plainLine } from "../../text/plain.ts";
import { countText, usdText } from "../../text/units.ts";
import { chosenStory, type Focus, isFromTop, keyLine } from "./live-keys.ts";
import { stageOf } from "./stage.ts";

export interface FrameClock {
  /** Milliseconds since 1970. */
  now: number;
  /** Counts the frames, for what turns. */
  tick: number;
  /** The run was told to stop. */
  stopping?: boolean;
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** What a person looks at, with the lines of the pane that is open. */
export interface Look {
  focus: Focus;
  pane: readonly string[];
  /** Only looking on from another terminal. */
  attached: boolean;
  /** The run can go on without this view. */
  mayLeave: boolean;
}

/**
 * What the live view shows of a run at one moment; every line fits the width, all of them fit the rows. `look` is null
 * where nobody can press a key.
 */
export function renderFrame(
  view: RunState,
  clock: FrameClock,
  layout: Layout,
  rows: number,
  look: Look | null = null,
): string[] {
  const { paint, width } = layout;
  const goal = plainLine(view.givenGoal === "" ? "baro" : view.givenGoal);
  const spent = view.startedAt === null ? "" : timeText(view.tally.wallMs + sinceLast(view, clock.now));
  const head = twoEnds(goal, spent, width);
  const chosen = look === null ? null : chosenStory(look.focus, [...view.stories.keys()]);
  const room = Math.max(1, rows - (look === null ? 5 : 6));
  const body =
    look === null || look.focus.pane === "stories"
      ? storyRows(view, clock, layout, room, chosen)
      : paneRows(view, look, chosen, layout, room);
  const foot = cutText([footOf(view, clock), ...costOf(view)].join(" · "), width);
  const keys = look === null ? [] : [paint("dim", cutText(keyLine(look.focus, chosen, width, look), width))];
  return [
    // Few rows are all for the stories.
    ...(rows < 8 ? [] : ["", paint("bold", head)]),
    ...body,
    `${paint("cyan", turning(clock))} ${paint("dim", cutText(foot, width - 2))}`,
    ...keys,
  ];
}

function footOf(view: RunState, clock: FrameClock): string {
  if (clock.stopping === true) return "stopping: the agents' work so far is kept";
  return view.paused ? `paused, no agent is started · ${stageOf(view)}` : stageOf(view);
}

/** One thing in place of the stories: its name, and the end of its lines, or what a person has scrolled back to. */
function paneRows(
  view: RunState,
  { focus, pane }: Look,
  chosen: string | null,
  { paint, width }: Layout,
  room: number,
): string[] {
  const title = chosen === null ? "" : plainLine(view.stories.get(chosen)?.story.title ?? "");
  const name = focus.pane === "log" || focus.pane === "help" ? focus.pane : `${chosen} ${focus.pane}: ${title}`;
  const most = Math.max(1, room - 1);
  const far = Math.min(focus.scrolled, Math.max(0, pane.length - most));
  const wrapped = (lines: readonly string[]) => lines.flatMap((line) => wrapText(line, width));
  // No more is wrapped than can be seen: a diff may be long.
  const shown = isFromTop(focus.pane)
    ? pane.slice(far, far + most).map((line) => cutText(line, width))
    : wrapped(pane.slice(Math.max(0, pane.length - far - most), pane.length - far)).slice(-most);
  const lines = shown.length === 0 ? ["nothing yet"] : shown;
  return [paint("cyan", cutText(name, width)), ...lines];
}

function turning(clock: FrameClock): string {
  return spinner[clock.tick % spinner.length] ?? "";
}

/** A text to the left, as much as fits, and one to the right. */
function twoEnds(left: string, right: string, width: number): string {
  const room = width - widthOf(right) - 1;
  return room < 8 ? cutText(left, width) : `${padText(cutText(left, room), room)} ${right}`;
}

function costOf(view: RunState): string[] {
  const figures = figuresFrom(view);
  const total = totalTokens(figures.usage);
  const tokens = total > 0 ? [`${figures.estimated === true ? "about " : ""}${countText(total)} tokens`] : [];
  if (figures.usd === null) return tokens;
  return [...tokens, `${figures.usdEstimated === true ? "about " : ""}${usdText(figures.usd)}`];
}

/** All stories where there is room; else those at work and the next ones, and how many are left out. */
function storyRows(view: RunState, clock: FrameClock, layout: Layout, room: number, chosen: string | null): string[] {
  const all = [...view.stories.values()];
  const row = (story: StoryState) => {
    if (chosen === null) return storyRow(story, view, clock, layout);
    const mark = story.story.id === chosen ? layout.paint("cyan", "›") : " ";
    return mark + storyRow(story, view, clock, { ...layout, width: layout.width - 1 });
  };
  if (all.length <= room) return all.map(row);
  const order = ["working", "landing", "waiting", "done"];
  // Whoever is chosen is seen.
  const rank = (story: StoryState) => (story.story.id === chosen ? -1 : order.indexOf(statusOf(story)));
  const first = all.toSorted((a, b) => rank(a) - rank(b));
  // One row alone is for a story, not for how many are out of sight.
  if (room === 1) return first.slice(0, 1).map(row);
  const shown = first.slice(0, room - 1);
  const rows = all.filter((story) => shown.includes(story)).map(row);
  return [...rows, layout.paint("dim", cutText(`  … and ${all.length - shown.length} more`, layout.width))];
}

/** Its mark, name and title, what it is at, and to the right, where there is room, what it used and its last sign of life. */
function storyRow(story: StoryState, view: RunState, clock: FrameClock, layout: Layout): string {
  const { paint, width } = layout;
  const end = story.finishedAt ?? clock.now;
  const { startedAt } = story;
  const spent = startedAt === null || statusOf(story) === "waiting" ? "" : timeText(end - startedAt);
  const idRoom = Math.max(3, ...[...view.stories.keys()].map((id) => id.length));
  const left = `${story.story.id.padEnd(idRoom)} `;
  const wide = width >= 96;
  const right = (wide ? sideOf(story, clock) : "") + spent.padStart(8);
  const titleRoom = width < 60 ? width - 2 - widthOf(left) - 8 : Math.min(wide ? 40 : 34, Math.floor(width * 0.4));
  const title = padText(cutText(plainLine(story.story.title), Math.max(1, titleRoom)), titleRoom);
  const doingRoom = width - 2 - widthOf(left) - titleRoom - 2 - right.length;
  const silent = silence(story, clock);
  const quiet = wide || silent < longSilence ? "" : `silent ${silent}s: `;
  const doing =
    doingRoom < 8 ? "" : `  ${paint("dim", padText(cutText(`${quiet}${doingOf(story, view)}`, doingRoom), doingRoom))}`;
  const row = `${markOf(story, clock, layout)} ${left}${title}${doing}${right}`;
  return cutText(row, width).trimEnd();
}

/** Tokens, and seconds since the agent's last sign of life, in columns of their own on a wide terminal. */
function sideOf(story: StoryState, clock: FrameClock): string {
  const tokens = totalTokens(story.usage);
  const silent = silence(story, clock);
  return (tokens === 0 ? "" : countText(tokens)).padStart(8) + (silent === 0 ? "" : `${silent}s ago`).padStart(9);
}

/** Seconds since its agent's last sign of life; 0 for one that is not at work. */
function silence({ working, signAt }: StoryState, { now }: FrameClock): number {
  return working && signAt !== null ? Math.max(0, Math.round((now - signAt) / 1000)) : 0;
}

/** On a narrow screen a silence is worth a word once it is long. */
const longSilence = 20;

function markOf(story: StoryState, clock: FrameClock, { paint }: Layout): string {
  if (statusOf(story) === "waiting") return paint("dim", "·");
  const end = storyEnd(story);
  if (end === null) return paint("cyan", turning(clock));
  const marks = { merged: "✓", failed: "✗", empty: "∅", skipped: "–", stopped: "–" };
  return paint(storyStyle[end], marks[end]);
}

/** What becomes of a story whose agent has ended, however that was. */
function landingText({ phase, error, conflict, checks }: StoryState): string {
  switch (phase) {
    case "worked":
      return error === null ? "looking at its changes" : `agent ended, ${error.kind}: ${plainLine(error.message)}`;
    case "conflicted":
      return `conflicts in ${conflict.map(plainLine).join(", ")}`;
    case "committed":
      return checks.some(({ ok }) => !ok) ? "a check failed" : "checks and merge";
    default:
      return "merged";
  }
}

function doingOf(story: StoryState, view: RunState): string {
  const end = storyEnd(story);
  if (end !== null) return end === "merged" ? end : `${end}: ${story.reason ?? ""}`;
  const status = statusOf(story);
  if (status === "landing") return landingText(story);
  if (status === "working") return plainLine(story.activity ?? `${story.history.at(-1)?.agent ?? "agent"} at work`);
  const ahead = view.predicted.filter(({ stories }) => stories[1] === story.story.id).map(({ stories }) => stories[0]);
  const open = [...new Set([...story.story.dependsOn, ...ahead])].filter(
    (id) => view.stories.get(id)?.phase !== "finished",
  );
  return open.length > 0 ? `waits for ${open.join(", ")}` : "ready";
}
