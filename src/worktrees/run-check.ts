import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { CheckFacts } from "../core/check.ts";
import { cutShortBy, cutShortFiles } from "../ecosystems/going-on/cut-short.ts";
import { folderOf, type GoneOn, goingOnFiles, keepGoing } from "../ecosystems/going-on/keep-going.ts";
import { scriptsFile } from "../ecosystems/going-on/script-parts.ts";
import type { MachineReport, ReportForm } from "../ecosystems/reports/report-form.ts";
import { type Results, readResults } from "../ecosystems/results/read-results.ts";
import { steadyNames } from "../ecosystems/results/steady-names.ts";
import type { Host } from "../host/host.ts";
import { readPlain } from "../host/read-plain.ts";
import { removeTree } from "../host/remove-tree.ts";
import type { CommandResult } from "../host/run-command.ts";
import type { Sandbox } from "../host/sandbox.ts";
import { roughTimeText } from "../text/duration.ts";
import { plainText } from "../text/plain.ts";
import { tailOf } from "../text/shorten.ts";
import { runInWorktree } from "./run-in-worktree.ts";
import { withoutPlaces } from "./without-places.ts";

export interface CheckRequest {
  cwd: string;
  command: string;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  sandbox: Sandbox | null;
  /** What it has to read beside the worktree. */
  read?: readonly string[];
  /** How it also writes down what it found; `null` or left out: what it prints is all there is. */
  report?: ReportForm | null;
}

/** What is looked through for whether any test was run: the tail of a large project's may be all empty packages. */
const mostReadBytes = 4 * 1024 * 1024;
/** A report of more tests than a hundred thousand is not read. */
const mostReportBytes = 64 * 1024 * 1024;
const mostTail = 16 * 1024;
const mostManifestBytes = 1024 * 1024;

/**
 * Runs a check once more when it is red: green then is green, and said to be flaky. The second time nothing stops at the
 * first failure where the program can be told so: what fails is compared with the base.
 */
export async function runCheck(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts> {
  const { report = null } = request;
  if (report !== null) {
    const facts = await runTwice(host, { ...request, report }, signal);
    if (facts !== null) return facts;
  }
  return (await runTwice(host, { ...request, report: null }, signal)) as CheckFacts;
}

/** `null`: it should have written a report, and did not; what it says without one is not known. */
async function runTwice(host: Host, request: CheckRequest, signal: AbortSignal): Promise<CheckFacts | null> {
  const first = await runOnce(host, request, signal);
  if (first === null || first.ok || signal.aborted) return first;
  // What never ended would not end a second time.
  if (first.exitCode === null && first.why !== null) return first;
  // One file whose packages are missing may have held up all others.
  if (first.verdict === "not_run" && (first.failing ?? []).length === 0) return first;
  const texts = await textsFor(request);
  let gone: GoneOn | null = null;
  const again = await runOnce(host, request, signal, (command) => {
    gone = keepGoing(command, texts);
    return gone.command;
  });
  if (again === null) return null;
  await addTexts(request, cutShortFiles(again.tail), texts);
  return ofBoth(first, again, gone, texts);
}

/** What two looks say together; `gone`: how the second one went on past failures. */
function ofBoth(
  first: CheckFacts,
  again: CheckFacts,
  gone: GoneOn | null,
  texts: ReadonlyMap<string, string>,
): CheckFacts {
  const ms = first.ms + again.ms;
  if (again.ok) return { ...again, ms, flaky: true };
  const failing = steadyNames(first.failing ?? [], again.failing ?? []);
  // What only the rest of it lacks takes nothing from what failed before that, and neither does what was run in its place.
  const isLess = (first.failing ?? []).length > 0 && (again.failing ?? []).length === 0;
  if (first.verdict === "failed" && (again.verdict === "not_run" || isLess)) {
    return { ...first, ms, ...(gone?.changed === true ? { stops: "what comes after that can't be run alone" } : {}) };
  }
  if (again.verdict === "not_run") return { ...again, ms, failing };
  const stops = gone?.stops ?? cutShortBy(again.tail, (file) => texts.get(file) ?? "");
  return stops === null ? { ...again, ms, failing } : { ...again, ms, failing, stops };
}

/** What lies beside a check and says where it stops. */
async function textsFor({ cwd, command }: CheckRequest): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await addTexts({ cwd, command }, [scriptsFile], texts);
  await addTexts({ cwd, command }, goingOnFiles(command, texts.get(scriptsFile) ?? ""), texts);
  return texts;
}

