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

test.each([
  ["is missing", null, "bubblewrap (bwrap) is not on the PATH"],
  ["does not work", "exit 1", "bubblewrap (bwrap) does not work here"],
])("captures are recorded where bubblewrap %s, and what needs it is left out with the reason", (_, bwrap, why) => {
  using folder = scratchFolder();
  const [home, into, cache] = [join(folder.path, "home"), join(folder.path, "captures"), join(folder.path, "cache")];
  mkdirSync(home);
  installed(cache);
  const env = { HOME: home, XDG_CACHE_HOME: cache, PATH: pathWithout(join(folder.path, "bin")) };
  if (bwrap !== null) writeProgram(join(env.PATH, "bwrap"), bwrap);
  const args = [script, "claude@0.0.1", "--only", "text,canaries-in-sandbox", "--into", into];
  const said = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect(said.stderr).toBe("");
  expect(said.stdout).toContain(`claude@0.0.1 canaries-in-sandbox: skipped, ${why}`);
  expect(said.status).toBe(0);
  expect(readdirSync(join(into, "claude/0.0.1")).toSorted()).toEqual(["text.exit.json", "text.jsonl", "text.stderr"]);
  expect(readFileSync(join(into, "claude/0.0.1/text.jsonl"), "utf8")).toContain(told.replace("%s", "/repo"));
  expect(readdirSync(home)).toEqual([]);
});
