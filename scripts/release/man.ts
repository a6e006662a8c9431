import type { Command } from "../../src/cli/command.ts";

/** One man page in roff, from the same definitions that `--help` reads. `date`: YYYY-MM-DD. */
export function manPage(command: Command, summary: string, version: string, date: string): string {
  const rows = Object.entries(command.args);
  const words = rows.filter(([, { type }]) => type === "positional");
  const flags = rows.filter(([, { type }]) => type !== "positional");
  return [
    `.TH BARO-${command.name.toUpperCase()} 1 ${date} "baro ${version}" "baro"`,
    ".SH NAME",
    `baro\\-${command.name} \\- ${roff(summary)}`,
    ".SH SYNOPSIS",
    `.B baro ${command.name}`,
    ...words.map(([name, { required }]) => (required === false ? `[\\fI${name}\\fR]` : `\\fI${name}\\fR`)),
    "[\\fIflags\\fR]",
    ".SH DESCRIPTION",
    roff(command.description),
    ...(words.length === 0
      ? []
      : [".SH ARGUMENTS", ...words.flatMap(([name, row]) => entry(`\\fI${name}\\fR`, row.description ?? ""))]),
    ".SH OPTIONS",
    ...flags.flatMap(([name, row]) => entry(spelling(name, row), wordsOf(row))),
    ...(command.examples.length === 0 ? [] : [".SH EXAMPLES", ".nf", ...command.examples.map(roff), ".fi"]),
    ".SH SEE ALSO",
    command.name === "run" ? ".BR baro (1)" : ".BR baro (1), baro\\-run (1)",
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

type Row = Command["args"][string];

function spelling(name: string, row: Row): string {
  const negative = row.type === "boolean" && row.description === undefined;
  const long = `\\fB\\-\\-${negative ? "no\\-" : ""}${roff(name)}\\fR`;
  if (row.type === "boolean") return long;
  const value = row.valueHint ?? ("options" in row ? row.options?.join("|") : undefined) ?? "value";
  return `${long} \\fI${roff(value)}\\fR`;
}

function wordsOf(row: Row): string {
  return row.description ?? ("negativeDescription" in row ? row.negativeDescription : undefined) ?? "";
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
