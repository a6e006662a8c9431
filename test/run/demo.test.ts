import { expect, test } from "bun:test";
import { existsSync, rmSync } from "node:fs";
import type { RunEvent } from "../../src/core/event.ts";
import { runDemo } from "../../src/run/demo.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { testHost } from "../cli/test-host.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

test("the demo fixes its own repository, whatever the person's settings are, and shows what it did", async () => {
  using home = scratchFolder();
  using own = scratchRepository();
  const env = { HOME: home.path, BARO_HOME: `${home.path}/s`, XDG_CACHE_HOME: `${home.path}/c` };
  const host = testHost({ cwd: own.path, env });
  const flags = {
    planner: "claude",
    agent: "codex",
    deliver: "pr",
    base: "no-such",
    "include-dirty": true,
    verify: ["false"],
  };
  const { options } = await loadSettings(host, flags);
  const seen: RunEvent[] = [];
  let pauses = 0;
  const watcher = { see: (event: RunEvent) => void seen.push(event), pause: () => void pauses++ };
  const { end, result } = await runDemo({ host, options, person: null, watcher }, "focused");
  expect(end.exitCode).toBe(0);
  expect(result).toMatchObject({ branch: `baro/${end.run}` });
  const root = result?.root ?? "";
  try {
    expect(host.err()).toContain(`in the scratch repository ${root}\n`);
    expect(result?.diff).toContain("+++ b/test/slug.test.sh");
    expect(gitIn(root, "diff", `main...baro/${end.run}`)).toBe((result?.diff ?? "").trimEnd());
    expect(seen.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["run.started", "delivery.finished", "run.finished"]),
    );
    expect(seen.find(({ type }) => type === "run.verified")).toMatchObject({
      command: "sh test/run.sh",
      verdict: "passed",
    });
    expect(own.git("for-each-ref", "refs/heads", "--format=%(refname:short)")).toBe("main");
  } finally {
    if (existsSync(root)) rmSync(root, { recursive: true, force: true });
  }
});
