import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { signedIn } from "../support/stand-in/install.ts";
import { privateState, runArtifact } from "./artifact.ts";

type Put = (place: string) => void;

const folder: Put = (place) => mkdirSync(place);
const text: Put = (place) => writeFileSync(place, "#!/bin/sh\necho 2.1.330\n");
const script =
  (first: string): Put =>
  (place) => {
    writeFileSync(place, `${first}\necho 2.1.330\n`);
    chmodSync(place, 0o755);
  };

/** What is said of an agent whose program on the PATH is none, by a run and by `doctor`. */
async function withProgram(name: string, put: Put) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  put(join(bin, name));
  const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin` };
  const agent = name === "mine" ? `acp:${join(bin, name)}` : name;
  const run = await runArtifact({
    cwd: repo.path,
    env,
    args: ["Fix the typo in a.txt", "--agent", agent, "--mode", "parallel"],
  });
  const doctor = await runArtifact({ cwd: repo.path, env, args: ["doctor"] });
  return {
    run: [run.exitCode, run.stderr.replaceAll(bin, "BIN")] as const,
    doctor: doctor.stdout.replaceAll(bin, "BIN"),
  };
}

test.each<[what: string, name: string, put: Put, said: string]>([
  ["a folder", "claude", folder, "a folder (BIN/claude)"],
  ["a folder", "codex", folder, "a folder (BIN/codex)"],
  ["a folder for the Agent Client Protocol", "mine", folder, "a folder (BIN/mine)"],
  ["a file that nobody may execute", "pi", text, "not executable (BIN/pi)"],
  ["a script whose interpreter is not there", "opencode", script("#!/no/such/program"), "there, but can't be started"],
  [
    "a script that `env` finds nothing for",
    "claude",
    script("#!/usr/bin/env no-such-program"),
    "there, but can't be started",
  ],
])("%s in the place of %s is told before anything is spent", async (_what, name, put, said) => {
  const { run, doctor } = await withProgram(name, put);
  expect(run).toEqual([5, expect.stringContaining(said)]);
  if (name !== "mine") expect(doctor).toContain(said);
});
