// Times what people wait for on repositories with packages: from Enter to each story's agent, from the last merge to the
// delivery, what a run adds to the agent's own time, and what stays on the disk; the first run and the second, one story and
// four. Beside each, in the same round, what a plain `git worktree add` and a copy of the packages takes. The repositories
// are made here, to the size and shape of real ones; nothing is fetched.
// Usage: bun scripts/bench/real-repositories.ts [--shapes hono,zod,…] [--rounds N] [--binary F]
// Prints one line per figure and one JSON document last; exits with 1 when a target is missed. `TMPDIR` says on which disk.
//
// Nothing is removed before the end. On ext4 without a journal, a file that is made in the minutes after many were removed
// takes ten times as long: the system passes over each of their inodes that it gave back lately.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Script } from "../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";
import { type Figure, median, missed, renderFigure, timeProgram } from "./main-job/measure.ts";
import { documents } from "./main-job/slow-model.ts";
import { timeRun } from "./main-job/time-run.ts";
import { builtBinary, openWorkFolder, requireBinary } from "./main-job/work-folder.ts";
import { makeShape, shapes } from "./real-repositories/made-shape.ts";

const { values } = parseArgs({
  options: {
    shapes: { type: "string", default: Object.keys(shapes).join(",") },
    rounds: { type: "string", default: "3" },
    binary: { type: "string", default: builtBinary },
  },
});
const binary = requireBinary(values.binary);
const rounds = Number(values.rounds);

using folder = openWorkFolder();
const { path: work, env } = folder;

/** When the model was first asked to work on each story. */
const askedAt = new Map<string, number>();

const script: Script = ({ schema, user, turn }) => {
  if (schema !== null) return { text: JSON.stringify({ stories: documents.map(storyOf) }) };
  const path = documents.find((one) => user.includes(one)) ?? "README.md";
  if (!askedAt.has(path)) askedAt.set(path, performance.now());
  if (turn > 0) return { text: "Written." };
  return { calls: [{ name: "write_file", input: { path, content: `# ${path}\n` } }] };
};

function storyOf(path: string, index: number) {
  const lists = { reads: [], dependsOn: [], acceptance: [], verify: [] };
  return { id: `S${index + 1}`, title: `Write ${path}`, brief: `Write ${path}.`, writes: [path], ...lists };
}

/** What one run took, in milliseconds. */
interface Times {
  firstAgent: number;
  lastAgent: number;
  delivery: number;
  after: number;
  /** The run's own time, without the longest agent's. */
  over: number;
  megabytes: number;
}

type Which = "first" | "second";
const kinds = {
  "one story": { mode: "focused", goal: "Write docs/one.md" },
  "four stories": { mode: "parallel", goal: `Write ${documents.join(", ")}` },
} as const;
type Kind = keyof typeof kinds;

interface Round {
  byHand: number;
  runs: Readonly<Record<Kind, Readonly<Record<Which, Times>>>>;
}

const model = await startScriptedModel(script);
try {
  console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
  const figures: Figure[] = [];
  for (const name of values.shapes.split(",")) figures.push(...(await timeShape(name)));
  console.log(JSON.stringify(figures));
  process.exitCode = figures.some(missed) ? 1 : 0;
} finally {
  await model.close();
}

async function timeShape(name: string): Promise<Figure[]> {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`There is no shape "${name}": ${Object.keys(shapes).join(", ")}`);
  const root = join(work, name);
  makeShape(root, shape);
  const all: Round[] = [];
  // In turn, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    const byHand = timeByHand(root, join(work, `${name}-by-hand-${round}`));
    const one = await timeTwo(root, "one story", join(work, `${name}-one-${round}`));
    const four = await timeTwo(root, "four stories", join(work, `${name}-four-${round}`));
    all.push({ byHand, runs: { "one story": one, "four stories": four } });
  }
  const figures = figuresOf(name, all);
  for (const figure of figures) console.log(renderFigure(figure));
  return figures;
}

async function timeTwo(root: string, kind: Kind, cache: string): Promise<Record<Which, Times>> {
  return { first: await timeOne(root, kind, cache), second: await timeOne(root, kind, cache) };
}

async function timeOne(root: string, kind: Kind, cache: string): Promise<Times> {
  const { goal, mode } = kinds[kind];
  const flags = ["--yes", "--agent", "openai:scripted-1", "--deliver", "branch", "--no-verify"];
  askedAt.clear();
  const endpoint = {
    ...env,
    XDG_CACHE_HOME: cache,
    OPENAI_BASE_URL: `${model.url}/v1`,
    OPENAI_API_KEY: "none",
  };
  const entered = performance.now();
  const run = await timeRun(binary, [goal, "--mode", mode, ...flags], root, endpoint);
  const asked = [...askedAt.values()].map((at) => at - entered);
  const used = execFileSync("du", ["-s", "--block-size=1M", cache], { encoding: "utf8" });
  return {
    firstAgent: Math.min(...asked),
    lastAgent: Math.max(...asked),
    delivery: run.deliveryMs,
    after: run.afterMs,
    over: run.wallMs - run.agentMs,
    megabytes: Number(used.split("\t")[0]),
  };
}

function figuresOf(shape: string, all: readonly Round[]): Figure[] {
  const figures = bestAndMedian(
    `${shape}: by hand: a worktree and a copy of the packages`,
    all.map(({ byHand }) => byHand),
  );
  for (const kind of Object.keys(kinds) as Kind[]) {
    for (const which of ["first", "second"] as const) {
      const of = (key: keyof Times) => all.map(({ runs }) => runs[kind][which][key]);
      const beside = (key: keyof Times) => all.map(({ byHand, runs }) => runs[kind][which][key] / byHand);
      const what = `${shape}: ${kind}, ${which} run`;
      const [isFirst, isOne] = [which === "first", kind === "one story"];
      figures.push(
        ...bestAndMedian(`${what}: Enter to the first agent's request`, of("firstAgent"), isFirst ? null : 1_000),
      );
      if (!isOne) figures.push(...bestAndMedian(`${what}: Enter to the last agent's request`, of("lastAgent")));
      if (isFirst && shape !== "small")
        figures.push(...bestAndMedian(`${what}: the first agent beside by hand`, beside("firstAgent"), 1.2, "x"));
      if (isFirst && !isOne && shape !== "small")
        figures.push(...bestAndMedian(`${what}: the last agent beside by hand`, beside("lastAgent"), null, "x"));
      figures.push(...bestAndMedian(`${what}: the last merge to the delivery`, of("delivery"), 300));
      if (isOne) figures.push(...bestAndMedian(`${what}: over the agent's own time`, of("over"), isFirst ? null : 300));
      figures.push(...bestAndMedian(`${what}: the delivery to the process's end`, of("after")));
      console.log(`${what}: ${median(of("megabytes"))} MB in the cache`);
    }
  }
  return figures;
}

/** The median is held against the target; what else the machine did makes no run quicker than it is. */
function bestAndMedian(
  name: string,
  times: readonly number[],
  target: number | null = null,
  unit: Figure["unit"] = "ms",
): Figure[] {
  return [
    { name: `${name}, best of ${times.length}`, value: Math.min(...times), unit, target: null },
    { name: `${name}, median`, value: median(times), unit, target },
  ];
}

function timeByHand(root: string, place: string): number {
  const git = timeProgram("git", ["worktree", "add", "--quiet", "--detach", place], root, env);
  const packages = join(root, "node_modules");
  return git + (existsSync(packages) ? timeProgram("cp", ["-a", packages, place], root, env) : 0);
}
