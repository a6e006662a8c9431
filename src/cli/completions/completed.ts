import type { ArgDef } from "citty";
import { agentNames, programNames } from "../../core/agent-name.ts";
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

/** By the name of a command's first positional. */
const firstValues: Readonly<Record<string, Values>> = {
  run: { kind: "runs" },
  plan: { kind: "files" },
  file: { kind: "files" },
  which: { kind: "words", words: ["focused", "parallel"] },
  shell: { kind: "words", words: shells },
  agent: { kind: "words", words: programNames },
};

const hintedValues: Readonly<Record<string, Values>> = {
  F: { kind: "files" },
  DIR: { kind: "folders" },
  "NAME[:MODEL]": { kind: "words", words: agents },
};

export function completedOf(summary: string, { name, args }: Command): Completed {
  const positional = Object.entries(args).find(([, def]) => def.type === "positional")?.[0];
  const flags = Object.entries(args)
    .filter(([, def]) => def.type !== "positional")
    .map(([flag, def]) => flagOf(flag, def));
  const help: CompletedFlag = { flag: "--help", description: "Show this command's flags", values: { kind: "none" } };
  return {
    name,
    summary,
    flags: [...flags, help],
    first: positional === undefined ? { kind: "none" } : (firstValues[positional] ?? { kind: "any" }),
  };
}

function flagOf(name: string, def: ArgDef): CompletedFlag {
  const off = def.type === "boolean" && def.description === undefined ? "no-" : "";
  const text = def.description ?? ("negativeDescription" in def ? def.negativeDescription : undefined) ?? "";
  return { flag: `--${off}${name}`, description: text.replace(/[`$"\\]/g, ""), values: valuesOf(def) };
}

function valuesOf(def: ArgDef): Values {
  if (def.type === "boolean") return { kind: "none" };
  if ("options" in def && def.options !== undefined) return { kind: "words", words: def.options };
  return hintedValues[def.valueHint ?? ""] ?? { kind: "any" };
}
