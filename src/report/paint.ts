import { styleText } from "node:util";

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
