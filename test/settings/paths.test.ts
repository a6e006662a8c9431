import { expect, test } from "bun:test";
import { placesOf } from "../../src/settings/paths.ts";

test.each([
  [
    "linux",
    { HOME: "/home/ada" },
    ["/home/ada/.local/state/baro", "/home/ada/.cache/baro", "/home/ada/.config/baro/config.toml"],
  ],
  [
    "linux",
    { HOME: "/home/ada", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "/c", XDG_CONFIG_HOME: "/f" },
    ["/s/baro", "/c/baro", "/f/baro/config.toml"],
  ],
  ["linux", { HOME: "/h", BARO_HOME: "/b" }, ["/b", "/h/.cache/baro", "/h/.config/baro/config.toml"]],
  [
    "darwin",
    { HOME: "/Users/ada" },
    [
      "/Users/ada/Library/Application Support/baro",
      "/Users/ada/Library/Caches/baro",
      "/Users/ada/.config/baro/config.toml",
    ],
  ],
  [
    "win32",
    { LOCALAPPDATA: "C:\\L", APPDATA: "C:\\R" },
    ["C:\\L\\baro", "C:\\L\\Cache\\baro", "C:\\R\\baro\\config.toml"],
  ],
])("placesOf() on %s with %j", (platform, env, [stateDir = "", cacheDir = "", userConfig = ""]) => {
  expect(placesOf({ platform, env })).toEqual({ stateDir, cacheDir, userConfig });
});

test.each([
  ["linux", {}, "HOME is not set"],
  ["win32", {}, "LOCALAPPDATA is not set"],
  ["linux", { HOME: "/h", BARO_HOME: "state" }, 'Cannot use BARO_HOME="state": the path is relative'],
  ["linux", { HOME: "/h", XDG_CACHE_HOME: "../c" }, 'Cannot use XDG_CACHE_HOME="../c": the path is relative'],
])("placesOf() on %s with %j fails", (platform, env, message) => {
  expect(() => placesOf({ platform, env })).toThrow(message);
});
