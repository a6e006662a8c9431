// Compiles dist/baro for this platform: `npm run build`. Flags other than --outfile are not taken.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { consola } from "consola";

const root = join(import.meta.dirname, "..");

interface BuildOptions {
  /** Bun's run time for another platform: its name for Bun and where it lies. Without: this machine's. */
  runTime?: { target: string; path: string };
  /** What `--version` says it was built from; by default the commit that is checked out. */
  commit?: string | null;
  /** Flags of the build that are left away, to see what each is worth. */
  without?: readonly string[];
}

interface Metafile {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
}

/**
 * Compiles an entry into one executable. `--splitting` keeps lazily imported packages out of the start-up path;
 * nothing of the folder that the program is started in (`.env`, `bunfig.toml`, …) is loaded into it;
 * and `--expose-gc` lets a run bound its garbage. Gives the packages of which something is inside, in order.
 */
export function build(entry: string, outfile: string, options: BuildOptions = {}): string[] {
  const { runTime, commit = commitHere(), without = [] } = options;
  execFileSync(process.execPath, [join(root, "scripts", "page.ts")], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const metafile = `${outfile}.meta.json`;
  mkdirSync(dirname(outfile), { recursive: true });
  const flags = [
    "--compile",
    "--production",
    "--bytecode",
    "--format=esm",
    "--splitting",
    "--sourcemap",
    // An import whose name is known only at run time would be looked up in the folder that the program is started in. Ours have none
    // (a test holds it), but a package has one that nothing here ever comes to.
    "--allow-unresolved=",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--no-compile-autoload-tsconfig",
    "--no-compile-autoload-package-json",
    "--compile-exec-argv=--expose-gc",
    `--metafile=${metafile}`,
    ...(runTime === undefined ? [] : [`--target=${runTime.target}`, `--compile-executable-path=${runTime.path}`]),
    `--define=BARO_COMMIT=${JSON.stringify(commit ?? "")}`,
    entry,
    "--outfile",
    outfile,
  ].filter((flag) => !without.includes(flag));
  execFileSync(process.execPath, ["build", ...flags], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const meta = JSON.parse(readFileSync(metafile, "utf8")) as Metafile;
  requireEntry(meta, entry);
  rmSync(metafile);
  // The executable holds them too; these are only left lying.
  for (const name of readdirSync(dirname(outfile))) {
    if (name.endsWith(".map")) rmSync(join(dirname(outfile), name));
  }
  return packagesIn(meta);
}

/** The commit that is checked out, 40 hex digits; null outside a repository or when files differ from it. */
function commitHere(): string | null {
  const git = (...args: string[]) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const head = git("rev-parse", "--verify", "HEAD");
  if (head.status !== 0) return null;
  return git("diff", "--quiet", "HEAD", "--", "src", "package.json").status === 0 ? head.stdout.trim() : null;
}

/** The packages of node_modules that came into an output. */
function packagesIn(meta: Metafile): string[] {
  const names = Object.values(meta.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      return name === undefined || bytesInOutput === 0 ? [] : [name];
    }),
  );
  return [...new Set(names)].sort();
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
