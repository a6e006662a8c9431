/** The small project that most rows are of: on its base `a` holds and `b` does not, in the words of each language. */

export const manifest = (more: object = {}) => JSON.stringify({ type: "module", ...more });

/** As JavaScript's modules, and what becomes of them. */
export const js = {
  files: { "ab.js": "export const a = 1;\nexport const b = 1;\n" },
  /** The test that passes fails as well. */
  worse: { "ab.js": "export const a = 3;\nexport const b = 1;\n" },
  /** What failed holds, and what held fails: as many tests fail as before. */
  swapped: { "ab.js": "export const a = 2;\nexport const b = 2;\n" },
  broken: { "ab.js": "export const a = ;\n" },
};

/** As modules of CommonJS. */
export const cjs = {
  files: { "ab.js": "exports.a = 1;\nexports.b = 1;\n" },
  worse: { "ab.js": "exports.a = 3;\nexports.b = 1;\n" },
  swapped: { "ab.js": "exports.a = 2;\nexports.b = 2;\n" },
  broken: { "ab.js": "exports.a = ;\n" },
};

/** The tests of most JavaScript programs; `head` brings their `test`. */
export const jsTests = (head: string) =>
  `${head}import { a, b } from "./ab.js";\ntest("a holds", () => { if (a !== 1) throw new Error("a"); });\ntest("b holds", () => { if (b !== 2) throw new Error("b"); });\n`;

export const py = {
  files: { "ab.py": "a = 1\nb = 1\n" },
  worse: { "ab.py": "a = 3\nb = 1\n" },
  swapped: { "ab.py": "a = 2\nb = 2\n" },
  broken: { "ab.py": "a = (\n" },
};

export const pyTests =
  "from ab import a, b\n\n\ndef test_a():\n    assert a == 1\n\n\ndef test_b():\n    assert b == 2\n";

export const php = {
  files: { "ab.php": "<?php\nfunction a() { return 1; }\nfunction b() { return 1; }\n" },
  worse: { "ab.php": "<?php\nfunction a() { return 3; }\nfunction b() { return 1; }\n" },
  broken: { "ab.php": "<?php\nfunction a( { return 1; }\n" },
};

/** PHPUnit's tests; `second`: what the test of `b` does. */
export const phpTests = (second: string) =>
  `<?php\nrequire_once __DIR__ . '/ab.php';\nclass AbTest extends PHPUnit\\Framework\\TestCase\n{\n    public function testA(): void { $this->assertSame(1, a()); }\n    public function testB(): void { ${second} }\n}\n`;
