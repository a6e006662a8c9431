import { expect, test } from "bun:test";
import { admit, afterSuccess, afterTrouble, newProvider, type ProviderState } from "../../src/conduct/governor.ts";
import type { AgentErrorKind } from "../../src/core/agent-event.ts";

const policy = { parallelism: 8, waitForReset: false };
const hit = (state: ProviderState, kind: AgentErrorKind, now: number, resetInMs: number | null = null, running = 8) =>
  afterTrouble(state, { kind, message: kind, resetInMs }, running, policy, now);

test("a rate limit stops everybody, halves the agents at once, and lets go after a while", () => {
  const state = hit(newProvider(policy), "rate_limit", 1000);
  expect(admit(state, 0, 1000)).toEqual({ kind: "at", at: 3000 });
  expect(admit(state, 3, 3000)).toEqual({ kind: "now" });
  expect(admit(state, 4, 3000)).toEqual({ kind: "later" });
});

test("agents that were hit by one burst are one trouble", () => {
  const one = hit(newProvider(policy), "rate_limit", 1000);
  const many = [1001, 1002, 1003].reduce((state, now) => hit(state, "rate_limit", now), one);
  expect(many).toMatchObject({ most: one.most, strikes: 1 });
});

test("each further trouble waits twice as long, up to five minutes", () => {
  let state = newProvider(policy);
  const waits: number[] = [];
  for (let now = 0, n = 0; n < 10; n++) {
    state = hit(state, "overloaded", now);
    waits.push(state.blockedUntil - now);
    now = state.blockedUntil;
  }
  expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16000]);
  expect(waits.at(-1)).toBe(300_000);
  expect(state.most).toBeGreaterThanOrEqual(1);
});

test("success brings the agents back one by one", () => {
  let state = hit(newProvider(policy), "rate_limit", 0);
  expect(state.most).toBe(4);
  for (let n = 0; n < 10; n++) state = afterSuccess(state, policy);
  expect(state).toMatchObject({ most: 8, strikes: 0 });
});

test("a reset time that the provider names is kept to", () => {
  expect(admit(hit(newProvider(policy), "rate_limit", 0, 45_000), 0, 10)).toEqual({ kind: "at", at: 45_000 });
});

test("a usage limit pauses, unless its reset is to be waited for, known, and before the run is over", () => {
  expect(admit(hit(newProvider(policy), "usage_limit", 0, 60_000), 0, 0)).toEqual({
    kind: "paused",
    why: "usage_limit",
  });
  const patient = { ...policy, waitForReset: true };
  const trouble = { kind: "usage_limit" as const, message: "usage_limit" };
  const known = afterTrouble(newProvider(patient), { ...trouble, resetInMs: 60_000 }, 1, patient, 5);
  expect(admit(known, 0, 5)).toEqual({ kind: "at", at: 60_005 });
  const unknown = afterTrouble(newProvider(patient), { ...trouble, resetInMs: null }, 1, patient, 5);
  expect(admit(unknown, 0, 5).kind).toBe("paused");
  const short = { ...patient, endsAt: 30_000 };
  const outlasting = afterTrouble(newProvider(short), { ...trouble, resetInMs: 60_000 }, 1, short, 5);
  expect(admit(outlasting, 0, 5).kind).toBe("paused");
});

test("a reset that is over and has lifted nothing is tried more and more rarely", () => {
  const patient = { ...policy, waitForReset: true };
  let state = newProvider(patient);
  const waits: number[] = [];
  for (let now = 0, n = 0; n < 4; n++) {
    state = afterTrouble(state, { kind: "usage_limit", message: "usage_limit", resetInMs: 0 }, 1, patient, now);
    waits.push(state.blockedUntil - now);
    now = state.blockedUntil;
  }
  expect(waits).toEqual([2000, 4000, 8000, 16000]);
});

