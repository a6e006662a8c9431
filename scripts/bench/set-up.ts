// Times what a worktree costs with and without its set-up, and sets the copy of packages against `cp -a` by hand.
// Usage: bun scripts/bench/set-up.ts [--rounds N] [--files N] [--packages N]
// Prints one line per figure and one JSON document last; exits with 1 when a target is missed.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemHost } from "../../src/host/system.ts";
import { WorktreeSetUp } from "../../src/worktrees/set-up/worktree-set-up.ts";
import { WorktreePool } from "../../src/worktrees/worktree-pool.ts";
import { makeRepository } from "./main-job/made-repository.ts";
import { type Figure, median, missed, renderFigure, timeProgram } from "./main-job/measure.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    files: { type: "string", default: "1000" },
    packages: { type: "string", default: "100" },
  },
});
const rounds = Number(values.rounds);
const filesPerPackage = 25;
const bytesPerFile = 12_000;
const host = systemHost();
const work = realpathSync(mkdtempSync(join(tmpdir(), "baro-bench-")));

try {
  const plain = makeProject("plain");
  const full = makeProject("full");
  makePackages(join(full, "node_modules"), Number(values.packages));
  const bare: Takes[] = [];
  const idle: Takes[] = [];
  const packed: Takes[] = [];
  const byHand: number[] = [];
  // In turn, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    bare.push(await timeTakes(plain, false));
    idle.push(await timeTakes(plain, true));
    packed.push(await timeTakes(full, true));
    byHand.push(timeByHand(join(full, "node_modules")));
  }
  const figures = figuresOf(bare, idle, packed, median(byHand));
  for (const figure of figures) console.log(renderFigure(figure));
  console.log(JSON.stringify(figures));
  process.exitCode = figures.some(missed) ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function figuresOf(bare: Takes[], idle: Takes[], packed: Takes[], byHand: number): Figure[] {
  const without = median(bare.map(({ first }) => first));
  const found = median(idle.map(({ first }) => first)) - without;
  const made = median(packed.map(({ first }) => first));
  const again = median(packed.map((take) => take.again));
  return [
    { name: "a worktree without set-up", value: without, unit: "ms", target: null },
    { name: "what looking for a set-up adds when there is none", value: found, unit: "ms", target: 150 },
    { name: "one made over without set-up", value: median(bare.map((take) => take.again)), unit: "ms", target: null },
    {
      name: "one made over, nothing to set up",
      value: median(idle.map((take) => take.again)),
      unit: "ms",
      target: 150,
    },
    { name: `what ${values.packages} packages add`, value: made - without, unit: "ms", target: null },
    { name: "the same by hand: cp -a", value: byHand, unit: "ms", target: null },
    { name: "packages beside cp -a by hand", value: (made - without) / byHand, unit: "x", target: 1.5 },
    { name: "one made over, packages untouched", value: again, unit: "ms", target: null },
    { name: "made over beside made anew", value: again / made, unit: "x", target: 0.25 },
  ];
}

function makeProject(name: string): string {
  const root = join(work, name);
  makeRepository(root, Number(values.files));
  writeFileSync(join(root, "package.json"), "{}\n");
  writeFileSync(join(root, ".gitignore"), "node_modules/\n");
  execFileSync("git", ["add", "--all"], { cwd: root });
  execFileSync("git", ["commit", "--quiet", "--message", "Manifest"], { cwd: root });
  return root;
}

/** Milliseconds until a worktree can be worked in: a new one, and the same one for the next story. */
interface Takes {
  first: number;
  again: number;
}

async function timeTakes(root: string, withSetUp: boolean): Promise<Takes> {
  const base = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const silent = { accepted: Promise.resolve(), isTrusted: () => false, tell: () => Promise.resolve() };
  const options = { root, base, logDir: join(work, "logs"), sandbox: null, ...silent };
  const fitter = withSetUp ? new WorktreeSetUp(host, options) : null;
  const pool = new WorktreePool(host, { root, folder: join(work, "run"), cacheDir: work, fitter });
  const started = performance.now();
  const worktree = await pool.take(base, "baro/S1");
  const first = performance.now() - started;
  pool.give(worktree);
  const secondStarted = performance.now();
  await pool.take(base, "baro/S2");
  const again = performance.now() - secondStarted;
  await pool.remove(true);
  return { first, again };
}

function timeByHand(folder: string): number {
  const copy = join(work, "by-hand");
  const ms = timeProgram("cp", ["-a", folder, copy], work, { PATH: process.env["PATH"] ?? "" });
  rmSync(copy, { recursive: true, force: true });
  return ms;
}

function makePackages(folder: string, count: number): void {
  const text = "x".repeat(bytesPerFile);
  for (let index = 0; index < count; index++) {
    const library = join(folder, `package-${index}`, "lib");
    mkdirSync(library, { recursive: true });
    for (let file = 0; file < filesPerPackage; file++) writeFileSync(join(library, `file-${file}.js`), text);
  }
}
