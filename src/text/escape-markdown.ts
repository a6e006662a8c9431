import { closingWord } from "./neutral.ts";
import { plainText } from "./plain.ts";

// Breaks a word for the forge and not for the reader. Input holds none: it is one of the characters taken out.
const zeroWidth = "\u200B";

/**
 * Makes text from outside safe to show in a forge's Markdown: it reads as it was written, but is not HTML, formats
 * nothing, mentions nobody, refers to nothing and closes nothing.
 */
export function escapeMarkdown(text: string): string {
  return (
    plainText(text)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/[\\`*_[\]|~$]/g, "\\$&")
      // At the start of a line these would begin a heading, a list, a rule or a quick action.
      .replace(/^(\s*)([#+=/-])/gm, "$1\\$2")
      .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, "$1\\$2")
      .replace(/@(?=[\w-]|\{[\w:-]+\})/g, `@${zeroWidth}`)
      .replace(/([#!%])(?=\d)/g, `$1${zeroWidth}`)
      .replace(/\bGH-(?=\d)/gi, `$&${zeroWidth}`)
      .replace(closing, `$1${zeroWidth}`)
      .replace(besideKey, `#${zeroWidth}`)
      // A bare address would become a link, and a link to an issue leaves a trace there.
      .replace(/\b(https?|ftp):\/\//gi, `$1:${zeroWidth}//`)
      .replace(/\bwww\./gi, `www${zeroWidth}.`)
      .replaceAll(zeroWidth, "&#8203;")
  );
}

/** Such a word before a reference: `#12`, `!3`, `SHOP-4`, an address, `issue 5`, `T678`. */
const closing = new RegExp(
  String.raw`(${closingWord})(?=:?\s+(?:\S*[#!/-]|(?:issue|bug|ticket)s?[:\s]*\d|[TD]\d))`,
  "gi",
);

/** `SHOP-12 #close` is an order to a tracker when the text becomes a commit's. */
const besideKey = /#(?<=[a-z][a-z0-9_]+-\d[^\n]*#)(?=[a-z])/gi;

/** As `escapeMarkdown`, on one line and for a table's cell. */
export function escapeCell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim());
}

/** Text as code, with a fence longer than any inside. */
export function inlineCode(text: string): string {
  const line = plainText(text).replace(/\s+/g, " ").trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line.replaceAll("|", "\\|")}${pad}${fence}`;
}

/** A text as one quotation: every line is marked, so that nothing in it can end it. The lines are as they were. */
export function quoteLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}
