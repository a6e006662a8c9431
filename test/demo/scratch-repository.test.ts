import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { demoNames, makeScratchRepository } from "../../src/demo/scratch-repository.ts";
import { systemHost } from "../../src/host/system.ts";
import { decide } from "../../src/intake/decide.ts";
import { gitIn, scratchFolder } from "../support/scratch.ts";

/** Runs a check as a machine would that has git, a shell, and nothing else of ours. */
function check(root: string, command: string) {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin" },
  });
  return { status, output: stdout + stderr };
}

test.each(demoNames)("the %s repository is clean, has a history, and belongs to nobody", async (which) => {
  using folder = scratchFolder();
  const { root } = await makeScratchRepository(which, folder.path);
  expect(gitIn(root, "status", "--porcelain")).toBe("");
  expect(gitIn(root, "log", "--format=%s").split("\n").length).toBeGreaterThan(1);
  expect(gitIn(root, "log", "--format=%an", "-1")).toBe("baro demo");
  expect(gitIn(root, "symbolic-ref", "--short", "HEAD")).toBe("main");
});

test("the focused repository has a test that fails for its stale expectation alone", async () => {
  using folder = scratchFolder();
  const { root, goal, verify } = await makeScratchRepository("focused", folder.path);
  const [command = ""] = verify;
  expect(check(root, command)).toMatchObject({ status: 1 });
  expect(check(root, command).output).toContain(
    "FAIL slugify 'Hello World': expected 'Hello-World', got 'hello-world'",
  );
  expect(goal).toContain("test/slug.test.sh");
});

test("the parallel repository passes its tests and lacks four", async () => {
  using folder = scratchFolder();
  const { root, goal, verify } = await makeScratchRepository("parallel", folder.path);
  expect(check(root, verify[0] ?? "")).toEqual({
    status: 0,
    output: "ok   slugify 'Hello World'\nok   slugify 'Rock & Roll'\n1 test files, 0 failed\n",
  });
  const missing = [...goal.matchAll(/lib\/(\w+)\.sh/g)].map(([, name]) => `test/${name}.test.sh`);
  expect(missing).toHaveLength(4);
  for (const path of missing) expect(check(root, `sh ${path}`).status, path).not.toBe(0);
});

test.each(demoNames)("intake finds the %s goal to be what it is called, with no model at hand", async (which) => {
  using folder = scratchFolder();
  const { root, goal } = await makeScratchRepository(which, folder.path);
  const { decision } = await decide(systemHost(), {
    goal,
    root,
    base: "HEAD",
    followUp: false,
    policy: "rules",
    ask: null,
    cacheDir: folder.path,
    remoteUrl: null,
    lookUp: null,
    signal: new AbortController().signal,
  });
  expect(decision).toMatchObject({ mode: which, clarity: "clear" });
});
