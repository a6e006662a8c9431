import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Mode, type ModeCost, modes } from "../../src/core/mode.ts";
import { boundMode } from "../../src/intake/bound.ts";
import { chooseMode } from "../../src/intake/choose-mode.ts";
import { cheapestMode, type ModeCosts, regret } from "../../src/intake/cost.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { factsWith } from "./known-facts.ts";

const shares = (focused: number, sequential: number, parallel: number) => ({ focused, sequential, parallel });
const places = (...names: string[]): NamedSurface[] =>
  names.map((mention) => ({ mention, path: `src/${mention}/`, files: 9, by: "list" }));
const decisiveAt = { focused: 0.5, sequential: 0.8 };

describe("the mode for these probabilities", () => {
  const choose = (probabilities: Record<Mode, number>, goal = "Rework it", surfaces: NamedSurface[] = [], more = {}) =>
    chooseMode({
      probabilities,
      goal: readGoalText(goal),
      facts: factsWith({ surfaces, units: 1, ...more }),
      decisiveAt,
    });
  test.each<[string, Record<Mode, number>, Mode, boolean]>([
    ["as sure as it has to be", shares(0.5, 0.4, 0.1), "focused", true],
    ["of two that are as likely, the cheaper one", shares(0.5, 0.5, 0), "focused", true],
    ["likely steps", shares(0.1, 0.8, 0.1), "sequential", true],
    ["steps that are not likely enough", shares(0.21, 0.79, 0), "sequential", false],
    ["nothing is likely", shares(0.45, 0.3, 0.25), "focused", false],
  ])("%s", (_what, probabilities, mode, decisive) => {
    expect(choose(probabilities)).toMatchObject({ mode, decisive, reason: null });
  });

  test("a fan-out that nothing was found for is no bet, unless it is likelier than not: then its bound is told", () => {
    const cheap = shares(0.45, 0.15, 0.4);
    expect(choose(cheap, "Polish auth and mail", places("auth", "mail")).mode).toBe("parallel");
    expect(choose(cheap)).toMatchObject({ mode: "focused", decisive: false, reason: null });
    expect(choose(shares(0.43, 0.12, 0.45))).toMatchObject({ mode: "focused", reason: null });
    const likely = choose(shares(0.3, 0.1, 0.6));
    expect(likely).toMatchObject({ mode: "sequential", decisive: false, probabilities: shares(0.3, 0.1, 0.6) });
    expect(likely.reason).toContain("none was found");
  });

  const list = "Document auth, billing and mail";
  const listed = places("auth", "billing", "mail");
  test("a fan-out is decisive where places are listed, and three of four times right", () => {
    expect(choose(shares(0.1, 0.15, 0.75), list, listed)).toMatchObject({ mode: "parallel", decisive: true });
    expect(choose(shares(0.1, 0.16, 0.74), list, listed).decisive).toBe(false);
    expect(choose(shares(0.05, 0.05, 0.9), "Document everything", listed).decisive).toBe(false);
  });

  test("one agent for each of many is never surely one story", () => {
    const goal = "A page each for peek, seek, skip, bucket and window";
    expect(choose(shares(0.9, 0.05, 0.05), goal).decisive).toBe(false);
    expect(choose(shares(0.1, 0.85, 0.05), goal).decisive).toBe(true);
  });

  test("where one file of the kind is all that was found, its one story is decisive once it is likely enough", () => {
    const goal = "test: polish login";
    const found = { namesakes: 1 };
    expect(choose(shares(0.1, 0.1, 0.8), goal, [], found)).toMatchObject({ mode: "focused", decisive: true });
    expect(choose(shares(0.03, 0.53, 0.44), goal, [], found).decisive).toBe(false);
  });
});

describe("a fan-out's bounds", () => {
  const bound = (mode: Mode, goal: string, different: Parameters<typeof factsWith>[0]) =>
    boundMode({
      mode,
      probabilities: shares(0.2, 0.1, 0.7),
      goal: readGoalText(goal),
      facts: factsWith({ units: 1, ...different }),
    });
  test.each<[string, string, Parameters<typeof factsWith>[0], Mode, string | null]>([
    ["two places", "Polish auth and mail", { surfaces: places("auth", "mail") }, "parallel", null],
    ["one place", "Polish auth", { surfaces: places("auth") }, "sequential", "only one was found: ordered steps"],
    ["no place", "Polish it", {}, "sequential", "none was found: ordered steps"],
    ["one file of its name", "test: polish login", { namesakes: 1 }, "focused", "only one file was found: one story"],
    [
      "a place, and a file of its name",
      "Polish auth",
      { surfaces: places("auth"), namesakes: 1 },
      "sequential",
      "only one was",
    ],
  ])("%s", (_what, goal, facts, mode, reason) => {
    const bounded = bound("parallel", goal, facts);
    expect(bounded.mode).toBe(mode);
    if (reason === null) expect(bounded).toMatchObject({ reason: null, signal: null });
    else expect(bounded.reason).toContain(reason);
  });

  test("what a fan-out loses goes to the mode instead, and the whole stays one", () => {
    expect(bound("parallel", "Polish it", {}).probabilities).toEqual(shares(0.2, expect.closeTo(0.8, 9) as never, 0));
    expect(bound("parallel", "test: polish login", { namesakes: 1 }).probabilities.focused).toBeCloseTo(0.9, 9);
  });

  test("a follow-up is one story, and surely so, whatever was suggested", () => {
    for (const mode of modes) {
      const { probabilities, ...bounded } = bound(mode, "Polish auth", { followUp: true });
      expect(bounded.mode).toBe("focused");
      expect(bounded.signal === null).toBe(mode === "focused");
      if (mode === "focused") continue;
      expect(probabilities.focused).toBeGreaterThan(0.9);
      expect(modes.reduce((sum, each) => sum + probabilities[each], 0)).toBeCloseTo(1, 9);
    }
  });
});

describe("what a wrong mode costs", () => {
  const anyCost: fc.Arbitrary<ModeCost> = fc.record({
    wall: fc.double({ min: 0.1, max: 9, noNaN: true }),
    tokens: fc.double({ min: 0.1, max: 9, noNaN: true }),
  });
  const anyCosts: fc.Arbitrary<ModeCosts> = fc.record({ focused: anyCost, sequential: anyCost, parallel: anyCost });
  test("it is told in runs of one agent: on a machine that takes twice as long it is the same", () => {
    fc.assert(
      fc.property(anyCosts, fc.constantFrom(...modes), fc.constantFrom(...modes), (costs, chosen, right) => {
        const slower = Object.fromEntries(
          modes.map((mode) => [mode, { wall: costs[mode].wall * 2, tokens: costs[mode].tokens * 3 }]),
        ) as unknown as ModeCosts;
        expect(regret(chosen, right, slower)).toBeCloseTo(regret(chosen, right, costs), 6);
        expect(regret(chosen, right, costs)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("of modes that cost the same the first is taken", () => {
    const one = { wall: 1, tokens: 1 };
    expect(cheapestMode(shares(1, 0, 0), { focused: one, sequential: one, parallel: one })).toBe("focused");
    const tie = cheapestMode(shares(0.5, 0, 0.5), {
      focused: one,
      sequential: one,
      parallel: { wall: 1, tokens: 1.001 },
    });
    expect(tie).toBe("focused");
  });
});
