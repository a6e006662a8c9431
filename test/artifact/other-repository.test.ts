import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const slow = "Mend the page in a.txt";

/** Two repositories of one person, and a folder that is in none. */
async function playground() {
  const endpoint = await scriptedEndpoint({
    stories: { [goal]: [writing({ "a.txt": "fixed\n" })], [slow]: [running("sleep 30")] },
  });
  const state = privateState();
  const [one, two, nowhere] = [
    scratchRepository({ "a.txt": "a\n" }),
    scratchRepository({ "a.txt": "a\n" }),
    scratchFolder(),
  ];
  const run = (cwd: string, args: readonly string[], more: Partial<Call> = {}) =>
    runArtifact({ cwd, env: { ...state.env, ...endpoint.env }, args, ...more });
  return {
    one,
    two,
    nowhere,
    run,
    runs: () => readdirSync(join(state.path, "state", "runs")),
    start: (cwd: string, what: string, onEvent?: Call["onEvent"]) =>
      run(cwd, [what, "--mode", "focused", "--agent", "openai", "--no-verify", "--json"], onEvent ? { onEvent } : {}),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      for (const place of [state, one, two, nowhere]) place[Symbol.dispose]();
    },
  };
}

test("no command takes a run of another repository without its whole name or --all", async () => {
  await using play = await playground();
  const { one, two, nowhere, run } = play;
  const name = (await play.start(one.path, goal)).events[0]?.run ?? "";
  const cwd = two.path;
  for (const args of [["show"], ["diff"], ["report", "--out", "-"], ["show", "fix"], ["tell", "fix", "S1", "hello"]]) {
    const refused = await run(cwd, args);
    expect([args, refused.exitCode, refused.stdout]).toEqual([args, 2, ""]);
    expect(refused.stderr).toContain("--all");
  }
  expect((await run(cwd, ["resume"])).exitCode).not.toBe(0);
  expect((await run(cwd, ["stop"])).exitCode).toBe(2);
  expect((await run(cwd, ["show", name])).stdout).toContain(goal);
  expect((await run(cwd, ["show", "fix", "--all"])).stdout).toContain(goal);
  expect((await run(cwd, ["diff", "--all"])).stdout).toContain("+fixed");
  // Outside of every repository there are only all.
  expect((await run(nowhere.path, ["show"])).stdout).toContain(goal);
  const mistyped = await run(two.path, ["show", `${name.slice(0, -1)}${name.endsWith("x") ? "y" : "x"}`]);
  expect(mistyped.stderr).toMatch(new RegExp(`Did you mean ${name}|no run has that name`));
}, 120_000);

test("runs has this repository's first; clean is about this repository, says so, and only looks with --dry-run", async () => {
  await using play = await playground();
  const { one, two, nowhere, run } = play;
  const first = (await play.start(one.path, goal)).events[0]?.run ?? "";
  const second = (await play.start(two.path, goal)).events[0]?.run ?? "";
  const listed = async (cwd: string) =>
    (JSON.parse((await run(cwd, ["runs", "--json"])).stdout) as { run: string }[]).map((entry) => entry.run);
  expect(await listed(one.path)).toEqual([first, second]);
  expect(await listed(two.path)).toEqual([second, first]);
  expect((await run(one.path, ["runs"])).stdout).toMatch(/delivered +focused +\S+s +\d{4}-/);

  one.git("merge", "--quiet", `baro/${first}`);
  two.git("merge", "--quiet", `baro/${second}`);
  expect((await run(nowhere.path, ["clean"])).exitCode).toBe(5);
  const looked = await run(one.path, ["clean", "--dry-run"]);
  expect(looked.stdout).toContain(`would remove branch baro/${first}`);
  expect(one.git("branch", "--list", "baro/*")).toContain(first);
  const cleaned = await run(one.path, ["clean"]);
  expect(cleaned.stdout).toContain(`removed  branch baro/${first}`);
  expect(cleaned.stdout).not.toContain(second);
  expect(one.git("branch", "--list", "baro/*")).toBe("");
  expect(two.git("branch", "--list", "baro/*")).toContain(second);
  expect((await run(one.path, ["clean", "--all"])).stdout).toContain(`removed  branch baro/${second}`);
}, 120_000);

test("a live run of another repository goes on; show counts its time up to now", async () => {
  await using play = await playground();
  const { one, two, run } = play;
  const started = Promise.withResolvers<RunEvent>();
  const going = play.start(one.path, slow, (event) => {
    if (event.type === "agent.tool.called") started.resolve(event);
  });
  const { run: name } = await started.promise;
  expect((await run(two.path, ["stop"])).stderr).toContain(`of others: ${name}`);
  const wall = async () => /wall clock +([\d.]+)s/.exec((await run(two.path, ["show", name])).stdout)?.[1] ?? "";
  const before = Number(await wall());
  // The agent's command sleeps: nothing is journalled meanwhile.
  const until = Date.now() + 1_500;
  while (Date.now() < until) await run(two.path, ["runs"]);
  expect(Number(await wall())).toBeGreaterThan(before + 1);
  expect((await run(two.path, ["stop", "mend", "--all"])).stdout).toContain(`baro resume ${name}`);
  expect(eventsOf((await going).events, "run.finished")[0]?.outcome).toBe("interrupted");
}, 120_000);
