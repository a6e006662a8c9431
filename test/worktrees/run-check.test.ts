import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReportForm } from "../../src/ecosystems/reports/report-form.ts";
import { systemHost } from "../../src/host/system.ts";
import { type CheckRequest, runCheck } from "../../src/worktrees/run-check.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const form = (more: Partial<ReportForm> = {}): ReportForm => ({
  command: (file) => `REPORT=${file} sh report.sh`,
  read: (report) => (report.startsWith("names ") ? { failing: report.slice(6).trim().split(" "), counts: null } : null),
  ...more,
});

/** Runs `sh plain.sh`, whose form with a report is `report.sh`. Both note that they ran. */
async function check(files: Record<string, string>, more: Partial<CheckRequest> = {}) {
  using folder = scratchFolder();
  const noted = Object.entries(files).map(([name, text]) => [name, `echo ${name} >>ran\n${text}`]);
  writeFiles(folder.path, Object.fromEntries(noted));
  const request = { cwd: folder.path, command: "sh plain.sh", env: {}, timeoutMs: 50_000, sandbox: null };
  const facts = await runCheck(systemHost(), { ...request, report: form(), ...more }, new AbortController().signal);
  const ran = existsSync(join(folder.path, "ran")) ? readFileSync(join(folder.path, "ran"), "utf8") : "";
  return { facts, ran: ran.trim().split("\n") };
}

test("a check's report counts, and the person reads the command that they know", async () => {
  const { facts, ran } = await check({
    "report.sh":
      'echo "at $REPORT" >>ran; echo "FAILED t.py::other - in 0.1s"; echo "names a b" >"$REPORT"; echo "written to $REPORT"; exit 1\n',
  });
  expect(facts).toMatchObject({ command: "sh plain.sh", verdict: "failed", failing: ["a", "b"], exitCode: 1 });
  expect(facts.tail).toBe("FAILED t.py::other - in 0.1s\n");
  expect(ran.map((line) => line.replace(/^at .*/, "at"))).toEqual(["report.sh", "at", "report.sh", "at"]);
  const places = ran.flatMap((line) => /^at (.+)$/.exec(line)?.[1] ?? []);
  expect(new Set(places).size).toBe(2);
  for (const place of places) expect(existsSync(dirname(place))).toBe(false);
});

test.each<[string, string]>([
  ["none", "exit 1\n"],
  ["one that can't be read", 'echo nonsense >"$REPORT"; exit 1\n'],
  ["a link in its place", 'echo "names a" >secret; ln -s "$PWD/secret" "$REPORT"; exit 1\n'],
  ["a pipe in its place", 'mkfifo "$REPORT"; exit 1\n'],
  ["a folder in its place", 'mkdir "$REPORT"; exit 1\n'],
])("a red check that leaves %s is run as it is", async (_name, report) => {
  const { facts, ran } = await check({ "report.sh": report, "plain.sh": "echo in plain words; exit 3\n" });
  expect(facts).toMatchObject({ verdict: "failed", failing: [], exitCode: 3, tail: "in plain words\n" });
  expect(facts.flaky).toBeUndefined();
  expect(ran).toEqual(["report.sh", "plain.sh", "plain.sh"]);
});

test("a program that knows no report is not called flaky when it passes without", async () => {
  const { facts } = await check({ "report.sh": "echo no such option; exit 4\n", "plain.sh": "exit 0\n" });
  expect(facts).toMatchObject({ ok: true, verdict: "passed" });
  expect(facts.flaky).toBeUndefined();
});

test("green without a report is green where its output is seen, and run as it is where not", async () => {
  const files = { "report.sh": "exit 0\n", "plain.sh": "exit 0\n" };
  expect(await check(files)).toMatchObject({ facts: { ok: true }, ran: ["report.sh"] });
  expect(await check(files, { report: form({ alone: true }) })).toMatchObject({
    facts: { ok: true },
    ran: ["report.sh", "plain.sh"],
  });
});

test("what a report has for people stands behind what was printed", async () => {
  const read = () => ({ failing: ["a"], counts: null, text: "a is wrong\n" });
  const { facts } = await check(
    { "report.sh": 'echo to be read; echo x >"$REPORT"; exit 1\n' },
    { report: form({ read, alone: true }) },
  );
  expect(facts.tail).toBe("to be read\na is wrong\n");
});

