import { BaroError } from "../core/error.ts";
import { nearestName } from "../text/nearest.ts";
import { withoutPassword } from "../text/redact.ts";
import { type Kind, onOff, ValueProblem } from "./kinds.ts";
import { rowOf, type SettingName, type Settings, settingNames } from "./table.ts";

/** Variables of ours that are not settings: they name places, are set for the programs we start, or guide the set-up. */
const otherVariables = [
  ...["BARO_HOME", "BARO_FORGE", "BARO_TREE", "BARO_RUN_ID", "BARO_PORT_BASE", "BARO_STORY"],
  ...["BARO_EVENT", "BARO_OUTCOME", "BARO_RUN", "BARO_GOAL", "BARO_BRANCH", "BARO_URL"],
  ...["BARO_DOWNLOADS", "BARO_RUN_TIMES"],
];

/** What the flags of a command line say: a switch, a text, or several texts of a flag that can be given again. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What the flags of a command set. Throws `usage` naming the flag. */
export function layerOfFlags(flags: FlagValues): Settings {
  const layer: Record<string, unknown> = {};
  for (const name of settingNames) {
    const value = flags[name];
    if (value === undefined || !rowOf(name).from.includes("flag")) continue;
    if (value === false) layer[name] = switchedOff(name);
    else layer[name] = readTexts(rowOf(name).kind, textsOf(value), `--${name}`, "usage");
  }
  return layer as Settings;
}

function textsOf(value: string | true | readonly string[]): string[] {
  return typeof value === "object" ? [...value] : [String(value)];
}

/** What `BARO_*` variables set, and a notice for each that sets nothing. Throws `config` naming the variable. */
export function layerOfEnvironment(env: Readonly<Record<string, string | undefined>>): {
  layer: Settings;
  notices: string[];
} {
  const layer: Record<string, unknown> = {};
  for (const name of variableNames) {
    const { kind } = rowOf(name);
    const value = env[variableOf(name)];
    if (value !== undefined && value !== "") {
      // A list has one entry per line: commands hold commas and blanks.
      const texts =
        kind.list === true
          ? value
              .split("\n")
              .map((line) => line.trim())
              .filter((line) => line !== "")
          : [value];
      layer[name] = readTexts(kind, texts, variableOf(name), "config");
    }
    const off = env[negativeOf(name)];
    if (canBeOff(name) && off !== undefined && readTexts(onOff, [off], negativeOf(name), "config") === true) {
      layer[name] = switchedOff(name);
    }
  }
  return { layer: layer as Settings, notices: setNothing(env) };
}

const variableNames = settingNames.filter((name) => rowOf(name).from.includes("variable"));

/** `--max-stories` is `BARO_MAX_STORIES`. */
export function variableOf(name: SettingName): string {
  return `BARO_${name.replaceAll("-", "_").toUpperCase()}`;
}

/** What is switched off has its flag's name: `--no-input` is `BARO_NO_INPUT`. */
export function negativeOf(name: SettingName): string {
  return variableOf(`no-${name}` as SettingName);
}

/** A switch, or a list that has a word for being none. */
export function canBeOff(name: SettingName): boolean {
  const { kind, off } = rowOf(name);
  return kind.hint === null || off !== undefined;
}

function switchedOff(name: SettingName): unknown {
  return rowOf(name).kind.hint === null ? false : [];
}

/** Reads the texts of one setting; `spelt` is its name as the source writes it, for messages. */
function readTexts(kind: Kind<unknown>, texts: readonly string[], spelt: string, code: "usage" | "config"): unknown {
  const values = texts.map((text) => readText(kind, text, spelt, code));
  if (kind.is === "tiers") return Object.assign({}, ...(values as object[]));
  return kind.list === true ? values.flat() : values[0];
}

function readText(kind: Kind<unknown>, text: string, spelt: string, code: "usage" | "config"): unknown {
  try {
    return kind.read(text);
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new BaroError(code, `Cannot use ${spelt} "${withoutPassword(text)}": it ${error.message}`, {
      hint: error.hint,
    });
  }
}

function setNothing(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = [
    ...variableNames.map(variableOf),
    ...variableNames.filter(canBeOff).map(negativeOf),
    ...otherVariables,
  ].map((name) => name.slice("BARO_".length));
  return Object.keys(env)
    .filter((name) => name.startsWith("BARO_") && !known.includes(name.slice("BARO_".length)))
    .map((name) => {
      const nearest = nearestName(name.slice("BARO_".length), known);
      const meant = nearest === null ? "baro has no such setting" : `did you mean BARO_${nearest}?`;
      return `${name} sets nothing; ${meant}`;
    });
}
