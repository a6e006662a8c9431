import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Form, readArguments } from "../../src/cli/arguments.ts";
import { BaroError } from "../../src/core/error.ts";
import { flagsOf } from "../../src/settings/flags.ts";

const goal = { name: "goal", needed: false, help: "The goal" };
const form: Form = { command: "baro run", words: [goal], manyWords: true, flags: flagsOf("run") };

function failure(argv: string[], more: Partial<Form> = {}): { message: string; hint: string | undefined } {
  try {
    readArguments(argv, { ...form, ...more });
  } catch (error) {
    if (error instanceof BaroError && error.code === "usage") return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error(`${argv.join(" ")} was accepted`);
}

test.each([
  [["fix", "it"], {}, ["fix", "it"]],
  [["--mode", "parallel", "fix"], { mode: "parallel" }, ["fix"]],
  [["--mode=parallel", "fix"], { mode: "parallel" }, ["fix"]],
  [["fix", "-y", "it"], { yes: true }, ["fix", "it"]],
  [["--no-input"], { input: false }, []],
  [["--no-json"], { json: false }, []],
  [["--json=false"], { json: false }, []],
  [["--mode", "focused", "--mode", "parallel"], { mode: "parallel" }, []],
  [["--", "--mode", "fix"], {}, ["--mode", "fix"]],
  [["-"], {}, ["-"]],
  [["--verify", "a b", "--verify=c"], { verify: ["a b", "c"] }, []],
  [["--no-verify"], { verify: false }, []],
  [["--no-setup", "--no-verify"], { setup: false, verify: false }, []],
])("readArguments(%j)", (argv, flags, words) => {
  expect(readArguments(argv, form)).toEqual({ flags, words });
});

describe("readArguments() fails when", () => {
  test("a flag is unknown, and names the nearest", () => {
    expect(failure(["--moode", "parallel", "fix"])).toEqual({
      message: "Cannot use --moode: baro run has no such flag",
      hint: "Did you mean --mode? See baro run --help",
    });
  });
  test.each([
    ["--hlep", "--help"],
    ["--verison", "--version"],
  ])("%s is typed for a flag that every command has", (typed, meant) => {
    expect(failure([typed]).hint).toBe(`Did you mean ${meant}? See baro run --help`);
  });
  test("a goal begins as a flag, and says how to write it", () => {
    expect(failure(["--quiet prints too much"])).toEqual({
      message: 'Cannot use "--quiet prints too much": it looks like a flag, and baro run has no such flag',
      hint: 'If it is the goal, write: baro run -- "--quiet prints too much"',
    });
  });
  test("a flag is unknown and near to none", () => {
    expect(failure(["--telemetry-endpoint=x"]).hint).toBe("See baro run --help");
  });
  test.each(["-x", "-n", "-Y", "-h1", "--y", "-u3"])(
    "%s is unknown, and nobody is led to agree to everything",
    (typed) => {
      expect(failure([typed]).hint).not.toMatch(/-y\b|--yes/);
    },
  );
  test("a long flag has one dash, and is named whole", () => {
    expect(failure(["-mode", "parallel"])).toEqual({
      message: "Cannot use -mode: baro run has no such flag",
      hint: "Did you mean --mode? See baro run --help",
    });
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
      message: 'Cannot use --mode "paralell": it must be one of auto, focused, sequential, parallel',
      hint: "Did you mean --mode parallel?",
    });
  });
  test("a switch is given a value", () => {
    expect(failure(["--json=pretty"]).message).toBe("Cannot use --json=pretty: the flag takes no value");
  });
  test("checks are both given and forbidden", () => {
    expect(failure(["--no-verify", "--verify", "a"]).message).toBe("Cannot use --verify and --no-verify together");
    expect(failure(["--verify", "a", "--no-verify"]).message).toBe("Cannot use --verify and --no-verify together");
  });
  test("there are more words than places", () => {
    expect(failure(["stop", "the", "flicker"], { command: "baro show", manyWords: false })).toEqual({
      message: 'Cannot use "the flicker": baro show takes no such argument',
      hint: 'If these words are the goal, write: baro run "show stop the flicker"',
    });
  });
  test("a word is missing", () => {
    expect(failure([], { words: [{ ...goal, needed: true }] }).message).toBe("Cannot run baro run: GOAL is missing");
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
  return flagsOf("run").some((flag) => flag.name === name.replace(/^no-/, ""));
}

test("every value of a repeated flag arrives as it was written", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (commands) => {
      const argv = commands.map((text) => `--verify=${text}`);
      expect(readArguments(argv, form).flags).toEqual({ verify: commands });
    }),
  );
});