async function addTexts(
  { cwd, command }: Pick<CheckRequest, "cwd" | "command">,
  files: readonly string[],
  texts: Map<string, string>,
): Promise<void> {
  const read = async (file: string) => {
    const bytes = await readPlain(join(cwd, folderOf(command), file), mostManifestBytes).catch(() => null);
    if (bytes !== null) texts.set(file, bytes.toString("utf8"));
  };
  await Promise.all(files.map(read));
}

async function runOnce(
  host: Host,
  request: CheckRequest,
  signal: AbortSignal,
  change: (command: string) => string = (command) => command,
): Promise<CheckFacts | null> {
  const { command, report = null } = request;
  const clean = withoutPlaces(request.cwd);
  if (report === null) {
    const result = await execute(host, request, change(command), [], signal);
    return factsOf(request, result, clean(result.stdout.toString("utf8")), null);
  }
  const folder = await mkdtemp(join(tmpdir(), "baro-report-"));
  try {
    const file = join(folder, "report");
    const result = await execute(host, request, change(report.command(file)), [folder], signal);
    const output = withoutLinesOf(clean(result.stdout.toString("utf8")), basename(folder));
    const written = await readPlain(file, mostReportBytes);
    const read = written === null ? null : report.read(clean(written.toString("utf8")), plainText(output));
    // Green without one is green where it is seen; a command that ran out of time would do so again.
    const isTold = read !== null || (result.exitCode === 0 && report.alone !== true);
    if (!isTold && !result.timedOut && !signal.aborted) return null;
    return factsOf(request, result, output + (read?.text ?? ""), read);
  } finally {
    // What the command told is there, whatever it left beside it.
    await removeTree(folder).catch(() => {});
  }
}

/** A command that is told of its report tells where it went, and its launcher how it was told: nobody else asked. */
function withoutLinesOf(output: string, folder: string): string {
  if (!output.includes(folder)) return output;
  return output
    .split("\n")
    .filter((line) => !line.includes(folder))
    .join("\n");
}

function execute(
  host: Host,
  request: CheckRequest,
  command: string,
  write: readonly string[],
  signal: AbortSignal,
): Promise<CommandResult> {
  const { cwd, env, sandbox, read = [], timeoutMs } = request;
  return runInWorktree(host, {
    worktree: cwd,
    env,
    sandbox,
    read,
    write,
    program: "/bin/sh",
    // One stream, so that the tail shows what was printed in the order in which it was printed.
    args: ["-c", `exec 2>&1\n${command}`],
    signal,
    timeoutMs,
    maxStdoutBytes: mostReadBytes,
    keepTail: true,
  });
}

/** Why an exit code of 0 is no pass; `null`: it is. */
function whyNoPass({ testsFail, noTests }: Results): string | null {
  if (testsFail) return "tests fail, although its exit code is 0";
  return noTests ? "it ran no tests, which is not a pass" : null;
}

function factsOf(
  { command, timeoutMs }: Pick<CheckRequest, "command" | "timeoutMs">,
  result: CommandResult,
  output: string,
  report: MachineReport | null,
): CheckFacts {
  const exitCode = result.timedOut ? null : result.exitCode;
  const results = readResults(output, exitCode, report);
  const why = result.timedOut
    ? `stopped after ${roughTimeText(timeoutMs)}`
    : exitCode === 0
      ? (results.notRun?.why ?? whyNoPass(results))
      : null;
  const ok = exitCode === 0 && why === null;
  const notRun = ok ? null : results.notRun;
  return {
    command,
    ok,
    ms: result.ms,
    verdict: ok ? "passed" : notRun === null ? "failed" : "not_run",
    failing: ok ? [] : results.failing,
    newlyFailing: [],
    counts: results.counts,
    why: notRun?.why ?? why,
    next: notRun?.next ?? null,
    exitCode,
    tail: tailOf(output, mostTail) + (why === null ? "" : `\n${why[0]?.toUpperCase()}${why.slice(1)}`),
  };
}
