import type { Flag } from "../settings/flags.ts";
import { wrapText } from "../text/cells.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { eventRows } from "./event-fields.ts";
import { exitCodes } from "./exit-codes.ts";

/** What `baro --help` shows. */
export function renderOverview(version: string): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return [
    `baro ${version}: decides the right shape for a coding task, runs the agents, and proves it kept its word`,
    "",
    'Usage: baro [run] "GOAL" [FLAGS]',
    "       baro COMMAND [FLAGS]",
    "",
    "Commands:",
    ...rows,
    "",
    "Exit codes:",
    ...exitCodes.map(([code, meaning]) => `  ${code.padEnd(12)} ${meaning}`),
    "",
    "baro COMMAND --help shows a command's flags and their defaults; baro help events, what --json prints.",
    "",
  ].join("\n");
}

/** What `baro help events` shows. */
export function renderEvents(columns: number): string {
  const width = Math.max(40, Math.min(columns, 110));
  const intro =
    "With --json, and in a run's journal, each line is one event: v (1), seq (from 0, without gaps), at, run, type, and what the type says. Events of a story also have story, those of its agent story and attempt. Readers ignore types and fields that they do not know.";
  const rows = eventRows().flatMap(([type, fields]) => entry(type, fields, width));
  return `${[...wrapText(intro, width), "", ...rows].join("\n")}\n`;
}

/** What `baro COMMAND --help` shows: everything the command takes, with the defaults. */
export function renderHelp(command: Command, columns: number): string {
  const width = Math.max(40, Math.min(columns, 110));
  const lines = [...wrapText(command.description, width), "", `Usage: ${usageLine(command)}`];
  if (command.words.length > 0) lines.push("", "Arguments:");
  for (const { name, help } of command.words) lines.push(...entry(name.toUpperCase(), help, width));
  lines.push("", "Flags:");
  for (const flag of command.flags) lines.push(...rowsOf(flag).flatMap(([left, text]) => entry(left, text, width)));
  lines.push(...entry("-h, --help", "Show this", width));
  if (command.examples.length > 0) lines.push("", "Examples:", ...command.examples.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

function usageLine({ name, words }: Command): string {
  const places = words.map((word) => (word.needed ? word.name.toUpperCase() : `[${word.name.toUpperCase()}]`));
  return ["baro", name, ...places, "[FLAGS]"].join(" ");
}

/** A flag's spellings, each with its words. */
function rowsOf({ name, alias, hint, help, off }: Flag): [left: string, text: string][] {
  const rows: [string, string][] = [];
  const short = alias === undefined ? "" : `-${alias}, `;
  if (help !== null) rows.push([`${short}--${name}${hint === null ? "" : ` ${hint}`}`, help]);
  if (off !== undefined) rows.push([`--no-${name}`, off]);
  return rows;
}

/** Two columns where there is room; the text below its flag where there is not. */
function entry(left: string, text: string, width: number): string[] {
  const column = 24;
  if (width < 70) return [`  ${left}`, ...wrapText(text, width - 6).map((line) => `      ${line}`)];
  const [first = "", ...rest] = wrapText(text, width - column - 2);
  const indent = " ".repeat(column + 2);
  const below = rest.map((line) => indent + line);
  if (left.length >= column) return [`  ${left}`, indent + first, ...below];
  return [`  ${left.padEnd(column)}${first}`, ...below];
}
