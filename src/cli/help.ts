import type { ArgDef, ArgsDef } from "citty";
import { wrapText } from "../text/cells.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { eventRows } from "./event-fields.ts";
import { aliasesOf } from "./strict.ts";

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

const exitCodes = [
  ["0", "delivered what was asked (or planned it, with --dry-run)"],
  ["1", "the run failed, or some stories did; what finished is on the branch"],
  ["2", "usage or configuration error; nothing was started"],
  ["3", "input needed, and nobody is there to ask; nothing was spent"],
  ["4", "the agents finished and changed nothing"],
  ["5", "no repository, no base commit, or no agent that is installed and signed in"],
  ["6", "a ceiling was reached (--max-tokens, --max-usd, --timeout)"],
  ["70", "a bug in baro"],
  ["130, 143", "interrupted; baro resume goes on"],
] as const;

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
  const rows = Object.entries(command.args);
  const words = rows.filter(([, def]) => def.type === "positional");
  const flags = rows.filter(([, def]) => def.type !== "positional");
  const lines = [...wrapText(command.description, width), "", `Usage: ${usageLine(command)}`];
  if (words.length > 0) lines.push("", "Arguments:");
  for (const [name, def] of words) lines.push(...entry(name.toUpperCase(), def.description ?? "", width));
  lines.push("", "Flags:");
  for (const [name, def] of flags) lines.push(...entry(spelling(name, def), wordsOf(def), width));
  lines.push(...entry("-h, --help", "Show this", width));
  if (command.examples.length > 0) lines.push("", "Examples:", ...command.examples.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

function usageLine(command: Command): string {
  const words = Object.entries(command.args as ArgsDef)
    .filter(([, def]) => def.type === "positional")
    .map(([name, def]) => (def.required === false ? `[${name.toUpperCase()}]` : name.toUpperCase()));
  return ["baro", command.name, ...words, "[FLAGS]"].join(" ");
}

function spelling(name: string, def: ArgDef): string {
  const alias = aliasesOf(def).map((letter) => `-${letter}, `);
  if (def.type === "boolean") return `${alias.join("")}--${def.description === undefined ? "no-" : ""}${name}`;
  const value = def.valueHint ?? ("options" in def ? def.options?.join("|") : undefined) ?? "VALUE";
  return `${alias.join("")}--${name} ${value}`;
}

function wordsOf(def: ArgDef): string {
  return def.description ?? ("negativeDescription" in def ? def.negativeDescription : undefined) ?? "";
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
