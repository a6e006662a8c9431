import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** What an earlier run set aside and nobody has removed yet: more than is gone in a moment. */
function leaveBehind(aside: string, files: number): void {
  for (let folder = 0; folder * 500 < files; folder++) {
    const path = join(aside, "old", `d${folder}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < 500; file++) writeFileSync(join(path, `f${file}`), "");
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 1800) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a run ends before what is to be removed is gone, and that goes behind it", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { First: [writing({ "a.txt": "1\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const aside = join(state.path, "cache", "baro", "aside");
  leaveBehind(aside, 30_000);
  const env = { ...state.env, ...endpoint.env };
  const dry = await runArtifact({ cwd: repo.path, args: ["clean", "--set-aside", "--dry-run"], env });
  expect(dry.stdout).toContain(`would remove ${join(aside, "old")}`);
  const doctor = await runArtifact({ cwd: repo.path, args: ["doctor", "--offline"], env });
  expect(doctor.stdout).toContain("baro clean --set-aside");

  const plan = planText("focused", [story("S1", { title: "First", writes: ["a.txt"] })]);
  const args = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--deliver", "branch"];
  const run = await runArtifact({ cwd: repo.path, args, env, stdin: plan });
  expect(run.exitCode).toBe(0);
  expect(eventsOf(run.events, "run.notice").map(({ message }) => message)).toEqual([]);
  // The process that goes on is nobody's child any more; it is known by what it leaves.
  await until(() => !existsSync(join(aside, "old")) && readdirSync(aside).length === 0);
});

function filesBelow(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + readdirSync(join(folder, name)).length, 0);
}

/** The process that removes behind a run, as it notes itself; null: none is at it. */
function cleanerOf(aside: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(join(aside, "cleaner"), "utf8")) as { pid: number };
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

const ofOneFile = planText("focused", [story("S1", { title: "First", writes: ["a.txt"] })]);
const toBranch = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--deliver", "branch"];

test("the process that removes behind a run may be killed in the middle: the next run delivers, and the rest goes then", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { First: [writing({ "a.txt": "1\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const aside = join(state.path, "cache", "baro", "aside");
  leaveBehind(aside, 60_000);
  const env = { ...state.env, ...endpoint.env };
  const run = () => runArtifact({ cwd: repo.path, args: toBranch, env, stdin: ofOneFile });
  expect((await run()).exitCode).toBe(0);
  const whole = filesBelow(join(aside, "old"));
  await until(() => cleanerOf(aside) !== null && filesBelow(join(aside, "old")) < whole);
  process.kill(cleanerOf(aside) ?? 0, "SIGKILL");
  await until(() => cleanerOf(aside) === null);
  expect(existsSync(join(aside, "old"))).toBe(true);

  const next = await run();
  expect(next.exitCode).toBe(0);
  expect(eventsOf(next.events, "run.notice").map(({ message }) => message)).toEqual([]);
  await until(() => !existsSync(join(aside, "old")) && readdirSync(aside).length === 0);
});

const canSeal = process.getuid?.() === 0 && spawnSync("chattr", ["-V"]).error === undefined;

test.skipIf(!canSeal)("what can't be removed costs no delivery, and does not keep the rest from going", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { First: [writing({ "a.txt": "1\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const aside = join(state.path, "cache", "baro", "aside");
  leaveBehind(aside, 500);
  const sealed = join(aside, "old", "d0", "f0");
  mkdirSync(join(aside, "other"));
  expect(spawnSync("chattr", ["+i", sealed]).status).toBe(0);
  try {
    const run = await runArtifact({
      cwd: repo.path,
      args: toBranch,
      env: { ...state.env, ...endpoint.env },
      stdin: ofOneFile,
    });
    expect(run.exitCode).toBe(0);
    expect(eventsOf(run.events, "delivery.finished")).toHaveLength(1);
    await until(() => !existsSync(join(aside, "other")) && !existsSync(join(aside, "cleaner")));
    expect(existsSync(sealed)).toBe(true);
  } finally {
    spawnSync("chattr", ["-i", sealed]);
  }
});

test("what a process left of itself that was killed with nothing more to remove goes with the next run", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { First: [writing({ "a.txt": "1\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const aside = join(state.path, "cache", "baro", "aside");
  leaveBehind(aside, 5);
  const ended = spawnSync("true");
  writeFileSync(join(aside, "cleaner"), JSON.stringify({ pid: ended.pid, start: "1" }));
  const env = { ...state.env, ...endpoint.env };
  const run = await runArtifact({ cwd: repo.path, args: toBranch, env, stdin: ofOneFile });
  expect(run.exitCode).toBe(0);
  await until(() => readdirSync(aside).length === 0);
});

test("clean removes what is set aside, whatever repository it was of", async () => {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const aside = join(state.path, "cache", "baro", "aside");
  leaveBehind(aside, 500);
  const cleaned = await runArtifact({ cwd: repo.path, args: ["clean", "--json"], env: state.env });
  expect(JSON.parse(cleaned.stdout)).toEqual({ removed: [join(aside, "old")], kept: [] });
  expect(readdirSync(aside)).toEqual([]);
});
