import { expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import { writeOwner } from "../../src/host/owner-mark.ts";
import { systemHost } from "../../src/host/system.ts";
import { sweep, sweepBehind } from "../../src/run/sweep.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A cache with this set aside, and a machine that notes what it is to start. */
function aside(...names: string[]) {
  const cache = scratchFolder();
  const folder = join(cache.path, "aside");
  for (const name of names) mkdirSync(join(folder, name, "deep"), { recursive: true });
  const launched: object[] = [];
  const host = {
    ...systemHost(),
    self: ["baro", "leading"],
    env: { PATH: "/bin", BARO_HOME: "/s", BARO_QUEUE: "redis://secret" },
    launch: async (request: object) => {
      launched.push(request);
      return { [Symbol.dispose]: () => {} };
    },
  } as unknown as Host;
  return {
    host,
    launched,
    folder,
    options: { cacheDir: cache.path, configFile: null as string | null },
    isThere: () => names.map((name) => existsSync(join(folder, name))),
    [Symbol.dispose]: () => cache[Symbol.dispose](),
  };
}

const over = AbortSignal.abort();

test("what is gone in a moment needs no process of its own, nor does nothing", async () => {
  using none = aside();
  expect(await sweepBehind(none.host, none.options)).toEqual([]);
  expect(await sweepBehind(none.host, none.options, over)).toEqual([]);
  using some = aside("one", "two");
  expect(await sweepBehind(some.host, some.options)).toEqual([]);
  expect([some.isThere(), none.launched, some.launched]).toEqual([[false, false], [], []]);
});

test("what takes longer goes behind the run, in a process that sees no more than it needs", async () => {
  using left = aside("one", "two");
  expect(await sweepBehind(left.host, { ...left.options, configFile: "/c.toml" }, over)).toEqual([]);
  expect(left.isThere()).toEqual([true, true]);
  const [request] = left.launched;
  expect(request).toMatchObject({
    program: "baro",
    args: ["leading", "clean", "--set-aside", "--config", "/c.toml"],
    cwd: "/",
    stdin: null,
    log: null,
    env: { PATH: "/bin", BARO_HOME: "/s" },
  });
  expect((request as { env: object }).env).not.toHaveProperty("BARO_QUEUE");
  await sweepBehind(left.host, left.options, over);
  expect(left.launched[1]).toMatchObject({ args: ["leading", "clean", "--set-aside"] });
});

test("nobody is started where somebody is at it", async () => {
  using left = aside("one");
  writeOwner(systemHost(), join(left.folder, "cleaner"));
  expect(await sweepBehind(left.host, left.options, over)).toEqual([]);
  expect([left.launched, left.isThere()]).toEqual([[], [true]]);
  // Whoever was at it is gone.
  writeFileSync(join(left.folder, "cleaner"), JSON.stringify({ pid: 999_999_999, start: "1" }));
  await sweepBehind(left.host, left.options, over);
  expect(left.launched).toHaveLength(1);
});

test("sweeping removes all of it, and names what went", async () => {
  using left = aside("one", "two");
  const { removed, kept } = await sweep(left.host, left.options);
  expect([removed.sort(), kept]).toEqual([[join(left.folder, "one"), join(left.folder, "two")], []]);
  expect(left.isThere()).toEqual([false, false]);
  expect(await sweep(left.host, left.options)).toEqual({ removed: [], kept: [] });
});

test("of what another process is removing nothing is called removed", async () => {
  using left = aside("one");
  writeOwner(systemHost(), join(left.folder, "cleaner"));
  expect(await sweep(left.host, left.options)).toEqual({ removed: [], kept: [] });
});
