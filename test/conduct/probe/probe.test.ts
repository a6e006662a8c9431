import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { AgentTask } from "../../../src/agents/agent.ts";
import type { RealEffects } from "../../../src/conduct/real-effects.ts";
import type { AgentEvent } from "../../../src/core/agent-event.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { branch, type Conducted, conductIn, story } from "../support/conduct-in.ts";
import { fakeAgent, finished } from "../support/fake-agent.ts";
import { fingerprint } from "../support/person.ts";

/** A snapshot that any story may write beside its own surface. */
const shared = "test/__snapshots__/all.snap";
const stories = [story("S1"), story("S2")];
const idOf = (task: AgentTask) => /Story (S\d)/.exec(task.prompt)?.[1] ?? "";
const textAt = (task: AgentTask, path: string) =>
  existsSync(join(task.cwd, path)) ? readFileSync(join(task.cwd, path), "utf8") : "";

let calls = 0;
function* edited(): Generator<AgentEvent> {
  const call = `c${calls++}`;
  yield { type: "agent.tool.called", call, tool: "edit", nativeTool: "edit", input: {}, paths: [] };
  yield { type: "agent.tool.finished", call, ok: true, exitCode: null, output: "", outputBytes: 0 };
}

/** An agent goes on working, tool call by tool call, until it is stopped or `over` says so. */
async function* busyUntil(over: () => boolean, signal: AbortSignal): AsyncGenerator<AgentEvent> {
  while (!over() && !signal.aborted) {
    yield* edited();
    await setImmediate();
  }
}

const append = (task: AgentTask, text: string) =>
  writeFiles(task.cwd, {
    [`${idOf(task).toLowerCase()}/made.txt`]: `${idOf(task)}\n`,
    [shared]: `${textAt(task, shared)}${text}\n`,
  });

/** What was heard of a run so far, for agents that wait for it. */
class Heard {
  readonly events: RunEventBody[] = [];
  has(test: (event: RunEventBody) => boolean): boolean {
    return this.events.some(test);
  }
  predicted = () => this.has((event) => event.type === "conflict.predicted");
  merged = (id: string) => this.has((event) => event.type === "story.merged" && event.story === id);
  finished = (id: string) => this.has((event) => event.type === "story.finished" && event.story === id);
}

test("two agents that will conflict: the later one is stopped, and done again on top of what the first landed", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const before = fingerprint(repository.path);
  const heard = new Heard();
  const seen: AgentTask[] = [];
  let stoppedWhileFirstWorked = false;
  const agent = fakeAgent(async function* (task, signal) {
    append(task, idOf(task) === "S1" ? "of S1" : `of S2, try ${seen.length}`);
    if (idOf(task) === "S2" && heard.merged("S1")) return;
    yield* busyUntil(idOf(task) === "S1" ? () => heard.has(isKilled) : () => false, signal);
    stoppedWhileFirstWorked ||= idOf(task) === "S2" && !heard.merged("S1");
  }, seen);
  const request = { root: repository.path, folder: folder.path, stories, agent, events: heard.events };
  const result = await conductIn(request);
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(result.of("conflict.predicted")).toEqual([
    { type: "conflict.predicted", stories: ["S1", "S2"], paths: [shared] },
  ]);
  expect(stoppedWhileFirstWorked).toBe(true);
  expect(result.of("story.conflicted")).toEqual([
    { type: "story.conflicted", story: "S2", paths: [shared], next: "redo" },
  ]);
  expect(startsOf(result)).toEqual(["S1 first", "S2 conflict", "S2 first"]);
  expect(seen[2]?.prompt).toContain(shared);
  expect(repository.git("show", `${branch}:${shared}`)).toBe("of S1\nof S2, try 3");
  expect(fingerprint(repository.path)).toBe(before);
  // What was tried and looked at is not in the person's repository, not even as an object.
  writeFiles(folder.path, { tried: "of S2, try 2\n" });
  const tried = gitIn(repository.path, "hash-object", join(folder.path, "tried"));
  expect(() => repository.git("cat-file", "-e", tried)).toThrow();
  expect(repository.git("for-each-ref", "--format=%(refname)").split("\n")).toEqual([
    `refs/heads/${branch}`,
    "refs/heads/main",
  ]);
});

/** Who was started why; of those that start together, either may be first. */
const startsOf = (result: Conducted) =>
  result
    .of("story.started")
    .map(({ story, why }) => `${story} ${why}`)
    .sort();

const isKilled = (event: RunEventBody) => event.type === "agent.finished" && event.why === "killed";

test("a finished story is never made to wait: the one still at work gives way", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const heard = new Heard();
  const agent = fakeAgent(async function* (task, signal) {
    if (idOf(task) === "S2") {
      append(task, "of S2");
      yield* busyUntil(() => heard.has((event) => event.type === "story.started" && event.story === "S1"), signal);
      return;
    }
    if (!heard.has((event) => event.type === "agent.finished")) {
      // Not before the other one's end: then there is nothing left to do there but to land.
      yield* busyUntil(() => heard.has((event) => event.type === "agent.finished" && event.story === "S2"), signal);
    }
    append(task, "of S1");
    if (!heard.merged("S2")) yield* busyUntil(() => false, signal);
    else if (!heard.predicted()) yield* busyUntil(heard.predicted, signal);
  });
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, events: heard.events });
  expect(result.of("conflict.predicted").map((one) => one.stories)).toEqual([["S2", "S1"]]);
  expect(result.of("story.merged").map((one) => one.story)).toEqual(["S2", "S1"]);
  expect(result.of("story.started").filter((one) => one.story === "S2")).toHaveLength(1);
  expect(repository.git("show", `${branch}:${shared}`)).toBe("of S2\nof S1");
});

