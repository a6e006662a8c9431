import { BaroError } from "../core/error.ts";
import { allFlags } from "../settings/flags.ts";
import { nearestName } from "../text/nearest.ts";
import { quotedWords } from "../text/quoting.ts";
import { type CommandName, commandNames, isCommandName, otherNames } from "./commands.ts";

/** What a command line asks for. `argv` is what is left for the command. */
export type Choice =
  | { kind: "overview" }
  | { kind: "events" }
  | { kind: "exit-codes" }
  | { kind: "version" }
  | { kind: "command"; name: CommandName; argv: string[]; help: boolean; notice: string | null };

/** Finds the command of a command line. Words that name none are the goal of `run`. */
export function chooseCommand(argv: readonly string[]): Choice {
  const place = firstWord(argv);
  const word = place === null ? null : (argv[place] ?? null);
  const help = asksForHelp(argv);
  if (place === null || word === null) {
    return help && !argv.includes("--") ? { kind: "overview" } : chosen("run", argv, help, null);
  }
  const topic = word === "help" ? helpTopic(argv.slice(place + 1)) : null;
  if (topic !== null) return topic;
  const rest = argv.slice(place + 1);
  const name = commandOf(word, rest);
  if (name === "version") return { kind: "version" };
  if (name !== null) return chosen(name, [...argv.slice(0, place), ...rest], help, null);
  return chosen("run", argv, help, mistypedCommand(word, rest));
}

/**
 * The command that a word names, also in the words of other programs. Those, and `update`, begin a goal when more words
 * follow: "update the README", "list all users". A run's name may follow `log`.
 */
function commandOf(word: string, rest: readonly string[]): CommandName | "version" | null {
  const more = firstWord(rest);
  if (word === "version") return more === null ? "version" : null;
  if (word === "update") return more === null ? "update" : null;
  if (isCommandName(word)) return word;
  const name = Object.hasOwn(otherNames, word) ? (otherNames[word] ?? null) : null;
  const isRun = name === "show" && more !== null && firstWord(rest.slice(more + 1)) === null;
  return more === null || isRun ? name : null;
}

/** What `help` and the words behind it ask for; null when they are a goal. One word alone is none. */
function helpTopic(words: readonly string[]): Choice | null {
  const [topic, ...rest] = words;
  const more = rest.filter((word) => word !== "--all");
  if (topic === undefined) return { kind: "overview" };
  if (more.length > 0) return null;
  if (topic === "events" || topic === "exit-codes") return { kind: topic };
  if (topic.startsWith("-") || topic.includes(" ")) return null;
  const name = commandOf(topic, []);
  if (name === null) throw unknownTopic(topic);
  return name === "version" ? null : chosen(name, rest, true, null);
}

function unknownTopic(topic: string): BaroError {
  const near = nearestName(topic, [...commandNames, "events", "exit-codes"]);
  const meant = near === null ? "See all commands with: baro --help" : `Did you mean baro help ${near}?`;
  return new BaroError("usage", `Cannot help with "${topic}": there is no such command`, { hint: meant });
}

function chosen(name: CommandName, argv: readonly string[], help: boolean, notice: string | null): Choice {
  return { kind: "command", name, argv: [...argv], help, notice };
}

/** The index of the first argument that is neither a flag nor a flag's value; null behind `--` or without one. */
function firstWord(argv: readonly string[]): number | null {
  for (let index = 0; index < argv.length; index++) {
    const token = argv[index] ?? "";
    if (token === "--") return null;
    if (!token.startsWith("-") || token === "-") return index;
    if (takesValue(token)) index++;
  }
  return null;
}

function takesValue(token: string): boolean {
  return allFlags().some(({ name, hint }) => hint !== null && token === `--${name}`);
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const read = end < 0 ? argv : argv.slice(0, end);
  return read.includes("--help") || read.includes("-h");
}

/**
 * A first word that is nearly a command is still a goal when there is more of it. Alone it is not a goal that anybody could
 * work on, so it fails with the command that was probably meant.
 */
function mistypedCommand(word: string, rest: readonly string[]): string | null {
  const alone = firstWord(rest) === null;
  // Words of habit are near to many that begin a goal.
  const known = alone ? [...commandNames, "status", "version"] : commandNames;
  const nearest = word.includes(" ") ? null : nearestName(word, known);
  if (nearest === null || nearest === word) return null;
  if (!alone) return `"${word}" is taken as part of the goal; the command is: baro ${nearest}`;
  throw new BaroError("usage", `Cannot run "${word}": there is no such command`, {
    hint: `Did you mean baro ${nearest}? If it is the goal, write: baro run ${quotedWords(word)}`,
  });
}
