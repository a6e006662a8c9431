import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentTask } from "../../src/agents/agent.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";

const idOf = (task: AgentTask) => /Story (S\d)/.exec(task.prompt)?.[1] ?? "";

test("a story's own check that is red on the base too is worth one repair, and then reported", async () => {
  using repository = scratchRepository({ "s1/a.txt": "wrong\n" });
  using folder = scratchFolder();
  const seen: AgentTask[] = [];
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": `try ${seen.length}\n` }), seen);
  const stories = [story("S1", { verify: ["grep right s1/a.txt"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(seen).toHaveLength(2);
  expect(result.of("story.verified").map((check) => [check.ok, check.baseOk])).toEqual([
    [false, false],
    [false, false],
  ]);
  expect(result.of("story.verified").map(({ verdict }) => verdict)).toEqual(["as_on_base", "as_on_base"]);
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(result.of("story.finished")[0]?.reason).toBe("Red before and after: grep right s1/a.txt");
});

test("red where the base is green is the story's doing: one repair, then it fails and nothing lands", async () => {
  using repository = scratchRepository({ "s1/a.txt": "right\n" });
  using folder = scratchFolder();
  const seen: AgentTask[] = [];
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": `wrong ${seen.length}\n` }), seen);
  const checks = ["grep right s1/a.txt || { echo it says $(cat s1/a.txt); exit 3; }"];
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, input: { checks } });
  expect(seen).toHaveLength(2);
  expect(seen[1]?.prompt).toContain("it says wrong 1");
  expect(result.stories.map((one) => one.outcome)).toEqual(["failed", "skipped"]);
  expect(repository.git("rev-parse", branch)).toBe(repository.git("rev-parse", "main"));
  // What failed is nowhere else, so its ref stays.
  expect(repository.git("show", "refs/baro/r1/work/S1:s1/a.txt")).toBe("wrong 2");
});

test("a check that was red before is reported and not blamed, and the run delivers", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const input = { checks: ["false", "test -f README.md"] };
  const result = await conductIn({ root: repository.path, folder: folder.path, stories: [story("S1")], agent, input });
  expect(result.of("run.verified").map((check) => [check.command, check.ok, check.baseOk ?? null])).toEqual([
    ["false", false, false],
    ["test -f README.md", true, null],
  ]);
  expect(result.verified).toBe("passed");
  expect(result.stories[0]?.outcome).toBe("merged");
});

test("green on the one retry is green, and said to be flaky", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const mark = join(folder.path, "tried");
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const checks = [`test -f ${mark} || { touch ${mark}; exit 1; }`];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    agent,
    input: { checks },
  });
  expect(result.of("story.verified")).toMatchObject([{ ok: true, flaky: true }]);
});

test("a test program that runs nothing has not passed", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const checks = ["echo 'running 0 tests'"];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    agent,
    input: { checks },
  });
  expect(result.of("story.verified")).toMatchObject([{ ok: false, baseOk: false }]);
});

test("a lone story whose check tells of no test any more is told so itself", async () => {
  using repository = scratchRepository({ "check.sh": "echo '1..2'; echo 'ok 1 - a'; echo 'ok 2 - b'\n" });
  using folder = scratchFolder();
  const prompts: string[] = [];
  const agent = fakeAgent((task) => {
    prompts.push(task.prompt);
    const text = prompts.length === 1 ? "echo fine\n" : "echo '1..2'; echo 'ok 1 - a'; echo 'ok 2 - b' # mended\n";
    writeFiles(task.cwd, { "check.sh": text, "s1/a.txt": "a\n" });
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1", { writes: ["check.sh", "s1/"] })],
    agent,
    input: { checks: ["sh check.sh"] },
  });
  expect(result.of("story.verified").map(({ verdict, why }) => [verdict, why])).toEqual([
    ["failed", "it tells of no test; on the base 2 ran"],
    ["passed", null],
  ]);
  expect(prompts[1]).toContain("sh check.sh");
  expect(result.of("run.verified").map(({ verdict }) => verdict)).toEqual(["passed"]);
});

