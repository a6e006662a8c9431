import { nearestName } from "../text/nearest.ts";
import type { SettingsLayer } from "./config.ts";
import { readers, readTexts, type SettingName, settingNames } from "./readers.ts";

/** Variables of ours that are no settings: they name places, or are set for the programs we start. */
const otherVariables = ["BARO_HOME", "BARO_CONFIG", "BARO_CWD", "BARO_RUN_ID", "BARO_PORT_BASE", "BARO_STORY"];

/** What is switched off has its flag's name: `--no-input` is `BARO_NO_INPUT`. */
const switchedOff: readonly SettingName[] = ["input", "color", "verify"];

/** What the flags of a command set. */
export function layerOfFlags(args: Readonly<Record<string, unknown>>): SettingsLayer {
  const texts = new Map<SettingName, string>();
  for (const name of settingNames) {
    const value = args[name];
    if (typeof value === "string" || typeof value === "boolean") texts.set(name, String(value));
  }
  return readTexts(texts, (name) => `--${name}`, "usage");
}

/** What `BARO_*` variables set, and a notice for each that looks like a misspelt one. */
export function layerOfEnvironment(env: Readonly<Record<string, string | undefined>>): {
  layer: SettingsLayer;
  notices: string[];
} {
  const texts = new Map<SettingName, string>();
  for (const name of settingNames) {
    const value = env[variableOf(name)];
    if (value === undefined || value === "") continue;
    // A list has one entry per line: commands hold commas and blanks.
    texts.set(name, name === "verify" ? value.trim().replaceAll("\n", "\0") : value);
  }
  const layer = readTexts(texts, variableOf, "config");
  for (const name of switchedOff) {
    const value = env[variableOf(name, "NO_")];
    if (value === undefined) continue;
    const { yes: off } = readTexts(new Map([["yes", value]]), () => variableOf(name, "NO_"), "config");
    if (off === true) Object.assign(layer, { [name]: name === "verify" ? [] : false });
  }
  return { layer, notices: misspelt(env) };
}

/** `--max-stories` is `BARO_MAX_STORIES`. */
function variableOf(name: SettingName, prefix: "" | "NO_" = ""): string {
  return `BARO_${prefix}${name.replaceAll("-", "_").toUpperCase()}`;
}

function misspelt(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = [
    ...Object.keys(readers).map((name) => variableOf(name as SettingName)),
    ...switchedOff.map((name) => variableOf(name, "NO_")),
    ...otherVariables,
  ].map((name) => name.slice("BARO_".length));
  return Object.keys(env)
    .filter((name) => name.startsWith("BARO_") && !known.includes(name.slice("BARO_".length)))
    .flatMap((name) => {
      const nearest = nearestName(name.slice("BARO_".length), known);
      return nearest === null ? [] : [`${name} sets nothing; did you mean BARO_${nearest}?`];
    });
}
