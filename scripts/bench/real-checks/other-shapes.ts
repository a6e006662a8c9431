import type { RunnerCase } from "./cases.ts";
import { cjs, js, jsTests, manifest, php, phpTests, py, pyTests } from "./shapes.ts";

const goTest = (name: string, wanted: number) =>
  `package ${name}\n\nimport "testing"\n\nfunc TestAll(t *testing.T) {\n\tfor _, n := range []string{"x y", "z"} {\n\t\tt.Run(n, func(t *testing.T) {\n\t\t\tt.Parallel()\n\t\t\tif F() != ${wanted} {\n\t\t\t\tt.Errorf("got %d", F())\n\t\t\t}\n\t\t})\n\t}\n}\n`;
const go = (name: string, value: string) => `package ${name}\n\nfunc F() int { return ${value} }\n`;
const rust = (value: number) =>
  `/// \`\`\`\n/// assert_eq!(one::a(), 1);\n/// \`\`\`\npub fn a() -> i32 { ${value} }\n#[test]\nfn a_holds() { assert_eq!(a(), 1); }\n`;
const jestTests = (name: string, wanted: number) =>
  `const { ${name} } = require("../ab.js");\ndescribe("${name}", () => { it("holds", () => expect(${name}).toBe(${wanted})); });\n`;
