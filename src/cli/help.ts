import type { Flag } from "../settings/flags.ts";
import { groups } from "../settings/row.ts";
import { wrapText } from "../text/cells.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { eventRows } from "./event-fields.ts";
import { whatItIs } from "./version.ts";

/** What `baro --help` shows. */
export function renderOverview(columns: number): string {
  const width = widthFor(columns);
  const all: [string, { summary: string; aside?: true }][] = Object.entries(commands);
  const aside = all.filter(([, one]) => one.aside === true).map(([name]) => name);
  return [
    ...wrapText(whatItIs, width),
    ...wrapText('Usage: baro [run] "GOAL" [FLAGS], or baro COMMAND [FLAGS]', width),
    ...all.flatMap(([name, { summary, aside }]) => (aside === true ? [] : entry(name, summary, width, 13))),
    ...wrapText(`Also: ${aside.join(", ")}`, width),
    ...wrapText("More: baro COMMAND --help (its flags), baro help exit-codes, baro help events", width),
    "",
  ].join("\n");
}

/** What `baro help exit-codes` shows. */
export function renderExitCodes(columns: number): string {
  return `${exitCodes.flatMap(([code, meaning]) => entry(code, meaning, widthFor(columns), 13)).join("\n")}\n`;
}

/** What `baro help events` shows. */
export function renderEvents(columns: number): string {
  const width = widthFor(columns);
  const intro =
    "With --json, and in a run's journal, each line is one event: v (1), seq (from 0, no gaps), at, run, type, and the type's own fields. A story's events also have story, and its agent's events story and attempt. Ignore types and fields you do not know.";
  const rows = eventRows().flatMap(([type, fields]) => entry(type, fields, width));
  return `${[...wrapText(intro, width), "", ...rows].join("\n")}\n`;
}

/** A command with more flags than this beyond the common ones shows those only when it is asked for all. */
const fewFlags = 10;

/** What `baro COMMAND --help` shows, with the defaults. Without `all`, what most people need of a command with many flags. */
export function renderHelp(command: Command, columns: number, all: boolean): string {
  const width = widthFor(columns);
  const further = command.flags.filter(({ group }) => group !== "common").length;
  const whole = all || further <= fewFlags;
  const lines = [...wrapText(command.description, width), "", `Usage: ${usageLine(command)}`];
  for (const { name, help } of command.words) lines.push(...entry(name.toUpperCase(), help, width));
  for (const [group, title] of Object.entries(groups)) {
    const rows = command.flags.filter((flag) => flag.group === group).flatMap(rowsOf);
    if (group === "common") rows.push(["-h, --help", "Show this"]);
    else if (!whole) continue;
    if (rows.length > 0) lines.push("", `${title}:`, ...rows.flatMap(([left, text]) => entry(left, text, width)));
  }
  if (!whole) lines.push(...wrapText(`${further} more flags, and examples: baro ${command.name} --help --all`, width));
  else if (command.examples.length > 0) lines.push("", "Examples:", ...command.examples.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

function widthFor(columns: number): number {
  return Math.max(40, Math.min(columns, 110));
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

/**
 * Two columns where there is room, the text below its flag where there is not. Behind a long flag the text begins at once,
 * if a good part of it fits there.
 */
function entry(left: string, text: string, width: number, column = 24): string[] {
  if (width < 70) return [`  ${left}`, ...wrapText(text, width - 6).map((line) => `      ${line}`)];
  const indent = " ".repeat(column + 2);
  const room = width - column - 2;
  if (left.length < column)
    return wrapText(text, room).map((line, at) => (at === 0 ? `  ${left.padEnd(column)}` : indent) + line);
  const [beside = ""] = wrapText(text, Math.max(1, width - left.length - 4));
  const behind = beside.length > 20 ? beside : "";
  const below = wrapText(text.slice(behind.length).trimStart(), room).filter((line) => line !== "");
  return [`  ${left}  ${behind}`.trimEnd(), ...below.map((line) => indent + line)];
}

/** What each exit code means, in order: help and `docs/exit-codes.md` show these. */
export const exitCodes: readonly (readonly [code: string, meaning: string])[] = [
  ["0", "delivered what was asked (or planned it, with --dry-run)"],
  ["1", "the run failed, or some stories did; what finished is on the branch"],
  ["2", "usage or configuration error; nothing was started"],
  ["3", "input needed, and nobody is there to ask; nothing was spent"],
  ["4", "the agents finished and changed nothing"],
  [
    "5",
    "something needed is missing: git, a repository, the base commit, a writable state folder, an agent that is installed and signed in, or the sandbox that was asked for",
  ],
  ["6", "a ceiling was reached (--max-tokens, --max-usd, --timeout)"],
  ["70", "a bug in baro: please report it with the text on stderr and the output of baro --version --json"],
  ["130, 143", "interrupted; baro resume goes on"],
];
