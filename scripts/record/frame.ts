import type { IBufferLine, Terminal } from "@xterm/headless";
import { padText } from "../../src/text/cells.ts";

/** How a piece of a line looks: names of classes in the picture, such as `c2 b`. */
export interface Piece {
  /** The cell that it begins in. */
  at: number;
  /** The cells that it takes. */
  cells: number;
  text: string;
  look: string;
}

/** What a person sees at one moment, line by line from the top of the screen. */
export interface Frame {
  lines: Piece[][];
  holdMs: number;
}

/** The screen of now, cut into pieces of one look each; nothing is kept of blanks. */
export function frameOf(terminal: Terminal, holdMs: number): Frame {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: terminal.rows }, (_, row) => {
    const line = buffer.getLine(buffer.baseY + row);
    return line === undefined ? [] : piecesOf(line, terminal.cols);
  });
  return { lines, holdMs };
}

/** The text of a frame, as a person reads it. */
export function textOf(frame: Frame): string[] {
  return frame.lines.map((line) => line.reduce((text, { at, text: more }) => padText(text, at) + more, ""));
}

function piecesOf(line: IBufferLine, columns: number): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  let blanks = 0;
  for (let at = 0; at < columns; at++) {
    const cell = line.getCell(at);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const text = cell.getChars();
    if (text === "" || text === " ") {
      blanks++;
      continue;
    }
    const look = lookOf(cell);
    // One blank between two words is part of what they say.
    if (open !== null && open.look === look && blanks <= 1) {
      open.text += " ".repeat(blanks) + text;
      open.cells += blanks + cell.getWidth();
    } else {
      open = { at, cells: cell.getWidth(), text, look };
      pieces.push(open);
    }
    blanks = 0;
  }
  return pieces;
}

function lookOf(cell: NonNullable<ReturnType<IBufferLine["getCell"]>>): string {
  const color = cell.isFgPalette() && cell.getFgColor() < 16 ? [`c${cell.getFgColor() % 8}`] : [];
  return [...color, ...(cell.isBold() ? ["b"] : []), ...(cell.isDim() ? ["d"] : [])].join(" ");
}
