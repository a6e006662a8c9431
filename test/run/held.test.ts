import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runGoal } from "../../src/run/run.ts";
import { openSandbox } from "../../src/run/sandbox.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { writing } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { playground } from "./support/in-process.ts";

test("a run gives back the signals that it listened for, also one that leaves nothing", async () => {
  const typo = "Fix the typo in README.md";
  await using place = await playground({ stories: { [typo]: [writing({ "README.md": "# Worlds\n" })] } });
  const heard = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name));
  const before = heard();
  const flags = { mode: "focused", verify: false, "dry-run": true } as const;
  const run = await place.play(flags, (invocation) => runGoal(invocation, typo));
  expect([run.error, run.end]).toEqual([null, { exitCode: 0, run: null }]);
  expect(heard()).toEqual(before);
});

test.skipIf(bubblewrap === null)("a sandbox has a folder for each repository, which nobody else reads", async () => {
  using repo = scratchRepository();
  using home = scratchFolder();
  const host = testHost({
    cwd: repo.path,
    env: { HOME: home.path, BARO_HOME: join(home.path, "s"), XDG_CACHE_HOME: join(home.path, "c") },
  });
  const { options } = await loadSettings(host, {});
  expect(await openSandbox(host, { ...options, sandbox: false }, repo.path)).toBeNull();
  const sandbox = await openSandbox(host, { ...options, sandbox: true }, repo.path);
  const folders = join(options.cacheDir, "sandbox");
  const commonDir = join(repo.path, ".git");
  const name = createHash("sha256").update(commonDir).digest("hex").slice(0, 12);
  expect(readdirSync(folders)).toEqual([name]);
  expect(statSync(join(folders, name)).mode & 0o077).toBe(0);
  if ((sandbox?.caches.length ?? 0) > 0)
    expect(readFileSync(join(folders, name, "repository"), "utf8")).toBe(commonDir);
  const filter = sandbox?.filter ?? null;
  if (filter === null) return;
  expect(filter).toBe(join(folders, name, "filter"));
  expect(statSync(filter).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folders, name)).filter((one) => one.startsWith("filter"))).toEqual(["filter"]);
});
