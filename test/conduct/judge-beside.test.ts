import { expect, test } from "bun:test";
import { hasSameTail, judgeBeside, judgeGreen } from "../../src/conduct/compare-with-base.ts";
import type { CheckFacts } from "../../src/core/check.ts";
import { failureText } from "../../src/text/failing-lines.ts";

const red = (change: Partial<CheckFacts>): CheckFacts => ({
  command: "test",
  ok: false,
  ms: 1,
  tail: "",
  verdict: "failed",
  exitCode: 1,
  failing: [],
  counts: null,
  ...change,
});
const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });
const green = red({ ok: true, verdict: "passed", exitCode: 0 });
const notRun = red({ verdict: "not_run", why: "sh: x: not found", next: "install x", exitCode: 127 });

test.each<[string, CheckFacts, CheckFacts, string]>([
  [
    "the same test",
    red({ failing: ["a"], counts: counts(5, 1) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "as_on_base",
  ],
  [
    "fewer of them",
    red({ failing: ["a"], counts: counts(6, 1) }),
    red({ failing: ["a", "b"], counts: counts(5, 2) }),
    "as_on_base",
  ],
  [
    "and a new test that passes",
    red({ failing: ["a"], counts: counts(9, 1) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "as_on_base",
  ],
  [
    "another test",
    red({ failing: ["b"], counts: counts(5, 1) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  [
    "one more of the same name",
    red({ failing: ["a", "a"], counts: counts(4, 2) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  ["nothing loads any more", red({ tail: "SyntaxError" }), red({ failing: ["a"], counts: counts(1256, 1) }), "failed"],
  [
    "tests that vanish",
    red({ failing: ["a"], counts: counts(2, 1) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  [
    "more fail than are named",
    red({ failing: ["a"], counts: counts(4, 2) }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  [
    "tests that are skipped now",
    red({ failing: ["a"], counts: counts(3, 1, 20) }),
    red({ failing: ["a"], counts: counts(23, 1) }),
    "failed",
  ],
  [
    "the same, and then it crashes",
    red({ failing: ["a"], counts: counts(5, 1), exitCode: 139 }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  [
    "fewer, and then it crashes",
    red({ failing: ["a"], counts: counts(6, 1), exitCode: 134 }),
    red({ failing: ["a", "b"], counts: counts(5, 2) }),
    "failed",
  ],
  [
    "fewer, with an exit code that counts them",
    red({ failing: ["a"], counts: counts(6, 1), exitCode: 1 }),
    red({ failing: ["a", "b"], counts: counts(5, 2), exitCode: 2 }),
    "as_on_base",
  ],
  [
    "as many as an exit code can count",
    red({ failing: ["a"], counts: counts(6, 298), exitCode: 255 }),
    red({ failing: ["a", "b"], counts: counts(5, 299), exitCode: 255 }),
    "as_on_base",
  ],
  [
    "an error less, and failures left",
    red({ failing: ["a"], counts: counts(7, 1), exitCode: 1 }),
    red({ failing: ["a", "b", "c"], counts: counts(5, 3), exitCode: 2 }),
    "as_on_base",
  ],
  [
    "the same tests, and another exit code",
    red({ failing: ["a"], counts: counts(5, 1), exitCode: 3 }),
    red({ failing: ["a"], counts: counts(5, 1) }),
    "failed",
  ],
  ["no names, the same words", red({ tail: "bad\n12 ms" }), red({ tail: "bad\n9 ms" }), "as_on_base"],
  ["no names, other words", red({ tail: "bad" }), red({ tail: "worse" }), "failed"],
  ["no names, another end", red({ tail: "bad", exitCode: 2 }), red({ tail: "bad" }), "failed"],
  ["names on the base alone", red({ tail: "x" }), red({ tail: "x", failing: ["a"] }), "failed"],
  ["stopped in time, on the base not", red({ exitCode: null, why: "stopped after 30 m" }), red({}), "failed"],
  ["a green base", red({ failing: ["a"] }), green, "failed"],
  ["what can't run on either", notRun, notRun, "not_run"],
  ["what can't run any more", notRun, red({ failing: ["a"] }), "failed"],
  ["what can't run although the base is green", notRun, green, "failed"],
  ["what could not run on the base", red({ failing: ["a"] }), notRun, "failed"],
])("%s: the verdict", (_name, facts, base, verdict) => {
  const judged = judgeBeside(facts, base);
  expect(judged.verdict).toBe(verdict as never);
  // Never better than what it is.
  expect(judged.ok).toBe(false);
  if (verdict === "failed" && !base.ok) expect(judged.why ?? "").not.toBe("");
});

const silent = "> Task :test FAILED\n\nA > b() FAILED\n\n3 tests completed, 1 failed\n";
test.each<[string, CheckFacts, CheckFacts, string, string | null]>([
  ["as many", { ...green, counts: counts(5, 0) }, { ...green, counts: counts(5, 0) }, "passed", null],
  ["more", { ...green, counts: counts(6, 0) }, { ...green, counts: counts(5, 0) }, "passed", null],
  [
    "fewer",
    { ...green, counts: counts(3, 0) },
    { ...green, counts: counts(5, 0) },
    "passed",
    "2 of 5 tests no longer ran",
  ],
  [
    "skipped",
    { ...green, counts: counts(1, 0, 4) },
    { ...green, counts: counts(5, 0) },
    "passed",
    "4 of 5 tests no longer ran",
  ],
  ["none told of", green, { ...green, counts: counts(5, 0) }, "failed", "it tells of no test; on the base 5 ran"],
  ["none, on a red base", green, red({ counts: counts(5, 1) }), "failed", "it tells of no test; on the base 6 ran"],
  [
    "only skipped ones",
    red({ ...green, counts: counts(0, 0, 5) }),
    red({ ...green, counts: counts(5, 0) }),
    "failed",
    "no test ran; on the base 5 did",
  ],
  [
    "only skipped ones, as before",
    red({ ...green, counts: counts(0, 0, 5) }),
    red({ ...green, counts: counts(0, 0, 5) }),
    "passed",
    null,
  ],
  ["none, of a program silent when green", green, red({ counts: counts(2, 1), tail: silent }), "passed", null],
  ["none on either", green, green, "passed", null],
  ["none on either, red base", green, red({}), "passed", null],
])("a green check with %s: the verdict", (_name, facts, base, verdict, why) => {
  const judged = judgeGreen(facts, base);
  expect(judged).toMatchObject({ verdict, ok: verdict === "passed" });
  expect(judged.why ?? null).toBe(why);
});

test("the same failure is not all there is where the check stops at it", () => {
  const [base, again] = [red({ failing: ["a"], stops: "`bail`" }), red({ failing: ["a"], stops: "`bail`" })];
  expect(judgeBeside(again, base)).toMatchObject({ verdict: "not_run", stops: "`bail`", newlyFailing: [] });
  expect(judgeBeside(red({ failing: ["b"], stops: "`bail`" }), base)).toMatchObject({ verdict: "failed" });
  // One that goes on past it has been looked at whole.
  expect(judgeBeside(red({ failing: ["a"] }), base)).toMatchObject({ verdict: "as_on_base" });
});

test("judgeBeside() names what is new, and no more", () => {
  const judged = judgeBeside(
    red({ failing: ["a", "b", "c"], counts: counts(1, 3) }),
    red({ failing: ["b"], counts: counts(3, 1) }),
  );
  expect(judged).toMatchObject({ newlyFailing: ["a", "c"], baseOk: false, why: "2 that did not fail on the base" });
});

test.each([
  ["took 12 ms at 10:11:12", "took 8 ms at 10:12:59", true],
  ["a.c:12:3: error: x", "a.c:19:3: error: x", true],
  ["b\na", "a\nb", true],
  ["3 errors", "4 errors", false],
  ["one line", "one line\nanother", false],
  ["/tmp/x1/a is gone", "/tmp/y2/b is gone", true],
])("hasSameTail(%j, %j) is %p", (a, b, expected) => {
  expect(hasSameTail(a, b)).toBe(expected);
});

const named = (failing: string[], more: Partial<CheckFacts> = {}) => red({ failing, ...more });

test.each<[string, CheckFacts, CheckFacts, string | null]>([
  ["the same reason as before", named(["a"], { why: "w" }), named(["a"], { why: "w" }), null],
  ["another reason than before", named(["a"], { why: "new" }), named(["a"], { why: "old" }), "new"],
  ["a reason, and none before", named(["a"], { why: "new" }), named(["a"]), "new"],
  [
    "each name as often as before",
    named(["a", "a"], { counts: counts(1, 2) }),
    named(["a", "a"], { counts: counts(1, 2) }),
    null,
  ],
  ["a name once more than before", named(["a", "a", "a"]), named(["a", "a"]), "1 that did not fail on the base"],
  [
    "names that are gone beside one that is new",
    named(["b"]),
    named(["a", "c", "d"]),
    "1 that did not fail on the base",
  ],
  [
    "fewer failures and the last exit code of a program",
    named(["a"], { counts: counts(6, 1), exitCode: 125 }),
    named(["a", "b"], { counts: counts(5, 2) }),
    null,
  ],
  [
    "fewer failures and an exit code of what could not be run",
    named(["a"], { counts: counts(6, 1), exitCode: 126 }),
    named(["a", "b"], { counts: counts(5, 2) }),
    "it ends with exit code 126, on the base with exit code 1",
  ],
  [
    "fewer failures, none of them counted",
    named(["a"], { exitCode: 2 }),
    named(["a", "b"]),
    "it ends with exit code 2, on the base with exit code 1",
  ],
  [
    "no failure named any more, and another end",
    named([], { counts: counts(7, 0), exitCode: 2 }),
    named(["a"], { counts: counts(6, 1) }),
    "it ends with exit code 2, on the base with exit code 1",
  ],
  [
    "no end at all",
    named(["a"], { exitCode: null }),
    named(["a"]),
    "it ends with no exit code, on the base with exit code 1",
  ],
  [
    "an end where there was none",
    named(["a"]),
    named(["a"], { exitCode: null }),
    "it ends with exit code 1, on the base with no exit code",
  ],
  ["no counts any more", named(["a"]), named(["a"], { counts: counts(5, 1) }), "no test ran; on the base 6 did"],
  [
    "one test left of many",
    named(["a"], { counts: counts(0, 1) }),
    named(["a"], { counts: counts(5, 1) }),
    "5 of 6 tests no longer ran",
  ],
  [
    "as many as an exit code can't count",
    named(["a"], { counts: counts(0, 300), exitCode: 255 }),
    named(["a"], { counts: counts(0, 300), exitCode: 254 }),
    "it ends with exit code 255, on the base with exit code 254",
  ],
  [
    "as many as an exit code counts at most",
    named(["a"], { counts: counts(60, 256), exitCode: 255 }),
    named(["a", "b"], { counts: counts(0, 256), exitCode: 255 }),
    null,
  ],
  [
    "two, and an exit code of two",
    named(["a", "b"], { counts: counts(9, 2), exitCode: 2 }),
    named(["a", "b", "c"], { counts: counts(8, 3), exitCode: 3 }),
    null,
  ],
  [
    "names that are gone",
    named([], { tail: "x" }),
    named(["a"], { tail: "x" }),
    "it no longer names a failing test, and still fails",
  ],
  [
    "what could not run before, for no reason",
    named(["a"]),
    red({ verdict: "not_run" }),
    "it could not run on the base: it ended at once",
  ],
])("beside a red base, %s: why it is not the same", (_name, facts, base, why) => {
  expect(judgeBeside(facts, base).why ?? null).toBe(why);
});

test("what can't run any more says why it can't", () => {
  expect(judgeBeside(notRun, green).why).toBe("it could run on the base, and no longer can: sh: x: not found");
  const silent = { ...notRun, why: null };
  expect(judgeBeside(silent, green).why).toBe("it could run on the base, and no longer can: it ended at once");
});

test("of long outputs the last eighty lines are compared, in any order", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${"x".repeat(n)}`);
  const both = (first: string[], second: string[]) => hasSameTail(first.join("\n"), second.join("\n"));
  expect(both(["one", ...lines(80)], ["another", ...lines(80)])).toBe(true);
  expect(both(["one", ...lines(79)], ["another", ...lines(79)])).toBe(false);
  expect(both(["a", "b"], ["a", "c"])).toBe(false);
  expect(both(["", "a", "  "], ["a"])).toBe(true);
  expect(both(["  a  b"], ["a b "])).toBe(true);
});

test("ava names a test's file only where there are several", () => {
  const [alone, among] = [red({ failing: ["b holds"] }), red({ failing: ["x › b holds"] })];
  expect(judgeBeside(among, alone).verdict).toBe("as_on_base");
  expect(judgeBeside(alone, among).verdict).toBe("as_on_base");
  const other = red({ failing: ["x › a holds"] });
  expect(judgeBeside(other, alone)).toMatchObject({ verdict: "failed", newlyFailing: ["x › a holds"] });
  expect(judgeBeside(red({ failing: ["y › b holds"] }), among).verdict).toBe("failed");
});

test("a check that ran out of time says that, and what it never came to is not as on the base", () => {
  const endless = red({ exitCode: null, why: "stopped after 30m", failing: ["a", "it broke off before its plan"] });
  expect(judgeBeside(endless, red({ failing: ["a"] }))).toMatchObject({ verdict: "failed", why: "stopped after 30m" });
  expect(judgeBeside(endless, endless)).toMatchObject({ verdict: "not_run", next: "name another check with --verify" });
  expect(failureText(endless)).toBe("test (stopped after 30m)");
});

test("how long it took is no difference, wherever the unit stands", () => {
  expect(hasSameTail("ℹ duration_ms 51.23\ntime=0.97", "ℹ duration_ms 49.1\ntime=0.5")).toBe(true);
  expect(hasSameTail("Lines 51.23", "Lines 49.1")).toBe(false);
});
