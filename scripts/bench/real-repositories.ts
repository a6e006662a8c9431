// Times what people wait for on repositories with packages: from Enter to the first story's agent, from the last merge to
// the delivery, and what stays on the disk; the first run and the second, one story and four. Beside it, in the same call,
// what a plain `git worktree add` and a copy of the packages takes. The repositories are made here, to the size and shape of
// real ones; nothing is fetched.
// Usage: bun scripts/bench/real-repositories.ts [--shapes hono,zod,…] [--binary F]
// Prints one line per figure and one JSON document last; exits with 1 when a target is missed.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Script } from "../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";
import { makeRepository } from "./main-job/made-repository.ts";
import { type Figure, missed, renderFigure, timeProgram } from "./main-job/measure.ts";
import { documents } from "./main-job/slow-model.ts";
import { timeRun } from "./main-job/time-run.ts";
import { builtBinary, openWorkFolder, requireBinary } from "./main-job/work-folder.ts";

interface Shape {
  /** Files of the repository itself. */
  files: number;
  /** Files of its packages, and how large one is. */
  packages: number;
  bytes: number;
}

/** One package of one file in so many is a program with a link to it. */
const linkEvery = 40;
const filesPerPackage = 30;
const shapes: Readonly<Record<string, Shape>> = {
  small: { files: 1_000, packages: 0, bytes: 0 },
  hono: { files: 450, packages: 20_000, bytes: 9_000 },
  zod: { files: 900, packages: 60_000, bytes: 8_000 },
  large: { files: 2_000, packages: 100_000, bytes: 4_000 },
};

const { values } = parseArgs({
  options: {
    shapes: { type: "string", default: Object.keys(shapes).join(",") },
    binary: { type: "string", default: builtBinary },
  },
});
const binary = requireBinary(values.binary);

using folder = openWorkFolder();
const { path: work, env } = folder;

/** When the model was first asked to work on a story. */
let askedAt = 0;

const script: Script = ({ schema, user, turn }) => {
  if (schema !== null) return { text: JSON.stringify({ stories: documents.map(storyOf) }) };
  if (askedAt === 0) askedAt = performance.now();
  if (turn > 0) return { text: "Written." };
  const path = documents.find((one) => user.includes(one)) ?? "README.md";
  return { calls: [{ name: "write_file", input: { path, content: `# ${path}\n` } }] };
};

function storyOf(path: string, index: number) {
  const lists = { reads: [], dependsOn: [], acceptance: [], verify: [] };
  return { id: `S${index + 1}`, title: `Write ${path}`, brief: `Write ${path}.`, writes: [path], ...lists };
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
  const byHand = timeByHand(root);
  const figures: Figure[] = [figure(name, "by hand: a worktree and a copy of the packages", byHand, null)];
  for (const [words, mode, goal] of [
    ["one story", "focused", "Write docs/one.md"],
    ["four stories", "parallel", `Write ${documents.join(", ")}`],
  ] as const) {
    for (const which of ["first", "second"] as const) {
      if (which === "first") rmSync(join(work, "cache"), { recursive: true, force: true, maxRetries: 10 });
      const target = which === "second" ? 1_000 : null;
      figures.push(...(await timeOne(root, `${words}, ${which} run`, { name, mode, goal, target })));
    }
  }
  for (const one of figures) console.log(renderFigure(one));
  rmSync(root, { recursive: true, force: true });
  return figures;
}

async function timeOne(
  root: string,
  words: string,
  { name, mode, goal, target }: { name: string; mode: string; goal: string; target: number | null },
): Promise<Figure[]> {
  const flags = ["--yes", "--agent", "openai:scripted-1", "--deliver", "branch", "--no-verify"];
  askedAt = 0;
  const entered = performance.now();
  const endpoint = { ...env, OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_API_KEY: "none" };
  const run = await timeRun(binary, [goal, "--mode", mode, ...flags], root, endpoint);
  const bytes = Number(
    execFileSync("du", ["-s", "--block-size=1M", join(work, "cache")], { encoding: "utf8" }).split("\t")[0],
  );
  console.log(`${name}: ${words}: ${bytes} MB in the cache`);
  return [
    figure(name, `${words}: Enter to the first agent's request`, askedAt - entered, target),
    figure(name, `${words}: the last merge to the delivery`, run.deliveryMs, 300),
    figure(name, `${words}: the delivery to the process's end`, run.afterMs, null),
  ];
}

function figure(shape: string, what: string, value: number, target: number | null): Figure {
  return { name: `${shape}: ${what}`, value, unit: "ms", target };
}

function timeByHand(root: string): number {
  const place = join(work, "by-hand");
  const git = timeProgram("git", ["worktree", "add", "--quiet", "--detach", place], root, env);
  const packages = join(root, "node_modules");
  const copy = existsSync(packages) ? timeProgram("cp", ["-a", packages, place], root, env) : 0;
  execFileSync("git", ["worktree", "remove", "--force", place], { cwd: root, env });
  return git + copy;
}

/** A repository with its packages installed, as a lockfile and an ignored folder tell. */
function makeShape(root: string, { files, packages, bytes }: Shape): void {
  makeRepository(root, files);
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  writeFileSync(join(root, ".gitignore"), "node_modules/\n");
  if (packages > 0)
    for (const manifest of ["package.json", "package-lock.json"]) writeFileSync(join(root, manifest), "{}\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Manifests");
  const text = "x".repeat(bytes);
  const first = join(root, "node_modules", "package-0");
  for (let index = 0; index * filesPerPackage < packages; index++) {
    const folder = join(root, "node_modules", `package-${index}`);
    if (index > 0) cpSync(first, folder, { recursive: true });
    else for (let file = 0; file < filesPerPackage; file++) writeTo(join(folder, "lib"), `file-${file}.js`, text);
    if (index % linkEvery === 0) linkTo(join(root, "node_modules", ".bin"), `package-${index}`);
  }
}

function writeTo(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

function linkTo(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(`../${name}/lib/file-0.js`, join(folder, name));
}
