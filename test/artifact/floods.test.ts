import { expect, test } from "bun:test";
import { readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startFloodEndpoint } from "../../scripts/attack/flood-endpoint.ts";
import { runMeasured } from "../../scripts/bench/memory/watch-memory.ts";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import type { Protocol, Step } from "../support/stand-in/steps.ts";
import { artifact, privateState } from "./artifact.ts";

const mb = 1_000_000;
/** Far below what is sent: without its limit each of these is over it. */
const mostMb = 250;

async function flooded(agent: (bin: string) => string[], env: Record<string, string> = {}) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "none", "--no-verify", "--yes"];
  const whole = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}`, ...env };
  const ended = await runMeasured(artifact, ["Fix the typo in a.txt", ...agent(bin), ...flags], repo.path, whole);
  const runs = join(state.path, "state", "runs");
  const journal = join(runs, readdirSync(runs)[0] ?? "", "journal.jsonl");
  return { ...ended, journalBytes: statSync(journal).size };
}

const work: Step = { do: "write", path: "a.txt", content: "the work\n" };
const streams: [what: string, protocol: Protocol, step: Step, says: RegExp | null][] = [
  ["80 MB of text", "acp", { do: "text", bytes: 40_000, times: 2000 }, /exceeds what a run keeps/],
  ["80 MB of text", "claude", { do: "text", bytes: 40_000, times: 2000 }, /exceeds what a run keeps/],
  ["60,000 tool calls", "pi", { do: "call", times: 60_000 }, /exceeds what a run keeps/],
  [
    "80 MB that nobody knows",
    "codex",
    { do: "unknown", bytes: 40_000, times: 2000 },
    /does not know: the rest is left out/,
  ],
  ["one line of 200 MB", "opencode", { do: "line", bytes: 200 * mb }, null],
];

test.skipIf(process.platform !== "linux").each(streams)(
  "%s from %s: the run ends, its memory and its journal are bounded, and it says so",
  async (_what, protocol, step, says) => {
    const steps: Step[] = [work, step, { do: "end", figures: { input: 10, output: 10 } }];
    const ended = await flooded((bin) => installStandIn(bin, protocol, steps));
    expect([0, 1, 4]).toContain(ended.code ?? -1);
    expect(ended.memory.peak).toBeLessThan(mostMb);
    expect(ended.journalBytes).toBeLessThan(25 * mb);
    if (says !== null) expect(ended.stderr.match(new RegExp(says, "g"))).toHaveLength(1);
  },
  120_000,
);

test.skipIf(process.platform !== "linux").each([["one-line"], ["models"], ["deltas"]] as const)(
  "an endpoint that sends 200 MB (%s) is not heard to the end",
  async (flood) => {
    await using endpoint = await startFloodEndpoint(flood, 200 * mb);
    const model = flood === "models" ? "openai" : "openai:some-model";
    const ended = await flooded(() => ["--agent", model], { OPENAI_BASE_URL: endpoint.url });
    expect(ended.code).toBe(1);
    expect(ended.memory.peak).toBeLessThan(mostMb);
  },
  120_000,
);
