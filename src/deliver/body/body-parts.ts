import type { CheckFacts } from "../../core/check.ts";
import { isBlamed, verdictOfCheck } from "../../core/check.ts";
import { fileKind, isSnapshot, isTest } from "../../ecosystems/file-kind.ts";
import { isLockfile } from "../../ecosystems/known.ts";
import { timeText } from "../../text/duration.ts";
import { escapeCell, escapeMarkdown, inlineCode } from "../../text/escape-markdown.ts";
import { failingLines } from "../../text/failing-lines.ts";
import { shorten } from "../../text/shorten.ts";
import { costText, speedupText } from "../../text/units.ts";
import type { BodyFacts, BodyStory, ChangedFile } from "../body-facts.ts";

const maxGoal = 4000;
const maxRows = 30;
const maxReviewFiles = 10;
const mostFailures = 10;
/** Of what failed before the work began. */
const mostOldFailures = 3;

/** The goal in the person's words, as a quotation. */
export function goalPart(goal: string): string {
  const lines = escapeMarkdown(shorten(goal.trim(), maxGoal)).split("\n");
  return lines.map((line) => (line.trim() === "" ? ">" : `> ${line.trim()}`)).join("\n");
}

const sources = { rules: "by rules", model: "suggested by a model", flag: "as asked" } as const;

/** Which mode, who says so, and why. */
export function modePart({ mode, source, reason, askedInstead = [] }: BodyFacts): string {
  const because = reason.trim() === "" ? "" : ` ${escapeCell(reason)}`;
  const others = askedInstead.map((text) => `\n\n**Planner:** ${escapeCell(shorten(text, 200))}`).join("");
  return `**Mode:** ${mode}, ${sources[source]}.${because}${others}`;
}

/** One line for each story with what became of it. */
export function storiesPart(stories: readonly BodyStory[]): string {
  const rows = stories.slice(0, maxRows).map((story) => {
    const why =
      story.outcome === "merged" || story.reason.trim() === ""
        ? ""
        : ` (${escapeCell(shorten(story.reason.trim(), 200))})`;
    const commit = story.commit === null ? "" : `, ${story.commit.slice(0, 10)}`;
    const others = (story.takenOver ?? []).map((text) => `; ${escapeCell(shorten(text, 200))}`).join("");
    return `- **${story.id}** ${escapeCell(shorten(story.title, 120))}: ${outcomes[story.outcome]}${commit}${why}${others}${leftOutOf(story)}`;
  });
  return list("Stories", rows, stories.length);
}

function leftOutOf({ leftOut = [] }: BodyStory): string {
  return leftOut.length === 0 ? "" : `; left out of its commit: ${escapeCell(shorten(leftOut.join(", "), 300))}`;
}

const outcomes: Readonly<Record<BodyStory["outcome"], string>> = {
  merged: "done",
  empty: "changed nothing",
  failed: "failed",
  skipped: "not started",
  stopped: "stopped",
};

/** The checks of the result, each compared with what it said about the base, and those that did not run. */
export function checksPart(checks: readonly CheckFacts[], unchecked: readonly string[] = []): string {
  const notes = unchecked.slice(0, maxRows).map((note) => `- ${escapeCell(shorten(note, 300))}`);
  if (checks.length === 0 && notes.length === 0) return "### Checks\n\nNone ran.";
  const rows = checks
    .slice(0, maxRows)
    .map((check) => `- ${inlineCode(shorten(check.command, 160))}: ${verdict(check)}${failuresOf(check)}`);
  return list("Checks", [...rows, ...notes], checks.length + unchecked.length);
}

/** What a check says, in the light of what it said before the work began. */
export function verdict(check: CheckFacts): string {
  const { baseOk, flaky, known, why = null } = check;
  const earlier = known === undefined ? "" : " (an earlier run found so for exactly these files)";
  const again = flaky === true ? " (on the second try)" : earlier;
  const because = why === null ? "" : `: ${escapeCell(shorten(why, 200))}`;
  switch (verdictOfCheck(check)) {
    case "passed":
      return `passes${again}${baseOk === false ? "; it failed before" : ""}${because}`;
    case "as_on_base":
      return "fails, as it did before this work";
    case "not_run":
      if (check.stops !== undefined)
        return "fails, as it did before this work, and stops there: the rest of it did not run";
      return `could not run here${because}`;
    case "failed":
      if (baseOk === false) return `**fails**, and not just as it did before this work${because}`;
      return `**fails**${baseOk === true ? "; it passed before" : ""}${because}`;
  }
}

/** The tests that a red check fails with, or its last lines, below it: fewer of one that failed before. */
function failuresOf(check: CheckFacts): string {
  return failingLines(check, isBlamed(check) ? mostFailures : mostOldFailures)
    .map((line) => `\n  - ${inlineCode(line.trim())}`)
    .join("");
}

/** What to know of the names of new files. */
export function namesPart({ names = [] }: Pick<BodyFacts, "names">): string {
  return names.length === 0
    ? ""
    : list(
        "Names",
        names.map((name) => `- ${escapeCell(shorten(name, 400))}`),
        names.length,
      );
}

/** Where a reviewer should begin: the largest changes first, tests and prose after the code that they belong to. */
export function reviewPart(files: readonly ChangedFile[]): string {
  if (files.length < 2) return "";
  const rows = reviewOrder(files)
    .slice(0, maxReviewFiles)
    .map(({ path, insertions, deletions }) => `1. ${inlineCode(path)} (+${insertions} −${deletions})`);
  return list("Review order", rows, files.length);
}

/** Most consequential first. */
export function reviewOrder(files: readonly ChangedFile[]): ChangedFile[] {
  const rank = ({ path }: ChangedFile) => {
    if (isLockfile(path)) return 3;
    if (isTest(path) || isSnapshot(path)) return 1;
    return fileKind(path) === "doc" ? 2 : 0;
  };
  const size = ({ insertions, deletions }: ChangedFile) => insertions + deletions;
  return files.toSorted((a, b) => rank(a) - rank(b) || size(b) - size(a) || (a.path < b.path ? -1 : 1));
}

/** Time, speed and tokens on one line. */
export function figuresPart({ figures }: Pick<BodyFacts, "figures">): string {
  const { wallMs, agentMs, savedMs, speedup } = figures;
  // What comes after it was written is not in it.
  const parts = [`${timeText(wallMs)} until delivery`, `agents ${timeText(agentMs)}`];
  if (speedup !== null && savedMs !== null) {
    parts.push(`${savedMs < 0 ? "lost" : "saved"} ${timeText(Math.abs(savedMs))} (${speedupText(speedup)})`);
  }
  parts.push(`tokens ${costText(figures)}`);
  return `${parts.join(" · ")}`;
}

function list(title: string, rows: readonly string[], total: number): string {
  const more = total > rows.length ? [`\n…and ${total - rows.length} more.`] : [];
  return [`### ${title}\n`, ...rows, ...more].join("\n");
}
