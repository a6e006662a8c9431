import { describe, expect, test } from "bun:test";
import type { ArgsDef } from "citty";
import fc from "fast-check";
import { strictArguments, valuesOf } from "../../src/cli/strict.ts";
import { BaroError } from "../../src/core/error.ts";
import { flagsOf, repeatableFlags } from "../../src/settings/flags.ts";

const args = {
  goal: { type: "positional", required: false },
  ...flagsOf("mode", "yes", "input", "parallel", "verify", "no-verify", "json", "max-stories"),
} satisfies ArgsDef;
const rules = { command: "baro run", args: args as ArgsDef, repeatable: repeatableFlags, manyWords: true };

function failure(argv: string[], more: Partial<typeof rules> = {}): { message: string; hint: string | undefined } {
  try {
    strictArguments(argv, { ...rules, ...more });
  } catch (error) {
    if (error instanceof BaroError && error.code === "usage") return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error(`${argv.join(" ")} was accepted`);
}

test.each([
  [
    ["fix", "it"],
    ["--", "fix", "it"],
  ],
  [
    ["--mode", "parallel", "fix"],
    ["--mode=parallel", "--", "fix"],
  ],
  [
    ["--mode=parallel", "fix"],
    ["--mode=parallel", "--", "fix"],
  ],
  [
    ["fix", "-y", "it"],
    ["--yes", "--", "fix", "it"],
  ],
  [["--no-input"], ["--no-input", "--"]],
  [["--no-json"], ["--no-json", "--"]],
  [["--json=false"], ["--no-json", "--"]],
  [
    ["--mode", "focused", "--mode", "parallel"],
    ["--mode=parallel", "--"],
  ],
  [
    ["--", "--mode", "fix"],
    ["--", "--mode", "fix"],
  ],
  [["-"], ["--", "-"]],
  [
    ["--verify", "a b", "--verify=c"],
    ["--verify=a b\0c", "--"],
  ],
  [["--no-verify"], ["--verify=", "--"]],
])("strictArguments(%j) rewrites them without doubt", (argv, expected) => {
  expect(strictArguments(argv, rules)).toEqual(expected);
});

describe("strictArguments() fails when", () => {
  test("a flag is unknown, and names the nearest", () => {
    expect(failure(["--moode", "parallel", "fix"])).toEqual({
      message: "Cannot use --moode: baro run has no such flag",
      hint: "Did you mean --mode? See baro run --help",
    });
  });
  test("a goal begins as a flag, and says how to write it", () => {
    expect(failure(["--quiet prints too much"])).toEqual({
      message: 'Cannot use "--quiet prints too much": it begins as a flag, and baro run has no such one',
      hint: 'If it is the goal, write: baro run -- "--quiet prints too much"',
    });
  });
  test("a flag is unknown and near to none", () => {
    expect(failure(["--telemetry-endpoint=x"]).hint).toBe("See baro run --help");
  });
  test("a flag is written in camel case", () => {
    expect(failure(["--maxStories", "3"]).hint).toContain("--max-stories");
  });
  test("a flag that only switches off is switched on", () => {
    expect(failure(["--input"]).message).toBe("Cannot use --input: baro run has no such flag");
  });
  test("a value is missing at the end or before the next flag", () => {
    expect(failure(["--parallel"]).message).toBe("Cannot use --parallel: its value is missing");
    expect(failure(["--mode", "--json"]).message).toBe(
      "Cannot use --mode: its value is missing (auto, focused, sequential, parallel)",
    );
  });
  test("a value is none of the allowed ones", () => {
    expect(failure(["--mode", "paralell"])).toEqual({
      message: 'Cannot use --mode "paralell": it is none of auto, focused, sequential, parallel',
      hint: "Did you mean --mode parallel?",
    });
  });
  test("a switch is given a value", () => {
    expect(failure(["--json=pretty"]).message).toBe("Cannot use --json=pretty: the flag takes no value");
  });
  test("a check is empty, or checks are both given and forbidden", () => {
    expect(failure(["--verify", ""]).message).toBe("Cannot use --verify: its value is empty");
    expect(failure(["--no-verify", "--verify", "a"]).message).toBe("Cannot use --verify and --no-verify together");
  });
  test("there are more words than places", () => {
    expect(failure(["stop", "the", "flicker"], { command: "baro show", manyWords: false })).toEqual({
      message: 'Cannot read "the flicker": baro show takes no such argument',
      hint: 'If these words are the goal, write: baro run "show stop the flicker"',
    });
  });
  test("a word is missing", () => {
    const needed = { ...args, goal: { type: "positional" } } as ArgsDef;
    expect(failure([], { args: needed }).message).toBe("Cannot run baro run: GOAL is missing");
  });
});

test("an unknown flag never becomes a word, whatever stands around it", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const unknown = fc.stringMatching(/^--[a-z]{2,12}$/).filter((flag) => !isKnown(flag.slice(2)));
  fc.assert(
    fc.property(fc.array(word), unknown, fc.array(word), (before, flag, after) => {
      expect(failure([...before, flag, ...after]).message).toStartWith(`Cannot use ${flag}: `);
    }),
  );
});

function isKnown(name: string): boolean {
  return Object.hasOwn(args, name) || Object.hasOwn(args, name.replace(/^no-/, ""));
}

test("valuesOf() gives back every value of a repeated flag", () => {
  const command = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "" && !text.includes("\0"));
  fc.assert(
    fc.property(fc.array(command, { minLength: 1 }), (commands) => {
      const [joined] = strictArguments(
        commands.map((text) => `--verify=${text}`),
        rules,
      );
      expect(valuesOf(joined?.slice("--verify=".length))).toEqual(commands);
    }),
  );
});
