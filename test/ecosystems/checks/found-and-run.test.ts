import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { findChecks } from "../../../src/ecosystems/checks/find-checks.ts";
import { readCommitFiles } from "../../../src/git/commit-files.ts";
import { systemHost } from "../../../src/host/system.ts";
import { runCheck } from "../../../src/worktrees/run-check.ts";
import { scratchRepository } from "../../support/scratch.ts";

// The programs are the real ones.
setDefaultTimeout(60_000);

const bin = join(import.meta.dir, "../../../node_modules/.bin");
const host = { ...systemHost(), env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` } };
const script = (test: string) => JSON.stringify({ scripts: { test } });
const pyproject = '[project]\nname = "app"\nversion = "1"\n';

/** Files of a project, the check that is found in it, and a change that breaks it. */
test.each<[string, Record<string, string>, string, Record<string, string>]>([
  [
    "npm",
    { "package.json": script("node --test"), "a.test.mjs": "import test from 'node:test'; test('a', () => {});\n" },
    "npm test",
    { "a.test.mjs": "import test from 'node:test'; test('a', () => { throw 1; });\n" },
  ],
  [
    "bun",
    { "package.json": "{}", "bun.lock": "", "a.test.ts": "import { test } from 'bun:test'; test('a', () => {});\n" },
    "bun test",
    { "a.test.ts": "import { test } from 'bun:test'; test('a', () => { throw 1; });\n" },
  ],
  [
    "deno",
    { "deno.json": "{}", "a_test.ts": "Deno.test('a', () => {});\n" },
    "deno test --allow-all",
    { "a_test.ts": "Deno.test('a', () => { throw 1; });\n" },
  ],
  [
    "unittest in a folder of tests",
    {
      "pyproject.toml": pyproject,
      "app.py": "answer = 42\n",
      "tests/__init__.py": "",
      "tests/test_app.py":
        "import unittest\nimport app\n\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        assert app.answer == 42\n",
    },
    "python3 -m unittest discover -s tests -t .",
    { "app.py": "answer = 1\n" },
  ],
  ["make", { Makefile: ".PHONY: test\ntest:\n\tsh t.sh\n", "t.sh": "exit 0\n" }, "make test", { "t.sh": "exit 1\n" }],
])(
  "the check that is found for %s passes, and fails when the project is broken",
  async (_name, files, command, broken) => {
    using repository = scratchRepository(files);
    const { checks } = await findChecks(
      host,
      repository.path,
      await readCommitFiles(systemHost(), repository.path, "HEAD"),
    );
    expect(checks).toEqual([command]);
    const request = { cwd: repository.path, command, env: { PATH: host.env.PATH }, timeoutMs: 50_000, sandbox: null };
    const { signal } = new AbortController();
    expect(await runCheck(host, request, signal)).toMatchObject({ ok: true });
    repository.write(broken);
    expect(await runCheck(host, request, signal)).toMatchObject({ ok: false });
  },
);

test("a check that runs no test at all does not pass", async () => {
  using repository = scratchRepository({ "package.json": script("node --test"), "a.js": "" });
  const request = { cwd: repository.path, command: "npm test", env: {}, timeoutMs: 50_000, sandbox: null };
  const facts = await runCheck(host, request, new AbortController().signal);
  expect(facts.ok).toBe(false);
  expect(facts.tail).toEndWith("It ran no tests, which is not a pass");
});
