import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { AgentTask } from "../../src/agents/agent.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { removeLeftLocks } from "../../src/git/left-locks.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent, storyOf, storyWriter } from "./support/fake-agent.ts";
import { fingerprint } from "./support/person.ts";

const stories = [story("S1"), story("S2"), story("S3", { dependsOn: ["S1"], verify: ["test -f s1/made.txt"] })];

/** Conducts until the event at `death`, which is written or not; there its process is killed with all that it started. */
async function dieAt(root: string, folder: string, death: number, written: boolean): Promise<RunEventBody[]> {
  const program = join(import.meta.dirname, "support/dying-run.ts");
  const args = [program, root, folder, JSON.stringify(stories), String(death), String(written)];
  // Detached: it leads a process group, and kills the whole of it.
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const [out, [, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  expect(signal).toBe("SIGKILL");
  return out.split("\n").flatMap((line) => (line === "" ? [] : (JSON.parse(line) as RunEventBody)));
}

test("a run that dies at any event goes on to the same tree, with nothing done twice", async () => {
  using whole = scratchRepository();
  using wholeFolder = scratchFolder();
  const undisturbed = await conductIn({ root: whole.path, folder: wholeFolder.path, stories, agent: storyWriter() });
  const tree = whole.git("rev-parse", `${branch}^{tree}`);
  for (let death = 0; death < undisturbed.events.length; death++) {
    using repository = scratchRepository();
    using folder = scratchFolder();
    const before = fingerprint(repository.path);
    const events = await dieAt(repository.path, folder.path, death, death % 2 === 0);
    const finished = events.filter((event) => event.type === "story.finished").length;
    await removeLeftLocks(join(repository.path, ".git"), ["refs/baro/r1/", `refs/heads/${branch}`]);
    const result = await conductIn({
      root: repository.path,
      folder: folder.path,
      stories,
      agent: storyWriter(),
      events,
    });
    const at = `died at ${death}: ${undisturbed.events[death]?.type}`;
    expect(
      result.stories.map((one) => one.outcome),
      at,
    ).toEqual(["merged", "merged", "merged"]);
    expect(repository.git("rev-parse", `${branch}^{tree}`), at).toBe(tree);
    expect(repository.git("rev-list", "--count", `main..${branch}`), at).toBe("3");
    expect(result.of("story.finished").length, at).toBe(3);
    expect(finished, at).toBeLessThanOrEqual(3);
    expect(repository.git("for-each-ref", "--format=%(refname)", "refs/baro"), at).toBe("");
    expect(existsSync(join(folder.path, "cache/worktrees/r1")), at).toBe(false);
    expect(fingerprint(repository.path), at).toBe(before);
  }
}, 120_000);

test("a story in flight goes on in its worktree, with the agent's own session", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const stop = new AbortController();
  const first = fakeAgent(async function* (task, signal) {
    yield { type: "agent.session", session: "abc" };
    writeFiles(task.cwd, { "s1/half.txt": "half\n" });
    stop.abort();
    await new Promise<void>(
      (resolve) => signal.addEventListener("abort", () => resolve()) ?? (signal.aborted && resolve()),
    );
  });
  const events: RunEventBody[] = [];
  const only = [story("S1")];
  const request = { root: repository.path, folder: folder.path, stories: only, events };
  const broken = await conductIn({ ...request, agent: first, signal: stop.signal });
  expect(broken.outcome).toBe("interrupted");
  expect(broken.of("story.kept")).toHaveLength(1);
  const seen: AgentTask[] = [];
  const result = await conductIn({
    ...request,
    agent: fakeAgent((task) => writeFiles(task.cwd, { "s1/rest.txt": "rest\n" }), seen),
  });
  expect(seen[0]?.resume).toBe("abc");
  expect(seen[0]?.cwd).toBe(broken.of("story.started")[0]?.worktree ?? "");
  expect(result.outcome).toBe("done");
  expect(repository.git("ls-tree", "-r", "--name-only", branch).split("\n")).toEqual([
    "README.md",
    "s1/half.txt",
    "s1/rest.txt",
  ]);
});

test("a story in flight whose worktree is gone goes on from what was kept on its ref", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const stop = new AbortController();
  const events: RunEventBody[] = [];
  const request = { root: repository.path, folder: folder.path, stories: [story("S1")], events };
  const first = fakeAgent((task) => {
    writeFiles(task.cwd, { "s1/half.txt": "half\n" });
    stop.abort();
  });
  await conductIn({ ...request, agent: first, signal: stop.signal });
  rmSync(join(folder.path, "cache"), { recursive: true });
  const seen: AgentTask[] = [];
  const result = await conductIn({
    ...request,
    agent: fakeAgent((task) => writeFiles(task.cwd, { "s1/rest.txt": "x\n" }), seen),
  });
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(seen[0]?.prompt).toContain("An earlier attempt was cut off");
  expect(repository.git("show", `${branch}:s1/half.txt`)).toBe("half");
});

