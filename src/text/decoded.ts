import { dumpedBytes, dumpLines } from "./dumps.ts";
import { numberRuns } from "./number-runs.ts";
import { unpacked } from "./packed.ts";

/** A part of a text that stands for another text, and what that may be. */
export interface Decoded {
  start: number;
  end: number;
  /** As it was before: more than one where its order of bytes isn't known, and what is encoded in it once more. */
  texts: string[];
}

/** An encoding in an encoding in an encoding: whoever goes further hides more than a habit of shells does. */
const deepest = 3;
/** Of what one text is taken apart into. */
const mostTogether = 16 * 1024 * 1024;

const lineBreak = String.raw`(?:\r?\n|(?:\\{1,4}r)?\\{1,4}n)[ \t]*`;
/**
 * A run begins after something else; within JSON, the letter of a line's end is no part of it. It goes on in the next line
 * when its line is as long as those that encoders break.
 */
const base64Run = new RegExp(
  String.raw`(?<=^|[^\w+/\\-]|\\[nrt])[\w+/-]{24,}(?:(?<=[\w+/-]{56})${lineBreak}[\w+/-]{4,})*={0,2}`,
  "g",
);
const hexRun = new RegExp(
  String.raw`(?<=^|[^0-9a-z\\]|\\[nrt])(?:[0-9a-f]{2}){16,}(?:(?<=[0-9a-f]{56})${lineBreak}(?:[0-9a-f]{2})+)*`,
  "gi",
);
const breaks = new RegExp(lineBreak, "g");

/**
 * What was written by the usual tools of a shell so that it isn't read at once: base64 and hexadecimal of a whole text, packed
 * or not, rows of numbers, and the dumps of `xxd`, `od` and `hexdump`.
 */
export function decodedIn(text: string, depth = deepest): Decoded[] {
  if (text.length < 24) return [];
  const parts: { start: number; end: number; bytes: Buffer[] }[] = [];
  for (const { start, end, lines } of dumpLines(text)) parts.push({ start, end, bytes: dumpedBytes(lines) });
  for (const { 0: run, index } of text.matchAll(hexRun)) {
    parts.push({ start: index, end: index + run.length, bytes: [Buffer.from(run.replace(breaks, ""), "hex")] });
  }
  for (const { 0: run, index } of text.matchAll(base64Run)) {
    parts.push({ start: index, end: index + run.length, bytes: [Buffer.from(run.replace(breaks, ""), "base64")] });
  }
  parts.push(...numberRuns(text));
  let left = mostTogether;
  return parts.flatMap(({ start, end, bytes }) => {
    if (left <= 0) return [];
    const texts = bytes.flatMap((one) => readable(one, depth));
    left -= texts.reduce((sum, one) => sum + one.length, 0);
    return texts.length === 0 ? [] : [{ start, end, texts }];
  });
}

function readable(bytes: Buffer, depth: number): string[] {
  const text = unpacked(bytes) ?? plain(bytes);
  if (text === null) return [];
  return depth <= 1 ? [text] : [text, ...decodedIn(text, depth - 1).flatMap(({ texts }) => texts)];
}

/** Bytes that are a text; a word that only looks like an encoding is none. */
function plain(bytes: Buffer): string | null {
  let odd = 0;
  for (const byte of bytes) if ((byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) || byte > 126) odd++;
  return odd * 10 > bytes.length ? null : bytes.toString("latin1");
}
