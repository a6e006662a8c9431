import { graphemesOf } from "../../text/shorten.ts";

/** A text that is being written, with a place in it. Lines are kept apart, so that a key costs one line and not all. */
export interface TextBuffer {
  readonly lines: readonly string[];
  /** The line and the character, as a reader counts them, that the next one goes before. */
  readonly row: number;
  readonly column: number;
}

/** A text with the place behind its end. */
export function bufferOf(text: string): TextBuffer {
  const lines = text.split("\n");
  const row = lines.length - 1;
  return { lines, row, column: lengthOf(lines[row] ?? "") };
}

export function textOf({ lines }: TextBuffer): string {
  return lines.join("\n");
}

/** Puts a text, which may have lines, at the place. */
export function insert(buffer: TextBuffer, text: string): TextBuffer {
  const { before, after } = cutAtPlace(buffer);
  const added = text.split("\n");
  const last = added.at(-1) ?? "";
  const whole = added.length === 1 ? [before + last + after] : [before + added[0], ...added.slice(1, -1), last + after];
  const lines = [...buffer.lines.slice(0, buffer.row), ...whole, ...buffer.lines.slice(buffer.row + 1)];
  const column = added.length === 1 ? lengthOf(before + last) : lengthOf(last);
  return { lines, row: buffer.row + added.length - 1, column };
}

/** What a key that moves or removes does; null: it is no such key. */
export function edited(buffer: TextBuffer, key: string): TextBuffer | null {
  switch (key) {
    case "left":
      return steppedBack(buffer);
    case "right":
      return steppedOn(buffer);
    case "up":
    case "down":
      return toRow(buffer, buffer.row + (key === "up" ? -1 : 1));
    case "pageup":
    case "pagedown":
      return toRow(buffer, buffer.row + (key === "pageup" ? -10 : 10));
    case "home":
      return { ...buffer, column: 0 };
    case "end":
      return { ...buffer, column: lengthOf(lineOf(buffer)) };
    case "backspace":
      return removed(steppedBack(buffer), buffer);
    case "delete":
      return removed(buffer, steppedOn(buffer));
    case "ctrl-u":
      return removed({ ...buffer, column: 0 }, buffer);
    case "ctrl-k":
      return removed(buffer, { ...buffer, column: lengthOf(lineOf(buffer)) });
    case "ctrl-w":
      return removed({ ...buffer, column: wordBefore(buffer) }, buffer);
    default:
      return null;
  }
}

function lineOf({ lines, row }: TextBuffer): string {
  return lines[row] ?? "";
}

function lengthOf(line: string): number {
  let count = 0;
  for (const _character of graphemesOf(line)) count++;
  return count;
}

function cutAtPlace(buffer: TextBuffer): { before: string; after: string } {
  const characters = [...graphemesOf(lineOf(buffer))];
  return { before: characters.slice(0, buffer.column).join(""), after: characters.slice(buffer.column).join("") };
}

function steppedBack(buffer: TextBuffer): TextBuffer {
  if (buffer.column > 0) return { ...buffer, column: buffer.column - 1 };
  if (buffer.row === 0) return buffer;
  return { ...buffer, row: buffer.row - 1, column: lengthOf(buffer.lines[buffer.row - 1] ?? "") };
}

function steppedOn(buffer: TextBuffer): TextBuffer {
  if (buffer.column < lengthOf(lineOf(buffer))) return { ...buffer, column: buffer.column + 1 };
  return buffer.row === buffer.lines.length - 1 ? buffer : { ...buffer, row: buffer.row + 1, column: 0 };
}

function toRow(buffer: TextBuffer, wanted: number): TextBuffer {
  const row = Math.min(buffer.lines.length - 1, Math.max(0, wanted));
  return { ...buffer, row, column: Math.min(buffer.column, lengthOf(buffer.lines[row] ?? "")) };
}

/** Where the word before the place begins; the blanks behind it go with it. */
function wordBefore(buffer: TextBuffer): number {
  const { before } = cutAtPlace(buffer);
  return lengthOf(before.replace(/\S*\s*$/u, ""));
}

/** The text without what is between two places of it. */
function removed(from: TextBuffer, to: TextBuffer): TextBuffer {
  const whole = cutAtPlace(from).before + cutAtPlace(to).after;
  const lines = [...to.lines.slice(0, from.row), whole, ...to.lines.slice(to.row + 1)];
  return { lines, row: from.row, column: from.column };
}
