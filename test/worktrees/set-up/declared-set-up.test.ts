import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BaroError } from "../../../src/core/error.ts";
import { scratchFolder, scratchRepository } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

const declared = (...commands: string[]) => ({
  ".cursor/worktrees.json": JSON.stringify({ "setup-worktree": commands }),
});

test("an untrusted set-up command is named, and never run", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(declared(`touch ${join(folder.path, "ran")}`, "b\u001b[31m", "c", "d"));
  const { take, told } = setUpIn(repository.path, folder.path);
  await take();
  await take();
  expect(existsSync(join(folder.path, "ran"))).toBe(false);
  expect(told).toEqual([
    `.cursor/worktrees.json sets worktrees up with \`touch ${join(folder.path, "ran").slice(0, 74)}\`, \`b\`, \`c\` and 1 more, and is not trusted, so it is not run; after a look: baro trust ${join(repository.path, ".cursor/worktrees.json")}`,
  ]);
});

test("a trusted set-up command runs once per worktree, in it, and knows where it is", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": "made\n",
    ...declared('echo "$PWD $ROOT_WORKTREE_PATH $PORT $CONDUCTOR_PORT" >> made', "test -f made"),
  });
  const { take, told } = setUpIn(repository.path, folder.path, { trusted: true });
  const first = await take();
  const second = await take();
  expect(second.port).not.toBe(first.port);
  for (const { path, port } of [first, second]) {
    expect(readFileSync(join(path, "made"), "utf8")).toBe(`${path} ${repository.path} ${port} ${port}\n`);
  }
  expect(existsSync(join(repository.path, "made"))).toBe(false);
  expect(readFileSync(join(folder.path, "logs/w1.log"), "utf8")).toContain(
    "$ test -f made\n[ended with exit code 0]\n",
  );
  expect(told).toEqual([]);
});

test("the person's own commands go before what the repository declares for others, which then need no trust", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "made\n", ...declared("echo theirs > made") });
  const own = setUpIn(repository.path, folder.path, { commands: ["echo $BARO_PORT_BASE > made"] });
  const { path, port } = await own.take();
  expect(readFileSync(join(path, "made"), "utf8")).toBe(`${port}\n`);
  expect(own.told).toEqual([]);
  const none = setUpIn(repository.path, join(folder.path, "none"), { commands: [], trusted: true });
  expect(existsSync(join((await none.take()).path, "made"))).toBe(false);
  const failing = setUpIn(repository.path, join(folder.path, "failing"), { commands: ["exit 3"] });
  const failure = (await failing.take().catch((error: unknown) => error)) as BaroError;
  expect(failure.message).toBe("Cannot set up a worktree: `exit 3` of the configuration ended with exit code 3");
  expect(failure.hint).toMatch(/fix it, then: baro resume$/);
});

test("worktrees are set up ahead of need", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "made\n", ...declared("echo x > made") });
  const { pool, take } = setUpIn(repository.path, folder.path, { trusted: true });
  pool.prepare(repository.git("rev-parse", "HEAD"), 2);
  const made = [1, 2].map((number) => join(folder.path, `worktrees/w${number}/made`));
  // Nobody has asked for one yet.
  while (!made.every((file) => existsSync(file))) await new Promise(setImmediate);
  expect([(await take()).number, (await take()).number].sort()).toEqual([1, 2]);
});

test("a worktree that is made over is set up again", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitignore": "made\n", ...declared("echo x >> made") });
  const { take, pool } = setUpIn(repository.path, folder.path, { trusted: true });
  const first = await take();
  pool.give(first);
  const again = await take();
  expect(again.path).toBe(first.path);
  expect(readFileSync(join(again.path, "made"), "utf8")).toBe("x\n");
});

test("a set-up command that fails says which, where from, how, what it printed, and where the rest is", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(declared("echo fine", "echo 'no such registry' >&2; exit 3", "touch late"));
  const { take } = setUpIn(repository.path, folder.path, { trusted: true });
  const failure = (await take().catch((error: unknown) => error)) as BaroError;
  expect(failure.code).toBe("failed");
  expect(failure.message).toBe(
    "Cannot set up a worktree: `echo 'no such registry' >&2; exit 3` of .cursor/worktrees.json ended with exit code 3\nno such registry",
  );
  const log = join(folder.path, "logs/w1.log");
  expect(failure.hint).toBe(
    `Its output is in ${log}; fix it, trust .cursor/worktrees.json again if it changed, then: baro resume`,
  );
  expect(readFileSync(log, "utf8")).toContain("$ echo fine\nfine\n[ended with exit code 0]\n");
  expect(readFileSync(log, "utf8")).not.toContain("late");
  expect(readdirSync(join(folder.path, "worktrees"))).toEqual([]);
});

test("what is under way ends when it is not needed any more", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(declared(`echo $$ > ${join(folder.path, "pid")}; sleep 600`));
  const { setUp, pool } = setUpIn(repository.path, folder.path, { trusted: true });
  pool.prepare(repository.git("rev-parse", "HEAD"), 1);
  while (!existsSync(join(folder.path, "pid"))) await new Promise(setImmediate);
  setUp.stop();
  await pool.remove(false);
  expect(readFileSync(join(folder.path, "logs/w1.log"), "utf8")).toContain("[ended with signal SIG");
  expect(existsSync(join(folder.path, "worktrees"))).toBe(false);
});
