import { expect, test } from "bun:test";
import { checksOf, checkTexts } from "../../../src/ecosystems/checks/checks-of.ts";
import { scopeChecks } from "../../../src/ecosystems/checks/scope-check.ts";

function found(files: Record<string, string>) {
  const paths = Object.keys(files);
  const texts = new Map(checkTexts(paths).map((path) => [path, files[path] ?? ""]));
  const checks = checksOf(paths, texts);
  return { checks, scope: scopeChecks(checks, paths, texts) };
}

const cmake = (option: string) => ({
  "CMakeLists.txt": `project(tone C)\n${option}\nenable_testing()\nadd_subdirectory(tests)\n`,
});
const cmakeCommand = (asked: string) =>
  `out="$(git rev-parse --absolute-git-dir)/baro-build" && cmake -S . -B "$out"${asked} && cmake --build "$out" && ctest --test-dir "$out" --output-on-failure`;
const wiki = '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n';

test.each<[string, Record<string, string>, string[]]>([
  ["Perl", { "Makefile.PL": "", "lib/A.pm": "", "t/a.t": "" }, ["prove -lr t"]],
  [
    "Perl with a part that is compiled",
    { "Makefile.PL": "", "A.xs": "", "t/a.t": "" },
    ["perl Makefile.PL && make test"],
  ],
  ["Perl without tests", { cpanfile: "", "lib/A.pm": "" }, []],
  ["Lua with busted", { "tone-1.rockspec": "", "spec/tone_spec.lua": "" }, ["busted"]],
  ["Haskell by Cabal", { "tone.cabal": "name: tone\ntest-suite spec\n", "stack.yaml": "" }, ["cabal test all"]],
  ["Haskell by Stack alone", { "stack.yaml": "", "package.yaml": "name: tone\ntests:\n  spec:\n" }, ["stack test"]],
  ["Haskell without tests", { "tone.cabal": "name: tone\n" }, []],
  ["Clojure by Leiningen", { "project.clj": '(defproject a/b "1")', "test/a/b_test.clj": "" }, ["lein test"]],
  [
    "Clojure of several projects",
    { "project.clj": '(defproject a "1"\n  :sub ["core" "web"])', "core/project.clj": "", "core/test/a_test.clj": "" },
    ["lein sub test"],
  ],
  [
    "Clojure by its own tools",
    { "deps.edn": '{:aliases {:test {:extra-paths ["test"] :exec-fn runner/test}}}', "test/a_test.clj": "" },
    ["clojure -X:test"],
  ],
  ["Erlang by rebar3", { "rebar.config": "", "test/a_SUITE.erl": "", "test/b_tests.erl": "" }, ["rebar3 do eunit, ct"]],
  [
    "Erlang by erlang.mk",
    { "erlang.mk": "", Makefile: "", "rebar.config": "", "test/a_SUITE.erl": "" },
    ["make check"],
  ],
  ["OCaml", { "dune-project": "", "test/dune": "" }, ["dune test"]],
  ["Crystal", { "shard.yml": "", "spec/a_spec.cr": "" }, ["crystal spec"]],
  ["Gleam", { "gleam.toml": "", "test/a_test.gleam": "" }, ["gleam test"]],
  ["Nim", { "a.nimble": "", "tests/ta.nim": "" }, ["nimble test -y"]],
  ["shell scripts", { "install.sh": "", "tests/install.bats": "" }, ["bats --recursive tests"]],
  ["a Makefile before them", { Makefile: "test:\n\tbats tests\n", "tests/install.bats": "" }, ["make test"]],
  [
    "Ruby whose Rakefile names its tests",
    { Gemfile: "", Rakefile: 'Rake::TestTask.new do |t|\n  t.pattern = "test/spec_*.rb"\nend\n', "test/spec_a.rb": "" },
    ["bundle exec rake test"],
  ],
  ["Ruby whose Rakefile names none", { Gemfile: "", Rakefile: "task :dist\n", "test/spec_a.rb": "" }, []],
  [
    "a solution that lies with the sources",
    { "Src/Tone.slnx": "", "Src/Tone/Tone.csproj": "", "Src/Tone.Tests/Tone.Tests.csproj": "", "doc/d.md": "" },
    ["dotnet test Src/Tone.slnx"],
  ],
  [
    "C with tests that are asked for",
    cmake('option(TONE_BUILD_TESTS "Build tests" OFF)'),
    [cmakeCommand(" -DTONE_BUILD_TESTS=ON")],
  ],
  ["C with tests that are on", cmake('option(TONE_TEST "Tests" ON)'), [cmakeCommand("")]],
  ["C with tests of another kind", cmake('option(TONE_CUDA_TEST "On a card" OFF)'), [cmakeCommand("")]],
  [
    "Python's names in what Rust's tests work on",
    {
      "Cargo.toml": "[workspace]\n",
      "pyproject.toml": "[dependency-groups]\ndev = ['pytest']\n",
      "crates/a/resources/test_a.py": "",
      "crates/a/eval/truth/pyproject.toml": "",
      "crates/a/eval/truth/test_b.py": "",
    },
    ["cargo test --workspace"],
  ],
  [
    "Python's names of scripts, and of what runs in CI",
    { "Cargo.toml": "", "pyproject.toml": "[project]\n", "scripts/test_publish.py": "", ".github/test_cli.py": "" },
    ["cargo test"],
  ],
  [
    "Python tests that nothing speaks of",
    { "pyproject.toml": "[project]\n", "tests/test_a.py": "" },
    ["python3 -m pytest"],
  ],
  [
    "a shelf of Python packages, and a script of CI's",
    {
      ".github/scripts/test_all.py": "",
      "libs/a/pyproject.toml": "pytest",
      "libs/a/uv.lock": "",
      "libs/a/tests/test_a.py": "",
      "libs/b/pyproject.toml": "pytest",
      "libs/b/tests/test_b.py": "",
    },
    ["cd libs/a && uv run python -m pytest", "cd libs/b && python3 -m pytest"],
  ],
  [
    "a Makefile that hands its targets on",
    { Makefile: "default: all\n\n.DEFAULT:\n\t$(MAKE) -C src $@\n", "src/Makefile": "test: all\n\t./run\n" },
    ["make test"],
  ],
  [
    "modules of Go that the root's pattern does not reach",
    {
      "go.mod": "module a\n",
      "a_test.go": "",
      "sdk/go.mod": "module a/sdk\n",
      "sdk/s_test.go": "",
      "sdk/log/go.mod": "module a/sdk/log\n",
      "sdk/log/l_test.go": "",
      "tools/go.mod": "module a/tools\n",
      "tools/t_test.go": "",
    },
    ["go test ./...", "cd sdk && go test ./...", "cd sdk/log && go test ./..."],
  ],
])("the checks of %s", (_name, files, expected) => {
  expect(found(files).checks.map(({ command }) => command)).toEqual(expected);
});

