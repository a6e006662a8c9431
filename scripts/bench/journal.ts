// Reads and folds a journal of a million events: `bun scripts/bench/journal.ts [EVENTS]`. Prints seconds, and the ratio
// to parsing the same lines alone.
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import { figuresOf } from "../../src/report/figures.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { openJournal, readJournal } from "../../src/store/journal.ts";
import { scratchFolder } from "../../test/support/scratch.ts";

const count = Number(process.argv[2] ?? 1_000_000);
using folder = scratchFolder();
const file = join(folder.path, "journal.jsonl");
const journal = openJournal({ now: () => Date.now() }, file, "bench", []);
for (let index = 0; index < count; index++) journal.append(sample(index));
journal.close();

const parse = seconds(() => {
  for (const line of readFileSync(file, "utf8").split("\n")) if (line !== "") JSON.parse(line);
});
const fold = seconds(() => {
  const events = readJournal(file);
  foldRun(events);
  figuresOf(events);
});
console.log(`${count} events, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
console.log(`split and parse alone   ${parse.toFixed(2)} s`);
console.log(`read, check and fold    ${fold.toFixed(2)} s   ${(fold / parse).toFixed(2)}x`);
rmSync(file);

function sample(index: number): RunEventBody {
  const on = { story: `S${(index % 12) + 1}`, attempt: 1 };
  switch (index % 4) {
    case 0:
      return { type: "agent.text", text: "Looking at the module and its test before changing either of them.", ...on };
    case 1:
      return {
        type: "agent.tool.called",
        call: `c${index}`,
        tool: "edit",
        nativeTool: "edit_file",
        input: { path: "src/a.ts" },
        paths: ["src/a.ts"],
        ...on,
      };
    case 2:
      return {
        type: "agent.tool.finished",
        call: `c${index - 1}`,
        ok: true,
        exitCode: null,
        output: "done",
        outputBytes: 4,
        ...on,
      };
    default:
      return {
        type: "agent.usage",
        input: 1200,
        cachedInput: 1000,
        output: 80,
        reasoning: 20,
        usd: null,
        requests: 1,
        ...on,
      };
  }
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
