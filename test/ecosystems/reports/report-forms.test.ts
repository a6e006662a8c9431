import { expect, test } from "bun:test";
import { checksOf, checkTexts } from "../../../src/ecosystems/checks/checks-of.ts";
import { findReports, scopeChecks } from "../../../src/ecosystems/checks/scope-check.ts";

type Files = Record<string, string>;

const json = (value: object) => JSON.stringify(value);
const script = (test: string, more: object = {}) => ({ "package.json": json({ scripts: { test }, ...more }) });
const mocha12 = { devDependencies: { mocha: "^12.0.3" } };

/** What is run in the place of each check that is found in a project, as a whole and for what was changed. */
function reporting(files: Files, changed: string[] = []): (string | null)[] {
  const paths = Object.keys(files);
  const texts = new Map(checkTexts(paths).map((path) => [path, files[path] ?? ""]));
  const checks = checksOf(paths, texts);
  const [scope, report] = [scopeChecks(checks, paths, texts), findReports(checks, paths, texts)];
  return checks
    .map(({ command }) => (changed.length === 0 ? command : (scope(command, changed) ?? command)))
    .map((command) => report(command)?.command("/r/f") ?? null);
}

test.each<[string, Files, string]>([
  ["go", { "go.mod": "", "a_test.go": "" }, "go test -json ./... >/r/f"],
  ["go below a root", { "srv/go.mod": "", "srv/a_test.go": "" }, "cd srv && go test -json ./... >/r/f"],
  ["pytest", { "pytest.ini": "", "test_a.py": "" }, "python3 -m pytest --junitxml=/r/f -o junit_family=xunit1"],
  [
    "pytest by uv",
    { "pyproject.toml": "[tool.pytest.ini_options]\n", "uv.lock": "", "test_a.py": "" },
    "uv run python -m pytest --junitxml=/r/f -o junit_family=xunit1",
  ],
  ["phpunit", { "composer.json": "{}", "phpunit.xml": "" }, "php vendor/bin/phpunit --log-junit /r/f"],
  [
    "composer's script",
    { "composer.json": json({ scripts: { test: ["@php vendor/bin/phpunit --colors"] } }) },
    "composer test -- --log-junit /r/f",
  ],
  ["deno", { "deno.json": "{}", "a_test.ts": "" }, "deno test --allow-all --junit-path=/r/f"],
  [
    "deno's task",
    { "deno.json": json({ tasks: { test: "deno test -A --parallel" } }) },
    "deno task test --junit-path=/r/f",
  ],
  [
    "bun",
    { "package.json": "{}", "bun.lock": "", "a.test.ts": "" },
    "bun test --reporter=junit --reporter-outfile=/r/f",
  ],
  [
    "bun's script",
    { ...script("bun test --timeout 9000"), "bun.lock": "" },
    "bun run test --reporter=junit --reporter-outfile=/r/f",
  ],
  ["vitest", script("vitest"), "npm test -- --reporter=default --reporter=json --outputFile.json=/r/f"],
  [
    "vitest once, by pnpm",
    { ...script("NODE_ENV=test vitest run --coverage"), "pnpm-lock.yaml": "" },
    "pnpm test --reporter=default --reporter=json --outputFile.json=/r/f",
  ],
  ["jest", script("cross-env TZ=UTC jest --ci"), "npm test -- --json --outputFile=/r/f"],
  ["jest by yarn", { ...script("jest"), "yarn.lock": "" }, "yarn test --json --outputFile=/r/f"],
  ["mocha", script("mocha 'test/**/*.js'", mocha12), "npm test -- --reporter json --reporter-option output=/r/f"],
  [
    "node",
    script("node --import tsx --test --experimental-test-coverage"),
    "npm test -- --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination=/r/f",
  ],
])("%s is asked for its own report", (_name, files, command) => {
  expect(reporting(files)).toEqual([command]);
});

test.each<[string, Files]>([
  ["two commands", script("eslint . && vitest run")],
  ["dashes of its own", script("vitest run -- src")],
  ["another program", script("my-vitest")],
  ["another command of that program", script("vitest bench")],
  ["a reporter of its own", script("vitest run --reporter=dot")],
  ["jest that waits", script("jest --watch")],
  ["a report of jest's own", script("jest --json --outputFile=out.json")],
  ["a mocha that is too old", script("mocha", { devDependencies: { mocha: "^8.4.0" } })],
  ["a mocha whose age nobody knows", script("mocha", { devDependencies: { mocha: "*" } })],
  ["mocha with a reporter", script("mocha -R dot", mocha12)],
  ["node with the files named, behind which all is theirs", script("node --test test/a.test.js")],
  ["node without a test", script("node test.js")],
  ["bun's own command in npm's script, with a reporter", script("bun test --reporter=dots")],
  ["a task that does more", { "deno.json": json({ tasks: { test: "deno fmt --check && deno test" } }) }],
  ["a task of something else", { "deno.json": json({ tasks: { test: "vitest run" } }) }],
  ["cargo, which has none", { "Cargo.toml": "[package]\n", "src/lib.rs": "" }],
  ["a build of go", { "go.mod": "", "a.go": "" }],
  ["unittest, which has none", { "setup.py": "", "test_a.py": "import unittest\n" }],
  ["a script of composer that does more", { "composer.json": json({ scripts: { test: ["phpcs", "phpunit"] } }) }],
  ["a log of composer's own", { "composer.json": json({ scripts: { test: "phpunit --log-junit a.xml" } }) }],
  ["make", { Makefile: "test:\n\tgo test ./...\n" }],
])("%s: the command stays as it is", (_name, files) => {
  expect(reporting(files)).toEqual([null]);
});

test("a part of a project is asked as the whole is", () => {
  const go = { "go.mod": "", "a/a.go": "", "a/a_test.go": "", "b/b.go": "", "b/b_test.go": "" };
  expect(reporting(go, ["a/a.go"])).toEqual(["go test -json ./a >/r/f"]);
  const python = { "pytest.ini": "", "a/test_a.py": "", "b/test_b.py": "", "b/b.py": "" };
  expect(reporting(python, ["b/b.py"])).toEqual(["python3 -m pytest b --junitxml=/r/f -o junit_family=xunit1"]);
});

test("the folder of each check stays its own", () => {
  const files = { "web/package.json": json({ scripts: { test: "jest" } }), "srv/go.mod": "", "srv/a_test.go": "" };
  expect(reporting(files).toSorted()).toEqual([
    "cd srv && go test -json ./... >/r/f",
    "cd web && npm test -- --json --outputFile=/r/f",
  ]);
});

test("a file's name is quoted for the shell", () => {
  const paths = ["go.mod", "a_test.go"];
  const checks = checksOf(paths, new Map());
  const report = findReports(checks, paths, new Map());
  expect(report("go test ./...")?.command("/r/it's a/f")).toBe(`go test -json ./... >'/r/it'\\''s a/f'`);
});