test("a story runs the check of the Go module that it touched, and no other module's", () => {
  const { checks, scope } = found({
    "go.mod": "module a\n",
    "a.go": "",
    "a_test.go": "",
    "sdk/go.mod": "module a/sdk\n",
    "sdk/s.go": "",
    "sdk/s_test.go": "",
    "log/go.mod": "module a/log\n",
    "log/l_test.go": "",
  });
  const run = (path: string) => checks.map(({ command }) => scope(command, [path]));
  expect(run("sdk/s.go")).toEqual(["go test ./...", null, "cd sdk && go test ./..."]);
  expect(run("log/l_test.go")).toEqual(["go test ./...", "cd log && go test ./...", null]);
});

test("a part of pytest's tests is one that the whole would run", () => {
  const files = {
    "pyproject.toml": wiki,
    "tests/api/test_a.py": "",
    "tests/test_b.py": "",
    "examples/tone/test_c.py": "",
    "examples/tone/t.py": "",
  };
  const { checks, scope } = found(files);
  expect(checks.map(({ command }) => command)).toEqual(["python3 -m pytest"]);
  const run = (...paths: string[]) => scope("python3 -m pytest", paths);
  expect(run("tests/api/test_a.py")).toBe("python3 -m pytest tests/api/test_a.py");
  expect([run("examples/tone/test_c.py"), run("examples/tone/t.py")]).toEqual([
    "python3 -m pytest",
    "python3 -m pytest",
  ]);
});