test("tests that ran count, however much is printed about packages without any after them", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const checks = ["echo 'running 5 tests'; for i in $(seq 2000); do echo 'running 0 tests'; done"];
  const request = { root: repository.path, folder: folder.path, stories: [story("S1")], agent };
  const result = await conductIn({ ...request, input: { checks } });
  expect(result.of("story.verified")).toMatchObject([{ ok: true }]);
  expect(result.of("story.verified")[0]?.tail.length).toBeLessThan(20_000);
});

test("the same tree is checked once: a lone story's checks are the result's", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const log = join(folder.path, "log");
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const checks = [`if [ -e s1/a.txt ]; then echo result; else echo base; fi >> ${log}`];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    agent,
    input: { checks },
  });
  // A check that tells of no test is held against the base: there it may have told of some.
  expect(readFileSync(log, "utf8")).toBe("result\nbase\n");
  expect(result.of("run.verified")).toHaveLength(1);
});

test("what a check leaves running is stopped with it", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const pidFile = join(folder.path, "pid");
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const checks = [`sleep 300 >/dev/null 2>&1 & echo $! > ${pidFile}`];
  await conductIn({ root: repository.path, folder: folder.path, stories: [story("S1")], agent, input: { checks } });
  const pid = readFileSync(pidFile, "utf8").trim();
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] : "gone";
  expect(["gone", "Z"]).toContain(state ?? "gone");
});

test("an interrupted check ends the run at once, and resumes", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const stop = new AbortController();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  const events: Parameters<typeof conductIn>[0]["events"] = [];
  const request = { root: repository.path, folder: folder.path, stories: [story("S1")], agent, events };
  const broken = await conductIn({
    ...request,
    input: { checks: ["sleep 300"] },
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === "story.committed") setImmediate(() => stop.abort());
    },
  });
  expect(broken.outcome).toBe("interrupted");
  expect(broken.of("story.verified")).toEqual([]);
  const result = await conductIn({ ...request, input: { checks: ["true"] } });
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(result.of("story.started")).toHaveLength(1);
});

const clashing =
  "test ! -f s2/b.txt || test ! -f s4/b.txt || ls s?/fix.txt || { echo s2 and s4 do not go together; exit 1; }";

test("green apart and red together: the rest is kept, the last of the smallest set is repaired on top of it", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const prompts: string[] = [];
  const agent = fakeAgent((task) => {
    const id = idOf(task);
    writeFiles(task.cwd, { [`${id.toLowerCase()}/b.txt`]: `${id}\n` });
    if (!task.prompt.includes("went wrong before")) return;
    prompts.push(task.prompt);
    expect([existsSync(join(task.cwd, "s2/b.txt")), existsSync(join(task.cwd, "s4/b.txt"))]).toEqual([true, true]);
    writeFiles(task.cwd, { [`${id.toLowerCase()}/fix.txt`]: "fixed\n" });
  });
  // All start before any lands, so that each is green where it is checked.
  const stories = ["S1", "S2", "S3", "S4", "S5"].map((id) => story(id));
  let go: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  let waiting = 0;
  const together = fakeAgent(async (task) => {
    if (!task.prompt.includes("went wrong before")) {
      if (++waiting === 5) go();
      await started;
    }
    for await (const _ of agent.start({} as never, task, new AbortController().signal)) void _;
  });
  const input = { checks: [clashing], parallelism: 5 };
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent: together, input });
  const order = result.of("story.merged").map((event) => event.story);
  const culprit = order.indexOf("S2") > order.indexOf("S4") ? "S2" : "S4";
  expect(result.of("story.dropped").map((event) => event.story)).toEqual([culprit]);
  expect(result.of("branch.rebuilt")).toHaveLength(1);
  expect(prompts).toHaveLength(1);
  expect(prompts[0]).toContain("s2 and s4 do not go together");
  expect(result.verified).toBe("passed");
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged", "merged", "merged"]);
  expect(repository.git("rev-list", "--count", `main..${branch}`)).toBe("5");
});

