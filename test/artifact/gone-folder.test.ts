import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { artifact, privateState } from "./artifact.ts";

/** Runs the binary in a folder that is removed under it. */
function inGoneFolder(...args: string[]) {
  using state = privateState();
  const script = 'mkdir "$HOME" && mkdir "$HOME/gone" && cd "$HOME/gone" && rmdir "$HOME/gone" && exec "$0" "$@"';
  return spawnSync("/bin/sh", ["-c", script, artifact, ...args], { env: state.env, encoding: "utf8" });
}

test.each(["runs", "doctor", "fix --no-input", "init", "plan x", "conduct -", "demo"])(
  "in a folder that is gone, baro %s is an error with a hint",
  (line) => {
    const { status, stdout, stderr } = inGoneFolder(...line.split(" "));
    expect(stderr).toMatch(
      /^error: Cannot work in ".*gone": there is no such folder\nhint: Go to a folder that exists/,
    );
    expect(stderr).not.toMatch(/ENOENT|Bun|\n +at /);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  },
);

test.each(["--version", "--help", "run --help", "completions bash", "version", "update"])(
  "baro %s needs no folder",
  (line) => {
    expect(inGoneFolder(...line.split(" "))).toMatchObject({ status: 0, stderr: "" });
  },
);
