import { expect, test } from "bun:test";
import { checksOf, checkTexts, whyNoChecks } from "../../../src/ecosystems/checks/checks-of.ts";

/** The commands for a project of these files. */
function commands(files: Record<string, string>): string[] {
  const paths = Object.keys(files);
  // Only what is asked for is read, as with a real commit.
  const texts = new Map(checkTexts(paths).map((path) => [path, files[path] ?? ""]));
  return checksOf(paths, texts).map(({ command }) => command);
}

const manifest = (change: object) => JSON.stringify({ name: "a", ...change });
const tested = manifest({ scripts: { test: "node --test" } });

test.each<[string, Record<string, string>, string[]]>([
  ["npm by its lockfile", { "package.json": tested, "package-lock.json": "{}" }, ["npm test"]],
  ["npm without any", { "package.json": tested }, ["npm test"]],
  ["pnpm", { "package.json": tested, "pnpm-lock.yaml": "" }, ["pnpm test"]],
  ["yarn", { "package.json": tested, "yarn.lock": "" }, ["yarn test"]],
  ["bun, text lockfile", { "package.json": tested, "bun.lock": "" }, ["bun run test"]],
  ["bun, binary lockfile", { "package.json": tested, "bun.lockb": "" }, ["bun run test"]],
  [
    "the named package manager before a lockfile",
    {
      "package.json": manifest({ packageManager: "pnpm@10.1.0+sha512.aa", scripts: { test: "vitest run" } }),
      "yarn.lock": "",
    },
    ["pnpm test"],
  ],
  [
    "the package manager for development",
    { "package.json": manifest({ devEngines: { packageManager: { name: "yarn" } }, scripts: { test: "jest" } }) },
    ["yarn test"],
  ],
  [
    "the placeholder of npm init",
    { "package.json": manifest({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }) },
    [],
  ],
  ["an empty script", { "package.json": manifest({ scripts: { test: " " } }) }, []],
  ["no script", { "package.json": manifest({ scripts: { build: "tsc" } }), "a.test.ts": "" }, []],
  ["a script that is no text", { "package.json": manifest({ scripts: { test: ["a"] } }) }, []],
  ["a broken manifest", { "package.json": "{ scripts" }, []],
  ["a manifest that is a list", { "package.json": "[]" }, []],
  ["a manifest with a byte order mark", { "package.json": `\uFEFF${tested}` }, ["npm test"]],
  ["bun's own runner", { "package.json": manifest({}), "bun.lock": "", "src/a.test.ts": "" }, ["bun test"]],
  ["bun without a test", { "package.json": manifest({}), "bun.lock": "", "src/a.ts": "" }, []],
  [
    "a test program that watches",
    { "package.json": manifest({ scripts: { test: "react-scripts test" } }) },
    ["CI=true npm test"],
  ],
  ["a script that watches", { "package.json": manifest({ scripts: { test: "jest --watch" } }) }, ["CI=true npm test"]],
  ["a package below the root", { "packages/a/package.json": tested }, ["cd packages/a && npm test"]],
  [
    "packages of several kinds below a root that says nothing",
    {
      "README.md": "",
      "web app/package.json": tested,
      "web app/yarn.lock": "",
      "backend/pyproject.toml": "[project]\n",
      "backend/test_a.py": "import unittest",
      "backend/tools/package.json": tested,
      "docs/package.json": tested,
      "web app/test/fixtures/a/package.json": tested,
    },
    ["cd backend && python3 -m unittest discover", "cd 'web app' && yarn test"],
  ],
  [
    "packages of a root that has no test of its own, by its package manager",
    { "package.json": manifest({}), "pnpm-lock.yaml": "", "packages/a/package.json": tested },
    ["cd packages/a && pnpm test"],
  ],
  [
    "more packages than are checked for every story",
    Object.fromEntries([..."abcdefghijklmnopqrstuvwxy"].map((name) => [`${name}/package.json`, tested])),
    [],
  ],
  ["packages below a root that says how", { "package.json": tested, "a/package.json": tested }, ["npm test"]],
  ["deno's task", { "deno.json": '{"tasks":{"test":"deno test -P"}}' }, ["deno task test"]],
  ["deno's task in long form", { "deno.json": '{"tasks":{"test":{"command":"deno test"}}}' }, ["deno task test"]],
  [
    "deno with comments",
    { "deno.jsonc": '{ // tasks\n "tasks": { "test": "deno test", }, }', "a_test.ts": "" },
    ["deno task test"],
  ],
  ["deno's own runner", { "deno.json": "{}", "src/a_test.ts": "" }, ["deno test --allow-all"]],
  ["deno without tests", { "deno.json": "{}", "src/a.ts": "" }, []],
  ["deno beside a test script", { "deno.json": "{}", "package.json": tested, "a.test.ts": "" }, ["npm test"]],
  ["a crate", { "Cargo.toml": '[package]\nname = "a"\n', "src/lib.rs": "" }, ["cargo test"]],
  ["a Cargo workspace", { "Cargo.toml": '[workspace]\nmembers = ["a"]\n' }, ["cargo test --workspace"]],
  ["a table below workspace", { "Cargo.toml": "[workspace.package]\nedition = '2021'\n" }, ["cargo test --workspace"]],
  ["a Go module", { "go.mod": "module a\n", "a/a_test.go": "" }, ["go test ./..."]],
  ["a Go module without tests", { "go.mod": "module a\n", "main.go": "" }, ["go build -o /dev/null ./..."]],
  [
    "a Go workspace",
    { "go.work": "go 1.22\n\nuse (\n\t./api // the API\n\t./tools/lint\n)\nuse ./cli\n", "api/a_test.go": "" },
    ["go test ./api/... ./tools/lint/... ./cli/..."],
  ],
  ["a Go workspace that leads out", { "go.work": "use (\n ../other\n ./$(id)\n)\n" }, []],
  [
    "pytest by its settings",
    { "pyproject.toml": "[tool.pytest.ini_options]\n", "tests/test_a.py": "" },
    ["python3 -m pytest"],
  ],
  [
    "pytest by a requirement",
    { "requirements-dev.txt": "pytest==8\n", "setup.py": "", "a_test.py": "" },
    ["python3 -m pytest"],
  ],
  ["pytest by its conftest", { "tests/conftest.py": "", "tests/test_a.py": "import unittest" }, ["python3 -m pytest"]],
  ["plain test functions", { "test_a.py": "def test_a(): assert 1\n" }, ["python3 -m pytest"]],
  [
    "pytest under uv",
    { "pyproject.toml": "pytest", "uv.lock": "", "tests/test_a.py": "" },
    ["uv run python -m pytest"],
  ],
  [
    "pytest under poetry",
    { "pyproject.toml": "pytest", "poetry.lock": "", "tests/test_a.py": "" },
    ["poetry run python -m pytest"],
  ],
  ["tox alone", { "tox.ini": "[tox]\n[testenv]\ncommands = nose2\n", "tests/test_a.py": "" }, ["tox"]],
  [
    "tox that calls pytest",
    { "tox.ini": "[testenv]\ncommands = pytest\n", "tests/test_a.py": "" },
    ["python3 -m pytest"],
  ],
  [
    "unittest",
    { "setup.py": "", "tests/test_a.py": "import unittest\n", "tests/__init__.py": "" },
    ["python3 -m unittest discover -s tests -t ."],
  ],
  ["unittest at the root", { "a_test.py": "import unittest\n" }, ["python3 -m unittest discover -p '*_test.py'"]],
  ["a Python project without tests", { "pyproject.toml": "[project]\n", "a.py": "" }, []],
  ["Maven", { "pom.xml": "" }, ["mvn -B test"]],
  ["Maven's wrapper", { "pom.xml": "", mvnw: "" }, ["sh ./mvnw -B test"]],
  ["Gradle", { "build.gradle.kts": "" }, ["gradle --console=plain test"]],
  ["Gradle's wrapper", { "settings.gradle": "", gradlew: "" }, ["sh ./gradlew --console=plain test"]],
  ["Maven before Gradle", { "pom.xml": "", "build.gradle": "" }, ["mvn -B test"]],
  [".NET", { "App.sln": "", "App/App.csproj": "", "App.Tests/App.Tests.csproj": "" }, ["dotnet test"]],
  [".NET with several solutions", { "A.sln": "", "B's.sln": "", "A.Test/A.Test.fsproj": "" }, ["dotnet test A.sln"]],
  [".NET without tests", { "App.sln": "", "App/App.csproj": "" }, []],
  ["mix", { "mix.exs": "", "test/a_test.exs": "" }, ["mix test"]],
  ["mix without tests", { "mix.exs": "", "lib/a.ex": "" }, []],
  ["composer", { "composer.json": '{"scripts":{"test":["@php x"]}}' }, ["composer test"]],
  ["phpunit", { "composer.json": "{}", "phpunit.xml.dist": "" }, ["php vendor/bin/phpunit"]],
  ["composer without tests", { "composer.json": "{}" }, []],
  ["rspec", { Gemfile: "", "spec/a_spec.rb": "" }, ["bundle exec rspec"]],
  ["rake", { Gemfile: "", Rakefile: "", "test/a_test.rb": "" }, ["bundle exec rake test"]],
  ["rake without bundler", { Rakefile: "", "test/unit/test_a.rb": "" }, ["rake test"]],
  ["Rails", { Gemfile: "", Rakefile: "", "bin/rails": "", "test/models/a_test.rb": "" }, ["ruby bin/rails test"]],
  ["Ruby without tests", { Gemfile: "", Rakefile: "" }, []],
  ["make", { Makefile: ".PHONY: test\ntest: build\n\tsh t.sh\n" }, ["make test"]],
  ["make, beside other targets", { Makefile: ".PHONY: test\nall check test: build\n\tsh t.sh\n" }, ["make test"]],
  ["make, by GNU's name", { Makefile: "all: a\ncheck: a\n\t./a\n" }, ["make check"]],
  ["make, the better of two", { Makefile: "check: lint\ntest: a\n" }, ["make test"]],
  ["make with a variable of that name", { Makefile: "check := x\ntest-all: a\ncheck-all test-x: a\n" }, []],
  ["make with a double colon", { makefile: "test:: a\n" }, ["make test"]],
  ["a variable called test", { Makefile: "test := 1\ntests: a\n.PHONY: test\n" }, []],
  ["just", { justfile: "test:\n  sh t.sh\n" }, ["just test"]],
  ["just with a default", { Justfile: "@test filter='' *rest: build\n  x\n" }, ["just test"]],
  ["just with what must be given", { justfile: "test filter:\n  x\n" }, []],
  ["just's variable", { justfile: "test := '1'\n" }, []],
  ["make beside an ecosystem", { Makefile: "test:\n\tnpm test\n", "package.json": tested }, ["npm test"]],
  ["two ecosystems", { "package.json": tested, "Cargo.toml": "" }, ["npm test", "cargo test"]],
  ["CMake without tests", { "CMakeLists.txt": "project(a)\n", "a.c": "" }, []],
  ["Swift", { "Package.swift": "", "Tests/AppTests/AppTests.swift": "" }, ["swift test"]],
  ["Dart", { "pubspec.yaml": "name: a\n", "test/a_test.dart": "" }, ["dart test"]],
  [
    "Flutter",
    { "pubspec.yaml": "dependencies:\n  flutter:\n    sdk: flutter\n", "test/a_test.dart": "" },
    ["flutter test"],
  ],
  ["Zig", { "build.zig": 'const t = b.step("test", "Run");\n' }, ["zig build test"]],
  ["Zig without a step for tests", { "build.zig": 'const t = b.step("run", "Run");\n' }, []],
  ["sbt", { "build.sbt": "" }, ["sbt -batch test"]],
  ["Bazel", { "MODULE.bazel": "", "a/BUILD.bazel": "" }, ["bazel test //..."]],
  [
    "a Rust root with npm workspaces",
    { "Cargo.toml": "[workspace]\n", "package.json": tested, "web/package.json": tested },
    ["npm test", "cargo test --workspace"],
  ],
  [
    "what is of another ecosystem than the root",
    {
      "pyproject.toml": "[tool.pytest]\n",
      "tests/test_a.py": "",
      "web/package.json": tested,
      "native/Cargo.toml": "",
      "tools/x/setup.py": "",
      "tools/x/test_x.py": "",
      "examples/a/package.json": tested,
    },
    ["python3 -m pytest", "cd native && cargo test", "cd web && npm test"],
  ],
  [
    "npm workspaces below a Rust root, without a script of their own root",
    { "Cargo.toml": "", "package.json": manifest({ workspaces: ["js/*"] }), "js/a/package.json": tested },
    ["cargo test", "cd js/a && npm test"],
  ],
  [
    "a root with too much of another ecosystem below it",
    {
      "go.mod": "",
      ...Object.fromEntries([..."abcdefghijklmnopqrstuvwxy"].map((name) => [`${name}/package.json`, tested])),
    },
    ["go build -o /dev/null ./..."],
  ],
  [
    "make at the root for all that is below",
    { Makefile: "test:\n\tgo test ./a && npm test --prefix b\n", "a/go.mod": "", "b/package.json": tested },
    ["make test"],
  ],
  [
    "Swift below a root that says nothing",
    { "ios/Package.swift": "", "ios/Tests/A/A.swift": "" },
    ["cd ios && swift test"],
  ],
  [
    "phpunit without settings",
    { "composer.json": '{"require-dev":{"phpunit/phpunit":"^11"}}', "tests/Unit/ATest.php": "" },
    ["php vendor/bin/phpunit tests"],
  ],
  ["phpunit without tests", { "composer.json": '{"require-dev":{"phpunit/phpunit":"^11"}}' }, []],
  [
    "Pest, in a folder of its own",
    {
      "composer.json": '{"require-dev":{"pestphp/pest":"^3"},"config":{"vendor-dir":"lib/"}}',
      "phpunit.xml": "",
    },
    ["php lib/bin/pest"],
  ],
  ["documents", { "README.md": "npm test" }, []],
])("checksOf() knows %s", (_name, files, expected) => {
  expect(commands(files)).toEqual(expected);
});

