import { plainText } from "../text/plain.ts";

/** How much of the end of an output is compared. */
const mostLines = 80;

/**
 * Whether two outputs end alike, but for what differs in every run: times, addresses, process numbers, folders for
 * temporary files, places in a file, and the order of lines.
 */
export function hasSameTail(a: string, b: string): boolean {
  const [one, other] = [linesOf(a), linesOf(b)];
  return one.length === other.length && one.every((line, at) => line === other[at]);
}

function linesOf(text: string): string[] {
  const lines = plainText(text)
    .split("\n")
    .map(steady)
    .filter((line) => line !== "");
  return lines.slice(-mostLines).sort();
}

function steady(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\d[T ]?/g, "")
    .replace(/\b\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\b/g, "")
    .replace(/\b\d+(?:[.,]\d+)? ?(?:ms|µs|us|ns|s|secs?|seconds?|m|mins?|minutes?)\b/g, "")
    .replace(/\b(?:0x)?[0-9a-f]{8,}\b/gi, "")
    .replace(/(?:\/[\w.-]+)*\/(?:tmp|var\/folders)\/[\w./-]+/g, "")
    .replace(/\b(?:pid|process|thread)[ =:]*\d+/gi, "")
    .replace(/:\d+(?::\d+)?\b|\(\d+,\d+\)|\bline \d+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
