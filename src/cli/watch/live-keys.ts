import type { Order } from "../../core/person.ts";
import type { StoryId } from "../../core/story.ts";
import { labelled, plain } from "../../report/layout.ts";
import { cutStart, cutText, widthOf } from "../../text/cells.ts";
import { graphemesOf } from "../../text/shorten.ts";
import type { Key } from "../terminal/keys.ts";

/** What the live view shows: the stories, or one thing in their place. */
export type Pane = "stories" | "stream" | "diff" | "log" | "help";

/** What a person looks at, and what they are in the middle of. */
export interface Focus {
  /** The story that keys are about; null: the first one. */
  chosen: StoryId | null;
  pane: Pane;
  /** Lines that the pane is scrolled: back from its end, or down from its top where it is read from there. */
  scrolled: number;
  /** A question of the view's own. */
  asks: "stop" | "message" | null;
  typed: string;
  /** Why the last key did nothing; the next one takes it away. */
  said: string | null;
}

export const newFocus: Focus = { chosen: null, pane: "stories", scrolled: 0, asks: null, typed: "", said: null };

/** What a key makes the view do beside showing something else. */
export type Act = { kind: "order"; order: Order } | { kind: "diff"; story: StoryId } | { kind: "leave" };

/** What there is to choose from. */
export interface Choices {
  stories: readonly StoryId[];
  /** Of these, the ones that nothing can be told any more. */
  ended: readonly StoryId[];
  paused: boolean;
  /** The run can go on without this view. */
  mayLeave: boolean;
}

/** The longest message that is typed in the view; `baro tell` takes longer ones. */
const mostTyped = 2000;

/** The story that keys are about. */
export function chosenStory(focus: Focus, stories: readonly StoryId[]): StoryId | null {
  const chosen = focus.chosen;
  return chosen !== null && stories.includes(chosen) ? chosen : (stories[0] ?? null);
}

/** Until then nothing is written down that could go on. */
const notYet = "q leaves once the plan is accepted; Ctrl-C stops";

/** What a key does, decided from what is on the screen. */
export function pressed(before: Focus, key: Key, choices: Choices): Pressed {
  const focus = { ...before, said: null };
  if (focus.asks === "message") return typing(focus, key, choices);
  if (focus.asks === "stop") return confirming(focus, key, choices);
  switch (key) {
    case "up":
    case "down":
      return only(moved(focus, key === "up" ? -1 : 1, choices.stories));
    case "pageup":
    case "pagedown":
      return only(scrolled(focus, key === "pageup" ? -10 : 10));
    case "escape":
      return only(opened(focus, "stories"));
    case "q":
      if (focus.pane !== "stories") return only(opened(focus, "stories"));
      return choices.mayLeave ? { focus, act: { kind: "leave" } } : only({ ...focus, said: notYet });
    case "l":
      return only(opened(focus, "log"));
    case "?":
      return only(opened(focus, "help"));
    case "p":
      return { focus, act: { kind: "order", order: { kind: choices.paused ? "go-on" : "pause" } } };
    default:
      return aboutStory(focus, key, chosenStory(focus, choices.stories), choices);
  }
}

interface Pressed {
  focus: Focus;
  act: Act | null;
}

function only(focus: Focus): Pressed {
  return { focus, act: null };
}

/** The same key closes what it opened. */
function opened(focus: Focus, pane: Pane): Focus {
  return { ...focus, pane: focus.pane === pane ? "stories" : pane, scrolled: 0 };
}

function aboutStory(focus: Focus, key: Key, story: StoryId | null, { ended }: Choices): Pressed {
  if (story === null) return only(focus);
  if ((key === "x" || key === "m") && ended.includes(story)) return only({ ...focus, said: `${story} has ended` });
  switch (key) {
    case "enter":
      return only(opened(focus, "stream"));
    case "d":
      return { focus: opened(focus, "diff"), act: focus.pane === "diff" ? null : { kind: "diff", story } };
    case "x":
      return only({ ...focus, asks: "stop" });
    case "m":
      return only({ ...focus, asks: "message", typed: "" });
    default:
      return only(focus);
  }
}

/** In the list the arrows choose a story; in a pane they scroll. */
function moved(focus: Focus, by: 1 | -1, stories: readonly StoryId[]): Focus {
  if (focus.pane !== "stories") return scrolled(focus, by);
  const at = stories.indexOf(chosenStory(focus, stories) ?? "");
  const next = stories[Math.min(stories.length - 1, Math.max(0, at + by))];
  return { ...focus, chosen: next ?? null };
}

