import { posix, win32 } from "node:path";
import { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";

export interface Places {
  /** Runs and what is trusted. */
  stateDir: string;
  /** Worktrees and what can be made again. */
  cacheDir: string;
  /** The user's own configuration file, there or not. */
  userConfig: string;
}

type Machine = Pick<Host, "env" | "platform">;

/** Where baro keeps things on this platform. Nothing is made here. */
export function placesOf(machine: Machine): Places {
  const { join } = machine.platform === "win32" ? win32 : posix;
  return {
    stateDir: setting(machine, "BARO_HOME") ?? join(stateRoot(machine), "baro"),
    cacheDir: join(cacheRoot(machine), "baro"),
    userConfig: join(configRoot(machine), "baro", "config.toml"),
  };
}

function stateRoot(machine: Machine): string {
  const chosen = setting(machine, "XDG_STATE_HOME");
  if (chosen !== null) return chosen;
  if (machine.platform === "win32") return windowsFolder(machine, "LOCALAPPDATA");
  return underHome(machine, machine.platform === "darwin" ? "Library/Application Support" : ".local/state");
}

function cacheRoot(machine: Machine): string {
  const chosen = setting(machine, "XDG_CACHE_HOME");
  if (chosen !== null) return chosen;
  if (machine.platform === "win32") return win32.join(windowsFolder(machine, "LOCALAPPDATA"), "Cache");
  return underHome(machine, machine.platform === "darwin" ? "Library/Caches" : ".cache");
}

function configRoot(machine: Machine): string {
  const chosen = setting(machine, "XDG_CONFIG_HOME");
  if (chosen !== null) return chosen;
  return machine.platform === "win32" ? windowsFolder(machine, "APPDATA") : underHome(machine, ".config");
}

/** A relative path in these variables would put state into whatever folder baro is started in. */
function setting(machine: Machine, name: string): string | null {
  const value = machine.env[name];
  if (value === undefined || value === "") return null;
  const { isAbsolute } = machine.platform === "win32" ? win32 : posix;
  if (isAbsolute(value)) return value;
  throw new BaroError("config", `Cannot use ${name}="${value}": the path is relative`, {
    hint: `Set ${name} to an absolute path`,
  });
}

function underHome(machine: Machine, folder: string): string {
  const home = setting(machine, "HOME");
  if (home !== null) return posix.join(home, folder);
  throw new BaroError("config", "Cannot find a place for baro's files: HOME is not set", {
    hint: "Set HOME, or XDG_STATE_HOME, XDG_CACHE_HOME and XDG_CONFIG_HOME",
  });
}

function windowsFolder(machine: Machine, name: "APPDATA" | "LOCALAPPDATA"): string {
  const folder = setting(machine, name);
  if (folder !== null) return folder;
  throw new BaroError("config", `Cannot find a place for baro's files: ${name} is not set`, {
    hint: `Set ${name}`,
  });
}
