import { plainLine } from "./plain.ts";

/**
 * A line from a goal or a model for a commit's message or a title: it reads as it was written, and is a command to no
 * forge and no CI system. It mentions nobody, closes nothing, skips nothing, credits nobody. `typed`: the line is the person's
 * own, and what the next release is called is theirs to say; no model and no issue says it.
 */
export function neutralLine(text: string, { typed = false } = {}): string {
  return withoutTransitions(
    plainLine(text)
      // `[skip ci]`, `[ci skip]`, `[no ci]`, `[skip netlify]`, `***NO_CI***`.
      .replace(/\[([^[\]]*(?<![a-z])(?:skip|no|ci|norelease|major|minor|deploy|publish)(?![a-z])[^[\]]*)\]/gi, "($1)")
      .replace(/\*\*\*\s*(NO_CI)\s*\*\*\*/gi, "$1")
      .replace(/--(?=(?:skip-ci|ci-skip)\b)/gi, "- -")
      .replace(/\((MAJOR|MINOR)\)/g, "$1")
      // `+semver: major`, and `feat!:` at the start.
      .replace(/\+(?=semver\b)/gi, "+ ")
      .replace(breakingMark, typed ? "$1!" : "$1")
      .replace(trailer, "$1 -")
      .replace(/^(fixup|squash|amend)!/i, "$1:")
      // `/tag v1` at the start of a message is an order to some forges.
      .replace(/^\/(?=\w)/, "/ ")
      .replace(/(?<![a-z0-9])@(?=[\w-])/gi, "@ ")
      .replace(/([#!&])(?=\d)/g, "$1 ")
      .replace(/\[(issue|epic|work_item):/gi, "[$1 ")
      .replace(closedKeys, (list) => list.replace(/-(?=\d)/g, " "))
      .replace(closedTask, "$1$2 $3")
      .replace(plainNumber, "$1no. $2")
      .replace(/#(?=(?:close|comment|done|reopen|resolve|start|stop|time|transition|major|minor|patch)\b)/gi, "# ")
      .replace(/\b(CU-\w+)\[/gi, "$1 [")
      .replace(/\bGH-(?=\d)/gi, "GH ")
      .replace(issueAddress, ""),
  )
    .replace(/\s+/g, " ")
    .trim();
}

/** Beside the key of an issue any `#word` may be a transition (Jira), and `#KEY-1 word` or `^KEY-1 word` a command (YouTrack). */
function withoutTransitions(text: string): string {
  if (!/(?<![a-z0-9])[a-z][a-z0-9_]+-\d/i.test(text)) return text;
  return text.replace(/#(?=[a-z])/gi, "# ").replace(/\^(?=[a-z][a-z0-9_]*-\d)/gi, "^ ");
}

/** Lines of git's, of forges' and of release tools' that name people or settings: a known word, or any that ends in `-by`. */
const trailer =
  /\b((?:[\w-]+-by|change-id|skip-checks?|breaking[ -]change|release-as|depends-on|(?:closes|partial|related)-bug|reviewed-on|on-behalf-of|part-of)(?=\s*:)|(?:cc|fixe[sd]|close[sd]|resolve[sd])(?=\s*:(?:\s|$))|(?:bug|issue|implements)(?=\s*:\s*(?:(?:[a-z]+:)?\d|blueprint\b)))\s*:/gi;

/** `feat(api)!:` at the start, which release tools take for a new major version. */
const breakingMark = /^(\W*[a-z]+(?:\([^()]*\))?)!+(?=\s*:)/i;

const closingWord = String.raw`\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|complet(?:e[sd]?|ing)|implement(?:s|ed|ing)?|reopen(?:s|ed|ing)?|deliver(?:s|ed|ing)?|finish(?:e[sd]|ing)?)`;

/** The key of an issue of a tracker, with what may stand around it; `UTF-8` is none. */
const key = String.raw`[[(*"'${"`"}]{0,3}(?:[a-z]+:)?(?!(?:utf|sha|iso|rfc|cve|aes|http|ipv?|es|cp|base)-)[a-z][a-z0-9_]+(?:-[a-z][a-z0-9_]*)*-\d+`;

/** `Fixes SHOP-12, SHOP-13 and WEB-4` closes them all where Linear, Jira or Sentry listens. */
const closedKeys = new RegExp(
  String.raw`${closingWord}[:\s]+${key}(?:[\])*"'${"`"}]*(?:\s*(?:,|&|\band\b))+\s*${key})*`,
  "gi",
);

/** Phabricator's tasks; `T5` is a model. */
const closedTask = new RegExp(String.raw`(${closingWord}[:\s]+)([TD])(\d{2,})\b`, "gi");

/** Some forges take an issue's number without any mark. */
const plainNumber = new RegExp(String.raw`(${closingWord}[:\s]+(?:issue|bug|ticket)s?\s+)(\d)`, "gi");

/** Without its scheme the address of an issue is read by people alone. */
const issueAddress =
  /\bhttps?:\/\/(?=(?:app\.asana\.com|trello\.com\/c)\/|\S*\/(?:issues?|browse|pulls?|pull-?requests|merge_requests|work_?items(?:\/edit)?|epics|tasks?|story)\/(?:[a-z][\w-]*-)?\d)/gi;
