import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** Shells as a person has them, with what they are started by, how they learn of completions, and how one leaves a line and them. */
const shells: [shell: string, args: string[], setUp: string, leave: string][] = [
  ["bash", ["--norc", "--noprofile", "-i"], 'source <(baro completions bash); PS1="> "', "\u0015exit\r"],
  [
    "zsh",
    ["-f", "-i"],
    'autoload -Uz compinit; compinit -u -D; source <(baro completions zsh); PS1="> "',
    "\u0003\u0015exit\r",
  ],
  [
    "fish",
    ["--no-config", "-i"],
    'function fish_prompt; echo "> "; end; baro completions fish | source',
    "\u0003\u0015exit\r",
  ],
];

const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
let run = "";
const env = () => ({ ...state.env, PATH: `${join(state.path, "bin")}:${state.env["PATH"]}`, TERM: "xterm-256color" });

beforeAll(async () => {
  const stories = { First: [writing({ "a.txt": "1\n" })], Second: [writing({ "b.txt": "2\n" })] };
  const plan = {
    stories: [story("S1", { title: "First", writes: ["a.txt"] }), story("S2", { title: "Second", writes: ["b.txt"] })],
  };
  await using endpoint = await scriptedEndpoint({ stories, plan });
  writeFiles(state.path, { "bin/.keep": "" });
  symlinkSync(artifact, join(state.path, "bin", "baro"));
  const args = [
    "Change a.txt and b.txt",
    "--mode",
    "sequential",
    "--yes",
    "--json",
    "--agent",
    "openai",
    "--no-verify",
  ];
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env },
    args: [...args, "--intake", "rules"],
  });
  expect(ended.exitCode, ended.stderr).toBe(0);
  run = ended.events[0]?.run ?? "";
});
afterAll(() => {
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

for (const [shell, args, setUp, leave] of shells) {
  describe.skipIf(Bun.which(shell) === null)(`${shell}, typed at`, () => {
    /** Types a line up to a Tab, and gives what comes of it. */
    async function typed(line: string, there: (lines: string[]) => boolean): Promise<void> {
      const screen: Screen = openScreen({ program: shell, args, cwd: repo.path, env: env(), columns: 110, rows: 30 });
      await screen.until((lines) => lines.some((each) => /[>$#%]\s*$/.test(each)));
      screen.type(`${setUp}; echo rea''dy\r`);
      await screen.until((lines) => lines.some((each) => each.trim() === "ready"));
      screen.type(`${line}\t\t`);
      try {
        await screen.until(there);
      } finally {
        screen.type(leave);
        await screen.exit;
      }
    }
    const offers =
      (...words: string[]) =>
      (lines: string[]) =>
        words.every((word) =>
          lines.some((each) => new RegExp(`^\\s*(\\S+\\s+)*${word}\\b`).test(each) && !each.includes("baro resume")),
        );

    test("resume --story offers the stories of the run that was named, and of the newest one", async () => {
      await typed(`baro resume ${run} --story S`, offers("S1", "S2"));
      await typed("baro resume --story S", offers("S1", "S2"));
    });

    test("the runs, and for diff a run's stories", async () => {
      await typed("baro show chan", (lines) => lines.some((each) => each.includes(`baro show ${run}`)));
      await typed(`baro diff ${run} S`, offers("S1", "S2"));
    });
  });
}
