import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
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
