import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { commands } from "../../src/cli/commands.ts";
import { artifact, privateState } from "./artifact.ts";

/** Runs the binary in a folder that is removed under it. */
function inGoneFolder(...args: string[]) {
  using state = privateState();
  const script = 'mkdir "$HOME" && mkdir "$HOME/gone" && cd "$HOME/gone" && rmdir "$HOME/gone" && exec "$0" "$@"';
  return spawnSync("/bin/sh", ["-c", script, artifact, ...args], { env: state.env, encoding: "utf8" });
}

/** Each command with what it needs to begin. */
const needsFolder = [
  ["fix --no-input", "run x --yes", "intake x", "plan x", "continue x", "conduct -", "resume", "resume r --story S1"],
  ["runs", "show", "show r S1 --follow", "diff r", "tell r S1 hello", "stop r", "stop r S1", "clean", "clean --all"],
  ["report r", "deliver r", "otel r", "doctor", "doctor --offline", "init", "init --user", "trust", "demo"],
  ["serve", "mcp", "worker --stdio", "workers"],
].flat();
const needsNone = [
  "--version",
  "--help",
  "run --help",
  "completions bash",
  "version",
  "update",
  "schema plan",
  "map codex",
];

test("every command is tried in a folder that is gone", () => {
  const tried = [...needsFolder, ...needsNone].map((line) => line.split(" ")[0]);
  expect(Object.keys(commands).filter((name) => !tried.includes(name))).toEqual([]);
});

test.each(needsFolder)("in a folder that is gone, baro %s is an error with a hint", (line) => {
  const { status, stdout, stderr } = inGoneFolder(...line.split(" "));
  expect(stderr).toMatch(/^error: Cannot work in ".*gone": there is no such folder\nhint: Go to a folder that exists/);
  expect(stderr).not.toMatch(/ENOENT|Bun|\n +at /);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test.each(needsNone)("baro %s needs no folder", (line) => {
  expect(inGoneFolder(...line.split(" "))).toMatchObject({ status: 0, stderr: "" });
});
