import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tryGit } from "../../src/git/git.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { runGoal } from "../../src/run/run.ts";
import { writing } from "../artifact/scripted-endpoint.ts";
import { scratchRepository } from "../support/scratch.ts";
import { playground } from "./support/in-process.ts";

const typo = "Fix the typo in README.md";

test("a lock that nobody gives back costs a run moments, and is named with the refs that it holds back", async () => {
  await using place = await playground({ stories: { [typo]: [writing({ "README.md": "# Worlds\n" })] } });
  const lock = join(place.repo.path, ".git", "packed-refs.lock");
  writeFileSync(lock, "");
  const flags = { mode: "focused", verify: false, deliver: "branch" } as const;
  const run = await place.play(flags, (invocation) => runGoal(invocation, typo));
  expect(run.end?.exitCode).toBe(0);
  const below = `refs/baro/${run.events[0]?.run}/`;
  expect(run.of("run.notice").map(({ message }) => message)).toEqual([
    `Cannot remove the run's own refs below ${below}: "${lock}" is there; if no git is running, remove that file; they can go later with: baro clean`,
  ]);
  expect(place.repo.git("for-each-ref", below)).not.toBe("");
}, 60_000);

test("git is asked again while a lock is held, and not for longer than a few seconds of the clock", async () => {
  using repo = scratchRepository();
  let [tries, now] = [0, 0];
  const real = systemHost();
  const host: Host = {
    ...real,
    elapsed: () => now,
    // What waits for longer is a limit, and no wait for a lock.
    sleep: async (ms, signal) => {
      if (ms > 10_000) return await real.sleep(ms, signal);
      now += 1_000;
    },
    spawn: (request) => {
      tries += 1;
      return real.spawn(request);
    },
  };
  const read = () => tryGit(host, repo.path, ["read-tree", "HEAD"]);
  expect((await read()).exitCode).toBe(0);
  expect(tries).toBe(1);
  writeFileSync(join(repo.path, ".git", "index.lock"), "");
  expect((await read()).exitCode).toBe(128);
  // At 0, 1, 2 and 3 seconds.
  expect(tries - 1).toBe(4);
});
