import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram } from "../../src/host/spawn.ts";
import { scratchFolder } from "../support/scratch.ts";

const script = join(import.meta.dirname, "../../scripts/record-captures.ts");
const told = '{"type":"system","subtype":"init","session_id":"s1","cwd":"%s"}';

/** A version of an agent that is installed already: it says where it is, and then that it is done. */
function installed(cache: string): void {
  writeProgram(
    join(cache, "baro-agents/claude-0.0.1/node_modules/.bin/claude"),
    `printf '${told}\\n' "$PWD"\necho '{"type":"result","subtype":"success"}'`,
  );
}

function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A PATH with git and nothing else that the machine has. */
function pathWithout(folder: string): string {
  mkdirSync(folder);
  for (const name of ["git", "sh", "cat"])
    symlinkSync(findProgram(name, process.env["PATH"]) ?? "", join(folder, name));
  return folder;
}

/** Records with a PATH that has git and, where it is told, a program that is called bwrap. */
function record(folder: string, bwrap: string | null) {
  const [home, into, cache] = [join(folder, "home"), join(folder, "captures"), join(folder, "cache")];
  mkdirSync(home);
  installed(cache);
  const env = { HOME: home, XDG_CACHE_HOME: cache, PATH: pathWithout(join(folder, "bin")) };
  if (bwrap !== null) writeProgram(join(env.PATH, "bwrap"), bwrap);
  const args = [script, "claude@0.0.1", "--only", "text,canaries-in-sandbox", "--into", into];
  const again = () => spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { home, captures: join(into, "claude/0.0.1"), said: again(), again };
}

test.each([
  ["is missing", null, "bubblewrap (bwrap) is not on the PATH"],
  ["does not work", "exit 1", "bubblewrap (bwrap) does not work here"],
])("every capture is recorded where bubblewrap %s, and what is not confined says so", (_, bwrap, why) => {
  using folder = scratchFolder();
  const { home, captures, said, again } = record(folder.path, bwrap);
  expect(said.stderr).toBe("");
  expect(said.stdout).toContain(
    `claude@0.0.1 canaries-in-sandbox: not confined, only in a home that is thrown away: ${why}`,
  );
  expect(said.status).toBe(0);
  const kinds = ["exit.json", "jsonl", "stderr"];
  const files = ["canaries-in-sandbox", "text"].flatMap((name) => kinds.map((kind) => `${name}.${kind}`));
  expect(readdirSync(captures).toSorted()).toEqual(files);
  const facts = (name: string) => JSON.parse(readFileSync(join(captures, `${name}.exit.json`), "utf8"));
  expect(facts("text")).not.toHaveProperty("confined");
  expect(facts("canaries-in-sandbox")).toMatchObject({ exitCode: 0, confined: false });
  for (const name of ["text", "canaries-in-sandbox"])
    expect(readFileSync(join(captures, `${name}.jsonl`), "utf8")).toContain(told.replace("%s", "/repo"));
  expect(readdirSync(home)).toEqual([]);
  // What another machine recorded in the sandbox is not given up for less.
  const confined = join(captures, "canaries-in-sandbox.exit.json");
  writeFileSync(confined, "{}");
  expect(again().stdout).toContain(`canaries-in-sandbox: left as it was recorded in the sandbox; here ${why}`);
  expect(readFileSync(confined, "utf8")).toBe("{}");
});
