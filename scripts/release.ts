// Builds the released executables and their checksums: `bun scripts/release.ts [OUT_DIR]` (dist/release).
// Bun fetches its own run time for each other platform from the npm registry.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { consola } from "consola";
import { build } from "./build.ts";
import { smoke } from "./smoke.ts";

const root = join(import.meta.dirname, "..");
const out = process.argv[2] ?? join(root, "dist", "release");
const targets = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];
const own = `${process.platform}-${process.arch}`;

mkdirSync(out, { recursive: true });
const sums = targets.map((target) => {
  const name = `baro-${target}`;
  const file = join(out, name);
  build(join(root, "src", "main.ts"), file, target === own ? null : `bun-${target}`);
  if (target === own) requireWorking(file);
  consola.success(`${name}: ${(readFileSync(file).length / 1e6).toFixed(1)} MB`);
  return `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${name}`;
});
writeFileSync(join(out, "SHA256SUMS"), `${sums.join("\n")}\n`);

/** What can run here must do what it says before it is released. */
function requireWorking(file: string): void {
  const wrong = smoke(file);
  if (wrong.length > 0) throw new Error(`Cannot release "${file}":\n${wrong.join("\n")}`);
  consola.info(execFileSync(file, ["--version"], { encoding: "utf8" }).trim());
}
