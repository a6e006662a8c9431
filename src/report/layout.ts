import { styleText } from "node:util";
import { padText, widthOf, wrapText } from "../text/cells.ts";

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
}

/** A label in a column of its own with a text beside it, wrapped; on narrow terminals the text goes below. */
export function labelled(label: string, text: string, column: number, layout: Layout, indent = 0): string[] {
  const left = " ".repeat(indent);
  const room = layout.width - indent - column;
  const name = layout.paint("dim", label);
  if (room < 16) return [left + name, ...wrapText(text, layout.width - indent - 2).map((line) => `${left}  ${line}`)];
  const [first = "", ...rest] = wrapText(text, room);
  const gap = " ".repeat(Math.max(1, column - widthOf(label)));
  return [left + name + gap + first, ...rest.map((line) => left + " ".repeat(column) + line)].map((line) =>
    line.trimEnd(),
  );
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
