import { expect, test } from "bun:test";
import { chooseAgent, outOf } from "../../src/conduct/choose-agent.ts";
import type { StoryAgent } from "../../src/conduct/effects.ts";
import { afterTrouble, newProvider, type ProviderState } from "../../src/conduct/governor.ts";

const agent = (name: string, provider = name): StoryAgent => ({ name, model: null, provider });
const [a, b, c] = [agent("a"), agent("b"), agent("c")];
const policy = { parallelism: 4, waitForReset: false };
const at = { now: 1000, waitForReset: false };
type Kind = Parameters<typeof afterTrouble>[1]["kind"];

/** A provider after these troubles, all at the same time. */
function after(kinds: Kind[], resetInMs: number | null = null, waitForReset = false): ProviderState {
  const trouble = (kind: Kind) => ({ kind, message: `${kind}!`, resetInMs });
  let state = newProvider(policy);
  for (const [index, kind] of kinds.entries()) {
    // Each is a trouble of its own: the wait of the one before is over.
    const rested = { ...state, blockedUntil: 0 };
    state = afterTrouble(rested, trouble(kind), 1, { ...policy, waitForReset }, 1000 + index);
  }
  return state;
}

test.each([
  ["nothing", [], null, false, null],
  ["a usage limit", ["usage_limit"], null, false, "usage_limit!"],
  ["a usage limit whose end is waited for", ["usage_limit"], 60 * 60_000, true, null],
  ["an expired sign-in", ["auth"], null, true, "auth!"],
  ["one overload", ["overloaded"], null, false, null],
  ["three overloads in a row", ["overloaded", "overloaded", "overloaded"], null, false, "overloaded!"],
  ["a rate limit of a minute", ["rate_limit"], 60_000, false, null],
  ["a rate limit of an hour", ["rate_limit"], 60 * 60_000, false, "rate_limit!"],
  ["a rate limit of an hour that is waited for", ["rate_limit"], 60 * 60_000, true, null],
] as const)("a provider after %s is out: %#", (_, kinds, resetInMs, waitForReset, expected) => {
  expect(outOf(after([...kinds], resetInMs, waitForReset), 1002, waitForReset)).toBe(expected);
});

test("a story stays with its agent, and goes to the first whose provider takes somebody", () => {
  const limited = after(["usage_limit"]);
  const choose = (states: Record<string, ProviderState>, before: StoryAgent | null) =>
    chooseAgent([a, b, c], before, new Map(Object.entries(states)), at);
  expect(choose({}, null)).toEqual({ agent: a, why: "" });
  expect(choose({}, b)).toEqual({ agent: b, why: "" });
  expect(choose({ a: limited }, null)).toEqual({ agent: b, why: "usage_limit!" });
  expect(choose({ a: limited, b: after(["auth"]) }, a)).toEqual({ agent: c, why: "usage_limit!" });
  expect(choose({ b: limited }, b)).toEqual({ agent: a, why: "usage_limit!" });
  // Nobody is left: it waits with whom it has.
  expect(choose({ a: limited, b: limited, c: limited }, b)).toEqual({ agent: b, why: "" });
});

test("agents of one provider are out together", () => {
  const [first, second] = [agent("x", "same"), agent("y", "same")];
  const providers = new Map([["same", after(["usage_limit"])]]);
  expect(chooseAgent([first, second, c], first, providers, at)).toEqual({ agent: c, why: "usage_limit!" });
});
