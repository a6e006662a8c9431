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
      .replace(/(?<![\w.])@(?=[\w-])/g, "@ ")
      .replace(/([#!])(?=\d)/g, "$1 ")
      .replace(/\bGH-(?=\d)/gi, "GH ")
      .replace(issueAddress, "")
      .replace(/\s+/g, " ")
      .trim()
  );
}

/** Lines of git's and of forges' that name people or settings: a known word, or any that ends in `-by`. */
const trailer = /\b([\w-]+-by|change-id|skip-checks?|cc|fixes|closes|resolves)\s*:(?=\s|$)/gi;

/** Without its scheme the address of an issue is read by people alone. */
const issueAddress = /\bhttps?:\/\/(?=\S*\/(?:issues|pull|pulls|pull-requests|merge_requests|work_items)\/\d)/gi;
