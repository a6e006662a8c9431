import { stripVTControlCharacters } from "node:util";
import { jsonPieces } from "./json-pieces.ts";

/**
 * A text from outside that can't move the cursor, change colours, set the title or make one text look like another:
 * escape sequences, control characters and invisible marks are taken out. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n?/g, "\n").replace(unseen, "").toWellFormed();
}

/** As `plainText`, on one line: white space of any kind is one blank. */
export function plainLine(text: string): string {
  return plainText(text.replace(/\s+/g, " ")).replace(/ {2,}/g, " ").trim();
}

/** As `plainText`, line by line, with tabs as two blanks. */
export function plainLines(text: string): string[] {
  return plainText(text)
    .split(/[\n\u2028\u2029]/)
    .map((line) => line.replaceAll("\t", "  ").trimEnd());
}

// C0, DEL, C1, and what shows nothing but changes what is shown or found: marks of direction, blanks of no width, tags.
// The two joiners stay: emoji are made with one, and Persian is written with the other.
const unseen = /(?![\n\t\u200c\u200d])(?:\p{Cc}|(?=\p{Cf})\p{Default_Ignorable_Code_Point})/gu;

// JSON.stringify writes the others as escapes by itself.
const unseenInJson = /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

// What plainText may take out, as JSON.stringify writes it: escapes, marks that are not seen, and the first halves of those
// beyond the basic plane. Looked for in every event of a page, so it is a plain class.
const mayHide =
  /\\[bfru]|[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud82f\ud834\udb40]/;

/** Reads a document of JSON, every text in it as `plainText` gives it back. Throws a `SyntaxError`. */
export function parsePlain(json: string): unknown {
  if (!mayHide.test(json)) return JSON.parse(json);
  return JSON.parse(json, (_key, value: unknown) => (typeof value === "string" ? plainText(value) : value));
}

/** A value as one line of JSON that means the same and can't do anything to a terminal that shows it. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unseenInJson, escaped)}\n`;
}

/** As `jsonLine`, in pieces to be written one after another, so that a long list is never one text. */
export function* jsonLinePieces(document: object): Generator<string> {
  for (const piece of jsonPieces(document, "\n")) yield piece.replace(unseenInJson, escaped);
}

function escaped(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * Lines for a log that a CI system reads: none of them is a command to it. Some systems look for them at the start of a line,
 * others anywhere. A JSON document keeps its meaning.
 */
export function harmlessLog(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text
    .split("\n")
    .map((line) => {
      if (jsonStart.test(line)) return line.replace(anywhere, "\\u0023#");
      return line.replace(atStart, "$1: :").replace(anywhere, "# #");
    })
    .join("\n");
}

/** A long document comes in pieces, which begin with one of these too. */
const jsonStart = /^[{["\]]/;
const atStart = /^(\s*)::(?=[a-z])/i;
const anywhere = /##(?=(?:vso|teamcity)?\[)/gi;
