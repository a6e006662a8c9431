import { valuesOf } from "../cli/strict.ts";
import { type AgentChoice, parseAgentChoice } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import { modes } from "../core/mode.ts";
import { deliverChoices, intakeChoices } from "../core/options.ts";
import { type Weight, weights } from "../core/story.ts";
import type { Settings, SettingsLayer } from "./config.ts";
import { parseDuration } from "./duration.ts";

/** How a setting is written as text: as a flag or as a variable. Throws an `Error` that says what is wrong with it. */
type Reader<T> = (text: string) => T;

/** The settings that flags and `BARO_*` variables set, under their flags' names, each with its reader. */
export const readers = {
  mode: oneOf(["auto", ...modes] as const),
  agent: parseAgentChoice,
  planner: parseAgentChoice,
  tier: readTiers,
  intake: oneOf(intakeChoices),
  parallel: wholeNumber,
  "max-stories": wholeNumber,
  yes: yesOrNo,
  input: yesOrNo,
  json: yesOrNo,
  deliver: oneOf(deliverChoices),
  preview: yesOrNo,
  base: filled,
  "include-dirty": yesOrNo,
  verify: (text: string) => valuesOf(text) ?? [],
  "max-tokens": wholeNumber,
  "max-usd": amount,
  timeout: duration,
  "wait-for-reset": yesOrNo,
  sandbox: yesOrNo,
  strict: yesOrNo,
  explain: yesOrNo,
  "dry-run": yesOrNo,
  keep: yesOrNo,
  quiet: yesOrNo,
  verbose: yesOrNo,
  color: yesOrNo,
  /** No flags of their own: who wants them wants them for every run. */
  notify: filledText,
  setup: (text: string) => valuesOf(text) ?? [],
  "keep-worktrees": duration,
  trailers: yesOrNo,
} as const satisfies Record<string, Reader<unknown>>;

export type SettingName = keyof typeof readers;
export const settingNames = Object.keys(readers) as SettingName[];

/** The name of a setting in `Settings`: `max-stories` is `maxStories`. */
export function keyOf(name: SettingName): keyof Settings {
  if (name === "timeout") return "timeoutMs";
  if (name === "keep-worktrees") return "keepWorktreesMs";
  return name.replace(/-./g, (pair) => pair.slice(1).toUpperCase()) as keyof Settings;
}

/** Reads the texts of one source. `spell` gives a setting's name as that source writes it, for messages. */
export function readTexts(
  texts: ReadonlyMap<SettingName, string>,
  spell: (name: SettingName) => string,
  code: "usage" | "config",
): SettingsLayer {
  const layer: Record<string, unknown> = {};
  for (const [name, text] of texts) {
    try {
      layer[keyOf(name)] = readers[name](text);
    } catch (error) {
      if (error instanceof BaroError)
        throw new BaroError(code, `${error.message} (${spell(name)})`, { hint: error.hint });
      const shown = text.replaceAll("\0", " ");
      throw new BaroError(code, `Cannot use ${spell(name)} "${shown}": it is ${(error as Error).message}`);
    }
  }
  return layer;
}

function oneOf<T extends string>(allowed: readonly T[]): Reader<T> {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (found === undefined) throw new Error(`none of ${allowed.join(", ")}`);
    return found;
  };
}

function filled(text: string): string {
  if (text.trim() === "" || text.startsWith("-")) throw new Error("no name of a commit or branch");
  return text.trim();
}

function filledText(text: string): string {
  if (text.trim() === "") throw new Error("empty");
  return text;
}

function yesOrNo(text: string): boolean {
  const value = text.toLowerCase();
  if (["1", "true", "yes", "on"].includes(value)) return true;
  if (["0", "false", "no", "off", ""].includes(value)) return false;
  throw new Error("none of true, false, 1, 0, yes, no, on, off");
}

function wholeNumber(text: string): number {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll("_", "")) : 0;
  if (value < 1 || !Number.isSafeInteger(value)) throw new Error("no whole number above 0");
  return value;
}

function amount(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw new Error("no amount above 0");
  return value;
}

function duration(text: string): number {
  const value = parseDuration(text);
  if (value === null) throw new Error("no duration such as 90s, 15m or 2h");
  return value;
}

/** Reads `light=A,standard=B`; a flag given twice adds its entries. */
function readTiers(text: string): Partial<Record<Weight, AgentChoice>> {
  const tiers: Partial<Record<Weight, AgentChoice>> = {};
  for (const entry of (valuesOf(text) ?? []).flatMap((part) => part.split(","))) {
    const equals = entry.indexOf("=");
    const weight = weights.find((name) => name === entry.slice(0, equals).trim());
    if (weight === undefined) throw new Error(`no list such as light=NAME,heavy=NAME with ${weights.join(", ")}`);
    tiers[weight] = parseAgentChoice(entry.slice(equals + 1).trim());
  }
  return tiers;
}
