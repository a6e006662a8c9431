import { stripVTControlCharacters } from "node:util";

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