/** Test programs whose output has another form than usual, and failures that are none of a test's own. */
export const otherShapes: readonly RunnerCase[] = [
  {
    runner: "pytest -x",
    needs: "pytest",
    command: "python3 -m pytest -x",
    files: { ...py.files, "test_ab.py": pyTests },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m pytest -x -n 4",
  },
  {
    runner: "pytest that names nothing",
    needs: "pytest",
    command: "python3 -m pytest -q --tb=no -rN",
    files: { ...py.files, "test_ab.py": pyTests },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m pytest --cov",
  },
  {
    runner: "pytest, a fixture that fails",
    needs: "pytest",
    command: "python3 -m pytest",
    files: {
      ...py.files,
      "test_ab.py":
        "import pytest\nimport ab\n\n\n@pytest.fixture\ndef two():\n    assert ab.b == 2\n    return 2\n\n\ndef test_b(two):\n    assert two == 2\n\n\n@pytest.mark.parametrize('n', ['x - y', 'z: [1]'])\ndef test_a(n):\n    assert ab.a == 1\n",
    },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m pytest_gone",
  },
  {
    runner: "unittest with subtests",
    needs: "python3",
    command: "python3 -m unittest -v",
    files: {
      ...py.files,
      "test_ab.py":
        "import unittest\nimport ab\n\n\nclass Ab(unittest.TestCase):\n    def test_all(self):\n        for name, wanted in (('a', 1), ('b', 2)):\n            with self.subTest(name=name):\n                self.assertEqual(getattr(ab, name), wanted)\n",
    },
    other: py.swapped,
    broken: py.broken,
    absent: "python9 -m unittest",
  },
  {
    runner: "unittest, a class that can't be set up",
    needs: "python3",
    command: "python3 -m unittest",
    files: {
      ...py.files,
      "test_ab.py":
        "import unittest\nimport ab\n\n\nclass A(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        assert ab.a == 1\n\n    def test_a(self):\n        pass\n\n\nclass B(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        assert ab.b == 2\n\n    def test_b(self):\n        pass\n",
    },
    other: py.swapped,
    broken: py.broken,
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
      ...js.files,
      "one.test.js":
        'import { a } from "./ab.js";\ndescribe("all", () => { it("holds", () => expect(a).toBe(1)); });\n',
      "two.test.js":
        'import { b } from "./ab.js";\ndescribe("all", () => { it("holds", () => expect(b).toBe(2)); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "vitest-absent run",
  },
  {
    runner: "jest projects",
    needs: "jest",
    command: "jest --projects one two",
    files: {
      "package.json": "{}",
      ...cjs.files,
      "one/package.json": '{"jest":{"displayName":"one"}}',
      "one/x.test.js": jestTests("a", 1),
      "two/package.json": '{"jest":{"displayName":"two"}}',
      "two/x.test.js": jestTests("b", 2),
    },
    other: cjs.swapped,
    broken: cjs.broken,
    absent: "jest --preset absent-preset",
  },
  {
    runner: "mocha --parallel, dots",
    needs: "mocha",
    command: "mocha --parallel --reporter dot *.test.js",
    files: {
      "package.json": manifest(),
      ...js.files,
      "a.test.js":
        'import { a } from "./ab.js";\ndescribe("all", () => { it("holds a", () => { if (a !== 1) throw new Error("a"); }); });\n',
      "b.test.js":
        'import { b } from "./ab.js";\ndescribe("all", () => { before(() => { if (b !== 2) throw new Error("b"); }); it("holds b", () => {}); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "mochaa --parallel",
  },
  {
    runner: "node --test, nested suites",
    needs: "node",
    command: "node --test",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.test.js":
        'import { before, describe, it } from "node:test";\nimport { a, b } from "./ab.js";\ndescribe("outer", () => {\n  describe("one", () => { it("holds", () => { if (a !== 1) throw new Error("a"); }); });\n  describe("two", () => { before(() => { if (b !== 2) throw new Error("b"); }); it("holds", () => {}); });\n});\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "node --test --import absent-package",
  },
  {
    runner: "deno test, steps of one test",
    needs: "deno",
    command: "deno test --allow-all",
    files: {
      "deno.json": "{}",
      ...js.files,
      "ab_test.js":
        'import { a, b } from "./ab.js";\nDeno.test("steps", async (t) => {\n  await t.step("one", () => { if (a !== 1) throw new Error("a"); });\n  await t.step("two", () => { if (b !== 2) throw new Error("b"); });\n});\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "denoo test",
  },
  {
    runner: "bun test, a beforeAll that fails",
    needs: "bun",
    command: "bun test",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.test.js":
        'import { beforeAll, describe, test } from "bun:test";\nimport { a, b } from "./ab.js";\ndescribe("one", () => { beforeAll(() => { if (a !== 1) throw new Error("a"); }); test("holds", () => {}); });\ndescribe("two", () => { beforeAll(() => { if (b !== 2) throw new Error("b"); }); test("holds", () => {}); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "bunn test",
  },
  {
    runner: "phpunit, an error",
    needs: "phpunit",
    command: "phpunit AbTest.php",
    files: {
      "ab.php": "<?php\nfunction a() { return 1; }\nfunction b() { throw new Exception('b'); }\n",
      "AbTest.php": phpTests("$this->assertSame(2, b());"),
    },
    other: { "ab.php": "<?php\nfunction a() { throw new Exception('b'); }\nfunction b() { return 2; }\n" },
    broken: php.broken,
    absent: "phpunit-absent AbTest.php",
  },
  {
    runner: "phpunit, risky and testdox",
    needs: "phpunit",
    command: "phpunit --fail-on-risky --testdox AbTest.php",
    files: {
      "ab.php": "<?php\nfunction a() { return 1; }\n",
      "AbTest.php": phpTests(""),
    },
    other: { "ab.php": "<?php\nfunction a() { return 3; }\n", "AbTest.php": phpTests("$this->assertTrue(true);") },
    broken: php.broken,
    absent: "./vendor/bin/phpunit",
  },
  {
    runner: "pytest-xdist",
    needs: "python3 with xdist",
    command: "python3 -m pytest -n 2",
    files: { ...py.files, "test_ab.py": pyTests },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m pytest_absent -n 2",
  },
  {
    runner: "pytest-xdist, a worker that dies",
    needs: "python3 with xdist",
    command: "python3 -m pytest -n 2",
    files: { ...py.files, "test_ab.py": pyTests },
    other: { "test_ab.py": `${pyTests}\n\ndef test_c():\n    import os\n\n    os._exit(1)\n` },
    broken: py.broken,
    absent: "python3 -m pytest -n 2 -p absent_plugin",
  },
  {
    runner: "pytest with subtests",
    needs: "python3 with pytest_subtests",
    command: "python3 -m pytest",
    files: {
      ...py.files,
      "test_ab.py":
        "import ab\n\n\ndef test_all(subtests):\n    for name, wanted in (('a', 1), ('b', 2)):\n        with subtests.test(name):\n            assert (name, getattr(ab, name)) == (name, wanted)\n",
    },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m pytest_absent",
  },
  {
    runner: "nose2",
    needs: "python3 with nose2",
    command: "python3 -m nose2 -v",
    files: { ...py.files, "test_ab.py": pyTests },
    other: py.swapped,
    broken: py.broken,
    absent: "python3 -m nose2_absent",
  },
  {
    runner: "vitest --typecheck",
    needs: "vitest",
    command: "vitest run --typecheck --globals",
    files: {
      "package.json": manifest(),
      "tsconfig.json": '{"compilerOptions":{"strict":true,"types":[],"noEmit":true,"allowImportingTsExtensions":true}}',
      "ab.ts": "export const a: number = 1;\nexport const b: number = 1;\n",
      "ab.test-d.ts":
        'import { a, b } from "./ab.ts";\ndeclare const test: (name: string, run: () => void) => void;\ntest("a holds", () => { const n: number = a; });\ntest("b holds", () => { const s: string = b; });\n',
      "ab.test.ts": 'test("runs", () => {});\n',
    },
    other: { "ab.ts": 'export const a: string = "1";\nexport const b: string = "1";\n' },
    broken: { "ab.ts": "export const a: = ;\n" },
    absent: "vitest-absent run --typecheck",
  },
  {
    runner: "ava",
    needs: "ava",
    command: "npm test",
    files: {
      "package.json": manifest({ scripts: { test: "ava" }, ava: { files: ["*.test.js"] } }),
      ...js.files,
      "ab.test.js": jsTests(
        'import ava from "ava";\nconst test = (name, run) => ava(name, (t) => { run(); t.pass(); });\n',
      ),
    },
    other: js.swapped,
    broken: js.broken,
    absent: "ava-absent",
  },
  {
    runner: "uvu",
    needs: "uvu",
    command: "uvu . .test.js",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.test.js": `${jsTests('import { test } from "uvu";\n')}test.run();\n`,
    },
    other: js.swapped,
    broken: js.broken,
    absent: "uvu-absent",
  },
  {
    runner: "tape",
    needs: "tape",
    command: "tape '*.test.js'",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.test.js":
        'import test from "tape";\nimport { a, b } from "./ab.js";\ntest("a holds", (t) => { t.equal(a, 1); t.end(); });\ntest("b holds", (t) => { t.equal(b, 2); t.end(); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "tape -r absent-package '*.test.js'",
  },
  {
    runner: "tap",
    needs: "tap",
    command: "tap --disable-coverage ab.test.js",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.test.js":
        'import t from "tap";\nimport { a, b } from "./ab.js";\nt.test("one", (t) => { t.test("holds", (t) => { t.equal(a, 1); t.end(); }); t.end(); });\nt.test("two", (t) => { t.test("holds", (t) => { t.equal(b, 2); t.end(); }); t.end(); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "tap-absent",
  },
  {
    runner: "jasmine",
    needs: "jasmine",
    command: "jasmine '*.test.js'",
    files: { "package.json": manifest(), ...js.files, "ab.test.js": jsTests("const test = it;\n") },
    other: js.swapped,
    broken: js.broken,
    absent: "jasmine-absent",
  },
];
