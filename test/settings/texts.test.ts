import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { duration } from "../../src/settings/kinds.ts";
import { rowOf, settingNames } from "../../src/settings/table.ts";
import { canBeOff, layerOfEnvironment, layerOfFlags, negativeOf, variableOf } from "../../src/settings/texts.ts";

test.each(["", "0s", "15", "m", "-5m", "5 minutes", "1h x"])("%j is no duration", (text) => {
  expect(() => duration.read(text)).toThrow("must be a duration such as 90s, 15m or 2h");
});

test("a duration is read back as it is written", () => {
  fc.assert(fc.property(fc.integer({ min: 1 }), (ms) => expect(duration.read(duration.render(ms))).toBe(ms)));
  expect([90_000, 7_200_000, 14 * 86_400_000].map(duration.render)).toEqual(["90s", "2h", "14d"]);
});

describe("layerOfFlags()", () => {
  test("takes only what was given", () => {
    expect(layerOfFlags({})).toEqual({});
    expect(layerOfFlags({ mode: "parallel", "max-stories": "7", timeout: "2h", input: false, goal: "x" })).toEqual({
      mode: "parallel",
      "max-stories": 7,
      timeout: 7_200_000,
      input: false,
    });
  });
  test("reads agents with their models and command lines", () => {
    expect(layerOfFlags({ agent: "claude:opus", planner: "acp:my-agent --fast" })).toEqual({
      agent: { name: "claude", model: "opus", command: null },
      planner: { name: "acp", model: null, command: "my-agent --fast" },
    });
  });
  test("reads who takes over, for all stories or for those of one weight", () => {
    const codex = { name: "codex", model: "x", command: null };
    const acp = { name: "acp", model: null, command: "my agent", weight: "heavy" };
    expect(layerOfFlags({ fallback: ["codex:x", "heavy=acp:my agent"] })).toEqual({ fallback: [codex, acp] } as object);
  });

  test("reads tiers from one flag or from several", () => {
    const light = { name: "pi", model: null, command: null };
    const heavy = { name: "codex", model: "x", command: null };
    expect(layerOfFlags({ tier: "light=pi,heavy=codex:x" })).toEqual({ tier: { light, heavy } } as object);
    expect(layerOfFlags({ tier: ["light=pi", "heavy=codex:x"] })).toEqual({ tier: { light, heavy } } as object);
  });
  test.each([
    [{ parallel: "0" }, 'Cannot use --parallel "0": it must be a whole number above 0, such as 4'],
    [{ parallel: "2.5" }, 'Cannot use --parallel "2.5": it must be a whole number above 0, such as 4'],
    [{ "max-usd": "-1" }, 'Cannot use --max-usd "-1": it must be an amount above 0, such as 2.50'],
    [{ timeout: "soon" }, 'Cannot use --timeout "soon": it must be a duration such as 90s, 15m or 2h'],
    [
      { base: "--upload-pack=x" },
      'Cannot use --base "--upload-pack=x": it must be the name of one commit or branch, such as main',
    ],
    [{ agent: "opencode:--share" }, 'Cannot use --agent "opencode:--share": it has an impossible model name'],
    [{ tier: "heavy=pi:x\u001b[2J" }, "it has an impossible model name"],
    [{ agent: "clod" }, 'Cannot use --agent "clod": it names no agent that baro knows'],
    [
      { tier: "lihgt=pi" },
      'Cannot use --tier "lihgt=pi": it must be a list such as light=NAME,heavy=NAME, of light, standard, heavy',
    ],
  ])("fails on %j", (args, message) => {
    expect(() => layerOfFlags(args)).toThrow(message);
  });
});

test.each([
  ["env", "A B"],
  ["env", "*"],
  ["env", "A*B"],
  ["env", "A=secret"],
  ["env", "1A"],
  ["base", "^main"],
  ["base", "main..dev"],
  ["base", "main...dev"],
  ["base", "--all"],
  ["base", "main^!"],
  ["base", "main^@"],
  ["base", ":/fix"],
  ["base", "a b"],
  ["base", "feature/*"],
  ["base", "a\nb"],
  ["branch", "^main"],
] as const)("--%s %j is no such name", (name, text) => {
  expect(() => rowOf(name).kind.read(text)).toThrow(/^must be the name of/);
});

test.each([
  "main",
  "HEAD~2",
  "HEAD^",
  "HEAD^2",
  "v1.0^{commit}",
  "HEAD@{2 days ago}",
  "@{u}",
  "@",
  "feature/a-b",
  "1a2b3c",
])("%j is one commit", (text) => {
  expect(rowOf("base").kind.read(text)).toBe(text);
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
        "max-tokens": 200_000,
        yes: true,
        input: false,
        verify: ["npm test", "npm run lint"],
        "wait-for-reset": false,
      },
      notices: [],
    });
  });
  test("takes an empty variable as unset", () => {
    expect(layerOfEnvironment({ BARO_MODE: "", BARO_VERIFY: "" }).layer).toEqual({});
  });
  test.each(settingNames.filter((name) => rowOf(name).from.includes("variable") && canBeOff(name)))(
    "%s is switched off by its negative variable",
    (name) => {
      const none = rowOf(name).kind.list === true ? [] : false;
      expect(layerOfEnvironment({ [negativeOf(name)]: "1" }).layer).toEqual({ [name]: none });
      expect(layerOfEnvironment({ [negativeOf(name)]: "0" }).layer).toEqual({});
    },
  );
  test.each(settingNames.filter((name) => rowOf(name).kind.is === "commands"))(
    "%s has one command per line",
    (name) => {
      const { layer } = layerOfEnvironment({ [variableOf(name)]: "false\n\n  make a, b \n" });
      expect(layer).toEqual({ [name]: ["false", "make a, b"] });
    },
  );
  test("names the variable and what is allowed", () => {
    expect(() => layerOfEnvironment({ BARO_MODE: "fast" })).toThrow(
      'Cannot use BARO_MODE "fast": it must be one of auto, focused, sequential, parallel',
    );
    expect(() => layerOfEnvironment({ BARO_NO_INPUT: "perhaps" })).toThrow('Cannot use BARO_NO_INPUT "perhaps"');
  });
  test("says which variable sets nothing, and what was meant where one is near", () => {
    const env = { BARO_MDOE: "parallel", BARO_MAX_TOKEN: "5", BARO_OF_MY_OWN_KIND: "y", BAROMETER: "z" };
    expect(layerOfEnvironment(env)).toEqual({
      layer: {},
      notices: [
        "BARO_MDOE sets nothing; did you mean BARO_MODE?",
        "BARO_MAX_TOKEN sets nothing; did you mean BARO_MAX_TOKENS?",
        "BARO_OF_MY_OWN_KIND sets nothing; baro has no such setting",
      ],
    });
  });
  test("nothing is said of a variable that baro sets for what it starts, or reads itself", () => {
    const src = join(import.meta.dirname, "../../src");
    const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
    const texts = files.map((name) => readFileSync(join(src, name), "utf8"));
    // As keys and in quotes; the build puts the commit in the place of its name.
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\b(BARO_[A-Z_]*[A-Z])(?:"|: )/g)].map(([, name]) => name ?? ""),
    );
    const own = named.filter((name) => name !== "BARO_COMMIT");
    expect(own).toEqual(expect.arrayContaining(["BARO_HOME", "BARO_EVENT", "BARO_BRANCH", "BARO_PORT_BASE"]));
    expect(layerOfEnvironment(Object.fromEntries(own.map((name) => [name, ""]))).notices).toEqual([]);
  });
});
