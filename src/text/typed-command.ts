import { shellWord } from "./quoting.ts";

/**
 * A command of ours or of git that a sentence names, to be typed: in backticks, or behind a colon and up to a stop. What git
 * "does", "takes" or "can't" is talk about it.
 */
export const commandInSentence =
  /(?<=`)(?:baro|git) [^`\n]+(?=`)|(?<=: )(?:baro |git (?!can't |(?!status )[a-z]+s ))(?:"[^"\n]*"|'[^'\n]*'|[^;,("'\n])*/g;

/** What stands in no repository, or names one itself. */
const placeless: ReadonlySet<string> = new Set(["update", "mcp", "completions", "map", "schema", "help", "version"]);

/** What is in quotes, or the first two words of a command. */
const quotedOrBegun = /"[^"\n]*"|'[^'\n]*'|(^| && )(git|baro)\b(?: ([^\s"']+))?/g;

/**
 * A command line that is meant for the repository at `root`, as it is typed by somebody who stands elsewhere; as it is for
 * null. One that says where it belongs keeps its word.
 */
export function typedFor(root: string | null, command: string): string {
  if (root === null) return command;
  return command.replace(quotedOrBegun, (found, before: string | undefined, program: string, word = "") => {
    if (before === undefined) return found;
    if (program === "git") return word === "-C" ? found : `${before}git -C ${shellWord(root)}${spaced(word)}`;
    if (placeless.has(word) || /^--(?:cwd|help|version)$/.test(word) || command.includes(" --cwd ")) return found;
    const name = /^[a-z]/.test(word) ? word : "";
    return `${before}baro${spaced(name)} --cwd ${shellWord(root)}${name === "" ? spaced(word) : ""}`;
  });
}

function spaced(word: string): string {
  return word === "" ? "" : ` ${word}`;
}

/** What is to be typed may also be all of a hint, or be one of several that git gave. */
const commandInHint = new RegExp(commandInSentence.source.replace("(?<=: )", "(?<=^|: |; )"), "g");

/** A hint with the commands in it as `typedFor` has them. */
export function hintFor(root: string | null, hint: string): string {
  return root === null ? hint : hint.replace(commandInHint, (command) => typedFor(root, command));
}
