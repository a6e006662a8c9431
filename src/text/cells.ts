import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";
import { graphemesOf } from "./shorten.ts";

/** Cells that a text takes on a terminal; colours take none, wide characters two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Lines of at most `width` cells, broken between words where that is possible. */
export function wrapText(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true, trim: true }).split("\n");
}

const address = /https?:\/\/[^\s"'<>]*[^\s"'<>.,;:)]/g;

/**
 * As `wrapText`, for what is not drawn over: an address that is longer than `width` stands alone on a line, which the
 * terminal folds and knows for one.
 */
export function wrapLog(text: string, width: number): string[] {
  const lines: string[] = [];
  const take = (part: string) => {
    const words = part.replace(/^[.,;:)]+(?=\s|$)/, "").trim();
    if (words !== "") lines.push(...wrapText(words, width));
  };
  let from = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    if (widthOf(found) <= width) continue;
    take(text.slice(from, index));
    lines.push(found);
    from = index + found.length;
  }
  if (from === 0) return wrapText(text, width);
  take(text.slice(from));
  return lines;
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
  for (const segment of graphemesOf(text)) {
    const cells = widthOf(segment);
    if (used + cells > width - 1) break;
    cut += segment;
    used += cells;
  }
  return `${cut}…`;
}
