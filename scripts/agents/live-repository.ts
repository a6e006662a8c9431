import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";

/** Makes the repository that real agents are played in: a module of each name, in one commit on `main`. */
export function makeLiveRepository(folder: string, names: readonly string[]): void {
  mkdirSync(join(folder, "lib"), { recursive: true });
  writeFileSync(join(folder, "README.md"), "# Modules\n");
  for (const name of names) {
    writeFileSync(join(folder, "lib", `${name}.js`), `export const ${name} = () => "${name}";\n`);
  }
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "config", "user.name", "Ada");
  git(folder, "config", "user.email", "ada@example.com");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message", "Start");
}

/** Runs git in a folder and gives its stdout without the last newline. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trimEnd();
}

/** The events of a run that was started with `--json`. */
export function parseEvents(stdout: string): RunEvent[] {
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as RunEvent);
}
