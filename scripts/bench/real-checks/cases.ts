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

const script = (test: string) => JSON.stringify({ type: "module", scripts: { test } });
const nodeSource = "export const a = 1;\nexport const b = 1;\n";
const nodeTests = (head: string) =>
  `${head}import { a, b } from "./ab.js";\ntest("a holds", () => { if (a !== 1) throw new Error("a"); });\ntest("b holds", () => { if (b !== 2) throw new Error("b"); });\n`;
const nodeChange = {
  other: { "ab.js": "export const a = 3;\nexport const b = 1;\n" },
  broken: { "ab.js": "export const a = ;\n" },
};
const mochaTests = `import { a, b } from "./ab.js";\ndescribe("ab", () => {\n  it("a holds", () => { if (a !== 1) throw new Error("a"); });\n  it("b holds", () => { if (b !== 2) throw new Error("b"); });\n});\n`;
const pyTests = "from ab import a, b\n\n\ndef test_a():\n    assert a == 1\n\n\ndef test_b():\n    assert b == 2\n";
const unitTests =
  "import unittest\nfrom ab import a, b\n\n\nclass Ab(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(a, 1)\n\n    def test_b(self):\n        self.assertEqual(b, 2)\n";
const pyChange = { other: { "ab.py": "a = 3\nb = 1\n" }, broken: { "ab.py": "a = (\n" } };
const phpTests =
  "<?php\nrequire_once __DIR__ . '/ab.php';\nclass AbTest extends PHPUnit\\Framework\\TestCase\n{\n    public function testA(): void { $this->assertSame(1, a()); }\n    public function testB(): void { $this->assertSame(2, b()); }\n}\n";

/** Every test program that can be had here. */
export const runnerCases: readonly RunnerCase[] = [
  {
    runner: "node --test",
    needs: "node",
    command: "npm test",
    files: {
      "package.json": script("node --test"),
      "ab.js": nodeSource,
      "ab.test.js": nodeTests('import test from "node:test";\n'),
    },
    ...nodeChange,
    absent: "no-such-runner --test",
  },
  {
    runner: "node --test, TAP",
    needs: "node",
    command: "node --test --test-reporter=tap",
    files: {
      "package.json": script(""),
      "ab.js": nodeSource,
      "ab.test.js": nodeTests('import test from "node:test";\n'),
    },
    ...nodeChange,
    absent: "node --import absent-loader --test",
  },
  {
    runner: "bun test",
    needs: "bun",
    command: "bun test",
    files: {
      "package.json": JSON.stringify({ type: "module" }),
      "bun.lock": "",
      "ab.js": nodeSource,
      "ab.test.js": nodeTests('import { test } from "bun:test";\n'),
    },
    ...nodeChange,
    absent: "bunn test",
  },
  {
    runner: "deno test",
    needs: "deno",
    command: "deno test --allow-all",
    files: { "deno.json": "{}", "ab.js": nodeSource, "ab_test.js": nodeTests("const test = Deno.test;\n") },
    ...nodeChange,
    absent: "./deno test",
  },
  {
    runner: "mocha, by a script",
    needs: "mocha",
    command: "npm test",
    files: {
      "package.json": JSON.stringify({
        type: "module",
        scripts: { test: "mocha *.test.js" },
        devDependencies: { mocha: "^12.0.3" },
      }),
      "ab.js": nodeSource,
      "ab.test.js": mochaTests,
    },
    ...nodeChange,
    absent: "npm run absent || sh -c 'exec mochaa'",
  },
  {
    runner: "vitest",
    needs: "vitest",
    command: "npm test",
    files: {
      "package.json": script("vitest run --globals"),
      "ab.js": nodeSource,
      "ab.test.js": nodeTests(""),
    },
    ...nodeChange,
    absent: "vitestt run",
  },
  {
    runner: "jest",
    needs: "jest",
    command: "npm test",
    files: {
      "package.json": JSON.stringify({ scripts: { test: "jest" } }),
      "ab.js": "exports.a = 1;\nexports.b = 1;\n",
      "ab.test.js":
        'const { a, b } = require("./ab.js");\ntest("a holds", () => expect(a).toBe(1));\ntest("b holds", () => expect(b).toBe(2));\n',
    },
    other: { "ab.js": "exports.a = 3;\nexports.b = 1;\n" },
    broken: { "ab.js": "exports.a = ;\n" },
    absent: "jestt",
  },
  {
    runner: "mocha",
    needs: "mocha",
    command: "mocha ab.test.js",
    files: { "package.json": script(""), "ab.js": nodeSource, "ab.test.js": mochaTests },
    ...nodeChange,
    absent: "mocha --require absent-package ab.test.js",
  },
  {
    runner: "pytest",
    needs: "pytest",
    command: "python3 -m pytest",
    files: { "pytest.ini": "[pytest]\n", "ab.py": "a = 1\nb = 1\n", "test_ab.py": pyTests },
    ...pyChange,
    absent: "/usr/bin/python3 -m pytest_absent",
  },
  {
    runner: "unittest",
    needs: "python3",
    command: "python3 -m unittest discover",
    files: { "ab.py": "a = 1\nb = 1\n", "test_ab.py": unitTests },
    ...pyChange,
    absent: "python9 -m unittest discover",
  },
  {
    runner: "go test",
    needs: "go",
    command: "go test ./...",
    files: {
      "go.mod": "module example.com/ab\n\ngo 1.18\n",
      "ab.go": "package ab\n\nfunc A() int { return 1 }\nfunc B() int { return 1 }\n",
      "ab_test.go":
        'package ab\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n\tif A() != 1 {\n\t\tt.Fatal("a")\n\t}\n}\n\nfunc TestB(t *testing.T) {\n\tif B() != 2 {\n\t\tt.Fatal("b")\n\t}\n}\n',
    },
    other: { "ab.go": "package ab\n\nfunc A() int { return 3 }\nfunc B() int { return 1 }\n" },
    broken: { "ab.go": "package ab\n\nfunc A() int { return\n" },
    absent: "goo test ./...",
  },
  {
    runner: "go test -json",
    needs: "go",
    command: "go test -json ./...",
    files: {
      "go.mod": "module example.com/ab\n\ngo 1.18\n",
      "ab.go": "package ab\n\nfunc A() int { return 1 }\nfunc B() int { return 1 }\n",
      "ab_test.go":
        'package ab\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n\tif A() != 1 {\n\t\tt.Fatal("a")\n\t}\n}\n\nfunc TestB(t *testing.T) {\n\tif B() != 2 {\n\t\tt.Fatal("b")\n\t}\n}\n',
    },
    other: { "ab.go": "package ab\n\nfunc A() int { return 3 }\nfunc B() int { return 1 }\n" },
    broken: { "ab.go": "package ab\n\nfunc A() int { return\n" },
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
      "ab.php": "<?php\nfunction a() { return 1; }\nfunction b() { return 1; }\n",
      "AbTest.php": phpTests,
    },
    other: { "ab.php": "<?php\nfunction a() { return 3; }\nfunction b() { return 1; }\n" },
    broken: { "ab.php": "<?php\nfunction a( { return 1; }\n" },
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
      "ab.php": "<?php\nfunction a() { return 1; }\nfunction b() { return 1; }\n",
      "AbTest.php": phpTests,
    },
    other: { "ab.php": "<?php\nfunction a() { return 3; }\nfunction b() { return 1; }\n" },
    broken: { "ab.php": "<?php\nfunction a( { return 1; }\n" },
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