test("a ceiling stops the agents, keeps their work on refs and what landed on the branch", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const usage = { type: "agent.usage", cachedInput: 0, output: 0, reasoning: 0, usd: null, requests: 1 } as const;
  const spender = fakeAgent(async function* (task, signal) {
    writeFiles(task.cwd, { [`${storyOf(task).toLowerCase()}/a.txt`]: "a\n" });
    const input = storyOf(task) === "S1" ? 10 : 200;
    for (let turn = 0; turn < 5 && !signal.aborted; turn++) yield { ...usage, input };
  });
  const events: RunEventBody[] = [];
  const request = { root: repository.path, folder: folder.path, stories, events, agent: spender };
  const limits = { maxTokens: 400, maxUsd: null, timeoutMs: null };
  const stopped = await conductIn({ ...request, input: { limits, parallelism: 1 } });
  expect(stopped.outcome).toBe("ceiling");
  expect(stopped.usage.input).toBeLessThanOrEqual(400 + 200);
  expect(stopped.stories.find((one) => one.story === "S1")?.outcome).toBe("merged");
  const [kept] = stopped.of("story.kept");
  expect(repository.git("rev-parse", kept?.ref ?? "")).toBe(kept?.commit ?? "");
  const result = await conductIn(request);
  expect(result.outcome).toBe("done");
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
});

test("no agent starts when everything was used up before", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const seen: AgentTask[] = [];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    agent: fakeAgent(() => {}, seen),
    input: { limits: { maxTokens: 100, maxUsd: null, timeoutMs: null }, spent: { tokens: 100, usd: 0, ms: 0 } },
  });
  expect(result.outcome).toBe("ceiling");
  expect(seen).toEqual([]);
});

test("when the time is up agents stop, and what is committed still lands within the reserve", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const events: RunEventBody[] = [];
  const agent = fakeAgent(async (task, signal) => {
    writeFiles(task.cwd, { [`${storyOf(task).toLowerCase()}/a.txt`]: "a\n" });
    if (storyOf(task) === "S1") return;
    // Works until it is stopped.
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
  });
  const limits = { maxTokens: null, maxUsd: null, timeoutMs: 30_000 };
  const request = { root: repository.path, folder: folder.path, stories: [story("S1"), story("S2")], events, agent };
  // Nearly all of the time went by before: what is left is enough for the first story, and a moment for the second.
  const stopped = await conductIn({ ...request, input: { limits, spent: { tokens: 0, usd: 0, ms: 24_000 } } });
  expect(stopped).toMatchObject({ outcome: "ceiling" });
  expect(stopped.of("limit.reached")).toMatchObject([{ limit: "timeout" }]);
  expect(stopped.stories.map((one) => one.outcome)).toEqual(["merged", null]);
  expect(stopped.of("story.kept").map((event) => event.story)).toEqual(["S2"]);
  const result = await conductIn({ ...request, agent: storyWriter() });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
}, 20_000);

test("a branch that was deleted or moved away under the run is said, and can be put back", async () => {
  for (const spoil of ["delete", "move"] as const) {
    using repository = scratchRepository();
    using folder = scratchFolder();
    const events: RunEventBody[] = [];
    const chain = [story("S1"), story("S2", { dependsOn: ["S1"] })];
    let landed = "";
    const agent = fakeAgent((task) => {
      if (storyOf(task) === "S2") {
        landed = repository.git("rev-parse", branch);
        if (spoil === "delete") repository.git("branch", "-D", branch);
        else repository.git("branch", "--force", branch, repository.commit("elsewhere", { "x.txt": "x\n" }));
      }
      writeFiles(task.cwd, { [`${storyOf(task).toLowerCase()}/a.txt`]: "a\n" });
    });
    const input = { base: repository.git("rev-parse", "HEAD") };
    const request = { root: repository.path, folder: folder.path, stories: chain, events, input };
    expect(conductIn({ ...request, agent })).rejects.toThrow(/Cannot integrate on/);
    await conductIn({ ...request, agent: storyWriter() }).catch(() => {});
    repository.git("branch", "--force", branch, landed);
    const result = await conductIn({ ...request, agent: storyWriter() });
    expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  }
});
