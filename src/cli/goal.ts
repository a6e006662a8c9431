import { resolve } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { mostGoalLength } from "../core/goal.ts";
import { nobody, type Person } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { nobodyThere } from "../settings/options.ts";
import type { FlagValues } from "../settings/texts.ts";

/** The goal that a command line gives: its words, stdin (`-`) or a file; null when it gives none. */
export async function readGoal(host: Host, words: readonly string[], flags: FlagValues): Promise<string | null> {
  const file = typeof flags["goal-file"] === "string" ? flags["goal-file"] : undefined;
  if (file !== undefined && words.length > 0) {
    throw new BaroError("usage", "Cannot read the goal: it is given both as words and with --goal-file", {
      hint: "Use one of the two",
    });
  }
  const fromStdin = file === "-" || (words.length === 1 && words[0] === "-");
  if (fromStdin) requireFreeStdin(flags, "goal");
  if (fromStdin) return filled((await host.readStdin(mostGoalBytes)) ?? tooLong(), "stdin");
  if (file !== undefined) return filled(readText(host, resolve(host.cwd, file)), `"${file}"`);
  if (words.length === 0) return null;
  return filled(words.join(" "), "the command line");
}

/** Whether a person typed the goal: in words at a terminal or on the page, not in a job, a pipe or a file. */
export function isTyped(host: Host, words: readonly string[], flags: FlagValues): boolean {
  const fromStdin = words.length === 1 && words[0] === "-";
  return fromStdin ? flags["ask"] === "page" : words.length > 0 && !nobodyThere(host);
}

/** Throws `usage` where stdin is taken for answers. */
export function requireFreeStdin(flags: FlagValues, what: string): void {
  if (flags["ask"] !== "stdio") return;
  throw new BaroError("usage", `Cannot read the ${what} from stdin: with --ask stdio the answers come there`, {
    hint: `Write the ${what} into a file and name it`,
  });
}

/** A goal's longest text, whatever its letters are: to read more only fills the memory. */
const mostGoalBytes = 4 * mostGoalLength;

function tooLong(): never {
  throw new BaroError("usage", `Cannot use the goal from stdin: the limit is ${mostGoalLength} characters`, {
    hint: "Put the details in a file in the repository and name it in the goal",
  });
}

function filled(text: string, source: string): string {
  const goal = text.replace(/^\uFEFF/, "").trim();
  if (goal !== "") return goal;
  throw new BaroError("input-needed", `Cannot start: the goal from ${source} is empty`, {
    hint: 'Say what should be true in the end: baro "GOAL"',
  });
}

function readText(host: Host, path: string): string {
  try {
    return host.readNamed(path, mostGoalBytes);
  } catch (error) {
    const hint = "Name a file that can be read, or give the goal as words";
    throw new BaroError("usage", `Cannot read the goal: ${messageOf(error)}`, { hint, cause: error });
  }
}

/** The goal, or nobody: a headless command line without one can't go on. */
export function requireSomebody(goal: string | null, noInput: boolean): void {
  if (goal === null && noInput) throw nobodyToAsk();
}

function nobodyToAsk(): BaroError {
  return new BaroError("input-needed", "Cannot start: there is no goal and nobody to ask", {
    hint: 'Give it as words, with --goal-file FILE, or on stdin: baro "GOAL", baro -; all commands: baro --help',
  });
}

/** The goal, asked for when none was given. Throws `input-needed` with nobody there, `interrupted` when left. */
export async function askForGoal(given: string | null, person: Person | null): Promise<string> {
  if (given !== null) return given;
  requireSomebody(given, person === null);
  const goal = (await person?.askGoal()) ?? null;
  if (goal === nobody) throw nobodyToAsk();
  if (goal === null) throw new BaroError("interrupted", "Cannot start: no goal was given");
  return goal;
}