test("a culprit that can't be repaired is left out, and the green rest stays", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  let waiting = 0;
  let go: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  const agent = fakeAgent(async (task) => {
    if (!task.prompt.includes("went wrong before")) {
      if (++waiting === 2) go();
      await started;
    }
    writeFiles(task.cwd, { [`${idOf(task).toLowerCase()}/b.txt`]: "b\n" });
  });
  const input = { checks: [clashing] };
  const stories = [story("S2"), story("S4")];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent, input });
  expect(result.stories.map((one) => one.outcome).sort()).toEqual(["failed", "merged"]);
  expect(result.verified).toBe("passed");
  expect(repository.git("rev-list", "--count", `main..${branch}`)).toBe("1");
});

/** Both clashing stories land at once; a third one is at work until a ceiling stops it. */
function clashAtCeiling(folder: string) {
  const usage = { type: "agent.usage", cachedInput: 0, output: 0, reasoning: 0, usd: null, requests: 1 } as const;
  const landed = join(folder, "landed");
  let waiting = 0;
  let go: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  return {
    landed,
    agent: fakeAgent(async function* (task, signal) {
      const id = idOf(task);
      if (++waiting === 3) go();
      await started;
      writeFiles(task.cwd, { [`${id.toLowerCase()}/b.txt`]: "b\n" });
      if (id !== "S5") return;
      while (!existsSync(landed) && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
      yield { ...usage, input: 1000 };
    }),
  };
}

test("at a ceiling only what is green together stays on the branch; whoever resumes has the culprit repaired", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { agent, landed } = clashAtCeiling(folder.path);
  const stories = [story("S2"), story("S4"), story("S5")];
  const events: NonNullable<Parameters<typeof conductIn>[0]["events"]> = [];
  const request = { root: repository.path, folder: folder.path, stories, events };
  const limits = { maxTokens: 900, maxUsd: null, timeoutMs: null };
  const stopped = await conductIn({
    ...request,
    agent,
    input: { checks: [clashing], limits },
    onEvent: () => {
      if (events.filter((event) => event.type === "story.finished").length === 2) writeFileSync(landed, "");
    },
  });
  expect(stopped).toMatchObject({ outcome: "ceiling", verified: "passed" });
  expect(stopped.of("story.dropped")).toHaveLength(1);
  expect(stopped.of("story.kept").map((event) => event.story)).toContain("S5");
  expect(repository.git("rev-list", "--count", `main..${branch}`)).toBe("1");
  const prompts: string[] = [];
  const repairing = fakeAgent((task) => {
    prompts.push(task.prompt);
    const id = idOf(task).toLowerCase();
    // What it had is still there, on a commit without what was taken off.
    expect(existsSync(join(task.cwd, id, "b.txt"))).toBe(true);
    writeFiles(task.cwd, { [`${id}/fix.txt`]: "fixed\n" });
  });
  const result = await conductIn({ ...request, agent: repairing, input: { checks: [clashing] } });
  expect(result).toMatchObject({ outcome: "done", verified: "passed" });
  expect(prompts.join()).toContain("s2 and s4 do not go together");
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged"]);
});

test("a result that there was no time to check is not done", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { [`${idOf(task).toLowerCase()}/b.txt`]: "b\n" }));
  // Quick on each story, and too slow on both together.
  const checks = ["test ! -f s2/b.txt || test ! -f s4/b.txt || sleep 60"];
  const limits = { maxTokens: null, maxUsd: null, timeoutMs: 30_000 };
  const stories = [story("S2"), story("S4")];
  const events: NonNullable<Parameters<typeof conductIn>[0]["events"]> = [];
  const request = { root: repository.path, folder: folder.path, stories, agent, events };
  const stopped = await conductIn({ ...request, input: { checks, limits, spent: { tokens: 0, usd: 0, ms: 24_000 } } });
  expect(stopped).toMatchObject({ outcome: "ceiling", verified: "unfinished" });
  expect(stopped.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  const result = await conductIn({ ...request, input: { checks: ["true"] } });
  expect(result).toMatchObject({ outcome: "done", verified: "passed" });
}, 30_000);
