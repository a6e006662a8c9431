import { expect, test } from "bun:test";
import { join } from "node:path";
import { scratchFolder, writeFiles } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";

test("the program can collect its garbage: without that, nothing bounds what a long run holds", async () => {
  using state = privateState();
  using folder = scratchFolder();
  writeFiles(folder.path, { "look.ts": 'console.error("gc is a", typeof gc);\n' });
  const env = { ...state.env, BUN_OPTIONS: `--preload=${join(folder.path, "look.ts")}` };
  const { stderr } = await runArtifact({ cwd: folder.path, args: ["runs"], env });
  expect(stderr).toContain("gc is a function");
});

test.skipIf(process.platform === "win32")(
  "its engine is told to hold little garbage, for all that takes long",
  async () => {
    using state = privateState();
    // The engine tells at each start which of its options differ.
    const env = { ...state.env, BUN_JSC_dumpOptions: "1" };
    const told = async (...args: string[]) => {
      const { stdout, stderr } = await runArtifact({ cwd: state.path, args, env });
      return { starts: (stdout + stderr).split("Modified JSC options").length - 1, all: stdout + stderr };
    };
    const runs = await told("runs");
    expect(runs.starts).toBe(2);
    expect(runs.all).toContain("forceRAMSize=268435456");
    expect((await told("--version")).starts).toBe(1);
  },
);

test("what it is asked for arrives as it was said", async () => {
  using state = privateState();
  const { stderr, exitCode } = await runArtifact({
    cwd: state.path,
    args: ["show", "a  'b' \"$HOME\" \\ ü"],
    env: state.env,
  });
  expect([exitCode, stderr]).toEqual([expect.any(Number), expect.stringContaining("a  'b' \"$HOME\" \\ ü")]);
});
