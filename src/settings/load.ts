import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import type { RunOptions } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { mergeSettings, type SettingsLayer, settingsNeedingTrust, withoutSettings } from "./config.ts";
import { optionsOf } from "./options.ts";
import { type Places, placesOf } from "./paths.ts";
import { layerOfEnvironment, layerOfFlags } from "./texts.ts";

/** What a repository's configuration file may be called, at the root of the working tree. */
export const repositoryConfigNames = ["baro.toml", ".baro.toml"] as const;

export interface Loaded {
  options: RunOptions;
  /** What the person should know about how the settings came about. */
  notices: string[];
}

/** Puts flags, environment, the repository's and the user's configuration and the defaults in order. */
export async function loadSettings(host: Host, args: Readonly<Record<string, unknown>>): Promise<Loaded> {
  const places = placesOf(host);
  const cwd = folderOf(host, args["cwd"]);
  const flags = layerOfFlags(args);
  const environment = layerOfEnvironment(host.env);
  const named = args["config"] ?? host.env["BARO_CONFIG"];
  const repository =
    typeof named === "string"
      ? { layer: await readConfig(resolve(host.cwd, named)), notices: [] }
      : await repositoryLayer(cwd, places);
  const user = existsSync(places.userConfig) ? await readConfig(places.userConfig) : {};
  const settings = mergeSettings([flags, environment.layer, repository.layer, user]);
  return {
    options: optionsOf(host, settings, { flags: args, cwd, places }),
    notices: [...environment.notices, ...repository.notices],
  };
}

function folderOf(host: Host, flag: unknown): string {
  const chosen = typeof flag === "string" ? flag : host.env["BARO_CWD"];
  const folder = resolve(host.cwd, chosen ?? ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new BaroError("usage", `Cannot work in "${folder}": it is no folder`, { hint: "Name a folder with --cwd DIR" });
}

/** The root of the working tree that a folder belongs to, or null. */
export function repositoryRoot(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isRepositoryRoot(folder)) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** A worktree's `.git` is a file; a folder of that name without a HEAD is no repository, and git passes it too. */
function isRepositoryRoot(folder: string): boolean {
  const found = statSync(join(folder, ".git"), { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() || existsSync(join(folder, ".git", "HEAD")));
}

/** The configuration file of the repository that a folder belongs to, or null. Throws `config` when it has two. */
export function findRepositoryConfig(cwd: string): string | null {
  const root = repositoryRoot(cwd);
  if (root === null) return null;
  const found = repositoryConfigNames.map((name) => join(root, name)).filter((file) => existsSync(file));
  if (found.length > 1) {
    throw new BaroError("config", `Cannot choose between ${found.join(" and ")}: both configure the repository`, {
      hint: "Keep one of them",
    });
  }
  return found[0] ?? null;
}

async function repositoryLayer(cwd: string, places: Places): Promise<{ layer: SettingsLayer; notices: string[] }> {
  const file = findRepositoryConfig(cwd);
  if (file === null) return { layer: {}, notices: [] };
  const layer = await readConfig(file);
  const needing = settingsNeedingTrust(layer);
  if (needing.length === 0) return { layer, notices: [] };
  const { isTrusted } = await import("../store/trust.ts");
  if (isTrusted(places.stateDir, file, readText(file))) return { layer, notices: [] };
  const names = needing.map((name) => `"${name}"`).join(", ");
  const notice = `${file} is not trusted, so ${names} in it ${needing.length === 1 ? "is" : "are"} left out; after a look: baro trust`;
  return { layer: withoutSettings(layer, needing), notices: [notice] };
}

/** The parser and the schema are loaded only where there is a file to read. */
async function readConfig(file: string): Promise<SettingsLayer> {
  const { parseConfig } = await import("./config-file.ts");
  return parseConfig(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BaroError("config", `Cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}
