import { writeSync } from "node:fs";
import process from "node:process";
import { asksForVersion, versionLine } from "./cli/version.ts";
import { BaroError, bugExitCode, exitCodeOf, namedShortage } from "./core/error.ts";
import { optEngine } from "./host/engine-options.ts";

/** The exit code of anything thrown: a person's to act on, or a bug. */
function exitCodeFor(error: unknown): number {
  return error instanceof BaroError ? exitCodeOf[error.code] : bugExitCode;
}

async function main(argv: readonly string[]): Promise<number> {
  if (asksForVersion(argv)) {
    // Nothing is loaded for this, and `process.stdout` is not touched: that alone takes longer than starting.
    writeSync(1, `${versionLine}\n`);
    return 0;
  }
  optEngine();
  const [{ systemHost }, { boundGarbage }, { inJob }, { runProgram }] = await Promise.all([
    import("./host/system.ts"),
    import("./host/garbage.ts"),
    import("./cli/output.ts"),
    import("./cli/program.ts"),
  ]);
  const host = inJob(systemHost({ forgets: true }));
  boundGarbage();
  try {
    return await runProgram(host, argv);
  } catch (thrown) {
    const { renderError } = await import("./cli/error-text.ts");
    const error = namedShortage(thrown);
    const verbose = argv.includes("--verbose");
    const color = host.terminal.stderrIsTty && host.env["NO_COLOR"] === undefined && !argv.includes("--no-color");
    const width = host.terminal.stderrIsTty ? host.terminal.columns() : null;
    host.writeErr(`${renderError(error, { color, verbose, width, cwd: host.cwd })}\n`);
    return exitCodeFor(error);
  }
}

process.exitCode = await main(process.argv.slice(2));