test("the second time nothing stops at the first failure, with a report too", async () => {
  const command = (file: string) => `sh report.sh ${file} cargo test`;
  const { ran } = await check(
    { "report.sh": 'echo "$*" | sed "s,^[^ ]* ,," >>ran; echo "names a" >"$1"; exit 1\n' },
    { report: form({ command }) },
  );
  expect(ran).toEqual(["report.sh", "cargo test", "report.sh", "cargo test --no-fail-fast"]);
});

const hasPytest = spawnSync("python3", ["-m", "pytest", "--version"]).status === 0;

test.skipIf(!hasPytest)("a file that can't be loaded does not hide what all others say", async () => {
  const files = {
    "pytest.ini": "[pytest]\naddopts = -x\n",
    "test_absent.py": "import a_package_that_is_absent\n",
    "test_here.py":
      "def test_a():\n    assert True\n\n\ndef test_b():\n    assert False\n\n\ndef test_c():\n    assert False\n",
  };
  using folder = scratchFolder();
  writeFiles(folder.path, files);
  const request = { cwd: folder.path, command: "python3 -m pytest", env: {}, timeoutMs: 50_000, sandbox: null };
  const facts = await runCheck(systemHost(), request, new AbortController().signal);
  expect(facts).toMatchObject({ verdict: "failed", counts: { passed: 1, failed: 3, skipped: 0 } });
  expect(facts.failing?.toSorted()).toEqual(["test_absent.py", "test_here.py::test_b", "test_here.py::test_c"]);
  rmSync(join(folder.path, "test_here.py"));
  const alone = await runCheck(systemHost(), request, new AbortController().signal);
  expect(alone).toMatchObject({ verdict: "not_run" });
  expect(alone.next).toContain("a_package_that_is_absent");
});

test("a check that ran out of time is not tried again, nor run without its report", async () => {
  const { facts, ran } = await check({ "report.sh": "sleep 30\n", "plain.sh": "exit 0\n" }, { timeoutMs: 300 });
  expect(facts).toMatchObject({ verdict: "failed", exitCode: null });
  expect(facts.why).toStartWith("stopped after");
  expect(ran).toEqual(["report.sh"]);
});

test("tests that fail are no pass, though the command ends with 0", async () => {
  const files = { "plain.sh": "echo 'TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b' | cat\n" };
  const { facts, ran } = await check(files, { report: null });
  const why = "tests fail, although its exit code is 0";
  expect(facts).toMatchObject({ ok: false, verdict: "failed", failing: ["b"], exitCode: 0, why });
  expect(ran).toHaveLength(2);
});

const wrong = "echo FAILED a_test.py::test_a; echo 1 failed in 0.1s; exit 1\n";

test("what is red does not hide what would be run after it, in a chain and in the order of a script", async () => {
  const chain = async (files: Record<string, string>, command = "sh lint.sh && sh unit.sh") => {
    using folder = scratchFolder();
    writeFiles(folder.path, files);
    const request = {
      cwd: folder.path,
      command,
      env: { PATH: process.env["PATH"] ?? "" },
      timeoutMs: 50_000,
      sandbox: null,
    };
    return await runCheck(systemHost(), request, new AbortController().signal);
  };
  const lint = "echo 'a.js: line 1, too long'; exit 3\n";
  const base = await chain({ "lint.sh": lint, "unit.sh": "echo 2 passed in 0.1s\n" });
  const worse = await chain({ "lint.sh": lint, "unit.sh": wrong });
  expect(base).toMatchObject({ verdict: "failed", exitCode: 3, counts: { passed: 2 } });
  expect(worse).toMatchObject({ verdict: "failed", exitCode: 3, failing: ["a_test.py::test_a"] });
  // What the rest needs and is not there takes nothing from what failed.
  const absent = await chain({ "lint.sh": lint }, "sh lint.sh && a-tool-that-is-absent");
  expect(absent).toMatchObject({ verdict: "failed", exitCode: 3 });
  expect(absent.tail).toContain("too long");
  const scripts = { test: "sh lint.sh && sh unit.sh" };
  const npm = await chain(
    { "package.json": JSON.stringify({ scripts }), "lint.sh": lint, "unit.sh": wrong },
    "npm test",
  );
  expect(npm).toMatchObject({ verdict: "failed", failing: ["a_test.py::test_a"] });
});
