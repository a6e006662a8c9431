import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Scenario, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";
const script = (test: string) => JSON.stringify({ type: "module", scripts: { test } });
const tests =
  'import test from "node:test";\nimport { a } from "./a.js";\ntest("a holds", () => { if (a !== 1) throw new Error("a"); });\ntest("old trouble", () => { throw new Error("old"); });\n';

async function play(files: Record<string, string>, edits: Record<string, string>, call: Partial<Call> = {}) {
  const scenario: Scenario = { stories: { [goal]: [writing(edits)] } };
  await using endpoint = await scriptedEndpoint(scenario);
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Words\n", ...files });
  const args = [goal, "--mode", "focused", "--json", "--agent", "openai", "--deliver", "branch", ...(call.args ?? [])];
  const ended = await runArtifact({ ...call, args, cwd: repo.path, env: { ...state.env, ...endpoint.env } });
  return { ...ended, served: endpoint.served.length };
}

test("a story that breaks everything on a red base does not pass as red before", async () => {
  const files = { "package.json": script("node --test"), "a.js": "export const a = 1;\n", "a.test.js": tests };
  const run = await play(files, { "README.md": "# Worlds\n", "a.js": "export const a = ;\n" });
  const said = eventsOf(run.events, "story.verified");
  expect(said.map(({ verdict }) => verdict)).toEqual(["failed", "failed"]);
  expect(said[0]?.newlyFailing).not.toEqual([]);
  expect(run.exitCode).toBe(1);
  expect(eventsOf(run.events, "story.finished")[0]?.reason).toContain("npm test (");
});

test("the same red as on the base is named, and the work is delivered", async () => {
  const files = { "package.json": script("node --test"), "a.js": "export const a = 1;\n", "a.test.js": tests };
  const run = await play(files, { "README.md": "# Worlds\n" });
  expect(run.exitCode).toBe(0);
  const [said] = eventsOf(run.events, "run.verified");
  expect(said).toMatchObject({
    verdict: "as_on_base",
    failing: ["a.test.js: old trouble"],
    newlyFailing: [],
    counts: { passed: 1, failed: 1, skipped: 0 },
  });
});

test("a check that can't run is said before an agent starts, and is no pass", async () => {
  const files = { "package.json": script("absent-runner --all") };
  const run = await play(files, { "README.md": "# Worlds\n" });
  expect(run.exitCode).toBe(0);
  const [skipped] = eventsOf(run.events, "check.skipped");
  expect(skipped).toMatchObject({
    command: "npm test",
    next: "install the project's packages, or put absent-runner on the PATH",
  });
  const order = run.events.map(({ type }) => type);
  expect(order.indexOf("check.skipped")).toBeLessThan(order.indexOf("story.started"));
  expect(eventsOf(run.events, "check.skipped")).toHaveLength(1);
  expect(eventsOf(run.events, "run.verified").map(({ verdict }) => verdict)).toEqual(["not_run"]);
});

test("--require-checks ends with 5 before anything is spent", async () => {
  const files = { "package.json": script("absent-runner --all") };
  const run = await play(files, { "README.md": "# Worlds\n" }, { args: ["--require-checks"] });
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain("absent-runner");
  expect(run.served).toBe(0);
  const documents = await play({}, { "README.md": "# Worlds\n" }, { args: ["--require-checks"] });
  expect(documents.exitCode).toBe(5);
  expect(documents.stderr).toContain("the repository holds only documents");
});
