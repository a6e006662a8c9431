import { expect, test } from "bun:test";
import { checksOf, checkTexts } from "../../../src/ecosystems/checks/checks-of.ts";
import { exampleOf, scopeChecks } from "../../../src/ecosystems/checks/scope-check.ts";

type Files = Record<string, string>;

function scoping(files: Files) {
  const paths = Object.keys(files);
  const texts = new Map(checkTexts(paths).map((path) => [path, files[path] ?? ""]));
  const checks = checksOf(paths, texts);
  return { checks, paths, scope: scopeChecks(checks, paths, texts) };
}

/** What a story that changed these paths is checked with, of everything that was found. */
function scoped(files: Files, changed: string[]): (string | null)[] {
  const { checks, scope } = scoping(files);
  return checks.map(({ command }) => scope(command, changed));
}

const json = (value: object) => JSON.stringify(value);
const pkg = (name: string, needs: string[] = [], test: string | null = "node --test") =>
  json({
    name,
    ...(test === null ? {} : { scripts: { test } }),
    dependencies: Object.fromEntries(needs.map((need) => [need, "*"])),
  });

/** Three packages: `b` is built on `a`, `c` is alone. */
const packages: Files = {
  "packages/a/package.json": pkg("@x/a"),
  "packages/a/src/a.js": "",
  "packages/b/package.json": pkg("@x/b", ["@x/a"]),
  "packages/b/b.js": "",
  "apps/c/package.json": pkg("c"),
  "apps/c/c.js": "",
  "README.md": "",
};
const workspace = (test: string, more: object = {}): Files => ({
  ...packages,
  "package.json": json({ workspaces: ["packages/*", "apps/*"], scripts: { test, ...more } }),
});
const pnpm: Files = { "pnpm-lock.yaml": "", "pnpm-workspace.yaml": "packages:\n  - 'packages/*'\n  - apps/*\n" };
const yarn: Files = { "yarn.lock": "" };

test.each<[string, Files, string[], string]>([
  ["turbo", workspace("turbo run test"), ["packages/a/src/a.js"], "npm test -- --filter=...@x/a"],
  [
    "turbo, by pnpm",
    { ...workspace("turbo test"), ...pnpm },
    ["packages/b/b.js", "apps/c/c.js"],
    "pnpm test --filter=...@x/b --filter=...c",
  ],
  ["turbo, by yarn", { ...workspace("turbo run test"), ...yarn }, ["apps/c/c.js"], "yarn test --filter=...c"],
  ["turbo, beside prose", workspace("turbo test"), ["apps/c/c.js", "README.md"], "npm test -- --filter=...c"],
  ["lerna", workspace("lerna run test"), ["apps/c/c.js"], "npm test -- --scope=c --include-dependents"],
  [
    "nx over all",
    workspace("nx run-many -t test --all --parallel=2"),
    ["packages/a/src/a.js"],
    "npm exec -- nx affected -t test --parallel=2 --files=packages/a/src/a.js",
  ],
  [
    "nx by what is affected",
    { ...workspace("nx affected -t test"), ...pnpm },
    ["apps/c/c.js"],
    "pnpm test --files=apps/c/c.js",
  ],
  ["pnpm", { ...workspace("pnpm -r test"), ...pnpm }, ["apps/c/c.js"], "pnpm --filter=...c test"],
  [
    "pnpm in its long form",
    { ...workspace("pnpm run --recursive --stream test"), ...pnpm },
    ["packages/a/src/a.js"],
    "pnpm run --filter=...@x/a --stream test",
  ],
  [
    "npm workspaces, with what is built on them",
    workspace("npm test --workspaces --if-present"),
    ["packages/a/src/a.js"],
    "npm test --workspace=packages/a --workspace=packages/b --if-present",
  ],
  ["npm workspaces, short", workspace("npm run test -ws"), ["apps/c/c.js"], "npm run test --workspace=apps/c"],
])("%s", (_name, files, changed, command) => {
  expect(scoped(files, changed)).toEqual([command]);
});

