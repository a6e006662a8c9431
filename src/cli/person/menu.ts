import { S_BAR, S_BAR_END, S_RADIO_ACTIVE, S_RADIO_INACTIVE, S_STEP_ACTIVE, S_STEP_SUBMIT } from "@clack/prompts";
import type { Paint } from "../../report/layout.ts";
import { cutText, widthOf, wrapText } from "../../text/cells.ts";
import type { Dialog } from "../terminal/dialog.ts";

/** The words of an option; a function where they depend on the cells that a line has. */
type Label = string | ((width: number) => string);

export function labelText(label: Label, width: number): string {
  return typeof label === "string" ? label : label(width);
}

export interface Choice<T> {
  value: T;
  label: Label;
  /** More about it, shown where it is the one that Enter takes. */
  hint?: string;
  /** A key that takes it at once. */
  key?: string;
}

export interface Question<T> {
  /** The first line stays on the screen with the answer; the others are what to know before. */
  message: string | ((width: number) => readonly string[]);
  options: readonly Choice<T>[];
  initialValue?: T | undefined;
}

const bar = `${S_BAR}  `;
/** Cells of the bar, of an option's mark, and of both. */
const indent = 3;
const markRoom = indent + 2;

interface MenuState {
  /** The option that Enter takes. */
  at: number;
  /** Lines of the message that have scrolled away, and how many a page has; worked out anew at each drawing. */
  scrolled: number;
  page: number;
}

/**
 * A list to choose from. However small the terminal is, every option can be seen or reached: the message gives way first, and
 * scrolls.
 */
export function menu<T>(question: Question<T>, paint: Paint): Dialog<T> {
  const { options, initialValue } = question;
  const first = options.findIndex(({ value }) => value === initialValue);
  const state: MenuState = { at: Math.max(0, first), scrolled: 0, page: 1 };
  return {
    escapes: true,
    lines: ({ width, rows }) => menuLines(question, state, { width, rows }, paint),
    press(key) {
      const hot = options.find((option) => option.key === key);
      const value = hot?.value ?? (key === "enter" || key === "newline" ? options[state.at]?.value : undefined);
      if (value !== undefined) return { answer: value };
      move(state, key, options.length);
      return null;
    },
    closing: (answer, width) => {
      const room = width - indent;
      const label = labelText(options.find(({ value }) => value === answer)?.label ?? "left", width - markRoom);
      return settled((cells) => messageLines(question, cells), label, room, paint);
    },
  };
}

/** What stays of a question: its first sentence, whole, and the answer. */
export function settled(
  message: (width: number) => readonly string[],
  answer: string,
  room: number,
  paint: Paint,
): string[] {
  const [sentence = ""] = message(unbroken);
  const [first = "", ...more] = wrapText(sentence, room);
  return [
    `${paint("green", S_STEP_SUBMIT)}  ${first}`,
    ...more.map((line) => paint("dim", bar) + line),
    `${paint("dim", bar)}${paint("dim", cutText(answer, room))}`,
  ];
}

/** Cells that no sentence fills. */
const unbroken = 2000;

function move(state: MenuState, key: string, count: number): void {
  switch (key) {
    case "up":
    case "k":
      state.at = (state.at + count - 1) % count;
      break;
    case "down":
    case "j":
    case "tab":
      state.at = (state.at + 1) % count;
      break;
    case "home":
      state.at = 0;
      break;
    case "end":
      state.at = count - 1;
      break;
    case "pageup":
    case "b":
      state.scrolled = Math.max(0, state.scrolled - state.page);
      break;
    case "pagedown":
    case " ":
      state.scrolled += state.page;
      break;
  }
}

function messageLines({ message }: Pick<Question<unknown>, "message">, width: number): readonly string[] {
  return typeof message === "string" ? message.split("\n").flatMap((line) => wrapText(line, width)) : message(width);
}

/** Lines of the message that are worth more than the options' second ones. */
const leastMessage = 5;

