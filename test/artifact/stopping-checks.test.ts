import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Scenario, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in README.md";
const hasMake = Bun.which("make") !== null;
/** What `a` stops at on the base hides what becomes of `b`. */
const part = (name: string) => `test "$$(cat ${name}.txt)" = good || { echo ${name} is broken; exit 1; }`;
const oneRecipe = `test:\n\t@${part("a")}\n\t@${part("b")}\n`;
const twoTargets = `test: a b\na:\n\t@${part("a")}\nb:\n\t@${part("b")}\n`;

async function play(makefile: string, edits: Record<string, string>, call: Partial<Call> = {}) {
  const scenario: Scenario = { stories: { [goal]: [writing(edits)] } };
  await using endpoint = await scriptedEndpoint(scenario);
  using state = privateState();
  using repo = scratchRepository({
    "README.md": "# Words\n",
    Makefile: makefile,
    "a.txt": "bad\n",
    "b.txt": "good\n",
  });
  const args = [goal, "--mode", "focused", "--agent", "openai", "--deliver", "branch", "--yes", ...(call.args ?? [])];
  return await runArtifact({ ...call, args, cwd: repo.path, env: { ...state.env, ...endpoint.env } });
}

test.skipIf(!hasMake)("what a check that stops at the base's failure leaves out is said first and last", async () => {
  const run = await play(oneRecipe, { "README.md": "# Worlds\n" }, { args: ["--json"] });
  const [said, ...more] = eventsOf(run.events, "check.skipped");
  expect(said).toMatchObject({ command: "make test", cause: "behind" });
  expect(said?.why).toContain("line 2 of Makefile");
  expect(more).toEqual([]);
  const order = run.events.map(({ type }) => type);
  expect(order.indexOf("check.skipped")).toBeLessThan(order.indexOf("story.started"));
  expect(eventsOf(run.events, "run.verified").map(({ verdict }) => verdict)).toEqual(["not_run"]);
  expect(run.exitCode).toBe(0);
});

test.skipIf(!hasMake)("the card names what failed and says that the rest did not run", async () => {
  const run = await play(oneRecipe, { "README.md": "# Worlds\n" });
  const shown = `${run.stdout}${run.stderr}`.replace(/\s+/g, " ");
  expect(shown).toContain("failed, as on the base, before all of it ran: make test");
  expect(shown).toContain("a is broken");
  expect(shown).toContain("The check `make test` does not run to its end: it stops at its first failure");
});

test.skipIf(!hasMake)("--require-checks takes it for a check that can't run", async () => {
  const run = await play(oneRecipe, { "README.md": "# Worlds\n" }, { args: ["--require-checks"] });
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain("does not run to its end");
});

test.skipIf(!hasMake)("one that goes on past the base's failure finds what a story breaks behind it", async () => {
  const run = await play(twoTargets, { "README.md": "# Worlds\n", "b.txt": "broken\n" }, { args: ["--json"] });
  expect(eventsOf(run.events, "story.verified").map(({ verdict }) => verdict)).toEqual(["failed", "failed"]);
  expect(run.exitCode).toBe(1);
});