const member = (name: string, needs = "") =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n\n[dependencies]\n${needs}`;
const crates: Files = {
  "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
  "crates/core/Cargo.toml": member("core-x"),
  "crates/core/src/lib.rs": "",
  "crates/cli/Cargo.toml": member("cli", 'core-x = { path = "../core" }\n'),
  "crates/cli/src/main.rs": "",
  "crates/web/Cargo.toml": member("web", '[dev-dependencies.cli]\npath = "../cli"\n'),
  "crates/web/src/lib.rs": "",
  "crates/solo/Cargo.toml": member("solo", "serde = 1\n"),
  "crates/solo/src/lib.rs": "",
};
const modules: Files = {
  "go.mod": "module x\n",
  "go.sum": "",
  "main.go": "",
  "a/a.go": "",
  "a/a_test.go": "",
  "a/testdata/x.json": "",
  "b/deep/b.go": "",
  "b/deep/b_test.go": "",
  "c/c.go": "",
};
const python: Files = {
  "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-q"\n',
  "packages/a/src/a/x.py": "",
  "packages/a/tests/test_x.py": "import pytest",
  "packages/b/b.py": "",
  "packages/b/test_b.py": "",
  "tools/t.py": "",
};

test.each<[string, Files, string[], string]>([
  ["a crate that nothing is built on", crates, ["crates/solo/src/lib.rs"], "cargo test -p solo"],
  ["a crate and what is built on it", crates, ["crates/cli/src/main.rs"], "cargo test -p cli -p web"],
  ["a package of Go", modules, ["a/a.go", "a/a_test.go"], "go test ./a"],
  ["packages of Go, by their test data too", modules, ["a/testdata/x.json", "b/deep/b.go"], "go test ./a ./b/deep"],
  ["a new package of Go", modules, ["n/n.go", "n/n_test.go"], "go test ./n"],
  ["a package of Python", python, ["packages/a/src/a/x.py"], "python3 -m pytest packages/a"],
  ["a test file of Python", python, ["packages/a/tests/test_x.py"], "python3 -m pytest packages/a/tests/test_x.py"],
  [
    "a package holds its test file",
    python,
    ["packages/b/b.py", "packages/b/test_b.py"],
    "python3 -m pytest packages/b",
  ],
  [
    "Python in the environment of uv",
    { ...python, "uv.lock": "" },
    ["packages/b/b.py"],
    "uv run python -m pytest packages/b",
  ],
])("%s", (_name, files, changed, command) => {
  expect(scoped(files, changed)).toEqual([command]);
});

test.each<[string, Files, string[]]>([
  ["a script of several commands", workspace("turbo run test && echo done"), ["apps/c/c.js"]],
  ["a script that has a filter", workspace("turbo run test --filter=c"), ["apps/c/c.js"]],
  ["a script with arguments for another program", workspace("turbo run test -- --ci"), ["apps/c/c.js"]],
  ["a script of a single package", workspace("vitest run"), ["apps/c/c.js"]],
  ["steps before it, where it is not run by its name", workspace("npm test -ws", { pretest: "tsc" }), ["apps/c/c.js"]],
  ["pnpm's script run by npm", workspace("pnpm -r test"), ["apps/c/c.js"]],
  ["a file of no package", workspace("turbo run test"), ["apps/c/c.js", "tsconfig.base.json"]],
  ["a lockfile", workspace("turbo run test"), ["apps/c/c.js", "package-lock.json"]],
  ["a package that is not known yet", workspace("turbo run test"), ["packages/new/n.js"]],
  ["everything", workspace("turbo run test"), ["packages/a/src/a.js", "apps/c/c.js"]],
  ["prose alone", workspace("turbo run test"), ["README.md"]],
  ["nothing", workspace("turbo run test"), []],
  [
    "a package without tests",
    { ...workspace("npm test -ws"), "apps/c/package.json": pkg("c", [], null) },
    ["apps/c/c.js"],
  ],
  ["a path with a comma", workspace("nx affected -t test"), ["apps/c/c,d.js"]],
  ["cargo's lockfile", crates, ["crates/solo/src/lib.rs", "Cargo.lock"]],
  [
    "a crate that all are built on",
    { ...crates, "crates/solo/Cargo.toml": member("solo", "core-x = 1\n") },
    ["crates/core/src/lib.rs"],
  ],
  ["go.mod", modules, ["a/a.go", "go.mod"]],
  ["a package of Go without tests", modules, ["c/c.go"]],
  [
    "a module of its own",
    { ...modules, "sub/go.mod": "module y\n", "sub/s.go": "", "sub/s_test.go": "" },
    ["sub/s.go"],
  ],
  ["a file of the root of Go's", modules, ["Makefile"]],
  ["Python's settings", python, ["packages/a/src/a/x.py", "pyproject.toml"]],
  ["Python that no tests lie around", python, ["tools/t.py"]],
  ["one package of Python", { "pyproject.toml": "pytest", "src/a.py": "", "tests/test_a.py": "" }, ["src/a.py"]],
])("the whole for %s", (_name, files, changed) => {
  const { checks, scope } = scoping(files);
  expect(checks).not.toEqual([]);
  for (const { command } of checks) expect(scope(command, changed)).toBe(command);
});

test("packages on a shelf are checked one by one: a story takes those that it touched", () => {
  const shelf = { ...packages, "tools/x.sh": "" };
  const [c, a, b] = ["apps/c", "packages/a", "packages/b"].map((folder) => `cd ${folder} && npm test`);
  expect(scoped(shelf, ["packages/a/src/a.js"])).toEqual([null, a ?? "", null]);
  // What lies in no package is everybody's.
  expect(scoped(shelf, ["packages/a/src/a.js", "tools/x.sh"])).toEqual([c ?? "", a ?? "", b ?? ""]);
});

test("a check that is scoped within its folder stays there", () => {
  const files = Object.fromEntries(Object.entries(modules).map(([path, text]) => [`srv/${path}`, text]));
  expect(scoped(files, ["srv/a/a.go"])).toEqual(["cd srv && go test ./a"]);
});

test("what the person named is never scoped", () => {
  const { scope } = scoping(modules);
  expect(scope("go test -race ./...", ["a/a.go"])).toBe("go test -race ./...");
});

test("an example is told where parts are known, and none where they aren't", () => {
  const one = (files: Files) => {
    const { checks, paths, scope } = scoping(files);
    return checks.map((check) => exampleOf(scope, check, paths));
  };
  expect(one(modules)).toEqual(["go test ./a"]);
  expect(one({ "go.mod": "module x\n", "a.go": "", "a_test.go": "" })).toEqual([null]);
});

test("what is of another ecosystem below a root is checked for what lies in it alone", () => {
  const files = {
    "go.mod": "module x\n",
    "main.go": "",
    "a/a.go": "",
    "a/a_test.go": "",
    "web/package.json": pkg("web"),
    "web/a.js": "",
  };
  expect(scoped(files, ["a/a.go"])).toEqual(["go test ./a", null]);
  expect(scoped(files, ["web/a.js"])).toEqual(["go test ./...", "cd web && npm test"]);
  expect(scoped(files, ["a/a.go", "web/a.js"])).toEqual(["go test ./...", "cd web && npm test"]);
  expect(scoped(files, ["README.md"])).toEqual(["go test ./...", "cd web && npm test"]);
});
