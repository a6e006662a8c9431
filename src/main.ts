import process from "node:process";
import { renderError, runProgram } from "./cli/program.ts";
import { BaroError, bugExitCode, exitCodeOf } from "./core/error.ts";
import { systemHost } from "./host/system.ts";

const host = systemHost();

/** The exit code of anything thrown: a person's to act on, or a bug. */
function exitCodeFor(error: unknown): number {
  return error instanceof BaroError ? exitCodeOf[error.code] : bugExitCode;
}

async function main(): Promise<number> {
  try {
    return await runProgram(host, process.argv.slice(2));
  } catch (error) {
    const verbose = process.argv.includes("--verbose");
    const color = host.terminal.stderrIsTty && host.env["NO_COLOR"] === undefined;
    host.writeErr(`${renderError(error, { color, verbose })}\n`);
    return exitCodeFor(error);
  }
}

process.exitCode = await main();
