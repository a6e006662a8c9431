import { cjs, js, jsTests, manifest, php, phpTests, py, pyTests } from "./shapes.ts";

/** A small project of one test program: on its base one test passes and one fails. */
export interface RunnerCase {
  runner: string;
  /** The program whose absence skips the case; a package of node_modules is named by its path. */
  needs: string;
  command: string;
  files: Record<string, string>;
  /** A change that breaks the test that passes. */
  other: Record<string, string>;
  /** A change after which the tests do not load. */
  broken: Record<string, string>;
  /** The same project with a command that can't run. */
  absent: string;
}

const script = (test: string) => manifest({ scripts: { test } });
const mochaTests = `import { a, b } from "./ab.js";\ndescribe("ab", () => {\n  it("a holds", () => { if (a !== 1) throw new Error("a"); });\n  it("b holds", () => { if (b !== 2) throw new Error("b"); });\n});\n`;
const unitTests =
  "import unittest\nfrom ab import a, b\n\n\nclass Ab(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(a, 1)\n\n    def test_b(self):\n        self.assertEqual(b, 2)\n";
const goProject = {
  "go.mod": "module example.com/ab\n\ngo 1.18\n",
  "ab.go": "package ab\n\nfunc A() int { return 1 }\nfunc B() int { return 1 }\n",
  "ab_test.go":
    'package ab\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n\tif A() != 1 {\n\t\tt.Fatal("a")\n\t}\n}\n\nfunc TestB(t *testing.T) {\n\tif B() != 2 {\n\t\tt.Fatal("b")\n\t}\n}\n',
};
const goChange = {
  other: { "ab.go": "package ab\n\nfunc A() int { return 3 }\nfunc B() int { return 1 }\n" },
  broken: { "ab.go": "package ab\n\nfunc A() int { return\n" },
};

