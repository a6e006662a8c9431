import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, type StoryScript, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const both = [story("S1", { title: "A", writes: ["a.txt"] }), story("S2", { title: "B", writes: ["b.txt"] })];
const inOrder = both.map((one) => (one.id === "S2" ? { ...one, dependsOn: ["S1"] } : one));
const plan = planText("parallel", both);

/** The second story spends and spends until it is stopped, until it is told to be modest. */
async function playground() {
  const usage = { input: 1000, cachedInput: 0, output: 0, reasoning: 0 };
  const spending: StoryScript = () => ({ ...running("sleep 0.2"), usage });
  const stories: Record<string, StoryScript> = {
    A: [writing({ "a.txt": "from A\n" })],
    B: spending,
  };
  const endpoint = await scriptedEndpoint({ stories, plan: { stories: inOrder } });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  return {
    repo,
    /** From now on nobody spends more than it takes. */
    modest: () => {
      stories["B"] = [writing({ "b.txt": "from B\n" })];
    },
    run: (args: readonly string[], stdin = "") =>
      runArtifact({ cwd: repo.path, env: { ...state.env, ...endpoint.env }, args: [...args, "--json"], stdin }),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test("what a resumed run adds to what was delivered at a ceiling is delivered too, and the summary knows all stories", async () => {
  await using play = await playground();
  const conduct = ["conduct", "-", "--agent", "openai:scripted-1", "--deliver", "patch", "--no-verify"];
  const stopped = await play.run([...conduct, "--max-tokens", "8000"], plan);
  expect(stopped.exitCode).toBe(6);
  const [first] = eventsOf(stopped.events, "delivery.finished");
  const patch = /(\/\S+\.patch)/.exec(first?.why ?? "")?.[1] ?? "";
  expect(readFileSync(patch, "utf8")).toContain("from A");
  play.modest();
  const resumed = await play.run(["resume", "--max-tokens", "900000"]);
  expect(resumed.exitCode).toBe(0);
  expect(eventsOf(resumed.events, "delivery.finished")).toHaveLength(1);
  expect(readFileSync(patch, "utf8")).toContain("from B");
  const summary = resumed.stderr.slice(resumed.stderr.indexOf("Delivered"));
  expect(summary).toMatch(/S1 +A +merged/);
  expect(summary).toMatch(/S2 +B +merged/);
  expect(summary).not.toContain("ceiling");
});

test("a follow-up of which a part landed at a ceiling can be resumed", async () => {
  await using play = await playground();
  play.repo.git("branch", "work");
  const follow = ["continue", "Rename the headings of a.txt and b.txt", "--branch", "work", "--mode", "sequential"];
  const own = ["--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"];
  const stopped = await play.run([...follow, ...own, "--max-tokens", "9000"]);
  expect(stopped.exitCode).toBe(6);
  expect(eventsOf(stopped.events, "story.merged").map((event) => event.story)).toEqual(["S1"]);
  expect(play.repo.git("show", "work:a.txt")).toBe("from A");
  play.modest();
  const resumed = await play.run(["resume", "--max-tokens", "900000"]);
  expect(resumed.exitCode).toBe(0);
  expect(play.repo.git("show", "work:b.txt")).toBe("from B");
  expect(play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n")).toEqual([
    "main",
    "work",
  ]);
});
