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
