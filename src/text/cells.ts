import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";
import { graphemesOf } from "./shorten.ts";
import { commandInSentence } from "./typed-command.ts";

/** Cells that a text takes on a terminal; colours take none, wide characters two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Lines of at most `width` cells, broken between words where that is possible. */
export function wrapText(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true, trim: true }).split("\n");
}

/** An address, without the marks of a sentence behind it. */
const address = /https?:\/\/[^\s"'<>]*[^\s"'<>.,;:)]/g;

/** What is copied from a sentence: what stands in backticks, a command of ours or of git behind a colon, a path in quotes. */
const toCopy = new RegExp(
  ["`[^`\\n]+`", commandInSentence.source, '"(?:~|\\.{1,2}|[A-Za-z]:)?[/\\\\][^"\\n]*"'].join("|"),
  "g",
);

/** Holds words together while a text is broken; no text that is shown has it. */
const joint = "\u0000";

/**
 * As `wrapText`, for what is not drawn over: what a person copies is never broken. Addresses, commands, paths and words that
 * are longer than `width` stand alone on a line, which the terminal folds and knows for one.
 */
export function wrapLog(text: string, width: number): string[] {
  const room = Math.max(1, width);
  return text.split("\n").flatMap((line) => (widthOf(line) <= room ? [line] : brokenBetweenWords(line, room)));
}

function brokenBetweenWords(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  const end = () => {
    if (current !== "") lines.push(current);
    current = "";
  };
  for (const word of wordsOf(line, width)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    end();
    // Chinese and Japanese have no blanks to break at, and are broken anywhere.
    const parts = widthOf(word) > width && isUnspaced(word) ? wrapText(word, width) : [word];
    lines.push(...parts.slice(0, -1));
    current = parts.at(-1) ?? "";
    if (widthOf(current) > width) end();
  }
  end();
  return lines;
}

function isUnspaced(word: string): boolean {
  return /\p{scx=Han}|\p{scx=Hira}|\p{scx=Kana}/u.test(word);
}

/** The words of a line, with what is to be copied as one; a mark behind an address that fills lines is left out. */
function wordsOf(line: string, width: number): string[] {
  const joined = line.replace(toCopy, (found) => {
    const isPath = found.startsWith('"') && widthOf(found) > width;
    return isPath ? found : found.trimEnd().replaceAll(" ", joint) + (found.endsWith(" ") ? " " : "");
  });
  const apart = joined.replace(address, (found, at: number) => {
    if (widthOf(found) <= width) return found;
    const isQuoted = /["'`(<]/.test(joined[at - 1] ?? "");
    return isQuoted ? found : ` ${found} `;
  });
  const words = apart.split(" ").filter((word, at, all) => word !== "" && !(at > 0 && isStop(word, all[at - 1])));
  return words.map((word) => word.replaceAll(joint, " "));
}

function isStop(word: string, before: string | undefined): boolean {
  return /^[.,;:)]+$/.test(word) && /^https?:\/\//.test(before ?? "");
}

/** A line set in by so many cells, or hardly or not at all where it would be folded for their sake. */
export function setIn(line: string, indent: number, width: number): string {
  const room = width - widthOf(line);
  return " ".repeat([indent, Math.min(indent, 2)].find((cells) => cells <= room) ?? 0) + line;
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

/** The end of a text that fits in `width` cells, with an ellipsis in front when something is left out. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = "";
  for (const segment of [...graphemesOf(text)].toReversed()) {
    if (widthOf(segment + cut) > width - 1) break;
    cut = segment + cut;
  }
  return width <= 0 ? "" : `…${cut}`;
}
