import type { ArgDef, ArgsDef } from "citty";
import { wrapText } from "../report/terminal-text.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
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
    "baro COMMAND --help shows a command's flags and their defaults.",
    "",
  ].join("\n");
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
