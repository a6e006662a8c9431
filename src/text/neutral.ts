import { plainLine } from "./plain.ts";

/**
 * A line from a goal or a model for a commit's message or a title: it reads as it was written, and is a command to no
 * forge and no CI system. It mentions nobody, closes nothing, skips nothing, credits nobody.
 */
export function neutralLine(text: string): string {
  return (
    plainLine(text)
      // `[skip ci]`, `[ci skip]`, `[no ci]`, `[skip netlify]`, `***NO_CI***`.
      .replace(/\[([^[\]]*\b(?:skip|no|ci)\b[^[\]]*)\]/gi, "($1)")
      .replace(/\*\*\*\s*(NO_CI)\s*\*\*\*/gi, "$1")
      .replace(trailer, "$1 -")
      .replace(/^(fixup|squash|amend)!/i, "$1:")
      // `/tag v1` at the start of a message is an order to some forges.
      .replace(/^\/(?=\w)/, "/ ")
      .replace(/(?<![a-z0-9])@(?=[\w-])/gi, "@ ")
      .replace(/([#!&])(?=\d)/g, "$1 ")
      .replace(/\[(issue|epic|work_item):/gi, "[$1 ")
      .replace(trackerKey, "$1$2 $3")
      .replace(plainNumber, "$1no. $2")
      .replace(/#(?=(?:close|comment|done|reopen|resolve|start|stop|time|transition)\b)/gi, "# ")
      .replace(/\bGH-(?=\d)/gi, "GH ")
      .replace(issueAddress, "")
      .replace(/\s+/g, " ")
      .trim()
  );
}

/** Lines of git's and of forges' that name people or settings: a known word, or any that ends in `-by`. */
const trailer = /\b((?:[\w-]+-by|change-id|skip-checks?)(?=\s*:)|(?:cc|fixes|closes|resolves)(?=\s*:(?:\s|$)))\s*:/gi;

const closingWord = String.raw`\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|complet(?:e[sd]?|ing)|implement(?:s|ed|ing)?)`;

/** `Fixes SHOP-12` closes it where Linear or Jira listens; `UTF-8` is no key. */
const trackerKey = new RegExp(
  String.raw`(${closingWord}[:\s]+)(?!(?:utf|sha|iso|rfc|cve|aes|http|ipv?|es|cp|base)-)([a-z][a-z0-9_]+)-(\d+)`,
  "gi",
);

/** Some forges take an issue's number without any mark. */
const plainNumber = new RegExp(String.raw`(${closingWord}[:\s]+(?:issue|bug|ticket)s?\s+)(\d)`, "gi");

/** Without its scheme the address of an issue is read by people alone. */
const issueAddress = /\bhttps?:\/\/(?=\S*\/(?:issues|pull|pulls|pull-requests|merge_requests|work_items)\/\d)/gi;