test.each([0, -7, 30])(
  "a reset in %p ms that lifts nothing is kept to once, then waited for longer and longer",
  (resetInMs) => {
    let state = newProvider(policy);
    const waits: number[] = [];
    for (let now = 0, n = 0; n < 4; n++) {
      state = hit(state, "rate_limit", now, resetInMs);
      waits.push(state.blockedUntil - now);
      now = state.blockedUntil;
    }
    expect(waits).toEqual([Math.max(0, resetInMs), 4000, 8000, 16000]);
  },
);

test.each<[AgentErrorKind, number, "at" | "paused"]>([
  ["rate_limit", 3_600_000, "at"],
  ["rate_limit", 3_600_001, "paused"],
  ["overloaded", 86_400_000, "paused"],
])("%s that is over in %p ms: %s", (kind, resetInMs, admission) => {
  expect(admit(hit(newProvider(policy), kind, 0, resetInMs), 0, 0).kind).toBe(admission);
});

test("a sign-in that is refused is refused for everybody; a crash is nobody else's business", () => {
  expect(admit(hit(newProvider(policy), "auth", 0), 0, 0)).toEqual({ kind: "refused", why: "auth" });
  expect(hit(newProvider(policy), "crash", 0)).toEqual(newProvider(policy));
});

test.each([
  // running, most before, most after
  [8, 8, 4],
  [5, 8, 2],
  [3, 8, 1],
  [1, 8, 1],
  [0, 8, 1],
])("with %p at work of %p at most, a trouble leaves %p", (running, most, after) => {
  expect(hit({ ...newProvider(policy), most }, "network", 0, null, running).most).toBe(after);
});

test.each<[AgentErrorKind, number | null, number, number]>([
  // kind, reset, blocked until before, and after; the trouble comes at 1000
  ["rate_limit", null, 0, 3000],
  ["rate_limit", 500, 0, 1500],
  ["rate_limit", -500, 0, 1000],
  ["rate_limit", 500, 9000, 9000],
  ["overloaded", 20_000, 9000, 21_000],
])("%s with a reset in %p ms, blocked until %p: until %p", (kind, reset, before, after) => {
  const state = hit({ ...newProvider(policy), blockedUntil: before, strikes: before === 0 ? 0 : 1 }, kind, 1000, reset);
  expect(state).toMatchObject({ blockedUntil: after, strikes: 1, trouble: kind });
});

test.each<[number | undefined, number, "paused" | "at"]>([
  [undefined, 60_000, "at"],
  [61_001, 60_000, "at"],
  [61_000, 60_000, "paused"],
  [10_000, 60_000, "paused"],
])("a run that ends at %p and a usage limit that is over in %p ms: %s", (endsAt, resetInMs, kind) => {
  const patient = { ...policy, waitForReset: true, endsAt };
  const trouble = { kind: "usage_limit", message: "limit", resetInMs } as const;
  expect(admit(afterTrouble(newProvider(patient), trouble, 1, patient, 1000), 0, 1000).kind).toBe(kind);
});

test("whoever is refused is not said to be paused or to wait, and whoever is paused not to wait", () => {
  const blocked = { ...newProvider(policy), blockedUntil: 9 };
  expect(admit({ ...blocked, refused: "r", paused: "p" }, 0, 0)).toEqual({ kind: "refused", why: "r" });
  expect(admit({ ...blocked, paused: "p" }, 0, 0)).toEqual({ kind: "paused", why: "p" });
  expect(admit(blocked, 0, 8)).toEqual({ kind: "at", at: 9 });
  expect(admit(blocked, 0, 9)).toEqual({ kind: "now" });
});

test("success forgets the trouble and goes no higher than the run", () => {
  const state = afterSuccess(hit({ ...newProvider(policy), most: 8 }, "rate_limit", 0, null, 8), policy);
  expect(state).toMatchObject({ most: 5, strikes: 0, trouble: null });
  expect(afterSuccess(newProvider(policy), policy).most).toBe(8);
});
