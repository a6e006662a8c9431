import { styleText } from "node:util";
import { padText, setIn, widthOf, wrapLog, wrapText } from "../text/cells.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan" | "magenta";

/** Puts a style on a text, or leaves it as it is: what is printed must read as well without colour. */
export type Paint = (style: Style | readonly Style[], text: string) => string;

export const plain: Paint = (_style, text) => text;

/** Colours whatever the stream: whether they are wanted is decided before. */
export const colored: Paint = (style, text) =>
  styleText(typeof style === "string" ? style : [...style], text, { validateStream: false });

/** How something is laid out for a terminal. */
export interface Layout {
  paint: Paint;
  /** Cells. */
  width: number;
  /** Nothing is drawn over it: a line that is longer is folded by the terminal, so what is copied is never broken. */
  folds?: true;
  /** The repository that commands are meant for, where the reader may stand in another. */
  elsewhere?: string | null;
}

/** A text as lines of so many cells, broken as suits where it is shown. */
export function wrapped(text: string, width: number, { folds }: Pick<Layout, "folds">): string[] {
  return folds === true ? wrapLog(text, width) : wrapText(text, width);
}

/** A label in a column of its own with a text beside it, wrapped; on narrow terminals the text goes below. */
export function labelled(label: string, text: string, column: number, layout: Layout, indent = 0): string[] {
  const { width } = layout;
  const room = width - indent - column;
  const name = " ".repeat(indent) + layout.paint("dim", label);
  const below = width - indent - 2;
  if (room < 16 || (layout.folds !== true && fitsBelowAlone(text, room, below))) {
    return [name, ...wrapped(text, below, layout).map((line) => setIn(line, indent + 2, width))];
  }
  return beside(name, indent + column, text, layout);
}

/** Whether a word, such as a path, would be broken in `room` cells, and none in so many more. */
function fitsBelowAlone(text: string, room: number, below: number): boolean {
  const longest = Math.max(...text.split(/\s+/).map(widthOf));
  return longest > room && longest <= below;
}

/** A text in a column that begins after so many cells, with `head` in front of its first line. */
export function beside(head: string, column: number, text: string, layout: Pick<Layout, "width" | "folds">): string[] {
  const { width } = layout;
  const [first = "", ...rest] = wrapped(text, width - column, layout);
  const gap = " ".repeat(Math.max(head === "" ? 0 : 1, column - widthOf(head)));
  // What is longer than the column has a line of its own.
  const fits = widthOf(first) <= width - column;
  const below = (fits ? rest : [first, ...rest]).map((line) => setIn(line, column, width));
  return [head + gap + (fits ? first : ""), ...below].map((line) => line.trimEnd());
}

/** Rows of cells under each other, each column as wide as its widest cell; the last one is not filled. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padText(cell, widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
