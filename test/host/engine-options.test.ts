import { expect, test } from "bun:test";
import { optEngine, type Starter } from "../../src/host/engine-options.ts";

/** Tries to start a process anew, and gives what it was started with, or null. */
function startedAnew(differs: Partial<Starter> = {}) {
  const starts: unknown[] = [];
  optEngine({
    isCompiled: true,
    platform: "linux",
    env: { PATH: "/bin", EMPTY: "", UNSET: undefined },
    program: "/opt/baro",
    argv: ["baro", "", "fix  it\n", "--yes"],
    execve: (...how) => {
      starts.push(how);
    },
    ...differs,
  });
  return starts[0] ?? null;
}

test("the program is started anew with all that it was started with, and the engine's options", () => {
  expect(startedAnew()).toEqual([
    "/opt/baro",
    ["baro", "", "fix  it\n", "--yes"],
    {
      PATH: "/bin",
      EMPTY: "",
      BUN_JSC_forceRAMSize: "268435456",
      BUN_JSC_thresholdForOptimizeAfterWarmUp: "10000",
      BUN_JSC_thresholdForOptimizeAfterLongWarmUp: "10000",
      BUN_JSC_thresholdForOptimizeSoon: "10000",
    },
  ]);
});

test.each<[string, Partial<Starter>]>([
  ["it has its options: once is enough", { env: { BUN_JSC_forceRAMSize: "1" } }],
  ["its sources are run by another program", { isCompiled: false }],
  ["the system can't do it", { platform: "win32" }],
  ["the run time can't do it", { execve: undefined }],
])("it goes on as it is where %s", (_why, differs) => {
  expect(startedAnew(differs)).toBeNull();
});

test("it goes on as it is where starting it anew fails", () => {
  const fails = () => {
    throw new Error("E2BIG");
  };
  expect(() => startedAnew({ execve: fails })).not.toThrow();
});
