import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";

/** What a broken disk or another program may make of the journal of a run that has ended. */
const breaks: readonly [string, (journal: string) => string][] = [
  ["a plan that is no list", (text) => text.replace(/"stories":\[.*?\]/, '"stories":7')],
  ["a story whose paths are a text", (text) => text.replaceAll(/"writes":\[[^\]]*\]/g, '"writes":"x"')],
  ["a story that accepts numbers", (text) => text.replaceAll(/"acceptance":\[[^\]]*\]/g, '"acceptance":[7]')],
  ["a repository that is a number", (text) => text.replace(/"repo":\{.*?\}/, '"repo":7')],
  ["a line that is cut", (text) => text.replace(/\n/, "\n{\n")],
  ["the name of a folder elsewhere", (text) => text.replaceAll(/"run":"[^"]*"/g, '"run":"../../../../escaped"')],
  ["a story whose name has colours", (text) => text.replaceAll('"S1"', '"\\u001b[31mS1"')],
  ["a story whose weight is a record", (text) => text.replaceAll(/"weight":"[^"]*"/g, '"weight":{}')],
  ["an end that nobody knows", (text) => text.replace('"outcome":"delivered"', '"outcome":"adjourned"')],
  ["a chance that is a text", (text) => text.replace(/"odds":\{[^}]*\}/, '"odds":{"parallel":"x"}')],
  ["an end that says nothing", (text) => text.replace(/("type":"run\.finished").*\}/, "$1}")],
];

test.each(breaks)(
  "a journal with %s spoils no command, and no other run",
  async (_what, change) => {
    await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
    using state = privateState();
    using repository = scratchRepository({ "a.txt": "a\n" });
    const run = (args: readonly string[]) =>
      runArtifact({ cwd: repository.path, env: { ...state.env, ...endpoint.env }, args });
    const start = async () =>
      (await run([goal, "--mode", "focused", "--agent", "openai", "--no-verify", "--json"])).events[0]?.run ?? "";
    const whole = await start();
    const broken = await start();
    const journal = join(state.path, "state", "runs", broken, "journal.jsonl");
    const changed = change(readFileSync(journal, "utf8"));
    expect(changed).not.toBe(readFileSync(journal, "utf8"));
    writeFileSync(journal, changed);

    for (const args of [
      ["show", broken],
      ["diff", broken],
      ["report", broken, "--out", "-"],
      ["report", broken, "--open"],
      ["otel", broken, "--json"],
      ["deliver", broken],
      ["resume", broken],
      ["tell", broken, "S1", "hello"],
      ["stop", broken],
    ]) {
      const { exitCode, stdout, stderr } = await run(args);
      expect([args[0], [0, 1, 2, 5].includes(exitCode ?? -1), exitCode]).toEqual([args[0], true, exitCode]);
      expect([args[0], stderr]).toEqual([args[0], expect.not.stringMatching(/bug:|TypeError|\n +at /)]);
      expect([args[0], stdout + stderr]).toEqual([args[0], expect.not.stringContaining("\u001b")]);
    }
    expect((await run(["runs"])).stdout).toContain(whole);
    expect((await run(["show", whole])).stdout).toContain(goal);
    expect((await run(["clean", "--dry-run"])).exitCode).toBe(0);
  },
  120_000,
);

/** What may stand where a file of a run was. */
const inItsPlace: readonly [string, string, (file: string) => void][] = [
  ["a pipe", "owner.json", (file) => execFileSync("mkfifo", [file])],
  ["a link to itself", "journal.jsonl", (file) => symlinkSync(file, file)],
  ["a pipe", "journal.jsonl", (file) => execFileSync("mkfifo", [file])],
];

test.skipIf(process.platform === "win32").each(inItsPlace)(
  "%s in place of %s holds no command up, and is told as that run's",
  async (_what, name, lay) => {
    await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
    using state = privateState();
    using repository = scratchRepository({ "a.txt": "a\n" });
    const run = (args: readonly string[]) => {
      const timer = AbortSignal.timeout(20_000);
      const onStart = (kill: (signal: NodeJS.Signals) => void) =>
        timer.addEventListener("abort", () => kill("SIGKILL"));
      return runArtifact({ cwd: repository.path, env: { ...state.env, ...endpoint.env }, args, onStart });
    };
    const args = [goal, "--mode", "focused", "--agent", "openai", "--no-verify", "--json"];
    const id = (await run(args)).events[0]?.run ?? "";
    const file = join(state.path, "state", "runs", id, name);
    rmSync(file, { force: true });
    lay(file);
    const isJournal = name === "journal.jsonl";
    for (const command of [["show", id], ["report", id, "--out", "-"], ["diff", id], ["runs"]]) {
      const { exitCode, stderr } = await run(command);
      expect([command[0], exitCode]).toEqual([command[0], isJournal && command[0] !== "runs" ? 1 : 0]);
      if (isJournal && command[0] !== "runs") expect(stderr).toContain("Cannot read the journal");
    }
  },
  120_000,
);
