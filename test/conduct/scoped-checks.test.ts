import { expect, test } from "bun:test";
import type { AgentTask } from "../../src/agents/agent.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { type Conducted, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";

const whole = "sh all.sh";
const files = {
  "all.sh": "sh a.sh && sh b.sh\n",
  "a.sh": "echo 1..1; grep -q good a/text && echo ok 1 - a || { echo not ok 1 - a; exit 1; }\n",
  "b.sh": "echo 1..1; grep -qf b/wanted a/text && echo ok 1 - b || { echo not ok 1 - b; exit 1; }\n",
  "a/text": "good old\n",
  "b/wanted": "old\n",
};

/** A story that writes into a, of which b's check reads; `edits` are its agent's attempts. */
async function conducted(
  scope: (command: string) => string | null,
  edits: Record<string, string>[],
  seen: AgentTask[] = [],
) {
  using repository = scratchRepository(files);
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, edits[seen.length - 1] ?? {}), seen);
  const input = { checks: [whole], scope };
  const stories = [story("S1", { writes: ["a/", "b/"] })];
  return await conductIn({ root: repository.path, folder: folder.path, stories, agent, input });
}

const commands = (result: Conducted, type: "story.verified" | "run.verified") =>
  result.of(type).map(({ command, verdict }) => [command, verdict]);

test("a story takes the part that it touched, and the merged result the whole", async () => {
  const result = await conducted(() => "sh a.sh", [{ "a/text": "good old friend\n" }]);
  expect(result.of("story.committed")[0]?.scoped).toEqual([{ command: whole, as: "sh a.sh" }]);
  expect(commands(result, "story.verified")).toEqual([["sh a.sh", "passed"]]);
  expect(commands(result, "run.verified")).toEqual([[whole, "passed"]]);
  expect(result.stories[0]?.outcome).toBe("merged");
});

test("what only the whole finds sends the story back, and then it takes the whole itself", async () => {
  const seen: AgentTask[] = [];
  const result = await conducted(() => "sh a.sh", [{ "a/text": "good new\n" }, { "b/wanted": "new\n" }], seen);
  expect(commands(result, "story.verified")).toEqual([
    ["sh a.sh", "passed"],
    [whole, "passed"],
  ]);
  expect(commands(result, "run.verified")).toEqual([
    [whole, "failed"],
    [whole, "passed"],
  ]);
  expect(seen[1]?.prompt).toContain("not ok 1 - b");
  expect(result).toMatchObject({ verified: "passed", stories: [{ outcome: "merged" }] });
});

test("a red part is compared with the same part of the base", async () => {
  const result = await conducted(
    () => "sh b.sh",
    [{ "a/text": "good new\n", "b/wanted": "odd\n" }, { "b/wanted": "new\n" }],
  );
  expect(result.of("story.verified")[0]).toMatchObject({
    command: "sh b.sh",
    verdict: "failed",
    newlyFailing: ["b"],
    baseOk: true,
  });
  expect(commands(result, "story.verified").at(-1)).toEqual(["sh b.sh", "passed"]);
});

test.each([
  ["runs nothing", "echo 1..0"],
  ["is named wrong", "no-such-runner --part a"],
  ["ends with an error that names no test", "echo no such part; exit 2"],
])("the whole follows a part that %s", async (_name, part) => {
  const result = await conducted(() => part, [{ "a/text": "good old friend\n" }]);
  expect(commands(result, "story.verified")).toEqual([[whole, "passed"]]);
  expect(result.stories[0]?.outcome).toBe("merged");
});

test("a check of which the story touched nothing is left to the merged result", async () => {
  const result = await conducted(() => null, [{ "a/text": "good old friend\n" }]);
  expect(commands(result, "story.verified")).toEqual([]);
  expect(commands(result, "run.verified")).toEqual([[whole, "passed"]]);
});

test("a run that goes on takes the parts that were settled before it stopped", async () => {
  using repository = scratchRepository(files);
  using folder = scratchFolder();
  const stop = new AbortController();
  const seen: AgentTask[] = [];
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "a/text": "good old friend\n" }), seen);
  const request = { root: repository.path, folder: folder.path, stories: [story("S1", { writes: ["a/"] })], agent };
  const first = await conductIn({
    ...request,
    input: { checks: [whole], scope: () => "sh a.sh" },
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === "story.committed") stop.abort();
    },
  });
  expect(first.outcome).toBe("interrupted");
  // The project is not asked again what the story touched.
  const second = await conductIn({ ...request, events: first.events, input: { checks: [whole] } });
  expect(seen).toHaveLength(1);
  expect(commands(second, "story.verified")).toEqual([["sh a.sh", "passed"]]);
});

test("a green result that runs fewer tests than the base says so", async () => {
  const result = await conducted((command) => command, [{ "a/text": "good old friend\n", "b/wanted": "old\n" }]);
  expect(result.of("run.verified")[0]).toMatchObject({ verdict: "passed", why: null });
  using repository = scratchRepository(files);
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "all.sh": "sh a.sh\n" }));
  const stories = [story("S1", { writes: ["all.sh"] })];
  const fewer = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories,
    agent,
    input: { checks: [whole] },
  });
  expect(fewer.of("run.verified")[0]).toMatchObject({ verdict: "passed", why: "1 of 2 tests no longer ran" });
  expect(fewer.verified).toBe("passed");
});
