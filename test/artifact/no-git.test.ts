import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";

const goal = ["Fix the typo in a.txt", "--agent", "demo", "--mode", "focused", "--yes"];
const ways: [what: string, lay: (bin: string) => void, says: string][] = [
  ["no program of that name", () => {}, "error: Cannot use git: it is not on the PATH\nhint: Install git"],
  ["a link that leads nowhere", (bin) => symlinkSync("nowhere", join(bin, "git")), "Cannot use git: it is not on the"],
  ["a file that can't be run", (bin) => chmodSync(join(bin, "git"), 0o644), "Cannot use git: "],
];

test.each(ways)("without a git (%s): exit 5, in one sentence", async (_what, lay, says) => {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  if (says.endsWith("git: ")) writeFiles(bin, { git: "#!/bin/sh\n" });
  lay(bin);
  for (const args of [goal, ["runs"], ["resume"]]) {
    const ended = await runArtifact({ cwd: repo.path, args, env: { ...state.env, PATH: bin } });
    expect(ended).toMatchObject({ exitCode: 5, stdout: "" });
    expect(ended.stderr).toContain(says);
  }
});
