import type { Command } from "../../src/cli/command.ts";
import type { Flag } from "../../src/settings/flags.ts";

/** One man page in roff, from the same definitions that `--help` reads. `date`: YYYY-MM-DD. */
export function manPage(command: Command, summary: string, version: string, date: string): string {
  const { name, words, flags, examples } = command;
  return [
    `.TH BARO-${name.toUpperCase()} 1 ${date} "baro ${version}" "baro"`,
    ".SH NAME",
    `baro\\-${name} \\- ${roff(summary)}`,
    ".SH SYNOPSIS",
    `.B baro ${name}`,
    ...words.map((word) => (word.needed ? `\\fI${word.name}\\fR` : `[\\fI${word.name}\\fR]`)),
    "[\\fIflags\\fR]",
    ".SH DESCRIPTION",
    roff(command.description),
    ...(words.length === 0 ? [] : [".SH ARGUMENTS"]),
    ...words.flatMap((word) => entry(`\\fI${word.name}\\fR`, word.help)),
    ".SH OPTIONS",
    ...flags.flatMap(rowsOf),
    ...(examples.length === 0 ? [] : [".SH EXAMPLES", ".nf", ...examples.map(roff), ".fi"]),
    ".SH SEE ALSO",
    name === "run" ? ".BR baro (1)" : ".BR baro (1), baro\\-run (1)",
    "",
  ].join("\n");
}

/** The page of the program itself: its commands, and where each is told of. */
export function mainPage(summaries: readonly (readonly [string, string])[], version: string, date: string): string {
  return [
    `.TH BARO 1 ${date} "baro ${version}" "baro"`,
    ".SH NAME",
    "baro \\- decides the right shape for a coding task, runs the agents, and proves it kept its word",
    ".SH SYNOPSIS",
    '.B baro\n[\\fIcommand\\fR] "\\fIgoal\\fR" [\\fIflags\\fR]',
    ".SH COMMANDS",
    ...summaries.flatMap(([name, summary]) => entry(`\\fB${name}\\fR`, `${summary}. See baro-${name} (1)`)),
    "",
  ].join("\n");
}

/** A flag's spellings, each with its words. */
function rowsOf({ name, alias, hint, help, off }: Flag): string[] {
  const short = alias === undefined ? "" : `\\fB\\-${alias}\\fR, `;
  const long = (word: string) => `\\fB\\-\\-${roff(word)}\\fR`;
  return [
    ...(help === null ? [] : entry(`${short}${long(name)}${hint === null ? "" : ` \\fI${roff(hint)}\\fR`}`, help)),
    ...(off === undefined ? [] : entry(long(`no-${name}`), off)),
  ];
}

function entry(tag: string, text: string): string[] {
  return [".TP", tag, roff(text)];
}

/** Text as roff shows it: its own marks told apart from roff's. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");
}