/** Every test program that can be had here. */
export const runnerCases: readonly RunnerCase[] = [
  {
    runner: "node --test",
    needs: "node",
    command: "npm test",
    files: {
      "package.json": script("node --test"),
      ...js.files,
      "ab.test.js": jsTests('import test from "node:test";\n'),
    },
    other: js.worse,
    broken: js.broken,
    absent: "no-such-runner --test",
  },
  {
    runner: "node --test, TAP",
    needs: "node",
    command: "node --test --test-reporter=tap",
    files: {
      "package.json": script(""),
      ...js.files,
      "ab.test.js": jsTests('import test from "node:test";\n'),
    },
    other: js.worse,
    broken: js.broken,
    absent: "node --import absent-loader --test",
  },
  {
    runner: "bun test",
    needs: "bun",
    command: "bun test",
    files: {
      "package.json": manifest(),
      "bun.lock": "",
      ...js.files,
      "ab.test.js": jsTests('import { test } from "bun:test";\n'),
    },
    other: js.worse,
    broken: js.broken,
    absent: "bunn test",
  },
  {
    runner: "deno test",
    needs: "deno",
    command: "deno test --allow-all",
    files: { "deno.json": "{}", ...js.files, "ab_test.js": jsTests("const test = Deno.test;\n") },
    other: js.worse,
    broken: js.broken,
    absent: "./deno test",
  },
  {
    runner: "mocha, by a script",
    needs: "mocha",
    command: "npm test",
    files: {
      "package.json": manifest({ scripts: { test: "mocha *.test.js" }, devDependencies: { mocha: "^12.0.3" } }),
      ...js.files,
      "ab.test.js": mochaTests,
    },
    other: js.worse,
    broken: js.broken,
    absent: "npm run absent || sh -c 'exec mochaa'",
  },
  {
    runner: "vitest",
    needs: "vitest",
    command: "npm test",
    files: {
      "package.json": script("vitest run --globals"),
      ...js.files,
      "ab.test.js": jsTests(""),
    },
    other: js.worse,
    broken: js.broken,
    absent: "vitestt run",
  },
  {
    runner: "jest",
    needs: "jest",
    command: "npm test",
    files: {
      "package.json": JSON.stringify({ scripts: { test: "jest" } }),
      ...cjs.files,
      "ab.test.js":
        'const { a, b } = require("./ab.js");\ntest("a holds", () => expect(a).toBe(1));\ntest("b holds", () => expect(b).toBe(2));\n',
    },
    other: cjs.worse,
    broken: cjs.broken,
    absent: "jestt",
  },
  {
    runner: "mocha",
    needs: "mocha",
    command: "mocha ab.test.js",
    files: { "package.json": script(""), ...js.files, "ab.test.js": mochaTests },
    other: js.worse,
    broken: js.broken,
    absent: "mocha --require absent-package ab.test.js",
  },
  {
    runner: "pytest",
    needs: "pytest",
    command: "python3 -m pytest",
    files: { "pytest.ini": "[pytest]\n", ...py.files, "test_ab.py": pyTests },
    other: py.worse,
    broken: py.broken,
    absent: "/usr/bin/python3 -m pytest_absent",
  },
  {
    runner: "unittest",
    needs: "python3",
    command: "python3 -m unittest discover",
    files: { ...py.files, "test_ab.py": unitTests },
    other: py.worse,
    broken: py.broken,
    absent: "python9 -m unittest discover",
  },
  {
    runner: "prove",
    needs: "prove",
    command: "prove -lr t",
    files: {
      "lib/Ab.pm": "package Ab;\nsub a { 1 }\nsub b { 1 }\n1;\n",
      "t/ab.t":
        "use strict;\nuse Test::More tests => 2;\nuse Ab;\nis(Ab::a(), 1, 'a holds');\nis(Ab::b(), 2, 'b holds');\n",
    },
    other: { "lib/Ab.pm": "package Ab;\nsub a { 3 }\nsub b { 1 }\n1;\n" },
    broken: { "lib/Ab.pm": "package Ab;\nsub a { \n" },
    absent: "proove -lr t",
  },
  {
    runner: "go test",
    needs: "go",
    command: "go test ./...",
    files: goProject,
    ...goChange,
    absent: "goo test ./...",
  },
  {
    runner: "go test -json",
    needs: "go",
    command: "go test -json ./...",
    files: goProject,
    ...goChange,
    absent: "sh -c 'exec ./gone'",
  },
  {
    runner: "cargo test",
    needs: "cargo",
    command: "cargo test --offline",
    files: {
      "Cargo.toml": '[package]\nname = "ab"\nversion = "0.1.0"\nedition = "2021"\n',
      "src/lib.rs":
        "pub fn a() -> i32 { 1 }\npub fn b() -> i32 { 1 }\n#[test]\nfn a_holds() { assert_eq!(a(), 1); }\n#[test]\nfn b_holds() { assert_eq!(b(), 2); }\n",
    },
    other: {
      "src/lib.rs":
        "pub fn a() -> i32 { 3 }\npub fn b() -> i32 { 1 }\n#[test]\nfn a_holds() { assert_eq!(a(), 1); }\n#[test]\nfn b_holds() { assert_eq!(b(), 2); }\n",
    },
    broken: { "src/lib.rs": "pub fn a() -> i32 {\n" },
    absent: "cargo nextest-absent run",
  },
  {
    runner: "phpunit",
    needs: "phpunit",
    command: "phpunit AbTest.php",
    files: {
      ...php.files,
      "AbTest.php": phpTests("$this->assertSame(2, b());"),
    },
    other: php.worse,
    broken: php.broken,
    absent: "php vendor/bin/phpunit",
  },
  {
    runner: "phpunit of the project",
    needs: "phpunit",
    command: "php vendor/bin/phpunit",
    files: {
      "composer.json": "{}",
      "phpunit.xml":
        '<phpunit><testsuites><testsuite name="ab"><file>AbTest.php</file></testsuite></testsuites></phpunit>\n',
      "vendor/bin/phpunit":
        "<?php\nrequire '/usr/share/php/PHPUnit/Autoload.php';\nPHPUnit\\TextUI\\Command::main();\n",
      ...php.files,
      "AbTest.php": phpTests("$this->assertSame(2, b());"),
    },
    other: php.worse,
    broken: php.broken,
    absent: "php vendor/bin/pest",
  },
  {
    runner: "ctest",
    needs: "cmake",
    command: "cmake -S . -B out && cmake --build out && ctest --test-dir out",
    files: {
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.10)\nproject(ab NONE)\nenable_testing()\nadd_test(NAME a COMMAND sh a.sh WORKING_DIRECTORY ..)\nadd_test(NAME b COMMAND sh b.sh WORKING_DIRECTORY ..)\n",
      "a.sh": "exit 0\n",
      "b.sh": "exit 1\n",
    },
    other: { "a.sh": "exit 1\n" },
    broken: { "CMakeLists.txt": "project(ab NONE\n" },
    absent: "cmakee -S . -B out",
  },
  {
    runner: "a script that names nothing",
    needs: "sh",
    command: "make test",
    files: { Makefile: "test:\n\tsh a.sh && sh b.sh\n", "a.sh": "echo a holds\n", "b.sh": "echo b is wrong; exit 1\n" },
    other: { "a.sh": "echo a is wrong; exit 1\n" },
    broken: { "a.sh": "if then\n" },
    absent: "make -f Makefile test TOOL=x || sh -c 'exec gone-tool'",
  },
];
