// Builds a large repository and prints where the time goes when evidence about a plan's surfaces is read from it.
// Usage: bun scripts/bench/evidence.ts [--files 100000] [--commits 10000] [--root DIR] (a root that exists is reused)
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Story } from "../../src/core/story.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { readPlanEvidence } from "../../src/plan/read-plan-evidence.ts";
import type { SurfaceEvidence } from "../../src/repository/evidence.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { files: text, commits: text, root: text, build: { type: "boolean" } } });
const fileCount = Number(values.files ?? 100_000);
const commitCount = Number(values.commits ?? 10_000);
const filesPerPackage = 100;
const packageCount = Math.ceil(fileCount / filesPerPackage);
const root = values.root ?? mkdtempSync(join(tmpdir(), "baro-evidence-"));
const host = systemHost();

if (values.build === true) {
  build();
  process.exit(0);
}
try {
  if (!existsSync(join(root, ".git"))) buildElsewhere();
  const stories = Array.from({ length: 12 }, (_, at) => storyAt(at));
  const cacheDir = mkdtempSync(join(tmpdir(), "baro-evidence-cache-"));
  const runs = [];
  for (const name of ["cold", "cached", "cached again"]) runs.push(await measure(name, stories, cacheDir));
  rmSync(cacheDir, { recursive: true, force: true });
  console.log(JSON.stringify({ files: fileCount, commits: commitCount, stories: stories.length, runs }));
} finally {
  if (values.root === undefined) rmSync(root, { recursive: true, force: true });
}

/** A package of its own for each story, a file in another one, and a file that is to be created. */
function storyAt(at: number): Story {
  const folder = `packages/p${(at * 37) % packageCount}`;
  const writes = [`${folder}/`, `packages/p${(at * 91 + 5) % packageCount}/f7.ts`, `packages/extra/new${at}.ts`];
  const story = { id: `S${at + 1}`, title: `Rework package ${at}`, brief: "", writes, reads: [], dependsOn: [] };
  return { ...story, acceptance: [], verify: [], weight: "standard" };
}

async function measure(name: string, stories: readonly Story[], cacheDir: string) {
  const spans: { git: string; ms: number }[] = [];
  const started = performance.now();
  const evidence = await readPlanEvidence(timed(host, spans), { root, base: "HEAD", stories, cacheDir });
  const readMs = performance.now() - started;
  const pairs = judgeAll(stories, evidence);
  const judgeMs = performance.now() - started - readMs;
  const rssMb = process.memoryUsage().rss / 1024 / 1024;
  const figures = { name, readMs: Math.round(readMs), judgeMs: Math.round(judgeMs), rssMb: Math.round(rssMb) };
  console.log(`${name}: ${figures.readMs} ms to read, ${figures.judgeMs} ms for ${pairs} pairs, ${figures.rssMb} MB`);
  for (const { git, ms } of spans) console.log(`  ${String(Math.round(ms)).padStart(5)} ms  ${git}`);
  console.log(
    `  ${evidence.facts.size} files read, ${evidence.history.commits} commits; missing: ${evidence.missing.join("; ") || "nothing"}`,
  );
  return figures;
}

function judgeAll(stories: readonly Story[], evidence: SurfaceEvidence): number {
  let pairs = 0;
  for (const [at, a] of stories.entries()) {
    for (const b of stories.slice(at + 1)) {
      judgePair(a, b, evidence, { strict: false });
      pairs++;
    }
  }
  return pairs;
}

/** The host, writing down how long each program ran. */
function timed(real: Host, spans: { git: string; ms: number }[]): Host {
  return {
    ...real,
    spawn: async (request) => {
      const started = performance.now();
      const child = await real.spawn(request);
      const named = request.args.filter((part) => !part.includes("=") && part !== "-c").slice(0, 4);
      void child.exit.then(() => spans.push({ git: named.join(" "), ms: performance.now() - started }));
      return child;
    },
  };
}

/** In a process of its own, whose memory is not counted with that of reading. */
function buildElsewhere(): void {
  const args = ["--build", "--root", root, "--files", String(fileCount), "--commits", String(commitCount)];
  const result = spawnSync(process.execPath, [import.meta.filename, ...args], { stdio: "inherit" });
  if (result.status !== 0) throw new Error(`The repository could not be built: ${result.status}`);
}

/** Writes history with `git fast-import`: one commit with every file, then small ones that touch a few each. */
function build(): void {
  mkdirSync(root, { recursive: true });
  run(["init", "--quiet", "--initial-branch=main"]);
  const chunks: string[] = [];
  commit(chunks, "Everything");
  chunks.push(blob("package.json", `{ "name": "root", "workspaces": ["packages/*"] }`));
  for (let at = 0; at < packageCount; at++)
    chunks.push(blob(`packages/p${at}/package.json`, `{ "name": "@big/p${at}" }`));
  for (let at = 0; at < fileCount; at++) chunks.push(blob(pathOf(at), sourceOf(at, 0)));
  for (let round = 1; round < commitCount; round++) {
    commit(chunks, `Change ${round}`);
    for (let step = 0; step < 3; step++) {
      const at = (round * 7919 + step * 13) % fileCount;
      chunks.push(blob(pathOf(at), sourceOf(at, round)));
    }
  }
  const result = spawnSync("git", ["fast-import", "--quiet"], { cwd: root, input: chunks.join("") });
  if (result.status !== 0) throw new Error(result.stderr.toString());
  run(["gc", "--quiet"]);
}

function run(args: readonly string[]): void {
  const result = spawnSync("git", args, { cwd: root });
  if (result.status !== 0) throw new Error(result.stderr.toString());
}

function commit(chunks: string[], title: string): void {
  chunks.push(
    `commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\ndata ${title.length}\n${title}\n`,
  );
}

function blob(path: string, content: string): string {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
}

function pathOf(at: number): string {
  return `packages/p${Math.floor(at / filesPerPackage)}/f${at % filesPerPackage}.ts`;
}

function sourceOf(at: number, round: number): string {
  const other = (at * 31 + 17) % packageCount;
  const lines = [
    `import { value${at} } from "./f${(at + 1) % filesPerPackage}.ts";`,
    `import { thing } from "@big/p${other}";`,
  ];
  for (let line = 0; line < 40; line++)
    lines.push(`export function step${at}x${line}(inputValue: number) { return inputValue + ${line}; }`);
  return `${lines.join("\n")}\n// ${round}\n`;
}
