import { S_BAR, S_BAR_END, S_STEP_ACTIVE } from "@clack/prompts";
import type { Paint } from "../../report/layout.ts";
import { cutText, widthOf, wrapText } from "../../text/cells.ts";
import { plainText } from "../../text/plain.ts";
import { graphemesOf } from "../../text/shorten.ts";
import type { Dialog } from "../terminal/dialog.ts";
import { settled } from "./menu.ts";
import { bufferOf, edited, insert, type TextBuffer, textOf } from "./text-buffer.ts";

/** What a person did with a text: sent it, or wants to go on with it in an editor of theirs. */
export type Written = { kind: "text"; text: string } | { kind: "editor"; text: string };

export interface Writing {
  /** Above the text; asked for at each drawing, for it may grow. */
  message(width: number): readonly string[];
  initialValue?: string;
  /** Line breaks are part of the text: Enter sends it all the same. */
  isLong: boolean;
  /** What is wrong with a text, to be said instead of taking it. */
  validate?: ((text: string) => string | undefined) | undefined;
  open?: (redraw: () => void) => void;
}

const bar = `${S_BAR}  `;
const indent = 3;

/** The place of the next character: shown in reverse, for the terminal's own cursor is below all that is drawn. */
const reverse = (text: string) => `\u001b[7m${text}\u001b[27m`;

/** A place to write a text of one line or of many. */
export function textArea(writing: Writing, paint: Paint): Dialog<Written> {
  let buffer = bufferOf(writing.initialValue ?? "");
  let wrong: string | undefined;
  return {
    ...(writing.open === undefined ? {} : { open: writing.open }),
    // A long text is not lost to a key that is hit by mistake.
    escapes: !writing.isLong,
    lines: (size) => areaLines(writing, buffer, wrong, size, paint),
    paste(text) {
      const clean = plainText(text);
      buffer = insert(buffer, writing.isLong ? clean : clean.replace(/\s+/g, " "));
      wrong = undefined;
    },
    press(key) {
      const text = textOf(buffer);
      if (key === "ctrl-g" && writing.isLong) return { answer: { kind: "editor", text } };
      if (key !== "enter" && (key !== "newline" || writing.isLong)) {
        buffer = typedInto(buffer, key);
        wrong = undefined;
        return null;
      }
      wrong = writing.validate?.(text);
      return wrong === undefined ? { answer: { kind: "text", text } } : null;
    },
    closing(answer, width) {
      // It comes back from the editor.
      if (answer?.kind === "editor") return [];
      const said = answer === null ? "left" : answer.text.replace(/\s+/g, " ").trim();
      return settled(writing.message, said, width - indent, paint);
    },
  };
}

function typedInto(buffer: TextBuffer, key: string): TextBuffer {
  if (key === "newline") return insert(buffer, "\n");
  if (key === "tab") return insert(buffer, " ");
  const isCharacter = [...key].length === 1;
  return edited(buffer, key) ?? (isCharacter ? insert(buffer, plainText(key)) : buffer);
}

/** The keys in words where they have room. */
function keysFor(width: number): string {
  const long = "Enter: done · Ctrl-J: new line · Ctrl-G: editor";
  return widthOf(long) <= width ? long : "Enter: done · ^J: line · ^G: editor";
}

function areaLines(
  writing: Writing,
  buffer: TextBuffer,
  wrong: string | undefined,
  { width, rows }: { width: number; rows: number },
  paint: Paint,
): string[] {
  const room = Math.max(1, width - indent);
  const keys = writing.isLong ? keysFor(room) : "Enter: done";
  const foot = rows < 3 ? [] : wrong === undefined ? [paint("dim", cutText(keys, room))] : wrapText(wrong, room);
  const most = Math.max(1, rows - foot.length - 2);
  const text = visibleText(buffer, room, Math.max(1, Math.min(writing.isLong ? 12 : 4, most)));
  // What is written has room first; the words above it give way from below.
  const head = writing.message(room).slice(0, Math.max(rows < 2 ? 0 : 1, rows - foot.length - text.length));
  const color = wrong === undefined ? "cyan" : "yellow";
  return [
    ...head.map(
      (line, row) => (row === 0 ? `${paint(color, S_STEP_ACTIVE)}  ` : paint(color, bar)) + cutText(line, room),
    ),
    ...text.map((line) => paint(color, bar) + line),
    ...foot.map((line, row) => `${paint(color, row === foot.length - 1 ? S_BAR_END : S_BAR)}  ${line}`),
  ];
}

/** The lines around the place, as many as have room; no more of a text is laid out than that, for it may be long. */
function visibleText(buffer: TextBuffer, width: number, room: number): string[] {
  const own = broken(buffer.lines[buffer.row] ?? "", width, buffer.column);
  const at = Math.max(
    0,
    own.findIndex((line) => line.includes("\u001b[7m")),
  );
  let shown = own.slice(Math.max(0, at - room + 1), at + room);
  let above = at - Math.max(0, at - room + 1);
  for (let row = buffer.row - 1; row >= 0 && above < room; row--) {
    const lines = broken(buffer.lines[row] ?? "", width, null).slice(-room);
    shown = [...lines, ...shown];
    above += lines.length;
  }
  for (let row = buffer.row + 1; row < buffer.lines.length && shown.length < above + room; row++) {
    shown = [...shown, ...broken(buffer.lines[row] ?? "", width, null).slice(0, room)];
  }
  const first = Math.min(Math.max(0, above - Math.floor(room / 2)), Math.max(0, shown.length - room));
  return shown.slice(first, first + room);
}

/** A character as it is shown, with the cells that it takes. */
interface Shown {
  text: string;
  cells: number;
  isBlank: boolean;
}

/**
 * One line of the text as lines of so many cells, broken between words where there is a blank; a blank at the edge takes no
 * place. `place`: the character that is shown in reverse.
 */
function broken(line: string, width: number, place: number | null): string[] {
  const lines: string[] = [];
  let row: Shown[] = [];
  let used = 0;
  /** Its last word ends at the edge. */
  let isFull = false;
  const put = (text: string, isPlace: boolean) => {
    const shown = { text: isPlace ? reverse(text) : text, cells: widthOf(text), isBlank: text.trim() === "" };
    while (used + shown.cells > width && row.length > 0) {
      isFull ||= shown.isBlank;
      if (shown.isBlank && !isPlace) return;
      const blank = isFull ? -1 : row.findLastIndex(({ isBlank }) => isBlank);
      isFull = false;
      const kept = blank < 0 ? row.length : blank + 1;
      lines.push(textOfRow(row.slice(0, kept)));
      row = row.slice(kept);
      used = row.reduce((sum, { cells }) => sum + cells, 0);
    }
    row.push(shown);
    used += shown.cells;
  };
  let index = 0;
  for (const character of graphemesOf(line)) put(character === "\t" ? "  " : character, index++ === place);
  if (place !== null && place >= index) put(" ", true);
  return [...lines, textOfRow(row)];
}

function textOfRow(row: readonly Shown[]): string {
  return row.map(({ text }) => text).join("");
}
