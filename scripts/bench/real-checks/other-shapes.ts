import type { RunnerCase } from "./cases.ts";

const ab = "export const a = 1;\nexport const b = 1;\n";
/** What failed holds, and what held fails: as many tests fail as before. */
const swapped = { "ab.js": "export const a = 2;\nexport const b = 2;\n" };
const broken = { "ab.js": "export const a = ;\n" };
const manifest = (more: object = {}) => JSON.stringify({ type: "module", ...more });
const py = { "ab.py": "a = 1\nb = 1\n" };
const pySwapped = { "ab.py": "a = 2\nb = 2\n" };
const pyBroken = { "ab.py": "a = (\n" };
const pyTests = "from ab import a, b\n\n\ndef test_a():\n    assert a == 1\n\n\ndef test_b():\n    assert b == 2\n";
const goTest = (name: string, wanted: number) =>
  `package ${name}\n\nimport "testing"\n\nfunc TestAll(t *testing.T) {\n\tfor _, n := range []string{"x y", "z"} {\n\t\tt.Run(n, func(t *testing.T) {\n\t\t\tt.Parallel()\n\t\t\tif F() != ${wanted} {\n\t\t\t\tt.Errorf("got %d", F())\n\t\t\t}\n\t\t})\n\t}\n}\n`;
const go = (name: string, value: string) => `package ${name}\n\nfunc F() int { return ${value} }\n`;
const rust = (value: number) =>
  `/// \`\`\`\n/// assert_eq!(one::a(), 1);\n/// \`\`\`\npub fn a() -> i32 { ${value} }\n#[test]\nfn a_holds() { assert_eq!(a(), 1); }\n`;
const jestTests = (name: string, wanted: number) =>
  `const { ${name} } = require("../ab.js");\ndescribe("${name}", () => { it("holds", () => expect(${name}).toBe(${wanted})); });\n`;
const php = (more: string) =>
  `<?php\nrequire_once __DIR__ . '/ab.php';\nclass AbTest extends PHPUnit\\Framework\\TestCase\n{\n    public function testA(): void { $this->assertSame(1, a()); }\n    public function testB(): void { ${more} }\n}\n`;

