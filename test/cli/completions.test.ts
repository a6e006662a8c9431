import { describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { commandNames } from "../../src/cli/commands.ts";
import type { Shell } from "../../src/cli/completions/completed.ts";
import { runProgram } from "../../src/cli/program.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

async function scriptOf(shell: Shell): Promise<string> {
  const host = testHost({ env: { HOME: undefined } });
  expect(await runProgram(host, ["completions", shell])).toBe(0);
  return host.out();
}

const isInstalled = (shell: string) => Bun.which(shell) !== null;

test.each(["bash", "zsh", "fish"] as const)("%s completions know every command", async (shell) => {
  const script = await scriptOf(shell);
  for (const name of commandNames) expect(script).toMatch(new RegExp(`\\b${name}\\b`));
});

describe.skipIf(!isInstalled("bash"))("bash", () => {
  /** What bash offers for a line whose last word is being typed. */
  async function offered(words: string[], at: { cwd?: string; env?: Record<string, string> } = {}): Promise<string[]> {
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _baro; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const script = `${await scriptOf("bash")}\n${ask}`;
    return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", ...at })
      .split("\n")
      .filter((line) => line !== "");
  }
  test.each([
    [
      ["baro", "co"],
      ["conduct", "continue", "completions"],
    ],
    [["baro", "plan", "--max"], ["--max-stories"]],
    [["baro", "run", "--mode", "s"], ["sequential"]],
    [
      ["baro", "--deliver", ""],
      ["auto", "pr", "branch", "patch", "none"],
    ],
    [["baro", "demo", "f"], ["focused"]],
    [["baro", "completions", "z"], ["zsh"]],
    [["baro", "clean", "--f"], ["--force"]],
    [["baro", "--dry"], ["--dry-run"]],
    [["baro", "run", "--mode", "=", "p"], ["parallel"]],
    [
      ["baro", "run", "--intake", "="],
      ["auto", "rules", "model"],
    ],
    [
      ["baro", "run", "--agent", "c"],
      ["claude", "codex"],
    ],
    [["baro", "map", "o"], ["opencode"]],
    [["baro", "run", "--parallel", ""], []],
  ])("offers %j: %j", async (words, expected) => {
    expect(await offered(words)).toEqual(expected);
  });

  test("offers files, folders and runs where they are meant", async () => {
    using folder = scratchFolder();
    // What baro runs would print: a goal that speaks of runs is no run.
    const program = String.raw`#!/bin/sh
case "$1" in
  show) printf '%s\n' "{\"type\":\"story.started\",\"story\":\"S1\",\"run\":\"$2\"}" '{"story":"S2"}' '{"story":"S1"}' ;;
  *) echo '[{"run":"fix-a1","state":"live","goal":"say \"run\":\"no\"},{\"state\":\"live\""},{"run":"fix-b2","state":"finished","goal":"\"state\":\"live\""},{"run":"other","state":"live"}]' ;;
esac
`;
    writeFiles(folder.path, { "bin/baro": program, "plan.json": "{}" });
    chmodSync(join(folder.path, "bin/baro"), 0o755);
    const at = { cwd: folder.path, env: { PATH: `${join(folder.path, "bin")}:${process.env["PATH"]}` } };
    expect(await offered(["baro", "show", "fix"], at)).toEqual(["fix-a1", "fix-b2"]);
    expect(await offered(["baro", "resume", ""], at)).toContain("other");
    expect(await offered(["baro", "stop", ""], at)).toEqual(expect.arrayContaining(["fix-a1", "other"]));
    expect(await offered(["baro", "stop", "fix"], at)).toEqual(["fix-a1"]);
    for (const name of ["show", "stop", "tell", "diff"]) {
      expect(await offered(["baro", name, "fix-a1", "S"], at)).toEqual(["S1", "S2"]);
    }
    for (const words of [
      ["--story", ""],
      ["fix-a1", "--story", "S"],
      ["fix-a1", "--story", "S1", "--story", "="],
    ]) {
      expect(await offered(["baro", "resume", ...words], at)).toEqual(["S1", "S2"]);
    }
    expect(await offered(["baro", "resume", "fix-a1", "--story", "S2"], at)).toEqual(["S2"]);
    expect(await offered(["baro", "deliver", "fix"], at)).toEqual(["fix-a1", "fix-b2"]);
    expect(await offered(["baro", "conduct", "pl"], at)).toEqual(["plan.json"]);
    expect(await offered(["baro", "run", "--cwd", ""], at)).toEqual(["bin"]);
  });
});

describe.skipIf(!isInstalled("bash"))("bash in a repository", () => {
  test("offers its refs for --base", async () => {
    using repository = scratchRepository({ "a.txt": "a" });
    repository.git("branch", "topic/x");
    repository.git("branch", `zz$(touch\${IFS}ran)`);
    const ask = `COMP_WORDS=(baro run --base ""); COMP_CWORD=3; _baro; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const script = `${await scriptOf("bash")}\n${ask}`;
    const out = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", cwd: repository.path });
    expect(out.trim().split("\n")).toEqual(["main", "topic/x", String.raw`zz\$\(touch\$\{IFS\}ran\)`]);
    expect(existsSync(join(repository.path, "ran"))).toBe(false);
  });
});

describe.skipIf(!isInstalled("zsh"))("zsh", () => {
  test("takes the script as a completion function", async () => {
    using folder = scratchFolder();
    writeFiles(folder.path, { _baro: await scriptOf("zsh") });
    const script = `fpath=(${folder.path} $fpath); autoload -Uz compinit; compinit -u -d ${join(folder.path, "dump")}; autoload +X _baro; zsh -n ${join(folder.path, "_baro")} && print -r -- $_comps[baro]`;
    expect(execFileSync("zsh", ["-f", "-c", script], { encoding: "utf8" }).trim()).toBe("_baro");
  });
});

describe.skipIf(!isInstalled("fish"))("fish", () => {
  async function offered(line: string): Promise<string[]> {
    using folder = scratchFolder();
    writeFiles(folder.path, { "baro.fish": await scriptOf("fish") });
    const script = `source ${join(folder.path, "baro.fish")}; complete --do-complete '${line}'`;
    const env = { ...process.env, HOME: folder.path, XDG_CONFIG_HOME: folder.path, XDG_DATA_HOME: folder.path };
    return execFileSync("fish", ["--no-config", "-c", script], { encoding: "utf8", env })
      .trimEnd()
      .split("\n")
      .map((entry) => entry.split("\t")[0] ?? "");
  }
  test.each([
    ["baro co", ["completions", "conduct", "continue"]],
    ["baro plan --max", ["--max-stories"]],
    ["baro run --mode s", ["sequential"]],
    ["baro demo ", ["focused", "parallel"]],
    ["baro --dry", ["--dry-run"]],
    ["baro run --agent c", ["claude", "codex"]],
    ["baro report --format ", ["html", "markdown", "text"]],
  ])("offers for %j: %j", async (line, expected) => {
    expect((await offered(line)).toSorted()).toEqual(expected);
  });
});
