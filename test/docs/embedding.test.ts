import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { artifact, privateState } from "../artifact/artifact.ts";

const page = readFileSync(join(import.meta.dir, "..", "..", "docs", "embedding.md"), "utf8");
const hasTools = ["bash", "jq"].every((tool) => spawnSync(tool, ["--version"]).error === undefined);

test.skipIf(!hasTools)("the example works as it stands (needs bash and jq)", () => {
  using state = privateState();
  const example = /```bash\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  symlinkSync(artifact, join(bin, "baro"));
  const { status, stdout, stderr } = spawnSync("bash", ["-c", example], {
    cwd: state.path,
    encoding: "utf8",
    env: { ...state.env, PATH: `${bin}:${state.env["PATH"]}`, TMPDIR: state.path },
    timeout: 60_000,
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^mode: Which mode\?\nleft: baro\/\S+\ndelivered, exit code 0\n$/);
});
