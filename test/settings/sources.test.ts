import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { RunOptions } from "../../src/core/options.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { type SettingName, settingNames } from "../../src/settings/readers.ts";
import { aTerminal, testHost } from "../cli/test-host.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

interface Sample {
  /** As a flag or a variable. */
  text: string;
  /** In a file; null when no file may set it. */
  toml: string | null;
  option: keyof RunOptions;
  value: unknown;
}

const pi = { name: "pi", model: null, command: null };

/** For every setting, a value that is not its default. */
const samples: Record<SettingName, Sample> = {
  mode: { text: "parallel", toml: '"parallel"', option: "mode", value: "parallel" },
  agent: { text: "pi", toml: '"pi"', option: "agent", value: pi },
  planner: { text: "pi", toml: '"pi"', option: "planner", value: pi },
  tier: { text: "light=pi", toml: '{ light = "pi" }', option: "tiers", value: { light: pi } },
  intake: { text: "rules", toml: '"rules"', option: "intake", value: "rules" },
  parallel: { text: "9", toml: "9", option: "parallel", value: 9 },
  "max-stories": { text: "9", toml: "9", option: "maxStories", value: 9 },
  yes: { text: "true", toml: null, option: "yes", value: true },
  input: { text: "false", toml: null, option: "noInput", value: true },
  json: { text: "true", toml: null, option: "json", value: true },
  deliver: { text: "patch", toml: '"patch"', option: "deliver", value: "patch" },
  preview: { text: "true", toml: null, option: "deliver", value: "branch" },
  base: { text: "develop", toml: '"develop"', option: "base", value: "develop" },
  "include-dirty": { text: "true", toml: "true", option: "includeDirty", value: true },
  verify: { text: "make check", toml: '["make check"]', option: "verify", value: ["make check"] },
  "max-tokens": { text: "9", toml: "9", option: "maxTokens", value: 9 },
  "max-usd": { text: "0.5", toml: "0.5", option: "maxUsd", value: 0.5 },
  timeout: { text: "2m", toml: '"2m"', option: "timeoutMs", value: 120_000 },
  "wait-for-reset": { text: "true", toml: "true", option: "waitForReset", value: true },
  sandbox: { text: "true", toml: "true", option: "sandbox", value: true },
  strict: { text: "true", toml: "true", option: "strict", value: true },
  explain: { text: "true", toml: null, option: "explain", value: true },
  "dry-run": { text: "true", toml: null, option: "dryRun", value: true },
  keep: { text: "true", toml: "true", option: "keep", value: true },
  quiet: { text: "true", toml: "true", option: "quiet", value: true },
  verbose: { text: "true", toml: "true", option: "verbose", value: true },
  color: { text: "false", toml: "false", option: "color", value: false },
  setup: { text: "make deps", toml: '["make deps"]', option: "setup", value: ["make deps"] },
  "keep-worktrees": { text: "2d", toml: '"2d"', option: "keepWorktreesMs", value: 172_800_000 },
  trailers: { text: "false", toml: "false", option: "trailers", value: false },
  notify: { text: "say done", toml: '"say done"', option: "notify", value: "say done" },
};

/** Switches arrive as booleans from the command line, as texts from the environment. */
const flagValue = (text: string) => (text === "true" || text === "false" ? text === "true" : text);

describe.each(settingNames)("%s", (name) => {
  const { text, toml, option, value } = samples[name];
  const loaded = async (flags: Record<string, unknown>, env: Record<string, string>, user: string | null) => {
    using folder = scratchFolder();
    if (user !== null) writeFiles(folder.path, { ".config/baro/config.toml": user });
    const cwd = folder.path;
    const host = testHost({ cwd, env: { HOME: join(cwd), ...env }, terminal: aTerminal });
    return (await loadSettings(host, flags)).options[option] as unknown;
  };
  const switchedOff = name === "input" || name === "color";
  const variable = `BARO_${switchedOff ? "NO_" : ""}${name.replaceAll("-", "_").toUpperCase()}`;

  test("has another default", async () => {
    expect(await loaded({}, {}, null)).not.toEqual(value);
  });
  test("is set by a flag, or is none", async () => {
    if (["notify", "setup", "keep-worktrees", "trailers"].includes(name)) return;
    expect(await loaded({ [name]: flagValue(text) }, {}, null)).toEqual(value);
  });
  test("is set by its variable", async () => {
    expect(await loaded({}, { [variable]: switchedOff ? "1" : text }, null)).toEqual(value);
  });
  test(toml === null ? "is set by no file" : "is set by the user's file", async () => {
    const file = `${name} = ${toml ?? "true"}\n`;
    if (toml === null) await expect(loaded({}, {}, file)).rejects.toThrow("the key is unknown");
    else expect(await loaded({}, {}, file)).toEqual(value);
  });
});
