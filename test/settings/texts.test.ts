import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseDuration } from "../../src/settings/duration.ts";
import { layerOfEnvironment, layerOfFlags } from "../../src/settings/texts.ts";

test.each([
  ["90s", 90_000],
  ["15m", 900_000],
  ["2h", 7_200_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  ["1d", 86_400_000],
  ["", null],
  ["0s", null],
  ["15", null],
  ["m", null],
  ["-5m", null],
  ["5 minutes", null],
  ["1h x", null],
])("parseDuration(%p)", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test("parseDuration() adds up what is written one after the other", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 50 }), (hours, minutes, seconds) => {
      const expected = ((hours * 60 + minutes) * 60 + seconds) * 1000;
      expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(expected);
    }),
  );
});

describe("layerOfFlags()", () => {
  test("takes only what was given", () => {
    expect(layerOfFlags({})).toEqual({});
    expect(layerOfFlags({ mode: "parallel", "max-stories": "7", timeout: "2h", input: false, goal: "x" })).toEqual({
      mode: "parallel",
      maxStories: 7,
      timeoutMs: 7_200_000,
      input: false,
    });
  });
  test("reads agents with their models and command lines", () => {
    expect(layerOfFlags({ agent: "claude:opus", planner: "acp:my-agent --fast" })).toEqual({
      agent: { name: "claude", model: "opus", command: null },
      planner: { name: "acp", model: null, command: "my-agent --fast" },
    });
  });
  test("reads tiers from one flag or from several", () => {
    const light = { name: "pi", model: null, command: null };
    const heavy = { name: "codex", model: "x", command: null };
    expect(layerOfFlags({ tier: "light=pi,heavy=codex:x" })).toEqual({ tier: { light, heavy } } as object);
    expect(layerOfFlags({ tier: "light=pi\0heavy=codex:x" })).toEqual({ tier: { light, heavy } } as object);
  });
  test.each([
    [{ parallel: "0" }, 'Cannot use --parallel "0": it is no whole number above 0'],
    [{ parallel: "2.5" }, 'Cannot use --parallel "2.5": it is no whole number above 0'],
    [{ "max-usd": "-1" }, 'Cannot use --max-usd "-1": it is no amount above 0'],
    [{ timeout: "soon" }, 'Cannot use --timeout "soon": it is no duration such as 90s, 15m or 2h'],
    [{ base: "--upload-pack=x" }, 'Cannot use --base "--upload-pack=x": it is no name of a commit or branch'],
    [{ agent: "clod" }, 'Cannot use agent "clod": it is unknown (--agent)'],
    [
      { tier: "lihgt=pi" },
      'Cannot use --tier "lihgt=pi": it is no list such as light=NAME,heavy=NAME with light, standard, heavy',
    ],
  ])("fails on %j", (args, message) => {
    expect(() => layerOfFlags(args)).toThrow(message);
  });
});

describe("layerOfEnvironment()", () => {
  test("reads every flag's variable, and what is switched off", () => {
    const env = {
      BARO_MODE: "sequential",
      BARO_MAX_TOKENS: "200_000",
      BARO_YES: "1",
      BARO_NO_INPUT: "true",
      BARO_VERIFY: "npm test\nnpm run lint",
      BARO_WAIT_FOR_RESET: "off",
      PATH: "/bin",
    };
    expect(layerOfEnvironment(env)).toEqual({
      layer: {
        mode: "sequential",
        maxTokens: 200_000,
        yes: true,
        input: false,
        verify: ["npm test", "npm run lint"],
        waitForReset: false,
      },
      notices: [],
    });
  });
  test("takes an empty variable as unset, and BARO_NO_VERIFY as no checks", () => {
    expect(layerOfEnvironment({ BARO_MODE: "", BARO_NO_VERIFY: "yes" }).layer).toEqual({ verify: [] });
  });
  test("names the variable and what is allowed", () => {
    expect(() => layerOfEnvironment({ BARO_MODE: "fast" })).toThrow(
      'Cannot use BARO_MODE "fast": it is none of auto, focused, sequential, parallel',
    );
    expect(() => layerOfEnvironment({ BARO_NO_INPUT: "perhaps" })).toThrow('Cannot use BARO_NO_INPUT "perhaps"');
  });
  test("says which variable looks misspelt, and leaves the others alone", () => {
    expect(layerOfEnvironment({ BARO_MDOE: "parallel", BARO_RUN_ID: "x", BARO_OF_MY_OWN_KIND: "y" })).toEqual({
      layer: {},
      notices: ["BARO_MDOE sets nothing; did you mean BARO_MODE?"],
    });
  });
});
