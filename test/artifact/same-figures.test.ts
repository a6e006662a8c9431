import { expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

/** Conducts a plan whose stories write what is given (null: nothing), and asks every place where its figures are shown. */
async function surfacesOf(writes: readonly (string | null)[], args: readonly string[] = []) {
  const titles = writes.map((_, at) => `Part ${at + 1}`);
  const acts = writes.map((text, at) => (text === null ? [] : [writing({ [`p${at + 1}.txt`]: text })]));
  await using endpoint = await scriptedEndpoint({
    stories: Object.fromEntries(titles.map((name, at) => [name, acts[at] ?? []])),
  });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const stories = titles.map((title, at) => ({ id: `S${at + 1}`, title, brief: title, writes: [`p${at + 1}.txt`] }));
  const file = join(state.path, "plan.json");
  writeFileSync(file, JSON.stringify({ version: 1, goal: "Write parts", mode: "parallel", stories }));
  const at = { cwd: repo.path, env: { ...state.env, ...endpoint.env } };
  const flags = ["--agent", "openai", "--no-verify", "--deliver", "branch", "--json", ...args];
  const ended = await runArtifact({ ...at, args: ["conduct", file, ...flags] });
  const read = async (...words: string[]) => (await runArtifact({ ...at, args: words })).stdout;
  const told = await read("show");
  return {
    ended,
    figures: eventsOf(ended.events, "run.finished")[0],
    card: told.slice(told.indexOf("────")),
    replayed: JSON.parse((await read("show", "--json")) || "[]") as { type: string }[],
    listed: JSON.parse((await read("runs", "--json")) || "[]") as {
      outcome: string;
      ms: number;
      branch: string | null;
    }[],
    page: (await read("report")).replace(/<style>.*?<\/style>/gs, "").replace(/<[^>]*>/g, " "),
    files: readdirSync(state.path, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".jsonl")),
  };
}

test.each<[what: string, writes: (string | null)[], exit: number, headline: string, merged: number]>([
  ["all delivered", ["x\n", "y\n", "z\n"], 0, "Delivered", 3],
  ["one of four", ["x\n", null, null, null], 1, "Delivered in part: 1 of 4 stories; 3 changed nothing", 1],
  ["two of three", ["x\n", null, "z\n"], 1, "Delivered in part: 2 of 3 stories; 1 changed nothing", 2],
  ["none", [null, null], 4, "Nothing changed", 0],
])(
  "%s: card, events, list and page tell the same of a run",
  async (_what, writes, exit, headline, merged) => {
    const { ended, figures, card, replayed, listed, page } = await surfacesOf(writes);
    expect([ended.exitCode, figures?.exitCode]).toEqual([exit, exit]);
    expect(card.split("\n")[1]).toBe(headline);
    expect(page).toContain(headline);
    expect(replayed.at(-1)).toMatchObject({ type: "run.finished", ...figures });
    expect(listed).toMatchObject([{ outcome: figures?.outcome, ms: figures?.wallMs }]);
    // What landed adds up to what changed.
    const landed = eventsOf(ended.events, "story.merged");
    expect(landed).toHaveLength(merged);
    const sum = (of: (one: (typeof landed)[number]) => number) => landed.reduce((all, one) => all + of(one), 0);
    expect([sum(({ files }) => files), sum(({ insertions }) => insertions)]).toEqual([
      figures?.files ?? -1,
      figures?.insertions ?? -1,
    ]);
    expect(card).toContain(`changed     ${merged} file${merged === 1 ? "" : "s"}, +${merged} −0`);
    // All tokens were used by a story.
    const used = eventsOf(ended.events, "agent.usage");
    expect(used.reduce((all, { input }) => all + input, 0)).toBe(figures?.usage.input ?? -1);
    expect(used.reduce((all, { output }) => all + output, 0)).toBe(figures?.usage.output ?? -1);
    // Time is saved by work that landed alone, and by two stories at the least.
    expect(figures?.savedMs === null).toBe(merged < 2);
    expect(card.includes("speedup")).toBe(merged >= 2);
  },
  60_000,
);

test("dry runs leave nothing that is listed or learned from", async () => {
  const { ended, listed, files, figures } = await surfacesOf(["x\n", "y\n"], ["--dry-run"]);
  expect([ended.exitCode, listed, files]).toEqual([0, [], []]);
  expect(figures).toMatchObject({ dryRun: true, files: 0, speedup: null, savedMs: null });
});
