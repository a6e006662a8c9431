import { agentNames } from "../../core/agent-name.ts";
import type { Flag } from "../../settings/flags.ts";
import type { Word } from "../arguments.ts";
import type { Command } from "../command.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/**
 * What only the machine knows: a script has a function for each. `stories` are those of the run in the word before, `picked`
 * those of the run that the line names behind its command, or of the newest one.
 */
export type Listed = "runs" | "live" | "stories" | "picked" | "refs";

/** What may stand in a place of the command line. */
export type Values =
  /** A switch: nothing follows. */
  | { kind: "none" }
  /** Words that no shell can know. */
  | { kind: "any" }
  | { kind: "files" | "folders" | Listed }
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
  /** The command's words, in their places. */
  places: Values[];
}

const fieldOf = (name: string) => `grep -o '"${name}":"[^"]*"' | cut -d '"' -f 4`;

/**
 * Prints what can be chosen, one a line; every shell has these programs. `run` is how the shell says the word before, `named`
 * the word behind the command, or nothing where that is a flag.
 */
export function listing(run: string, named: string): Readonly<Record<Listed, string>> {
  const runs = "command baro runs --json 2>/dev/null";
  const eachOnItsLine = String.raw`awk '{ gsub(/[}],[{]"run"/, "}\n{\"run\""); print }'`;
  return {
    runs: `${runs} | ${fieldOf("run")}`,
    live: `${runs} | ${eachOnItsLine} | grep '"state":"live"' | ${fieldOf("run")}`,
    stories: `command baro show ${run} --json 2>/dev/null | ${fieldOf("story")} | sort -u`,
    picked: `command baro show ${named} --json 2>/dev/null | ${fieldOf("story")} | sort -u`,
    refs: "command git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null",
  };
}

const agents = [...agentNames, "demo", "acp:"];

const hintedValues: Readonly<Record<string, Values>> = {
  F: { kind: "files" },
  REF: { kind: "refs" },
  DIR: { kind: "folders" },
  ID: { kind: "picked" },
  "NAME[:MODEL]": { kind: "words", words: agents },
};

export function completedOf(summary: string, { name, words, flags }: Command): Completed {
  const help: CompletedFlag = { flag: "--help", description: "Show this command's flags", values: { kind: "none" } };
  return { name, summary, flags: [...flags.flatMap(completedFlags), help], places: words.map(valuesOf) };
}

function valuesOf(word: Word): Values {
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
