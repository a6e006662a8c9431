import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Write docs/one.md and docs/two.md";
const stories = {
  "Write one": [writing({ "docs/one.md": "1\n" })],
  "Write two": [writing({ "docs/two.md": "2\n" })],
};

/** A repository whose own test notes every time that it is run. */
function place() {
  const state = privateState();
  const ran = join(state.path, "ran");
  const check = `echo ran >> ${ran}; test ! -e ${join(state.path, "red")}`;
  const repo = scratchRepository({
    "docs/zero.md": "0\n",
    "package.json": JSON.stringify({ scripts: { test: check } }),
  });
  const story = (id: string, name: string) => ({
    id,
    title: `Write ${name}`,
    brief: `Write ${name}`,
    writes: [`docs/${name}.md`],
    ...{ reads: [], dependsOn: [], acceptance: [], verify: [], weight: "light" },
  });
  const plan = { version: 1, goal, mode: "parallel", stories: [story("S1", "one"), story("S2", "two")] };
  const count = () => (existsSync(ran) ? readFileSync(ran, "utf8").split("\n").length - 1 : 0);
  const dispose = () => {
    state[Symbol.dispose]();
    repo[Symbol.dispose]();
  };
  return { state, repo, plan: JSON.stringify(plan), count, [Symbol.dispose]: dispose };
}

test("what one run found of the merged result, the next one knows of its base and of the same result", async () => {
  await using endpoint = await scriptedEndpoint({ stories });
  using at = place();
  const env = { ...at.state.env, ...endpoint.env };
  const args = ["conduct", "-", "--agent", "openai:scripted-1", "--deliver", "branch", "--yes", "--json"];
  const play = async (...more: string[]) => {
    const before = at.count();
    const run = await runArtifact({ args: [...args, ...more], cwd: at.repo.path, env, stdin: at.plan });
    expect([run.exitCode, run.stderr]).toEqual([0, expect.anything()]);
    const [verified] = eventsOf(run.events, "run.verified");
    return { ran: at.count() - before, verified, run: run.events[0]?.run ?? "" };
  };
  const first = await play();
  expect(first.verified?.known).toBeUndefined();
  // The base, each story, and the result; the next run has the stories' own left.
  expect(first.ran).toBe(4);
  const second = await play();
  expect(second.ran).toBe(2);
  expect(second.verified).toMatchObject({ ok: true, verdict: "passed", known: { run: first.run } });
  const shown = await runArtifact({ args: ["show", second.run], cwd: at.repo.path, env });
  expect(shown.stdout.replace(/\s+/g, " ")).toContain(`passed: npm test (known from run ${first.run}, `);
  const fresh = await play("--fresh-checks");
  expect([fresh.ran, fresh.verified?.known]).toEqual([4, undefined]);
  // What the person writes themselves may look at anything: only what the project calls its test is of the files alone.
  const own = ["--verify", "npm test --silent"];
  expect((await play(...own)).ran).toBe(4);
  expect((await play(...own)).ran).toBe(4);
  expect((await play("--verify", "npm test")).ran).toBe(2);
  const doctor = await runArtifact({ args: ["doctor"], cwd: at.repo.path, env });
  expect(doctor.stdout).toContain("known from earlier runs");
  const cleaned = await runArtifact({ args: ["clean"], cwd: at.repo.path, env });
  expect(cleaned.exitCode).toBe(0);
  const after = await runArtifact({ args: ["doctor"], cwd: at.repo.path, env });
  expect(after.stdout).not.toContain("known from earlier runs");
});
