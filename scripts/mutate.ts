// Whether the tests of a room can fail: `bun scripts/mutate.ts ROOM [--sample N] [--seed N] [--file PART] [--limit SECONDS]`
// makes small changes in a copy of the sources, one at a time, and prints those that no test of the room notices.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { equivalents } from "./mutate/equivalent.ts";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";
import { distancesFrom, mutatedRooms, sourcesBelow } from "./mutate/rooms.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    file: { type: "string", default: "" },
    limit: { type: "string", default: "90" },
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
let running: ChildProcess | null = null;
const tidy = () => {
  if (running?.pid !== undefined) stop(running.pid);
  rmSync(copy, { recursive: true, force: true });
};
process.once("exit", tidy);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
for (const part of ["src", "test", "scripts", "package.json", "tsconfig.json", "bunfig.toml", "README.md", "docs"])
  cpSync(join(root, part), join(copy, part), { recursive: true });
// The built page is among what the report's tests need.
for (const part of ["node_modules", "dist"]) symlinkSync(join(root, part), join(copy, part));

const files = sourcesBelow(root, "src").filter((file) => room.sources.test(file) && file.includes(values.file));
const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
const sample = shuffled(all, Number(values.seed)).slice(0, Number(values.sample));
const tests = room.tests.flatMap((folder) => sourcesBelow(root, folder)).filter((file) => file.endsWith(".test.ts"));
const reach = new Map(tests.map((test) => [test, distancesFrom(root, test)]));
console.log(`${name}: ${all.length} mutants in ${files.length} files; seed ${values.seed}, ${sample.length} of them`);

const used = [...new Set(sample.flatMap(({ file }) => testsFor(file)))];
if (used.length > 0 && (await run(used)) !== "passed") {
  console.error("The tests fail, or take too long, on the sources as they are");
  process.exit(1);
}
const count = { killed: 0, alive: 0, equivalent: 0 };
for (const mutant of sample.toSorted((one, other) => one.file.localeCompare(other.file) || one.from - other.from)) {
  const end = await tried(mutant);
  count[end === "slow" ? "killed" : end] += 1;
  const place = `${mutant.file}:${mutant.line}`;
  console.log(
    `${end.padEnd(10)} ${place}  ${mutant.change}${end === "alive" ? `\n${" ".repeat(11)}${mutant.context}` : ""}`,
  );
}
const { killed, alive, equivalent } = count;
const share = killed + alive === 0 ? 100 : (100 * killed) / (killed + alive);
console.log(`${name}: ${killed} killed, ${alive} alive, ${equivalent} equivalent: ${share.toFixed(1)} %`);

/** A change that makes a test run for ever is noticed, too. */
async function tried(mutant: Mutant): Promise<"killed" | "slow" | "alive" | "equivalent"> {
  const { file, from, to, by, change, context } = mutant;
  if (equivalents.some((one) => one.file === file && one.context === context && one.change === change))
    return "equivalent";
  const [path, text] = [join(copy, file), readFileSync(join(root, file), "utf8")];
  writeFileSync(path, text.slice(0, from) + by + text.slice(to));
  try {
    // The nearest first: mostly they know, and then nothing else is run.
    for (const test of testsFor(file)) {
      const end = await run([test]);
      if (end !== "passed") return end === "failed" ? "killed" : "slow";
    }
    return "alive";
  } finally {
    writeFileSync(path, text);
  }
}

function testsFor(file: string): string[] {
  const near = [...reach].flatMap(([test, distances]) => {
    const steps = distances.get(file);
    return steps === undefined ? [] : [{ test, steps }];
  });
  return near
    .sort((one, other) => one.steps - other.steps || one.test.localeCompare(other.test))
    .map(({ test }) => test);
}

function run(paths: readonly string[]): Promise<"passed" | "failed" | "slow"> {
  const limit = Number(values.limit) * 1000 * paths.length;
  const env = { ...process.env, SIMULATED_SEEDS: "400" };
  const args = ["test", "--bail", "--timeout", String(limit), ...paths];
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
