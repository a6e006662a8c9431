import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** Only Linux tells who works in a folder; elsewhere nothing outlives a run. */
const isLinux = process.platform === "linux";

const plan = planText("focused", [story("S1", { title: "First", writes: ["a.txt"] })]);
const args = ["conduct", "-", "--agent", "openai", "--json", "--deliver", "branch"];

/** A repository with packages in the checkout, and what its runs leave for the next one. */
async function place(stories: NonNullable<Scenario["stories"]>, program?: readonly string[]) {
  const endpoint = await scriptedEndpoint({ stories });
  const state = privateState();
  const repo = scratchRepository({
    "a.txt": "a\n",
    ".gitignore": "node_modules/\n*.local\n",
    "src/b.txt": "b\n",
    "package.json": "{}\n",
    "package-lock.json": "{}\n",
  });
  repo.write({ "node_modules/dep/index.js": "module.exports = 1;\n" });
  const cache = join(state.path, "cache", "baro");
  const env = { ...state.env, ...endpoint.env, ...denoEnv };
  const conduct = (text: string, ...more: string[]) =>
    runArtifact({ cwd: repo.path, args: [...args, ...more], env, stdin: text }, program);
  return {
    repo,
    conduct,
    run: (...more: string[]) => conduct(plan, ...more),
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

/** A story that poisons its worktree the first time, and works the second time. */
function poisoning(mark: string) {
  const poison = "echo 'module.exports = 9;' > node_modules/dep/index.js; echo x > planted; echo 1 > a.txt";
  return running(`if test -e ${mark}; then echo 2 > a.txt; else ${poison}; touch ${mark}; fi`);
}

/** What the first story left would make this check fail, and so would packages that are missing. */
const clean = `test ! -e planted && node -e 'process.exit(require("dep") === 1 ? 0 : 1)'`;

test.skipIf(!isLinux)("the next run works where the last one did, with nothing that it left", async () => {
  using mark = scratchFolder();
  await using here = await place({ First: [poisoning(join(mark.path, "done"))] });
  expect((await here.run("--no-verify")).exitCode).toBe(0);
  expect(here.worktrees()).toEqual([]);
  const [left = ""] = here.waiting();
  const before = statSync(join(left, "w")).ino;
  const again = await here.run("--verify", clean);
  expect(eventsOf(again.events, "run.verified").map(({ ok }) => ok)).toEqual([true]);
  const waiting = here.waiting().map((path) => statSync(join(path, "w")).ino);
  expect(waiting).toContain(before);
  const doctor = await here.call("doctor", "--offline");
  expect(doctor.stdout).toContain("set up for next runs");
  const cleaned = JSON.parse((await here.call("clean", "--json")).stdout) as { removed: string[] };
  expect(cleaned.removed.filter((path) => path.includes("/warm/"))).toHaveLength(waiting.length);
  expect(here.waiting()).toEqual([]);
});

test.skipIf(!isLinux)("so it is where Deno runs both, which tells times in whole seconds", async () => {
  using mark = scratchFolder();
  await using here = await place({ First: [poisoning(join(mark.path, "done"))] }, denoProgram);
  expect((await here.run("--no-verify")).exitCode).toBe(0);
  const before = statSync(join(here.waiting()[0] ?? "", "w")).ino;
  const again = await here.run("--verify", clean);
  expect(eventsOf(again.events, "run.verified").map(({ ok }) => ok)).toEqual([true]);
  expect(here.waiting().map((path) => statSync(join(path, "w")).ino)).toContain(before);
});

test.skipIf(!isLinux)(
  "when a story lands, the next one works where it did, on what landed, with nothing that it left",
  async () => {
    using told = scratchFolder();
    // Once: an agent is told of ignored files that no commit takes, and goes on.
    const tell = (name: string) => {
      const looks = [
        "stat -c %i .",
        "ls -A . src",
        "cat a.txt node_modules/dep/index.js",
        "git status --porcelain --ignored",
        "git log --format=%s",
        "git config --get core.hooksPath",
      ];
      return `test -e ${told.path}/${name} || { ${looks.join("; ")}; } > ${told.path}/${name}`;
    };
    const litter = [
      "echo 1 > a.txt",
      "echo 'module.exports = 9;' > node_modules/dep/index.js",
      "mkdir -p src node_modules/evil",
      "touch src/left.local node_modules/evil/index.js",
      "git config core.hooksPath /evil",
      "git commit --quiet --allow-empty -m mine",
      "(nohup sleep 600 >/dev/null 2>&1 &)",
    ].join("; ");
    await using here = await place({
      First: [running(`${tell("first")}; ${litter}`)],
      Second: [running(`${tell("second")}; echo 2 > b.txt`)],
    });
    const stories = [
      story("S1", { title: "First", writes: ["a.txt"] }),
      story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
    ];
    const ended = await here.conduct(planText("sequential", stories), "--no-verify");
    expect(ended.exitCode).toBe(0);
    const [first, second] = ["first", "second"].map((name) => readFileSync(join(told.path, name), "utf8").split("\n"));
    const [number = "", ...seen] = second ?? [];
    expect(number).toBe(first?.[0] ?? "none");
    // What the first one saw, but for what it did that landed.
    expect(seen).toEqual(
      (first ?? []).slice(1).flatMap((line) => (line === "a" ? ["1"] : line === "Start" ? ["First", "Start"] : [line])),
    );
  },
);

test.skipIf(!isLinux || bubblewrap === null)("a sandbox holds in a worktree that was used without one", async () => {
  using outside = scratchFolder();
  const reached = join(outside.path, "reached");
  // Takes down what it finds, and poisons it for the next one.
  const acts = `cat node_modules/dep/index.js > a.txt; echo evil > node_modules/dep/index.js; echo x > ${reached}`;
  await using here = await place({ First: [running(acts)] });
  expect((await here.run("--no-verify")).exitCode).toBe(0);
  const before = statSync(join(here.waiting()[0] ?? "", "w")).ino;
  expect(existsSync(reached)).toBe(true);
  rmSync(reached);
  const again = await here.run("--sandbox", "--verify", `echo x > ${reached}; test -e node_modules/dep/index.js`);
  expect(eventsOf(again.events, "run.verified").map(({ ok }) => ok)).toEqual([true]);
  const { branch } = eventsOf(again.events, "delivery.finished")[0] ?? {};
  expect(here.repo.git("show", `${branch}:a.txt`)).toBe("module.exports = 1;");
  expect(here.waiting().map((path) => statSync(join(path, "w")).ino)).toContain(before);
  expect(existsSync(reached)).toBe(false);
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