/** Test programs whose output has another form than usual, and failures that are none of a test's own. */
export const otherShapes: readonly RunnerCase[] = [
  {
    runner: "pytest -x",
    needs: "pytest",
    command: "python3 -m pytest -x",
    files: { ...py, "test_ab.py": pyTests },
    other: pySwapped,
    broken: pyBroken,
    absent: "python3 -m pytest -x -n 4",
  },
  {
    runner: "pytest that names nothing",
    needs: "pytest",
    command: "python3 -m pytest -q --tb=no -rN",
    files: { ...py, "test_ab.py": pyTests },
    other: pySwapped,
    broken: pyBroken,
    absent: "python3 -m pytest --cov",
  },
  {
    runner: "pytest, a fixture that fails",
    needs: "pytest",
    command: "python3 -m pytest",
    files: {
      ...py,
      "test_ab.py":
        "import pytest\nimport ab\n\n\n@pytest.fixture\ndef two():\n    assert ab.b == 2\n    return 2\n\n\ndef test_b(two):\n    assert two == 2\n\n\n@pytest.mark.parametrize('n', ['x - y', 'z: [1]'])\ndef test_a(n):\n    assert ab.a == 1\n",
    },
    other: pySwapped,
    broken: pyBroken,
    absent: "python3 -m pytest_gone",
  },
  {
    runner: "unittest with subtests",
    needs: "python3",
    command: "python3 -m unittest -v",
    files: {
      ...py,
      "test_ab.py":
        "import unittest\nimport ab\n\n\nclass Ab(unittest.TestCase):\n    def test_all(self):\n        for name, wanted in (('a', 1), ('b', 2)):\n            with self.subTest(name=name):\n                self.assertEqual(getattr(ab, name), wanted)\n",
    },
    other: pySwapped,
    broken: pyBroken,
    absent: "python9 -m unittest",
  },
  {
    runner: "unittest, a class that can't be set up",
    needs: "python3",
    command: "python3 -m unittest",
    files: {
      ...py,
      "test_ab.py":
        "import unittest\nimport ab\n\n\nclass A(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        assert ab.a == 1\n\n    def test_a(self):\n        pass\n\n\nclass B(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        assert ab.b == 2\n\n    def test_b(self):\n        pass\n",
    },
    other: pySwapped,
    broken: pyBroken,
    absent: "python9 -m unittest",
  },
  {
    runner: "go test, subtests of two packages",
    needs: "go",
    command: "go test ./...",
    files: {
      "go.mod": "module example.com/ab\n\ngo 1.18\n",
      "a/a.go": go("a", "1"),
      "a/a_test.go": goTest("a", 1),
      "b/b.go": go("b", "1"),
      "b/b_test.go": goTest("b", 2),
    },
    other: { "a/a.go": go("a", "3"), "b/b.go": go("b", "2") },
    broken: { "a/a.go": go("a", "undefined") },
    absent: "goo test ./...",
  },
  {
    runner: "go test, a panic",
    needs: "go",
    command: "go test -v ./...",
    files: {
      "go.mod": "module example.com/ab\n\ngo 1.18\n",
      "a/a.go": go("a", "1"),
      "a/a_test.go": goTest("a", 1),
      "b/b.go": go("b", "1"),
      "b/b_test.go": goTest("b", 2),
    },
    other: { "a/a.go": 'package a\n\nfunc F() int { panic("no") }\n', "b/b.go": go("b", "2") },
    broken: { "b/b_test.go": "package b\n\nfunc" },
    absent: "./go-test-all",
  },
  {
    runner: "cargo workspace with doctests",
    needs: "cargo",
    command: "cargo test --offline --workspace --no-fail-fast",
    files: {
      "Cargo.toml": '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n',
      "one/Cargo.toml": '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n',
      "one/src/lib.rs": rust(1),
      "two/Cargo.toml": '[package]\nname = "two"\nversion = "0.1.0"\nedition = "2021"\n',
      "two/src/lib.rs": "/// ```\n/// assert_eq!(two::b(), 2);\n/// ```\npub fn b() -> i32 { 1 }\n",
    },
    other: { "one/src/lib.rs": rust(2), "two/src/lib.rs": "pub fn b() -> i32 { 2 }\n" },
    broken: { "one/src/lib.rs": "pub fn a() -> i32 {\n" },
    absent: "cargo test-absent",
  },
  {
    runner: "vitest projects",
    needs: "vitest",
    command: "vitest run",
    files: {
      "package.json": manifest(),
      "vitest.config.js":
        'export default { test: { globals: true, projects: [{ extends: true, test: { name: "one", include: ["one.test.js"] } }, { extends: true, test: { name: "two", include: ["two.test.js"] } }] } };\n',
      "ab.js": ab,
      "one.test.js":
        'import { a } from "./ab.js";\ndescribe("all", () => { it("holds", () => expect(a).toBe(1)); });\n',
      "two.test.js":
        'import { b } from "./ab.js";\ndescribe("all", () => { it("holds", () => expect(b).toBe(2)); });\n',
    },
    other: swapped,
    broken,
    absent: "vitest-absent run",
  },
  {
    runner: "jest projects",
    needs: "jest",
    command: "jest --projects one two",
    files: {
      "package.json": "{}",
      "ab.js": "exports.a = 1;\nexports.b = 1;\n",
      "one/package.json": '{"jest":{"displayName":"one"}}',
      "one/x.test.js": jestTests("a", 1),
      "two/package.json": '{"jest":{"displayName":"two"}}',
      "two/x.test.js": jestTests("b", 2),
    },
    other: { "ab.js": "exports.a = 2;\nexports.b = 2;\n" },
    broken: { "ab.js": "exports.a = ;\n" },
    absent: "jest --preset absent-preset",
  },
  {
    runner: "mocha --parallel, dots",
    needs: "mocha",
    command: "mocha --parallel --reporter dot *.test.js",
    files: {
      "package.json": manifest(),
      "ab.js": ab,
      "a.test.js":
        'import { a } from "./ab.js";\ndescribe("all", () => { it("holds a", () => { if (a !== 1) throw new Error("a"); }); });\n',
      "b.test.js":
        'import { b } from "./ab.js";\ndescribe("all", () => { before(() => { if (b !== 2) throw new Error("b"); }); it("holds b", () => {}); });\n',
    },
    other: swapped,
    broken,
    absent: "mochaa --parallel",
  },
  {
    runner: "node --test, nested suites",
    needs: "node",
    command: "node --test",
    files: {
      "package.json": manifest(),
      "ab.js": ab,
      "ab.test.js":
        'import { before, describe, it } from "node:test";\nimport { a, b } from "./ab.js";\ndescribe("outer", () => {\n  describe("one", () => { it("holds", () => { if (a !== 1) throw new Error("a"); }); });\n  describe("two", () => { before(() => { if (b !== 2) throw new Error("b"); }); it("holds", () => {}); });\n});\n',
    },
    other: swapped,
    broken,
    absent: "node --test --import absent-package",
  },
  {
    runner: "deno test, steps of one test",
    needs: "deno",
    command: "deno test --allow-all",
    files: {
      "deno.json": "{}",
      "ab.js": ab,
      "ab_test.js":
        'import { a, b } from "./ab.js";\nDeno.test("steps", async (t) => {\n  await t.step("one", () => { if (a !== 1) throw new Error("a"); });\n  await t.step("two", () => { if (b !== 2) throw new Error("b"); });\n});\n',
    },
    other: swapped,
    broken,
    absent: "denoo test",
  },
  {
    runner: "bun test, a beforeAll that fails",
    needs: "bun",
    command: "bun test",
    files: {
      "package.json": manifest(),
      "ab.js": ab,
      "ab.test.js":
        'import { beforeAll, describe, test } from "bun:test";\nimport { a, b } from "./ab.js";\ndescribe("one", () => { beforeAll(() => { if (a !== 1) throw new Error("a"); }); test("holds", () => {}); });\ndescribe("two", () => { beforeAll(() => { if (b !== 2) throw new Error("b"); }); test("holds", () => {}); });\n',
    },
    other: swapped,
    broken,
    absent: "bunn test",
  },
  {
    runner: "phpunit, an error",
    needs: "phpunit",
    command: "phpunit AbTest.php",
    files: {
      "ab.php": "<?php\nfunction a() { return 1; }\nfunction b() { throw new Exception('b'); }\n",
      "AbTest.php": php("$this->assertSame(2, b());"),
    },
    other: { "ab.php": "<?php\nfunction a() { throw new Exception('b'); }\nfunction b() { return 2; }\n" },
    broken: { "ab.php": "<?php\nfunction a( { return 1; }\n" },
    absent: "phpunit-absent AbTest.php",
  },
  {
    runner: "phpunit, risky and testdox",
    needs: "phpunit",
    command: "phpunit --fail-on-risky --testdox AbTest.php",
    files: {
      "ab.php": "<?php\nfunction a() { return 1; }\n",
      "AbTest.php": php(""),
    },
    other: { "ab.php": "<?php\nfunction a() { return 3; }\n", "AbTest.php": php("$this->assertTrue(true);") },
    broken: { "ab.php": "<?php\nfunction a( { return 1; }\n" },
    absent: "./vendor/bin/phpunit",
  },
];
