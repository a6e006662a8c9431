// Times the main job through the compiled binary and sets it against doing the same by hand in a shell.
// Usage: bun scripts/bench/main-job.ts [--rounds N] [--files N] [--binary F]
// Prints one line per figure and one JSON document last; exits with 1 when a target is missed.
import { cpSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeRepository } from "./main-job/made-repository.ts";
import { type Figure, median, missed, renderFigure, timeProgram } from "./main-job/measure.ts";
import { timeShellWay } from "./main-job/shell-way.ts";
import { documents, startSlowModel } from "./main-job/slow-model.ts";
import { type TimedRun, timeRun } from "./main-job/time-run.ts";
import { builtBinary, openWorkFolder, requireBinary } from "./main-job/work-folder.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    files: { type: "string", default: "100000" },
    binary: { type: "string", default: builtBinary },
  },
});
const rounds = Number(values.rounds);
const manyFiles = Number(values.files);
const binary = requireBinary(values.binary);

using folder = openWorkFolder();
const { path: work, env } = folder;

// The targets are for a machine that has nothing else to do.
console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
const figures = [...(await timeMainJob()), ...timeIntake()];
for (const figure of figures) console.log(renderFigure(figure));
console.log(JSON.stringify(figures));
process.exitCode = figures.some(missed) ? 1 : 0;

/** Four independent stories and one, with agents of two seconds, in a repository of 1,000 files. */
async function timeMainJob(): Promise<Figure[]> {
  const template = join(work, "template");
  makeRepository(template, 1000);
  const model = await startSlowModel();
  const endpoint = { ...env, OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_API_KEY: "none" };
  const fresh = (name: string) => {
    const root = join(work, name);
    cpSync(template, root, { recursive: true });
    return root;
  };
  const flags = ["--yes", "--agent", "openai:scripted-1", "--deliver", "branch", "--no-verify"];
  const parallel: TimedRun[] = [];
  const focused: TimedRun[] = [];
  const shell: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const goal = `Write ${documents.join(", ")}`;
      const wide = [goal, "--mode", "parallel", ...flags];
      parallel.push(await timeRun(binary, wide, fresh(`parallel-${round}`), endpoint));
      const one = ["Write docs/one.md", "--mode", "focused", ...flags];
      focused.push(await timeRun(binary, one, fresh(`focused-${round}`), endpoint));
      shell.push(timeShellWay(fresh(`shell-${round}`), join(work, `jobs-${round}`)));
    }
  } finally {
    await model.close();
  }
  if (parallel.some(({ finished }) => finished.files !== documents.length)) throw new Error("A document is missing");
  const wallMs = median(parallel.map((run) => run.wallMs));
  return [
    { name: "four stories of 2 s: run.started to run.finished", value: wallMs, unit: "ms", target: 3000 },
    {
      name: "four stories: the whole process",
      value: median(parallel.map((run) => run.processMs)),
      unit: "ms",
      target: null,
    },
    { name: "four stories: by hand in a shell", value: median(shell), unit: "ms", target: null },
    { name: "four stories: baro to shell", value: wallMs / median(shell), unit: "x", target: null },
    {
      name: "one story, focused: over the agent's own time",
      value: median(focused.map((run) => run.wallMs - run.agentMs)),
      unit: "ms",
      target: 500,
    },
  ];
}

/** `baro intake` by rules in a large repository: the first time, and once what it keeps is kept. */
function timeIntake(): Figure[] {
  const root = join(work, "large");
  makeRepository(root, manyFiles);
  const args = ["intake", "Fix the typo in README.md", "--intake", "rules", "--json"];
  const times = Array.from({ length: 7 }, () => timeProgram(binary, args, root, env));
  const what = `intake by rules, ${manyFiles} files`;
  return [
    { name: `${what}: the first time`, value: times[0] ?? Number.NaN, unit: "ms", target: null },
    { name: what, value: median(times), unit: "ms", target: 300 },
  ];
}
