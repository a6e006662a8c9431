import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../../scripts/build.ts";
import { smoke } from "../../scripts/smoke.ts";
import { scratchFolder } from "../support/scratch.ts";

const root = join(import.meta.dir, "..", "..");

/** The sources with their entry changed. */
function sourcesWith(change: (entry: string) => string) {
  const folder = scratchFolder();
  for (const name of ["src", "package.json", "tsconfig.json", "docs/schemas", "dist/page"])
    cpSync(join(root, name), join(folder.path, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder.path, "node_modules"));
  const entry = join(folder.path, "src", "main.ts");
  const text = readFileSync(entry, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(entry, changed);
  return { ...folder, entry };
}

test("smoke sees an artifact whose entry does nothing, which the type check passes", () => {
  using sources = sourcesWith((text) =>
    text.replace("process.exitCode = await main(process.argv.slice(2));", "void [main, process];"),
  );
  const tsc = join(root, "node_modules", ".bin", "tsc");
  writeFileSync(
    join(sources.path, "tsconfig.json"),
    readFileSync(join(root, "tsconfig.json"), "utf8").replace(
      '"include": ["src", "scripts", "test"]',
      '"include": ["src"]',
    ),
  );
  execFileSync(tsc, ["--project", sources.path], { cwd: sources.path });
  const artifact = join(sources.path, "baro");
  execFileSync(process.execPath, ["build", "--compile", "--format=esm", sources.entry, "--outfile", artifact], {
    cwd: sources.path,
  });
  const run = execFileSync(artifact, ["--version"], { encoding: "utf8" });
  expect(run).toBe("");
  const wrong = smoke(artifact);
  expect(wrong.find((line) => line.startsWith("baro --version:"))).toContain("stdout lacks");
  expect(wrong.find((line) => line.startsWith("baro demo focused"))).toContain("stdout lacks");
}, 240_000);

test("the build refuses an entry of which nothing is in the output", () => {
  using sources = sourcesWith(() => "/* @__PURE__ */ Object.freeze({});\n");
  expect(() => build(sources.entry, join(sources.path, "baro"))).toThrow("nothing of it is in the output");
}, 240_000);
