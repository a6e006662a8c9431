import { expect, test } from "bun:test";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import { systemHost } from "../../src/host/system.ts";
import { openJournal } from "../../src/store/journal.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { isDone } from "../state/support/happenings.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";

const goal = "Rework how the parser reports what it found";
const usage = { input: 1000, cachedInput: 0, output: 100, reasoning: 0 };
const hour = 3_600_000;

/** What the three modes took: side by side next to nothing, everything else hours. */
const costly = [
  { mode: "focused", stories: 1, wallMs: 9 * hour, agentMs: 8 * hour, savedMs: null },
  { mode: "sequential", stories: 2, wallMs: 9 * hour, agentMs: 8 * hour, savedMs: 0 },
  { mode: "parallel", stories: 4, wallMs: 1000, agentMs: 4000, savedMs: 3000 },
];

/** Journals as runs leave them. */
function leave(stateDir: string, root: string, ends: readonly object[], started: object = {}): void {
  for (const [at, end] of ends.entries()) {
    const name = `past-${root.length}-${at}-${Object.keys(started).length}`;
    const folder = runFolder(stateDir, name);
    makeRunFolder(folder);
    const journal = openJournal(systemHost(), folder.journal, name, []);
    const first = { type: "run.started", goal: "Do", repo: { root }, flags: {}, workBranch: "b", scripted: false };
    journal.append({ ...first, ...started } as unknown as RunEventBody);
    journal.append({ ...isDone, outcome: "delivered", usage, ...end } as RunEventBody);
    journal.close();
  }
}

const often = (more: object = {}) => costly.flatMap((one) => Array.from({ length: 4 }, () => ({ ...one, ...more })));

/** What is suggested in a repository after another one's runs, and after its own. */
async function suggestedAfter(ends: readonly object[], started: object, whose: "own" | "other") {
  using state = privateState();
  using repo = scratchRepository({ "src/parser.ts": "export const parse = 1;\n", "a.txt": "a\n" });
  using other = scratchRepository({ "a.txt": "a\n" });
  leave(join(state.path, "state"), whose === "own" ? repo.path : other.path, ends, started);
  const args = ["intake", goal, "--json", "--intake", "rules"];
  const { stdout } = await runArtifact({ cwd: repo.path, env: state.env, args });
  return JSON.parse(stdout) as { mode: string; reason: string; probabilities: Record<string, number> };
}

test("what runs cost decides where they were run, and nowhere else", async () => {
  const [cold, other, own] = [
    await suggestedAfter([], {}, "own"),
    await suggestedAfter(often(), {}, "other"),
    await suggestedAfter(often(), {}, "own"),
  ];
  expect(cold.reason).toContain("at typical costs");
  expect(other).toEqual(cold);
  expect(own.reason).toContain("what runs cost in this repository");
}, 60_000);

/** What is suggested in what was put in the place of a repository whose runs are known, or beside it. */
async function suggestedIn(make: (first: string, place: string) => { at: string; base: string }) {
  using state = privateState();
  using first = scratchRepository({ "src/parser.ts": "export const parse = 1;\n", "a.txt": "a\n" });
  using places = scratchFolder();
  const { at, base } = make(first.path, join(places.path, "place"));
  leave(join(state.path, "state"), at, often(), { base });
  const args = ["intake", goal, "--json", "--intake", "rules"];
  const { stdout } = await runArtifact({ cwd: join(places.path, "place"), env: state.env, args });
  return (JSON.parse(stdout) as { reason: string }).reason;
}

const headOf = (path: string) => gitIn(path, "rev-parse", "HEAD");

test("another repository that was put in the place of one knows nothing of what that one's runs cost", async () => {
  const reason = await suggestedIn((first, place) => {
    gitIn(first, "init", "--quiet", place);
    writeFiles(place, { "src/parser.ts": "export const parse = 2;\n" });
    gitIn(place, "add", ".");
    gitIn(place, "commit", "--quiet", "--message", "Another project");
    return { at: place, base: headOf(first) };
  });
  expect(reason).toContain("at typical costs");
}, 60_000);

test("another clone of the same project, wherever it is, knows what its runs cost", async () => {
  const reason = await suggestedIn((first, place) => {
    gitIn(first, "clone", "--quiet", first, place);
    return { at: first, base: headOf(first) };
  });
  expect(reason).toContain("what runs cost in this repository");
}, 60_000);

test.each<[string, object, object?]>([
  ["failed", { outcome: "failed" }],
  ["were interrupted", { outcome: "interrupted" }],
  ["changed nothing", { outcome: "empty" }],
  ["landed in part", { outcome: "partial" }],
  ["met a ceiling", { outcome: "ceiling" }],
  ["went no further than their plan", { dryRun: true }],
  ["had no agent at work", { agentMs: 0 }],
  ["had no story", { stories: 0 }],
  ["were scripted", {}, { scripted: true }],
])(
  "runs that %s decide nothing",
  async (_what, end, started = {}) => {
    const after = await suggestedAfter(often(end), started, "own");
    expect(after.reason).toContain("at typical costs");
    for (const share of Object.values(after.probabilities)) expect(share).toBeGreaterThan(0);
  },
  60_000,
);