test.each<[string, Record<string, string>, RegExp]>([
  ["CMake", { "CMakeLists.txt": "enable_testing()\n", "a.c": "" }, /cmake -S \. -B .* && ctest --test-dir/],
  ["Meson", { "meson.build": "" }, /meson setup .* && meson test -C/],
  ["autotools", { "configure.ac": "", "Makefile.am": "" }, /autoreconf .* make check$/],
])("checksOf() builds %s outside the checkout's files", (_name, files, expected) => {
  const [command = "", ...others] = commands(files);
  expect(command).toMatch(expected);
  expect(command).toContain("git rev-parse --absolute-git-dir");
  expect(others).toEqual([]);
});

test.each<[string[], string]>([
  [["README.md", "docs/a.rst", "LICENSE", ".gitignore"], "the repository holds only documents"],
  [[], "the repository holds only documents"],
  [["a/package.json", "a/index.js"], "nothing at the root says how to test it (a package is below it: a)"],
  [
    ["a/go.mod", "b/Cargo.toml", "c/package.json", "d/e/mix.exs"],
    "nothing at the root says how to test it (4 packages are below it: a, b, c)",
  ],
  [["main.c"], "nothing in the repository says how to test it"],
])("whyNoChecks() of %j", (files, why) => {
  expect(whyNoChecks(files)).toBe(why);
});
