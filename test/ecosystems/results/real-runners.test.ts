import { expect, setDefaultTimeout, test } from "bun:test";
import { type RunnerCase, runnerCases } from "../../../scripts/bench/real-checks/cases.ts";
import { isHere, reportOf, tellApart } from "../../../scripts/bench/real-checks/tell-apart.ts";

// The programs are the real ones.
setDefaultTimeout(180_000);

test("each program that can write a report is asked for one where the command is ours", () => {
  const asked = runnerCases.filter((one) => reportOf(one) !== null).map(({ runner }) => runner);
  expect(asked).toEqual([
    "node --test",
    "bun test",
    "deno test",
    "mocha, by a script",
    "vitest",
    "jest",
    "pytest",
    "go test",
    "phpunit of the project",
  ]);
});

const named = (one: RunnerCase) => one.runner !== "a script that names nothing";

for (const one of runnerCases) {
  test.skipIf(!isHere(one))(
    `${one.runner}: the same red, another one, tests that do not load, and no run at all`,
    async () => {
      const told = await tellApart(one);
      expect(told.same).toMatchObject({ verdict: "as_on_base", newlyFailing: [], baseOk: false });
      expect(told.other).toMatchObject({ verdict: "failed", baseOk: false });
      expect(told.broken).toMatchObject({ verdict: "failed", baseOk: false });
      expect(told.absent).toMatchObject({ verdict: "not_run" });
      expect([told.absent.why, told.absent.next].every((text) => (text ?? "") !== "")).toBe(true);
      if (!named(one)) return;
      expect(told.same.counts).toMatchObject({ passed: 1, failed: 1 });
      expect(told.same.failing).toHaveLength(1);
      expect(told.other.newlyFailing).toHaveLength(1);
    },
  );
}
