import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { judgeBeside } from "../../../src/conduct/compare-with-base.ts";
import type { CheckFacts, CheckVerdict } from "../../../src/core/check.ts";
import { verdictOfCheck } from "../../../src/core/check.ts";
import { checksOf } from "../../../src/ecosystems/checks/checks-of.ts";
import { findReports } from "../../../src/ecosystems/checks/scope-check.ts";
import type { ReportForm } from "../../../src/ecosystems/reports/report-form.ts";
import { systemHost } from "../../../src/host/system.ts";
import { runCheck } from "../../../src/worktrees/run-check.ts";
import type { RunnerCase } from "./cases.ts";

/** What each kind of red on a red base is to be called. */
export const expected = { same: "as_on_base", other: "failed", broken: "failed", absent: "not_run" } as const;
export type Change = keyof typeof expected;

const bin = join(import.meta.dir, "../../../node_modules/.bin");

/**
 * Whether a test program is on this machine. One of npm's that this repository does not use itself is found when it is on the
 * PATH and TMPDIR lies where its package is found; one of Python's, when PYTHONPATH names it.
 */
export function isHere({ needs }: RunnerCase): boolean {
  const module = /^python3 with (\w+)$/.exec(needs)?.[1];
  if (module !== undefined) return Bun.spawnSync(["/usr/bin/python3", "-c", `import pytest, ${module}`]).exitCode === 0;
  if (needs === "pytest") return Bun.spawnSync(["/usr/bin/python3", "-m", "pytest", "--version"]).exitCode === 0;
  return Bun.which(needs, { PATH: `${bin}:${process.env["PATH"]}` }) !== null;
}

/** The report that is asked of a command when it is what we find in the project; `null`: its output is read. */
export function reportOf(one: RunnerCase): ReportForm | null {
  const [paths, texts] = [Object.keys(one.files), new Map(Object.entries(one.files))];
  const checks = checksOf(paths, texts);
  const isOwn = checks.some(({ command }) => command === one.command);
  return isOwn ? findReports(checks, paths, texts)(one.command) : null;
}

/** Runs one program on its red base and after each change, and says what each red is called. */
export async function tellApart(one: RunnerCase): Promise<Record<Change, CheckFacts & { verdict: CheckVerdict }>> {
  const on = async (files: Record<string, string>, command = one.command) => {
    const folder = mkdtempSync(join(tmpdir(), "baro-check-"));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return await check(folder, command, command === one.command ? reportOf(one) : null);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const base = await on(one.files);
  const beside = (facts: CheckFacts, before: CheckFacts) => {
    const judged = judgeBeside(facts, before);
    return { ...judged, verdict: verdictOfCheck(judged) };
  };
  const absent = await on(one.files, one.absent);
  return {
    same: beside(await on({ ...one.files, "NOTES.md": "more\n" }), base),
    other: beside(await on({ ...one.files, ...one.other }), base),
    broken: beside(await on({ ...one.files, ...one.broken }), base),
    absent: beside(absent, absent),
  };
}

async function check(cwd: string, command: string, report: ReportForm | null): Promise<CheckFacts> {
  // A test runner that runs below another one reports to it.
  const { NODE_TEST_CONTEXT: _context, ...own } = process.env;
  const env = { ...own, HOME: userInfo().homedir, PATH: `${bin}:/usr/bin:${process.env["PATH"]}` };
  const host = { ...systemHost(), env };
  const request = {
    cwd,
    command,
    env: { HOME: env.HOME, PATH: env.PATH, PYTHONPATH: process.env["PYTHONPATH"] ?? "" },
    timeoutMs: 120_000,
    sandbox: null,
    report,
  };
  return await runCheck(host, request, new AbortController().signal);
}
