// Whether the tests of a room can fail: `bun scripts/mutate.ts ROOM [--sample N] [--seed N] [--file PART]` makes small changes in
// a copy of the sources, one at a time, and prints those that no test of the room notices. Only tests that run the changed line
// are asked, the quickest first; a change that none of them runs is alive at once ("untested"). A test that comes to no end any
// more has noticed, too ("slow", counted with the killed and told apart). `--at guard.ts:35,obey.ts:44` makes all changes of some
// lines instead of a sample: whether a new test notices what was alive. `--untested` makes none: it prints all that no test of the
// room runs. The sources may be edited meanwhile.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { alike } from "./mutate/alike.ts";
import { type Coverage, readCoverage, runsLines } from "./mutate/coverage.ts";
import { equivalents } from "./mutate/equivalent.ts";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";
import { mutatedRooms, reachedFrom, sourcesBelow } from "./mutate/rooms.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    file: { type: "string", default: "" },
    at: { type: "string", default: "" },
    untested: { type: "boolean", default: false },
  },
});
const name = positionals[0] ?? "";
const room = mutatedRooms[name];
if (room === undefined) {
  console.error(`Name a room: ${Object.keys(mutatedRooms).join(", ")}`);
  process.exit(2);
}

const root = join(import.meta.dirname, "..");
const copy = mkdtempSync(join(tmpdir(), "baro-mutate-"));
/** A test that is broken or stopped leaves its folders. Not in the copy: some tests need short paths. */
const left = mkdtempSync(join(tmpdir(), "m-"));
let running: ChildProcess | null = null;
const tidy = () => {
  if (running?.pid !== undefined) stop(running.pid);
  for (const folder of [copy, left]) rmSync(folder, { recursive: true, force: true });
};
process.once("exit", tidy);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
for (const part of ["src", "test", "scripts", "package.json", "tsconfig.json", "bunfig.toml", "README.md", "docs"])
  cpSync(join(root, part), join(copy, part), { recursive: true });
// The built page is among what the report's tests need.
for (const part of ["node_modules", "dist"]) symlinkSync(join(root, part), join(copy, part));

const files = sourcesBelow(copy, "src").filter((file) => room.sources.test(file) && file.includes(values.file));
const texts = new Map(files.map((file) => [file, readFileSync(join(copy, file), "utf8")] as const));
const all = [...texts].flatMap(([file, text]) => mutantsOf(file, text));
const lines = values.at.split(",").filter((line) => line !== "");
const sample = values.untested
  ? all
  : lines.length > 0
    ? all.filter(({ file, line }) => lines.some((one) => `/${file}:${line}`.endsWith(`/${one}`)))
    : shuffled(all, Number(values.seed)).slice(0, Number(values.sample));
const tests = room.tests
  .flatMap((folder) => sourcesBelow(copy, folder))
  .filter((file) => file.endsWith(".test.ts") && room.but?.test(file) !== true);
const chosen = values.untested ? "all" : lines.length > 0 ? "of some lines" : `seed ${values.seed}`;
console.log(`${name}: ${all.length} mutants in ${files.length} files; ${chosen}, ${sample.length} of them`);

const asked: { test: string; ms: number; coverage: Coverage }[] = [];
for (const test of tests) {
  const reached = reachedFrom(copy, test);
  if (!sample.some(({ file }) => reached.has(file))) continue;
  const covers = ["--coverage", "--coverage-reporter=lcov", `--coverage-dir=${copy}/covered`];
  const measured = await run(test, 300_000, covers);
  // Once more as each change is tried: a test that fails by itself would notice everything.
  const started = performance.now();
  if (measured !== "passed" || (!values.untested && (await run(test, 300_000)) !== "passed")) {
    console.error(`${test} fails, or takes too long, on the sources as they are`);
    process.exit(1);
  }
  asked.push({ test, ms: performance.now() - started, coverage: readCoverage(join(copy, "covered/lcov.info")) });
}
asked.sort((one, other) => one.ms - other.ms);

type End = "killed" | "slow" | "alive" | "untested" | "equivalent";
const count: Record<End, number> = { killed: 0, slow: 0, alive: 0, untested: 0, equivalent: 0 };
for (const mutant of sample.toSorted((one, other) => one.file.localeCompare(other.file) || one.from - other.from)) {
  const end = await tried(mutant);
  if (end === null || (values.untested && end === "equivalent")) continue;
  count[end] += 1;
  const line = end === "alive" || end === "untested" ? `\n${" ".repeat(11)}${mutant.context}` : "";
  console.log(`${end.padEnd(10)} ${mutant.file}:${mutant.line}  ${mutant.change}${line}`);
}
if (values.untested) process.exit(0);
const [noticed, missed] = [count.killed + count.slow, count.alive + count.untested];
const share = noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed);
console.log(
  `${name}: ${noticed} killed (${count.slow} by time), ${missed} alive (${count.untested} that no test runs), ` +
    `${count.equivalent} equivalent: ${share.toFixed(1)} %`,
);

async function tried({ file, from, to, by, change, context, line }: Mutant): Promise<End | null> {
  if ([...equivalents, ...alike].some((one) => one.file === file && one.context === context && one.change === change))
    return "equivalent";
  const [path, text] = [join(copy, file), texts.get(file) ?? ""];
  const last = line + text.slice(from, to).split("\n").length - 1;
  const covering = asked.filter(({ coverage }) => runsLines(coverage, file, line, last));
  if (covering.length === 0) return "untested";
  if (values.untested) return null;
  writeFileSync(path, text.slice(0, from) + by + text.slice(to));
  try {
    for (const { test, ms } of covering) {
      // A machine that is busy with other work may be slower than it was.
      const end = await run(test, Math.ceil(20_000 + 10 * ms));
      if (end !== "passed") return end === "failed" ? "killed" : "slow";
    }
    return "alive";
  } finally {
    writeFileSync(path, text);
  }
}

function run(test: string, limit: number, more: readonly string[] = []): Promise<"passed" | "failed" | "slow"> {
  const env = { ...process.env, TMPDIR: left, SIMULATED_SEEDS: "200", SIMULATED_FLEETS: "100" };
  const args = ["test", "--bail", "--timeout", String(limit), ...more, `./${test}`];
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: "ignore", detached: true });
  running = child;
  return new Promise((resolve) => {
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) stop(child.pid);
    }, limit);
    child.once("close", (code) => {
      clearTimeout(late);
      running = null;
      resolve(isLate ? "slow" : code === 0 ? "passed" : "failed");
    });
  });
}

/** A test may have started others: all that is of its group. */
function stop(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** The same order for the same seed: Fisher and Yates, by Mulberry32. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed >>> 0;
  for (let at = result.length - 1; at > 0; at--) {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    const other = Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * (at + 1));
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}
