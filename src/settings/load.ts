import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { readNamedText, readPlainText } from "../host/read-plain.ts";
import { typedFor } from "../text/typed-command.ts";
import { optionsOf, type RunOptions } from "./options.ts";
import { type Places, placesOf } from "./paths.ts";
import { elsewhere, repositoryRoot } from "./repository-root.ts";
import { wholeSections } from "./rows-section.ts";
import { rowOf, type SettingName, type Settings, sectionOf } from "./table.ts";
import { type FlagValues, layerOfEnvironment, layerOfFlags, variableOf } from "./texts.ts";
import { isTrusted } from "./trust.ts";
import { admitUntrusted, namesAgent } from "./untrusted.ts";

/** What a repository's configuration file may be called, at the root of the working tree. */
export const repositoryConfigNames = ["baro.toml", ".baro.toml"] as const;

export interface Loaded {
  options: RunOptions;
  /** What the person should know about how the settings came about. */
  notices: string[];
}

/** Puts flags, environment, the repository's and the user's configuration and the defaults in order. */
export async function loadSettings(host: Host, flagValues: FlagValues): Promise<Loaded> {
  const places = placesOf(host);
  const flags = layerOfFlags(flagValues);
  const environment = layerOfEnvironment(host.env);
  const { config } = { ...environment.layer, ...flags };
  const cwd = existingFolder(startFolder(host, flagValues));
  const user = existsSync(places.userConfig) ? await readConfig(places.userConfig) : {};
  const files =
    config === undefined
      ? await fileLayers(host, { cwd, places }, [flags, environment.layer, user])
      : { layers: [await readConfig(resolve(host.cwd, config), readNamedText), user], notices: [] };
  const settings = mergeSettings([flags, environment.layer, ...files.layers]);
  return {
    options: optionsOf(host, settings, { flags, cwd, places }),
    notices: [...environment.notices, ...files.notices],
  };
}

/** The folder to work in: the one that is named, else the one that the person stands in. */
export function startFolder(host: Pick<Host, "cwd" | "env">, flagValues: FlagValues): string {
  return resolve(host.cwd, String(flagValues["cwd"] ?? (host.env[variableOf("cwd")] || ".")));
}

function existingFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new BaroError("usage", `Cannot work in "${folder}": there is no such folder`, {
    hint: "Go to a folder that exists, or name one with --cwd DIR",
  });
}

/** The configuration file of the repository that a folder belongs to, or null. Throws `config` when it has two. */
export function findRepositoryConfig(cwd: string): string | null {
  const root = repositoryRoot(cwd);
  if (root === null) return null;
  const found = repositoryConfigNames.map((name) => join(root, name)).filter((file) => existsSync(file));
  if (found.length > 1) {
    throw new BaroError("config", `Cannot choose between ${found.join(" and ")}: both would configure the repository`, {
      hint: "Keep one of them",
    });
  }
  return found[0] ?? null;
}

/** The repository's and the user's file in the order in which they count, which depends on trust. The user's is the last of what is `theirs`. */
async function fileLayers(
  host: Host,
  { cwd, places }: { cwd: string; places: Places },
  theirs: readonly Settings[],
): Promise<{ layers: Settings[]; notices: string[] }> {
  const user = theirs.at(-1) ?? {};
  const file = findRepositoryConfig(cwd);
  if (file === null) return { layers: [user], notices: [] };
  // Read once: what is trusted and what is used are the same text.
  const text = readText(file);
  const repository = await parseText(text, file);
  if (isTrusted(places.stateDir, file, text)) return { layers: [repository, user], notices: [] };
  const { above, below, refused } = admitUntrusted(repository, user, namesAgent(theirs));
  const layers = [above, user, below];
  if (refused.length === 0) return { layers, notices: [] };
  const names = refused.map((name) => `"${name}"`).join(", ");
  const notice = `${file} is not trusted, so ${names} in it ${refused.length === 1 ? "is" : "are"} left out; after a look: ${typedFor(elsewhere(host, cwd), "baro trust")}`;
  return { layers, notices: [notice] };
}

async function readConfig(file: string, read: (file: string) => string = readPlainText): Promise<Settings> {
  return parseText(readText(file, read), file);
}

/** The parser and the schema are loaded only where there is a file to read. */
async function parseText(text: string, file: string): Promise<Settings> {
  const { parseConfig } = await import("./config-file.ts");
  return parseConfig(text, file);
}

function readText(file: string, read: (file: string) => string = readPlainText): string {
  try {
    return read(file);
  } catch (error) {
    throw new BaroError("config", `Cannot read ${file}: ${messageOf(error, file)}`, {
      hint: "Name a configuration file that can be read; write one with: baro init",
      cause: error,
    });
  }
}

/** Puts what several sources set on top of each other: the first that sets a name wins. Of tiers, the first of each weight. */
function mergeSettings(layers: readonly Settings[]): Settings {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    const taken = new Set(Object.keys(merged).map((name) => sectionOf(name as SettingName)));
    for (const [name, value] of Object.entries(layer)) {
      const section = sectionOf(name as SettingName);
      if (section !== null && wholeSections.includes(section) && taken.has(section)) continue;
      if (rowOf(name as SettingName).kind.is === "tiers")
        merged[name] = { ...(value as object), ...(merged[name] ?? {}) };
      else if (!Object.hasOwn(merged, name)) merged[name] = value;
    }
  }
  return merged as Settings;
}
