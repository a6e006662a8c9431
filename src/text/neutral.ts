import { plainLine } from "./plain.ts";

/**
 * A line from a goal or a model for a commit's message or a title: it reads as it was written, and is a command to no
 * forge and no CI system. It mentions nobody, closes nothing, skips nothing, credits nobody. `typed`: the line is the person's
 * own, and what the next release is called is theirs to say; no model and no issue says it.
 */
export function neutralLine(text: string, { typed = false } = {}): string {
  return withoutTransitions(
    withoutHeaps(plainLine(text))
      // `[skip ci]`, `[ci skip]`, `[no ci]`, `[skip netlify]`, `***NO_CI***`.
      .replace(/\[([^[\]]*(?<![a-z])(?:skip|no|ci|norelease|major|minor|deploy|publish)(?![a-z])[^[\]]*)\]/gi, "($1)")
      .replace(/\[(release)\]/gi, "($1)")
      .replace(/\*{3,}\s*(NO_CI)\s*\*{3,}/gi, "$1")
      .replace(/--(?=(?:skip-ci|ci-skip)\b)/gi, "- -")
      .replace(/\(+(MAJOR|MINOR)\)+/g, "$1")
      .replace(/\+(?=semver\b)/gi, "+ ")
      .replace(typed ? typedBreakingMark : breakingMark, typed ? "$1!" : "")
      .replace(breakingNote, '$1"$2"')
      .replace(typed ? /^(?!)/ : unfinishedMark, "$1 - ")
      .replace(trailer, "$1 -")
      .replace(/^(fixup|squash|amend)!/i, "$1:")
      // `/tag v1` at the start of a message is an order to some forges.
      .replace(/^\/(?=\w)/, "/ ")
      .replace(mention, "@ ")
      .replace(/([#!&])(?=\d)/g, "$1 ")
      .replace(/\[(issue|epic|work_item):/gi, "[$1 ")
      .replace(closedKeys, (list) => list.replace(/-(?=\d)/g, " "))
      .replace(closedTask, "$1$2 $3")
      .replace(plainNumber, "$1 no. $2")
      .replace(/#(?=(?:close|comment|done|none|reopen|resolve|start|stop|time|transition|major|minor|patch)\b)/gi, "# ")
      .replace(closedByStatus, "$1 [")
      .replace(/\bGH-(?=\d)/gi, "GH ")
      .replace(issueAddress, ""),
  )
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Without heaps of marks that nobody sees or that cover what is around them: a character has a few of them in any writing
 * system. In heaps they hide a text for programs in one for people.
 */
function withoutHeaps(text: string): string {
  return text
    .replace(/[\u115f\u1160\u3164\uffa0]+/g, " ")
    .replace(/\u034f/g, "")
    .replace(/([\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+/gu, "$1")
    .replace(/([\u200c\u200d])[\u200c\u200d]+/g, "$1")
    .replace(/(\p{M}{8})\p{M}+/gu, "$1");
}

/** Beside the key of an issue any `#word` may be a transition (Jira), and `#KEY-1 word` or `^KEY-1 word` a command (YouTrack). */
function withoutTransitions(text: string): string {
  if (!/(?<![a-z0-9])[a-z][a-z0-9_]+-\d/i.test(text)) return text;
  return text.replace(/#(?=[a-z])/gi, "# ").replace(/\^(?=[a-z][a-z0-9_]*-\d)/gi, "^ ");
}

/** Lines of git's, of forges' and of release tools' that name people or settings: a known word, or any that ends in `-by`. */
const trailer =
  /\b((?:[\w-]+-by|change-id|skip-checks?|breaking[ -]change|release-as|depends-on|(?:closes|partial|related)-bug|reviewed-on|on-behalf-of|part-of)(?=\s*:)|(?:cc|fixe[sd]|close[sd]|resolve[sd])(?=\s*:(?:\s|$|#|bug|\d))|(?:bug|issue|implements)(?=\s*:\s*(?:(?:[a-z]+:)?\d|blueprint\b)))\s*:/gi;

/** `feat(api)!:` at the start, which release tools take for a new major version, as the person writes it. */
const typedBreakingMark = /^(\W*[a-z]+(?:\([^()]*\))?)!+(?=\s*:)/i;

/** The same of others: what stands before it may be anything, or nothing (`feat(a(b))!:`, `x_1!:`, `!:`). */
const breakingMark = /![!\s]*(?=:(?!:))/g;

/** At the start of a line some release tools need no colon after it. */
const breakingNote = /^([\s|*]*)(breaking[ -]change)(?=\s)/i;

/** A request whose title begins so can't be merged on some forges. */
const unfinishedMark = /^\W{0,3}(draft|wip)(?:\s*\]\s*:?|\s*\)\s*:?|\s*:)\s*/i;

/** `@name`; `@{id}` and `@<id>` are one where people have ids. An address of mail is none. */
const mention = /(?<![a-z0-9])@(?=[\w-]|\{[\w:-]+\}|<[\w-]+>)/gi;

/** `CU-86abc[closed]`, `SHOP-12[in review]`, `#86abc[done]`: the task gets that status. */
const closedByStatus = /(?<!\w)(CU-\w+|[a-z][a-z0-9]+-\d+|#[a-z]\w*)\[/gi;

/** What closes an issue when a reference follows, on any of the forges and trackers; a part of a pattern. */
export const closingWord = String.raw`\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|complet(?:e[sd]?|ing)|implement(?:s|ed|ing)?|reopen(?:s|ed|ing)?|deliver(?:s|ed|ing)?|finish(?:e[sd]|ing)?)`;

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
const plainNumber = new RegExp(
  String.raw`((?:${closingWord}|\b(?:open(?:s|ed|ing)?|hold(?:s|ing)?|wontfix|invalidat(?:e[sd]?|ing)))[:\s]+(?:issue|bug|ticket)s?)[:\s]*(\d)`,
  "gi",
);

/** Without its scheme the address of an issue is read by people alone; what is taken out leaves no other one together. */
const issueAddress =
  /\b(?:https?:\/+)*https?:\/\/+(?=(?:app\.asana\.com|trello\.com\/c)\/|\S*\/(?:issues?|browse|pulls?|pull-?requests|merge_requests|_?work_?items(?:\/edit)?|epics|tasks?|story)\/(?:[a-z][\w-]*-)?\d)/gi;
