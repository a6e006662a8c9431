// What the size of the binary and its start are made of: `--version` as it is shipped, without bytecode, without the source
// map, and a compiled program that does nothing, side by side in one run.
// Usage: bun scripts/bench/start-up.ts [--rounds N]. Prints a line per build, then the ratio that is asked for; exits with 1 above it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "../build.ts";
import { median, timeProgram } from "./main-job/measure.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "40" } } });
/** `--version` to the empty program. */
const target = 1.5;

const work = realpathSync(mkdtempSync(join(tmpdir(), "baro-bench-")));
try {
  const entry = join(import.meta.dirname, "..", "..", "src", "main.ts");
  const made = (name: string, without: string[]) => {
    const path = join(work, name);
    build(entry, path, { without });
    return { name, path, args: ["--version"], ms: [] as number[] };
  };
  const shipped = made("shipped", []);
  const empty = { name: "empty program", path: makeEmpty(), args: [] as string[], ms: [] as number[] };
  const programs = [shipped, made("no-bytecode", ["--bytecode"]), made("no-source-map", ["--sourcemap"]), empty];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const one of programs)
      one.ms.push(timeProgram(one.path, one.args, work, process.env as Record<string, string>));
  }
  for (const { name, path, ms } of programs) {
    const [size, packed] = [statSync(path).size, gzipSync(readFileSync(path), { level: 6 }).length];
    const start = `${Math.min(...ms).toFixed(1)} ms at best, ${median(ms).toFixed(1)} median`;
    console.log(`${name.padEnd(14)} ${start}, ${megabytes(size)}, ${megabytes(packed)} as .gz`);
  }
  const ratio = Math.min(...shipped.ms) / Math.min(...empty.ms);
  console.log(`baro --version to the empty program: ${ratio.toFixed(2)} (at most ${target})`);
  process.exitCode = ratio > target ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Nothing of ours in it: what is left is Bun's run time. */
function makeEmpty(): string {
  const source = join(work, "empty.ts");
  const path = join(work, "empty");
  writeFileSync(source, "");
  const flags = ["build", "--compile", "--production", "--bytecode", "--format=esm", source, "--outfile", path];
  execFileSync(process.execPath, flags, { cwd: work, stdio: "ignore" });
  return path;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
