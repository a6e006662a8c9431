import { expect, test } from "bun:test";
import type { Order } from "../../src/core/person.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";

/** Orders that a test gives when something happens. */
function orders() {
  let take: (order: Order) => void = () => {};
  return {
    give: (order: Order) => take(order),
    input: {
      orders: (listener: (order: Order) => void) => {
        take = listener;
        return () => {};
      },
    },
  };
}

const untilStopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

test("a person stops one story: its agent ends, and the others go on", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { give, input } = orders();
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2"), story("S3", { dependsOn: ["S1"] })],
    input,
    agent: fakeAgent((task, signal) => {
      if (!task.prompt.startsWith("# Story S1")) return writeFiles(task.cwd, { "s2/b.txt": "b\n" });
      return untilStopped(signal);
    }),
    onEvent: (event) => {
      if (event.type === "story.started" && event.story === "S1")
        queueMicrotask(() => give({ kind: "stop", story: "S1" }));
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["failed", "merged", "skipped"]);
  expect(result.of("story.finished")).toContainEqual(
    expect.objectContaining({ story: "S1", outcome: "failed", reason: "You stopped it" }),
  );
});

test("a person tells a story's agent something: it goes on with that", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { give, input } = orders();
  const prompts: string[] = [];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    input,
    agent: fakeAgent((task, signal) => {
      prompts.push(task.prompt);
      if (prompts.length > 1) return writeFiles(task.cwd, { "s1/a.txt": "a\n" });
      const stopped = untilStopped(signal);
      give({ kind: "tell", story: "S1", text: "Use tabs, not spaces" });
      return stopped;
    }),
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged"]);
  expect(prompts[0]).not.toContain("Use tabs");
  expect(prompts[1]).toContain("Use tabs, not spaces");
});

test("while a person holds back agents none starts, and what waits starts when they let go", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { give, input } = orders();
  const seen: string[] = [];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2")],
    input: { ...input, parallelism: 1 },
    agent: fakeAgent((task) => {
      const id = task.prompt.includes("Story S1") ? "s1" : "s2";
      writeFiles(task.cwd, { [`${id}/a.txt`]: "a\n" });
    }),
    onEvent: (event) => {
      if (event.type === "story.started" || event.type === "story.finished") seen.push(`${event.type} ${event.story}`);
      if (event.type === "run.paused") seen.push(`paused ${event.paused}`);
      if (event.type === "story.started" && event.story === "S1") give({ kind: "pause" });
      if (event.type === "story.finished" && event.story === "S1") setTimeout(() => give({ kind: "go-on" }), 50);
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(seen).toEqual([
    "story.started S1",
    "paused true",
    "story.finished S1",
    "paused false",
    "story.started S2",
    "story.finished S2",
  ]);
});

test("an order about a story that is none, or over, is not obeyed", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { give, input } = orders();
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    input,
    agent: fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" })),
    onEvent: (event) => {
      if (event.type === "story.started") give({ kind: "stop", story: "S9" });
      if (event.type === "story.finished") give({ kind: "stop", story: "S1" });
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged"]);
  expect(result.of("story.stopped")).toEqual([]);
});

test("an agent that hears is told while it works, and is not stopped; what it did not take it goes on with", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const { give, input } = orders();
  const heard: string[] = [];
  const prompts: string[] = [];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1")],
    input,
    agent: {
      ...fakeAgent(async (task, signal) => {
        prompts.push(task.prompt);
        writeFiles(task.cwd, { "s1/a.txt": "a\n" });
        if (prompts.length > 1) return;
        give({ kind: "tell", story: "S1", text: "Use tabs" });
        await Promise.resolve();
        heard.push(...(task.inbox?.take() ?? []));
        expect(signal.aborted).toBe(false);
        // It is done before it looks again.
        give({ kind: "tell", story: "S1", text: "And no spaces" });
      }),
      hears: true,
    },
  });
  expect(heard).toEqual(["Use tabs"]);
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("And no spaces");
  expect(result.of("story.told").map(({ how }) => how)).toEqual(["turn", "turn"]);
  expect(result.of("story.heard").map(({ messages }) => messages)).toEqual([1]);
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged"]);
});
