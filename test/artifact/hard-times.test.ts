import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { artifact, type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { orphans } from "./orphans.ts";
import { running, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const args = [goal, "--mode", "focused", "--agent", "openai", "--no-verify", "--json"];

/** A repository, a private state and an endpoint whose agent fixes a.txt, after `first` if it is given. */
async function playground(first?: string) {
  const turns = [...(first === undefined ? [] : [running(first)]), writing({ "a.txt": "fixed\n" })];
  const endpoint = await scriptedEndpoint({ stories: { [goal]: turns } });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const env: Record<string, string> = { ...state.env, ...endpoint.env };
  return {
    repo,
    state,
    env,
    run: (call: Partial<Call> = {}, program?: readonly string[]) =>
      runArtifact({ cwd: repo.path, args, ...call, env: { ...env, ...call.env } }, program),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

/** A small file system of its own; null where this process may not mount one. */
function smallDisk(path: string, size: string): Disposable | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return null;
  }
  return { [Symbol.dispose]: () => void execFileSync("umount", ["-l", path]) };
}

test("a disk that is full: one clear message, and the run goes on when there is room", async () => {
  using elsewhere = scratchFolder();
  const isFull = join(elsewhere.path, "full");
  // The agent works until the disk is full, however long that takes.
  await using play = await playground(`while [ ! -e '${isFull}' ]; do sleep 0.02; done`);
  const home = join(play.state.path, "small");
  using disk = smallDisk(home, "16m");
  if (disk === null) return console.log("skipped: this process may not mount a file system");
  const filler = join(home, "filler");
  const full = await play.run({
    env: { BARO_HOME: home },
    onEvent: (event) => {
      if (event.type !== "plan.accepted") return;
      try {
        writeFileSync(filler, Buffer.alloc(32 * 1024 * 1024));
      } catch {
        // Full, as wanted.
      }
      writeFileSync(isFull, "");
    },
  });
  expect(full.exitCode).toBe(1);
  expect(full.stderr).toMatch(/Cannot (write the journal|go on).*(ENOSPC|disk is full)/);
  expect(orphans(play.state.path)).toEqual([]);
  rmSync(filler);
  const resumed = await play.run({ env: { BARO_HOME: home }, args: ["resume", "--json"] });
  expect(resumed.exitCode).toBe(0);
  expect(eventsOf(resumed.events, "run.finished")[0]?.outcome).toBe("delivered");
});

test("a disk with no room for a run's state is told before anything is spent", async () => {
  await using play = await playground();
  const home = join(play.state.path, "tiny");
  using disk = smallDisk(home, "64k");
  if (disk === null) return console.log("skipped: this process may not mount a file system");
  const refused = await play.run({ env: { BARO_HOME: home } });
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toMatch(/room|space/);
  expect(eventsOf(refused.events, "plan.accepted")).toEqual([]);
});

test("a state folder that can't be written any more: said before anything is done, and nothing is lost", async () => {
  await using play = await playground("sleep 0.2");
  await play.run({ onEvent: (event, kill) => event.type === "story.started" && kill("SIGKILL") });
  const home = join(play.state.path, "state");
  try {
    execFileSync("mount", ["--bind", home, home], { stdio: "ignore" });
    execFileSync("mount", ["-o", "remount,bind,ro", home], { stdio: "ignore" });
  } catch {
    return console.log("skipped: this process may not mount a file system");
  }
  const refused = await play.run({ args: ["resume"] });
  const cleaned = await play.run({ args: ["clean", "--force"] });
  execFileSync("umount", [home]);
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toMatch(/Cannot write the lock .*the file system is read-only/);
  expect(cleaned.stdout).toMatch(/^kept .*the file system is read-only/);
  expect((await play.run({ args: ["resume"] })).exitCode).toBe(0);
});

test("few open files allowed: a clear end, or none but the work done", async () => {
  await using play = await playground();
  const before = checkoutState(play.repo.path);
  const quoted = args.map((word) => `'${word}'`).join(" ");
  const ended = await play.run({ args: [] }, ["sh", "-c", `ulimit -n 48; exec ${artifact} ${quoted}`]);
  expect([0, 1]).toContain(ended.exitCode ?? -1);
  expect(ended.stderr).not.toContain("bug:");
  expect(checkoutState(play.repo.path)).toEqual(before);
});

test("locks that somebody else holds on the person's index and HEAD don't stop a run", async () => {
  await using play = await playground();
  for (const name of ["index.lock", "HEAD.lock"]) writeFileSync(join(play.repo.path, ".git", name), "");
  const ended = await play.run();
  expect(ended.exitCode).toBe(0);
});

test("a lock on packed refs that is let go in time is waited for", async () => {
  await using play = await playground();
  const lock = join(play.repo.path, ".git", "packed-refs.lock");
  writeFileSync(lock, "");
  const ended = await play.run({
    onEvent: (event) => {
      if (event.type === "story.started") rmSync(lock, { force: true });
    },
  });
  expect(ended.exitCode).toBe(0);
});

test("the run's branch is deleted under it: the work stays on a ref, the message says how to go on", async () => {
  await using play = await playground();
  const ended = await play.run({
    onEvent: (event) => {
      if (event.type !== "agent.tool.finished") return;
      for (const ref of play.repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro").split("\n")) {
        if (ref !== "") play.repo.git("update-ref", "-d", ref);
      }
    },
  });
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toMatch(/it was deleted[\s\S]*baro resume/);
  expect(play.repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toContain("/work/S1");
});

test("the person's branch moves on and the repository is packed during the run: the work is on its base all the same", async () => {
  await using play = await playground("sleep 0.2");
  const { repo } = play;
  const base = repo.git("rev-parse", "HEAD");
  const ended = await play.run({
    onEvent: (event) => {
      if (event.type !== "story.started") return;
      repo.commit("Meanwhile", { "b.txt": "b\n" });
      repo.git("gc", "--quiet", "--prune=now");
    },
  });
  expect(ended.exitCode).toBe(0);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(repo.git("rev-parse", `${branch}~1`)).toBe(base);
  expect(repo.git("fsck", "--no-dangling")).toBe("");
});

test("a remote that is gone: the work is on a branch, and that is said", async () => {
  await using play = await playground();
  play.repo.git("remote", "add", "origin", join(play.state.path, "nowhere.git"));
  const ended = await play.run();
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "delivery.finished")[0]).toMatchObject({ kind: "branch" });
});

test("no name and address for commits: said before anything is spent", async () => {
  await using play = await playground();
  const env = Object.fromEntries(Object.entries(play.env).filter(([name]) => !/^GIT_(AUTHOR|COMMITTER)/.test(name)));
  const ended = await runArtifact({ cwd: play.repo.path, args, env });
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain("git config --global user.name");
  expect(ended.events).toEqual([]);
});
