// Compiles dist/baro for this platform: `npm run build`. Flags other than --outfile are not taken.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { consola } from "consola";

const root = join(import.meta.dirname, "..");

interface Metafile {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
}

/**
 * Compiles an entry into one executable. `--splitting` keeps lazily imported packages out of the start-up path;
 * nothing of the folder that the program is started in (`.env`, `bunfig.toml`, …) is loaded into it;
 * `--reject-unresolved` refuses imports that would be looked up at run time in that folder; and `--expose-gc` lets a run
 * bound its garbage. `target`: another platform.
 */
export function build(entry: string, outfile: string, target: string | null = null): void {
  const metafile = `${outfile}.meta.json`;
  mkdirSync(dirname(outfile), { recursive: true });
  const flags = [
    "--compile",
    "--production",
    "--bytecode",
    "--format=esm",
    "--splitting",
    "--sourcemap",
    "--reject-unresolved",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--no-compile-autoload-tsconfig",
    "--no-compile-autoload-package-json",
    "--compile-exec-argv=--expose-gc",
    `--metafile=${metafile}`,
    ...(target === null ? [] : [`--target=${target}`]),
    entry,
    "--outfile",
    outfile,
  ];
  execFileSync(process.execPath, ["build", ...flags], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  requireEntry(JSON.parse(readFileSync(metafile, "utf8")) as Metafile, entry);
  rmSync(metafile);
  // The executable holds them too; these are only left lying.
  for (const name of readdirSync(dirname(outfile))) {
    if (name.endsWith(".map")) rmSync(join(dirname(outfile), name));
  }
}

/** A bundler may drop an entry whose call it takes for free of effects, and still succeed. */
function requireEntry(meta: Metafile, entry: string): void {
  const bytes = Object.values(meta.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([input]) => entry.endsWith(input.replace(/^(\.\.?\/)+/, "")))
      .map(([, { bytesInOutput }]) => bytesInOutput),
  );
  if (!bytes.some((count) => count > 0)) throw new Error(`Cannot build "${entry}": nothing of it is in the output`);
}

if (import.meta.main) {
  const at = process.argv.indexOf("--outfile");
  const outfile = at < 0 ? join(root, "dist", "baro") : (process.argv[at + 1] ?? "");
  const started = performance.now();
  build(join(root, "src", "main.ts"), outfile);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  consola.success(`${outfile}: ${(statSync(outfile).size / 1e6).toFixed(1)} MB in ${seconds} s`);
}
