import { agentNames } from "../../core/agent-name.ts";
import type { Flag } from "../../settings/flags.ts";
import type { Word } from "../arguments.ts";
import type { Command } from "../command.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** What may stand in a place of the command line. */
export type Values =
  /** A switch: nothing follows. */
  | { kind: "none" }
  /** Words that no shell can know. */
  | { kind: "any" }
  | { kind: "files" | "folders" | "runs" }
  | { kind: "words"; words: readonly string[] };

export interface CompletedFlag {
  flag: string;
  description: string;
  values: Values;
}

/** A command as a shell needs to know it. */
export interface Completed {
  name: string;
  summary: string;
  flags: CompletedFlag[];
  /** The command's first word. */
  first: Values;
}

/** Prints the names of all runs; every shell has these programs. */
export const listRuns = `command baro runs --json 2>/dev/null | grep -o '"run":"[^"]*"' | cut -d '"' -f 4`;

const agents = [...agentNames, "demo", "acp:"];

const hintedValues: Readonly<Record<string, Values>> = {
  F: { kind: "files" },
  DIR: { kind: "folders" },
  "NAME[:MODEL]": { kind: "words", words: agents },
};

export function completedOf(summary: string, { name, words, flags }: Command): Completed {
  const help: CompletedFlag = { flag: "--help", description: "Show this command's flags", values: { kind: "none" } };
  return { name, summary, flags: [...flags.flatMap(completedFlags), help], first: firstValues(words[0]) };
}

function firstValues(word: Word | undefined): Values {
  if (word === undefined) return { kind: "none" };
  if (word.values === undefined) return { kind: "any" };
  return typeof word.values === "string" ? { kind: word.values } : { kind: "words", words: word.values };
}

function completedFlags({ name, hint, values, help, off }: Flag): CompletedFlag[] {
  const plain = (text: string) => text.replace(/[`$"\\]/g, "");
  const found: CompletedFlag[] = [];
  if (help !== null) found.push({ flag: `--${name}`, description: plain(help), values: valuesBehind(hint, values) });
  if (off !== undefined) found.push({ flag: `--no-${name}`, description: plain(off), values: { kind: "none" } });
  return found;
}

function valuesBehind(hint: string | null, values: readonly string[] | undefined): Values {
  if (hint === null) return { kind: "none" };
  return values === undefined ? (hintedValues[hint] ?? { kind: "any" }) : { kind: "words", words: values };
}
