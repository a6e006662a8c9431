import type { CheckFacts } from "../core/check.ts";
import { plainLine, plainLines } from "./plain.ts";
import { shorten } from "./shorten.ts";

const longest = 160;

/**
 * Frames of a stack, the version that Node signs with, and what npm says of a script that failed and runners of hooks of a
 * hook.
 */
const tellsNothing =
  /^\s+at (?:.+\(.+\)|\S+:\d+:\d+|.+<anonymous>)$|^\s+at async |^Node\.js v\d|^npm (?:ERR!|error) |^husky - |^\W*Get help: |^summary: \(|^[│─╭╮╰╯ ]*$|^\[(?:STARTED|SKIPPED|COMPLETED|FAILED)\]|^exit status \d+$|^sync hooks: |^[│┃].*[│❯]\s*$|^(?:🥊|✔️|✗) /;

/** The last lines of what a program said that tell something. */
export function tellingLines(said: string, most: number): string[] {
  const lines = plainLines(said).filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => !tellsNothing.test(line));
  return (telling.length > 0 ? telling : lines).slice(-most).map((line) => shorten(line, longest));
}

/** A program's line as a part of a sentence: without what the program sets its errors off by, which tells a person nothing. */
export function withoutMark(line: string): string {
  return line.trim().replace(/^(?:E {2,}|\[ERROR\] +|npm (?:ERR!|error) +|\[cause\]: (?:\w*Error: )?)(?=\S)/, "");
}

/** What a red check fails with, a line each: the tests that are new to fail, else those that fail, else its last lines. */
export function failingLines(check: CheckFacts, most: number): string[] {
  if (check.ok || (check.verdict === "not_run" && check.stops === undefined)) return [];
  const { newlyFailing = [], failing = [], counts = null } = check;
  const names = newlyFailing.length > 0 ? newlyFailing : failing;
  if (names.length === 0) {
    // A program that ended well says nothing of what is wrong with that: that no test ran, say.
    const isSilent = check.exitCode === 0 && check.why != null && (counts?.failed ?? 0) === 0;
    return isSilent ? [] : tellingLines(check.tail, most);
  }
  const all = newlyFailing.length > 0 ? names.length : Math.max(names.length, counts?.failed ?? 0);
  const shown = names.slice(0, most).map((name) => shorten(plainLine(name), longest));
  return all > shown.length ? [...shown, `and ${all - shown.length} more`] : shown;
}

/** The first line of a reason that goes on with what a program said: all of it is for whoever mends it. */
export function headOfReason(why: string): string {
  return why.includes("\n") ? why.slice(0, why.indexOf("\n")).replace(/:$/, "") : why;
}

/** A red check with what tells most about it, on one line. */
export function failureText(check: CheckFacts): string {
  const { newlyFailing = [], failing = [], why = null } = check;
  // On a red base the old failures are not what is held against it.
  // A hook is known by its own name, wherever it lies.
  const name = check.hook ?? check.command;
  if (check.baseOk === false && newlyFailing.length === 0 && why !== null) return `${name} (${why})`;
  // It ran out of time: what it fails with was not what ended it.
  if (check.exitCode === null && why !== null) return `${name} (${why})`;
  const lines = failingLines(check, 3);
  const named = newlyFailing.length + failing.length > 0;
  const shown = named ? lines.join(", ") : withoutMark(lines.at(-1) ?? why ?? "");
  return shown === "" ? name : `${name} (${shown})`;
}
