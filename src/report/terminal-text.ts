import { stripVTControlCharacters } from "node:util";
import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

/** Cells that a text takes on a terminal; colours take none, wide characters two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Lines of at most `width` cells, broken between words where that is possible. */
export function wrapText(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true, trim: true }).split("\n");
}

/** Fills a text up to `width` cells. */
export function padText(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** The beginning of a text that fits in `width` cells, with an ellipsis when something is left out. */
export function cutText(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return "";
  let cut = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const cells = widthOf(segment);
    if (used + cells > width - 1) break;
    cut += segment;
    used += cells;
  }
  return `${cut}…`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A text from outside as one line that can't move the cursor, change colours or set the title: escape sequences and
 * control characters are taken out, white space is one blank.
 */
export function plainLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, " ").replace(controls, "").trim();
}

/** As `plainLine`, but line breaks stay. */
export function plainLines(text: string): string[] {
  return stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.replaceAll("\t", "  ").replace(controls, "").trimEnd());
}

// C0, DEL, C1, and the marks that reorder what is shown.
const controls = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
