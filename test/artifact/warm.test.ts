import { expect, test } from "bun:test";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** Only Linux tells who works in a folder; elsewhere nothing outlives a run. */
const isLinux = process.platform === "linux";

const plan = planText("focused", [story("S1", { title: "First", writes: ["a.txt"] })]);
const args = ["conduct", "-", "--agent", "openai", "--json", "--deliver", "branch"];

/** A repository with packages in the checkout, and what its runs leave for the next one. */
async function place(stories: NonNullable<Scenario["stories"]>) {
  const endpoint = await scriptedEndpoint({ stories });
  const state = privateState();
  const repo = scratchRepository({
    "a.txt": "a\n",
    ".gitignore": "node_modules/\n",
    "package.json": "{}\n",
    "package-lock.json": "{}\n",
  });
  repo.write({ "node_modules/dep/index.js": "module.exports = 1;\n" });
  const cache = join(state.path, "cache", "baro");
  const run = (...more: string[]) =>
    runArtifact({ cwd: repo.path, args: [...args, ...more], env: { ...state.env, ...endpoint.env }, stdin: plan });
  return {
    repo,
    run,
    call: (...words: string[]) => runArtifact({ cwd: repo.path, args: words, env: state.env }),
    waiting: () =>
      namesIn(join(cache, "warm")).flatMap((key) =>
        namesIn(join(cache, "warm", key)).map((id) => join(cache, "warm", key, id)),
      ),
    worktrees: () => namesIn(join(cache, "worktrees")),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

test.skipIf(!isLinux)("the next run works where the last one did, with nothing that it left", async () => {
  using mark = scratchFolder();
  const once = join(mark.path, "done");
  const poison = "echo 'module.exports = 9;' > node_modules/dep/index.js; echo x > planted; echo 1 > a.txt";
  const acts = `if test -e ${once}; then echo 2 > a.txt; else ${poison}; touch ${once}; fi`;
  await using here = await place({ First: [running(acts)] });
  expect((await here.run("--no-verify")).exitCode).toBe(0);
  expect(here.worktrees()).toEqual([]);
  const [left = ""] = here.waiting();
  const before = statSync(join(left, "w")).ino;
  // What the first story left would make this check fail, and so would packages that are missing.
  const check = `test ! -e planted && node -e 'process.exit(require("dep") === 1 ? 0 : 1)'`;
  const again = await here.run("--verify", check);
  expect(eventsOf(again.events, "run.verified").map(({ ok }) => ok)).toEqual([true]);
  const waiting = here.waiting().map((path) => statSync(join(path, "w")).ino);
  expect(waiting).toContain(before);
  const doctor = await here.call("doctor", "--offline");
  expect(doctor.stdout).toContain("set up for next runs");
  const cleaned = JSON.parse((await here.call("clean", "--json")).stdout) as { removed: string[] };
  expect(cleaned.removed.filter((path) => path.includes("/warm/"))).toHaveLength(waiting.length);
  expect(here.waiting()).toEqual([]);
});

test.skipIf(!isLinux)("nothing waits where nobody wants it, and no more than is wanted", async () => {
  await using here = await place({ First: [writing({ "a.txt": "1\n" })] });
  expect((await here.run("--no-verify", "--no-warm")).exitCode).toBe(0);
  expect(here.waiting()).toEqual([]);
  writeFileSync(join(here.repo.path, "baro.toml"), "warm-bytes = 1\n");
  expect((await here.call("trust", "baro.toml")).exitCode).toBe(0);
  expect((await here.run("--no-verify")).exitCode).toBe(0);
  expect(here.waiting()).toEqual([]);
});
