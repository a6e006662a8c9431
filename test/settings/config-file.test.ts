import { describe, expect, test } from "bun:test";
import { BaroError } from "../../src/core/error.ts";
import { parseConfig } from "../../src/settings/config-file.ts";
import { configTemplate } from "../../src/settings/config-template.ts";
import { configSchema } from "../../src/settings/schema.ts";
import type { Settings } from "../../src/settings/table.ts";

function failure(text: string): { message: string; hint: string | undefined } {
  try {
    parseConfig(text, "baro.toml");
  } catch (error) {
    if (error instanceof BaroError && error.code === "config") return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("The configuration was accepted");
}

test("parseConfig() reads every key", () => {
  const text = `
mode = "parallel"
agent = "claude:opus"
planner = "openai:small"
intake = "rules"
parallel = 3
max-stories = 9
deliver = "branch"
base = "develop"
include-dirty = true
verify = ["npm test", "npm run lint"]
max-tokens = 2_000_000
max-usd = 5
timeout = "1h30m"
wait-for-reset = true
sandbox = true
strict = true
keep = true
quiet = false
verbose = true
color = false
notify = "say done"
setup = ["make deps"]
keep-worktrees = "3d"
trailers = false
[tier]
light = "pi"
heavy = "acp:big --agent"
[endpoint]
base-url = "http://127.0.0.1:11434/v1"
api-key-env = "MY_KEY"
[agents]
silence = "5m"
tool = "20m"
max-turns = 50
instructions = "Be brief"
effort = "low"
[delivery]
target = "develop"
labels = ["baro"]
draft = true
title = "{title}"
forge = "gitlab"
api-url = "https://git.example.com/api/v4"
max-file-bytes = 1000
allow = ["fixtures/"]
`;
  expect(parseConfig(text, "baro.toml")).toEqual({
    mode: "parallel",
    agent: { name: "claude", model: "opus", command: null },
    planner: { name: "openai", model: "small", command: null },
    intake: "rules",
    parallel: 3,
    "max-stories": 9,
    deliver: "branch",
    base: "develop",
    "include-dirty": true,
    verify: ["npm test", "npm run lint"],
    "max-tokens": 2_000_000,
    "max-usd": 5,
    timeout: 5_400_000,
    "wait-for-reset": true,
    sandbox: true,
    strict: true,
    keep: true,
    quiet: false,
    verbose: true,
    color: false,
    notify: "say done",
    setup: ["make deps"],
    "keep-worktrees": 259_200_000,
    trailers: false,
    tier: {
      light: { name: "pi", model: null, command: null },
      heavy: { name: "acp", model: null, command: "big --agent" },
    },
    "endpoint.base-url": "http://127.0.0.1:11434/v1",
    "endpoint.api-key-env": "MY_KEY",
    "agents.silence": 300_000,
    "agents.tool": 1_200_000,
    "agents.max-turns": 50,
    "agents.instructions": "Be brief",
    "agents.effort": "low",
    "delivery.target": "develop",
    "delivery.labels": ["baro"],
    "delivery.draft": true,
    "delivery.title": "{title}",
    "delivery.forge": "gitlab",
    "delivery.api-url": "https://git.example.com/api/v4",
    "delivery.max-file-bytes": 1000,
    "delivery.allow": ["fixtures/"],
  });
});

test("an empty file sets nothing, and verify = false means no checks", () => {
  expect(parseConfig("# nothing\n", "baro.toml")).toEqual({});
  expect(parseConfig("verify = false", "baro.toml")).toEqual({ verify: [] });
});

describe("parseConfig() fails with the line, the key and the way out on", () => {
  test.each([
    [
      "an unknown key",
      '# baro\nmdoe = "auto"\n',
      'Cannot use "mdoe" in baro.toml:2: the key is unknown',
      'Did you mean "mode"?',
    ],
    [
      "an unknown key of a table",
      "[agents]\n\nmax_turns = 3\n",
      'Cannot use "agents.max_turns" in baro.toml:3: the key is unknown',
      'Did you mean "max-turns"?',
    ],
    [
      "an unknown weight",
      '[tier]\nheavvy = "pi"\n',
      'Cannot use "tier.heavvy" in baro.toml:2: the key is unknown',
      'Did you mean "heavy"?',
    ],
    [
      "an unknown table",
      "strict = true\n[hook]\nafter = 1\n",
      'Cannot use "hook" in baro.toml:2: the key is unknown',
      undefined,
    ],
    [
      "a value off the list",
      '\n\nmode = "fast"',
      'Cannot use "mode" = "fast" in baro.toml:3: it must be one of auto, focused, sequential, parallel',
      undefined,
    ],
    [
      "a wrong type",
      'parallel = "four"',
      'Cannot use "parallel" = "four" in baro.toml:1: it must be a whole number above 0, such as 4',
      undefined,
    ],
    [
      "a number out of range",
      "max-stories = 0",
      'Cannot use "max-stories" = 0 in baro.toml:1: it must be a whole number above 0, such as 4',
      undefined,
    ],
    [
      "a bad duration",
      'timeout = "soon"',
      'Cannot use "timeout" = "soon" in baro.toml:1: it must be a duration such as 90s, 15m or 2h',
      undefined,
    ],
    [
      "an unknown agent",
      'agent = "clod"',
      'Cannot use "agent" = "clod" in baro.toml:1: it names no agent that baro knows',
      "Known agents: claude, codex, opencode, pi, openai, demo, acp:COMMAND",
    ],
    [
      "a misspelt agent",
      'planner = "claud:opus"',
      'Cannot use "planner" = "claud:opus" in baro.toml:1: it names no agent that baro knows',
      "Did you mean claude? Known agents: claude, codex, opencode, pi, openai, demo, acp:COMMAND",
    ],
    [
      "an agent without its command",
      '[tier]\nlight = "acp:"',
      'Cannot use "tier.light" = "acp:" in baro.toml:2: it names no command after acp:',
      "Write acp:COMMAND",
    ],
    [
      "neither a switch nor its third value",
      '[delivery]\ndraft = "maybe"',
      'Cannot use "delivery.draft" = "maybe" in baro.toml:2: it must be one of true, false, auto',
      undefined,
    ],
    [
      "a fraction of an agent",
      "parallel = 1.5",
      'Cannot use "parallel" = 1.5 in baro.toml:1: it must be a whole number above 0, such as 4',
      undefined,
    ],
    [
      "an empty text",
      'base = " "',
      'Cannot use "base" = " " in baro.toml:1: it must be the name of one commit or branch, such as main',
      undefined,
    ],
    [
      "a text for a switch",
      'strict = "yes"',
      'Cannot use "strict" = "yes" in baro.toml:1: it must be true or false',
      undefined,
    ],
    [
      "an address that is none",
      '[endpoint]\nbase-url = "ftp://x"',
      'Cannot use "endpoint.base-url" = "ftp://x" in baro.toml:2: it must be an address that begins with http:// or https://, such as http://localhost:8080/v1',
      undefined,
    ],
    [
      "checks that are none",
      "verify = true",
      'Cannot use "verify" = true in baro.toml:1: it must be a list of commands, or false for none',
      undefined,
    ],
    ["text that is no TOML", 'mode = "auto"\nparallel = = 3\n', "Cannot read baro.toml:2: ", undefined],
    ["a key given twice", 'mode = "auto"\nmode = "focused"\n', "Cannot read baro.toml:2: ", undefined],
  ])("%s", (_name, text, message, hint) => {
    const failed = failure(text);
    expect(failed.message).toStartWith(message);
    if (hint !== undefined) expect(failed.hint).toBe(hint);
  });
});

describe("configTemplate()", () => {
  test("sets nothing unless it was chosen", () => {
    expect(parseConfig(configTemplate({}, "repository"), "baro.toml")).toEqual({});
  });
  test("sets what was chosen", () => {
    const chosen: Settings = {
      mode: "focused",
      agent: { name: "claude", model: "opus", command: null },
      parallel: 2,
      verify: ['say "hi"', "npm test"],
      timeout: 90_000,
      "delivery.title": "{title}",
    };
    expect(parseConfig(configTemplate(chosen, "user"), "baro.toml")).toEqual(chosen);
  });
  test("explains every key that a file can hold, and every example in it is valid", () => {
    const text = configTemplate({}, "repository");
    const shown = text.replace(/^# (?=\[|[a-z-]+ = )/gm, "");
    expect(() => parseConfig(shown, "baro.toml")).not.toThrow();
    for (const key of Object.keys(configSchema.shape)) {
      expect(shown).toMatch(new RegExp(`^(${key} = |\\[${key}\\])`, "m"));
    }
  });
});