const chooseKeys = "↑/↓ choose · Enter: confirm";
const scrollKeys = [`${chooseKeys} · PgUp/PgDn scroll`, "Enter: confirm · PgUp/PgDn scroll", chooseKeys];

/** Which options have more than one line when they need it. */
const wrapped = ["all", "chosen", "none"] as const;

function menuLines<T>(
  question: Question<T>,
  state: MenuState,
  { width, rows }: { width: number; rows: number },
  paint: Paint,
): string[] {
  const room = Math.max(1, width - indent);
  const message = messageLines(question, room);
  // Options have all their lines where the message and the keys keep room beside them; else the chosen one has; else none.
  const drawn = wrapped.map((whose) => optionLines(question.options, state.at, { width, paint, wraps: whose }));
  const beside = Math.min(message.length, leastMessage) + 1;
  const options = drawn.find((lines) => lines.length + beside <= rows) ?? drawn.at(-1) ?? [];
  const shown = windowOf(options, state.at, Math.max(1, Math.min(3, rows - 1), rows - beside));
  const foot = rows - shown.length >= 3 ? 1 : 0;
  const head = headLines(message, state, Math.max(0, rows - shown.length - foot), paint);
  const keys = head.scrolls ? scrollKeys.find((line) => widthOf(line) <= room) : chooseKeys;
  const marked = head.lines.map((line, row) => {
    return row === 0
      ? `${paint("cyan", S_STEP_ACTIVE)}  ${cutText(line, room)}`
      : `${paint("cyan", bar)}${cutText(line, room)}`;
  });
  return [
    ...marked,
    ...shown,
    ...(foot === 0 ? [] : [`${paint("cyan", S_BAR_END)}  ${paint("dim", cutText(keys ?? chooseKeys, room))}`]),
  ];
}

/** As much of the message as has room, from where it is scrolled to, and how much of it that is. */
function headLines(
  message: readonly string[],
  state: MenuState,
  room: number,
  paint: Paint,
): { lines: readonly string[]; scrolls: boolean } {
  if (message.length <= room) {
    state.scrolled = 0;
    return { lines: message, scrolls: false };
  }
  // Its first line names the question, and stays.
  const page = room - 2;
  if (page < 1) return { lines: message.slice(0, room), scrolls: false };
  const rest = message.slice(1);
  state.page = page;
  state.scrolled = Math.min(state.scrolled, rest.length - page);
  const last = state.scrolled + page;
  const where = paint("dim", `lines ${state.scrolled + 1} to ${last} of ${rest.length}`);
  return { lines: [message[0] ?? "", ...rest.slice(state.scrolled, last), where], scrolls: true };
}

function optionLines<T>(
  options: readonly Choice<T>[],
  at: number,
  { width, paint, wraps }: { width: number; paint: Paint; wraps: (typeof wrapped)[number] },
): string[] {
  const room = Math.max(1, width - markRoom);
  return options.flatMap(({ label, hint, key }, index) => {
    const chosen = index === at;
    const words = labelText(label, room);
    const named = key === undefined ? words : `${words} [${key}]`;
    const text = chosen && hint !== undefined ? `${named} (${hint})` : named;
    const lines = wraps === "all" || (wraps === "chosen" && chosen) ? wrapText(text, room) : [cutText(text, room)];
    const mark = chosen ? paint("green", S_RADIO_ACTIVE) : paint("dim", S_RADIO_INACTIVE);
    return lines.map((line, row) => {
      return `${paint("cyan", bar)}${row === 0 ? `${mark} ` : "  "}${chosen ? line : paint("dim", line)}`;
    });
  });
}

/** The lines around the chosen one, where not all have room; then each option has one line. */
function windowOf(lines: readonly string[], at: number, room: number): readonly string[] {
  if (lines.length <= room) return lines;
  const first = Math.min(Math.max(0, at - Math.floor(room / 2)), lines.length - room);
  return lines.slice(first, first + room);
}
