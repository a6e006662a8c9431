import { expect, test } from "bun:test";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Agent, AgentTask } from "../../src/agents/agent.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent, finished } from "./support/fake-agent.ts";

const idOf = (task: AgentTask) => /Story (S\d)/.exec(task.prompt)?.[1] ?? "";
const write = (task: AgentTask) => writeFiles(task.cwd, { [`${idOf(task).toLowerCase()}/a.txt`]: `${idOf(task)}\n` });

test("the person's repository is packed and pruned while stories run", async () => {
  using repository = scratchRepository({ "README.md": "# A\n", "x.txt": "x\n" });
  using folder = scratchFolder();
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] }), story("S3", { dependsOn: ["S2"] })];
  const agent = fakeAgent((task) => {
    write(task);
    repository.git("reflog", "expire", "--expire=now", "--all");
    repository.git("gc", "--quiet", "--prune=now");
  });
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
  repository.git("fsck", "--strict");
});

test("a lock that nobody lets go of is named, and without it the run goes on", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const lock = join(repository.path, ".git/refs/heads", `${branch}.lock`);
  const events: RunEventBody[] = [];
  const request = { root: repository.path, folder: folder.path, stories: [story("S1")], events };
  const locking = fakeAgent((task) => {
    write(task);
    writeFiles(repository.path, { [`.git/refs/heads/${branch}.lock`]: "" });
  });
  await expect(conductIn({ ...request, agent: locking })).rejects.toMatchObject({
    code: "git-failed",
    hint: `If no git is running, remove "${lock}"; then run: baro resume`,
  });
  rmSync(lock);
  const result = await conductIn({ ...request, agent: fakeAgent(write) });
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(result.of("story.started")).toHaveLength(1);
});

test("a lock that is let go of in time is waited for", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const name = `.git/refs/heads/${branch}.lock`;
  const agent = fakeAgent((task) => {
    write(task);
    writeFiles(repository.path, { [name]: "" });
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    agent,
    // The first try to land meets the lock; the clock of the retries is git's own.
    onEvent: (event) => {
      if (event.type === "story.committed") setTimeout(() => rmSync(join(repository.path, name)), 100);
    },
  });
  expect(result.stories[0]?.outcome).toBe("merged");
});

test("a branch of the person that is in the way of the run's is said", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  repository.git("branch", "baro");
  const request = { root: repository.path, folder: folder.path, stories: [story("S1")], agent: fakeAgent(write) };
  await expect(conductIn(request)).rejects.toMatchObject({
    code: "git-failed",
    hint: "Rename or delete the branch that is in the way",
  });
});

async function* nothing(): AsyncGenerator<AgentEvent> {
  yield* [];
}

test("an agent that ends without a word has crashed, and is started once more", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  let starts = 0;
  const mute: Agent = {
    ...fakeAgent(() => {}),
    start: () => {
      starts += 1;
      return nothing();
    },
  };
  const result = await conductIn({ root: repository.path, folder: folder.path, stories: [story("S1")], agent: mute });
  expect(starts).toBe(2);
  expect(result.stories[0]?.outcome).toBe("failed");
});

test("a usage limit pauses the run resumably; what is done is done", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const events: RunEventBody[] = [];
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  const limited = fakeAgent(async function* (task) {
    write(task);
    if (idOf(task) === "S1") return;
    const resetAt = new Date(Date.now() + 3_600_000).toISOString();
    yield { type: "agent.error", kind: "usage_limit", message: "come back in an hour", resetAt };
    yield finished({ ok: false, why: "usage_limit" });
  });
  const request = { root: repository.path, folder: folder.path, stories, events };
  const paused = await conductIn({ ...request, agent: limited });
  expect(paused).toMatchObject({ outcome: "paused", reason: "come back in an hour" });
  expect(paused.stories.map((one) => one.outcome)).toEqual(["merged", null]);
  expect(paused.of("story.kept")).toHaveLength(1);
  const result = await conductIn({ ...request, agent: fakeAgent(() => {}) });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(existsSync(join(folder.path, "cache/worktrees/r1"))).toBe(false);
});

test("one agent's rate limit slows all of its provider, and nobody fails for it", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  let calls = 0;
  const agent = fakeAgent(async function* (task) {
    calls += 1;
    if (calls <= 2) {
      yield { type: "agent.error", kind: "rate_limit", message: "slow down", resetAt: new Date().toISOString() };
      yield finished({ ok: false, why: "rate_limit" });
      return;
    }
    write(task);
  });
  const stories = ["S1", "S2", "S3"].map((id) => story(id));
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
});

type Step = ReturnType<typeof Promise.withResolvers<void>>;

test("a rate limit is heard as it is told: until that agent has ended nobody else starts at its provider", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const [both, told, landed] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [Step, Step, Step];
  let tries = 0;
  const agent = fakeAgent(async function* (task) {
    if (idOf(task) === "S1" && tries++ === 0) {
      await both.promise;
      yield { type: "agent.error", kind: "rate_limit", message: "slow down", resetAt: new Date().toISOString() };
      // Its machine is far away: its end is known when its work is here.
      await landed.promise;
      yield finished({ ok: false, why: "rate_limit" });
      return;
    }
    if (idOf(task) === "S2") await told.promise;
    write(task);
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: ["S1", "S2", "S3"].map((id) => story(id)),
    agent,
    input: { parallelism: 2 },
    onEvent: (event) => {
      if (event.type === "story.started" && event.story === "S2") both.resolve();
      if (event.type === "agent.error") told.resolve();
      if (event.type === "story.merged" && event.story === "S2") landed.resolve();
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
  const at = (type: string, id: string) =>
    result.events.findIndex((event) => event.type === type && "story" in event && event.story === id);
  expect(at("agent.finished", "S1")).toBeGreaterThan(at("story.merged", "S2"));
  expect(at("story.started", "S3")).toBeGreaterThan(at("agent.finished", "S1"));
});

test("an agent that gets over a rate limit by itself holds nobody back any longer", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const begun = Promise.withResolvers<void>();
  const agent = fakeAgent(async function* (task) {
    if (idOf(task) === "S1") {
      yield { type: "agent.error", kind: "rate_limit", message: "slow down", resetAt: null };
      yield { type: "agent.text", text: "It answers again." };
      await begun.promise;
    }
    write(task);
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: ["S1", "S2", "S3"].map((id) => story(id)),
    agent,
    input: { parallelism: 2 },
    onEvent: (event) => {
      if (event.type === "story.started" && event.story === "S3") begun.resolve();
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
});