test("when the first one lands without the conflict, the other goes on where it was", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const heard = new Heard();
  const seen: AgentTask[] = [];
  const agent = fakeAgent(async function* (task, signal) {
    yield { type: "agent.session", session: `session of ${idOf(task)}` };
    if (task.resume !== null) return;
    append(task, `of ${idOf(task)}`);
    yield* busyUntil(idOf(task) === "S1" ? () => heard.has(isKilled) : () => false, signal);
    // It thinks better of it.
    if (idOf(task) === "S1") writeFiles(task.cwd, { [shared]: "of S2\n" });
  }, seen);
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, events: heard.events });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(result.of("story.conflicted")).toEqual([]);
  expect(startsOf(result)).toEqual(["S1 first", "S2 first", "S2 resumed"]);
  expect(seen[2]?.resume).toBe("session of S2");
  expect(seen[2]?.cwd).toBe(seen.find((task) => idOf(task) === "S2")?.cwd ?? "");
});

test("when the first one fails, the other goes on where it was", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const heard = new Heard();
  const agent = fakeAgent(async function* (task, signal) {
    if (idOf(task) === "S2" && heard.finished("S1")) return;
    append(task, `of ${idOf(task)}`);
    yield* busyUntil(idOf(task) === "S1" ? () => heard.has(isKilled) : () => false, signal);
    if (idOf(task) === "S2") return;
    yield { type: "agent.error", kind: "refused", message: "No", resetAt: null };
    yield finished({ ok: false, why: "refused" });
  });
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, events: heard.events });
  expect(result.stories.map((one) => one.outcome)).toEqual(["failed", "merged"]);
  expect(startsOf(result)).toEqual(["S1 first", "S2 first", "S2 resumed"]);
  expect(repository.git("show", `${branch}:${shared}`)).toBe("of S2");
});

test("agents that do not come near each other are left alone, and no probe is made", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const heard = new Heard();
  const probe = join(folder.path, "cache/worktrees/r1/probe");
  let probed = false;
  const agent = fakeAgent(async function* (task, signal) {
    writeFiles(task.cwd, { [`${idOf(task).toLowerCase()}/made.txt`]: `${idOf(task)}\n` });
    let turns = 0;
    yield* busyUntil(() => turns++ > 50, signal);
    probed ||= existsSync(probe);
  });
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, events: heard.events });
  expect(result.of("conflict.predicted")).toEqual([]);
  expect(result.of("story.started")).toHaveLength(2);
  expect(probed).toBe(false);
});

test("what the repository merges by its own attributes is no conflict", async () => {
  using repository = scratchRepository({ ".gitattributes": "*.snap merge=union\n" });
  using folder = scratchFolder();
  let probes = 0;
  const agent = fakeAgent(async function* (task, signal) {
    append(task, `of ${idOf(task)}`);
    yield* busyUntil(() => probes > 0, signal);
  });
  const around = (effects: RealEffects) => ({
    conflictsOf: async (ours: string, theirs: string) => {
      const paths = await effects.conflictsOf(ours, theirs);
      probes += 1;
      return paths;
    },
  });
  const request = { root: repository.path, folder: folder.path, stories, agent };
  const result = await conductIn({ ...request, around });
  expect(result.of("conflict.predicted")).toEqual([]);
  expect(result.of("story.conflicted")).toEqual([]);
  expect(result.of("story.started")).toHaveLength(2);
});

test("a probe that fails is told once, and the run goes on without", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const heard = new Heard();
  const agent = fakeAgent(async function* (task, signal) {
    append(task, `of ${idOf(task)}`);
    const told = () => heard.has((event) => event.type === "run.notice") || heard.merged("S1");
    yield* busyUntil(told, signal);
  });
  const around = () => ({ conflictsOf: () => Promise.reject(new Error("no merge today")) });
  const request = { root: repository.path, folder: folder.path, stories, agent, events: heard.events };
  const result = await conductIn({ ...request, around });
  expect(result.of("run.notice").map((one) => one.message)).toEqual([expect.stringContaining("no merge today")]);
  expect(result.of("conflict.predicted")).toEqual([]);
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(result.of("story.conflicted")).toHaveLength(1);
});

test("a run that dies after a prediction, before or after the agent was stopped, goes on to the same tree", async () => {
  // Deaths: once the prediction is journalled, and once the stopped agent's end is.
  for (const lastWords of [(event: RunEventBody) => event.type === "conflict.predicted", isKilled]) {
    using repository = scratchRepository();
    using folder = scratchFolder();
    const events: RunEventBody[] = [];
    const heard = new Heard();
    let died: () => void = () => {};
    const dead = new Promise<void>((resolve) => {
      died = resolve;
    });
    const first = fakeAgent(async function* (task, signal) {
      append(task, `of ${idOf(task)}`);
      yield* busyUntil(() => false, signal);
    });
    const request = { root: repository.path, folder: folder.path, stories, events };
    const emit = (event: RunEventBody): Promise<void> => {
      if (events.some(lastWords)) return new Promise(() => {});
      events.push(event);
      if (!lastWords(event)) return Promise.resolve();
      died();
      return new Promise(() => {});
    };
    await Promise.race([conductIn({ ...request, agent: first, options: { emit } }), dead]);
    const second = fakeAgent((task) => {
      if (idOf(task) === "S2") append(task, "again");
    });
    heard.events.push(...events);
    const result = await conductIn({ ...request, agent: second, events });
    expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
    expect(result.of("conflict.predicted")).toHaveLength(1);
    const after = startsOf(result);
    expect(after).toEqual(["S1 first", "S1 resumed", "S2 conflict", "S2 first"]);
    expect(repository.git("show", `${branch}:${shared}`)).toBe("of S1\nagain");
  }
});
