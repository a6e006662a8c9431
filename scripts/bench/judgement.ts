// Runs the product's own judgement on files of real changes and prints one JSON document of metrics last.
// Usage: bun scripts/bench/judgement.ts --mirrors DIR [--pairs F] [--goals F] [--vague F] [--cache DIR]
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemHost } from "../../src/host/system.ts";
import { judgePairs } from "./judgement/pairs.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { mirrors: text, pairs: text, goals: text, vague: text, cache: text } });
const host = systemHost();
const mirrors = values.mirrors ?? ".";
const cache = values.cache ?? mkdtempSync(join(tmpdir(), "baro-judgement-"));

try {
  const metrics: Record<string, object> = {};
  if (values.pairs !== undefined) metrics["pairs"] = await judgePairs(host, values.pairs, mirrors, cache);
  if (values.goals !== undefined) {
    const { judgeGoals } = await import("./judgement/goals.ts");
    metrics["goals"] = await judgeGoals(values.goals, mirrors);
  }
  if (values.vague !== undefined) {
    const { judgeVague } = await import("./judgement/vague.ts");
    metrics["vague"] = await judgeVague(values.vague);
  }
  console.log(JSON.stringify(metrics));
} finally {
  if (values.cache === undefined && existsSync(cache)) rmSync(cache, { recursive: true, force: true });
}