/** Whether a pane is read from its top; in the others the newest line is what counts. */
export function isFromTop(pane: Pane): boolean {
  return pane === "diff" || pane === "help";
}

function scrolled(focus: Focus, down: number): Focus {
  return { ...focus, scrolled: Math.max(0, focus.scrolled + (isFromTop(focus.pane) ? down : -down)) };
}

function confirming(focus: Focus, key: Key, { stories }: Choices): Pressed {
  const story = chosenStory(focus, stories);
  const settled: Focus = { ...focus, asks: null };
  if (key !== "y" || story === null) return { focus: settled, act: null };
  return { focus: settled, act: { kind: "order", order: { kind: "stop", story } } };
}

function typing(focus: Focus, key: Key, { stories }: Choices): Pressed {
  const story = chosenStory(focus, stories);
  const text = focus.typed.trim();
  switch (key) {
    case "escape":
      return { focus: { ...focus, asks: null, typed: "" }, act: null };
    case "enter":
      if (story === null || text === "") return { focus: { ...focus, asks: null, typed: "" }, act: null };
      return {
        focus: { ...focus, asks: null, typed: "" },
        act: { kind: "order", order: { kind: "tell", story, text } },
      };
    case "backspace":
      return { focus: { ...focus, typed: [...graphemesOf(focus.typed)].slice(0, -1).join("") }, act: null };
    default:
      if ([...key].length !== 1 || focus.typed.length >= mostTyped) return { focus, act: null };
      return { focus: { ...focus, typed: focus.typed + key }, act: null };
  }
}

const keyHelp: readonly [keys: string, does: string][] = [
  ["↑ ↓", "choose a story"],
  ["Enter", "what its agent says and does, live"],
  ["d", "what it has changed so far"],
  ["l", "what has happened in the run"],
  ["x", "stop this story; the others go on"],
  ["m", "send its agent a message; openai and acp agents get it at their next turn, others are stopped and resumed"],
  ["p", "pause or resume starting agents"],
  ["?", "these keys"],
  ["Esc", "back to the stories"],
  ["q", "leave, once the plan is accepted; the run goes on in the background, agents at work in their own sessions"],
  ["Ctrl-C", "stop the run; baro resume continues it"],
];

/** The help pane, in so many cells. */
export function helpLines(width = 200): string[] {
  return keyHelp.flatMap(([keys, does]) => labelled(keys, does, 8, { paint: plain, width }));
}

/**
 * The line of keys below the view, as much of it as fits. `attached`: the run is another process's, and Ctrl-C leaves, too.
 * `mayLeave`: it can go on without this view.
 */
export function keyLine(
  focus: Focus,
  story: StoryId | null,
  width: number,
  { attached, mayLeave }: { attached: boolean; mayLeave: boolean } = { attached: false, mayLeave: false },
): string {
  if (focus.asks === "stop") return `Stop ${story}? y: yes · any other key: no`;
  if (focus.asks === "message") {
    const label = `To ${story}: `;
    const text = `${label}${cutStart(`${focus.typed}▏`, width - label.length)}`;
    const keys = "  Enter: send · Esc: back";
    return widthOf(text + keys) <= width ? text + keys : text;
  }
  if (focus.said !== null) return cutText(focus.said, width);
  const last = attached ? "q leave" : `${mayLeave ? "q leave  " : ""}^C stop${mayLeave ? "" : " all"}`;
  if (focus.pane !== "stories")
    return fitting([`Esc back  ↑↓ scroll  ${last}`, `Esc back  ${last}`, "Esc back"], width);
  if (story === null) return fitting([`l log  ? help  ${last}`, `? help  ${last}`, "? help"], width);
  const lines = [
    `↑↓ Enter stream  d diff  l log  x stop  m tell  p pause  ? help  ${last}`,
    `Enter stream  d diff  l log  x stop  m tell  p pause  ? help  ${last}`,
    `↑↓ Enter d l x m p  ? help  ${last}`,
    `? help  ${last}`,
    "? help",
  ];
  return fitting(lines, width);
}

/** The first of these that fits. */
function fitting(lines: readonly string[], width: number): string {
  return lines.find((line) => [...line].length <= width) ?? "";
}
