import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { judgeBeside } from "../../../src/conduct/compare-with-base.ts";
import { systemHost } from "../../../src/host/system.ts";
import { runCheck } from "../../../src/worktrees/run-check.ts";

const bin = join(import.meta.dir, "../../../node_modules/.bin");
const path = `${bin}:/usr/bin:${process.env["PATH"]}`;
const json = (value: object) => JSON.stringify(value);

/** Parts that are run one after the other, of which the first fails on the base. `a` and `b` end by what a file says. */
interface Case {
  name: string;
  needs: string;
  command: string;
  files: Record<string, string>;
  /** What the second part fails by. */
  broken: Record<string, string>;
}

const part = (name: string) => `sh part.sh ${name}`;
const parts = {
  "part.sh": 'echo "$1 says $(cat $1.txt)"\ntest "$(cat $1.txt)" = good\n',
  "a.txt": "bad\n",
  "b.txt": "good\n",
};
const byParts = (name: string, needs: string, command: string, files: Record<string, string>): Case => ({
  name,
  needs,
  command,
  files: { ...parts, ...files },
  broken: { "b.txt": "worse\n" },
});

/** Two files of tests, the first of which fails. */
const byFiles = (
  name: string,
  needs: string,
  command: string,
  [first, second]: [string, string],
  of: (title: string, value: number) => string,
  files: Record<string, string>,
): Case => ({
  name,
  needs,
  command,
  files: { ...files, [first]: of("a", 2), [second]: of("b", 1) },
  broken: { [second]: of("b", 3) },
});

const scripts = (own: object, more: object = {}) => ({ "package.json": json({ scripts: own, ...more }) });
const jsTest = (head: string) => (title: string, value: number) =>
  `${head}\ntest("${title}", () => { if (${value} !== 1) throw new Error("${title} is ${value}"); });\n`;
const itTest = (title: string, value: number) =>
  `it("${title}", () => { if (${value} !== 1) throw new Error("${title} is ${value}"); });\n`;
const vitestTest = jsTest('import { test } from "vitest";');
const pyTest = (title: string, value: number) => `def test_${title}():\n    assert ${value} == 1\n`;
const rubySpec = (title: string, value: number) =>
  `require "spec_helper"\nRSpec.describe("${title}") { it("holds") { expect(${value}).to eq 1 } }\n`;
const fast = "RSpec.configure { |config| config.fail_fast = true }\n";

const goingOn: readonly Case[] = [
  byParts("a script with one before it", "npm", "npm test", scripts({ pretest: part("a"), test: part("b") })),
  byParts("scripts that call scripts", "npm", "npm test", {
    ...scripts({
      test: "npm run lint && npm run unit",
      lint: "true",
      unit: "npm run one && npm run two",
      one: part("a"),
      two: part("b"),
    }),
  }),
  byParts("composer's list", "composer", "composer test", {
    "composer.json": json({ scripts: { test: ["@lint", "@unit"], lint: part("a"), unit: ["@putenv X=1", part("b")] } }),
  }),
  byParts("a chain of composer", "composer", "composer run-script check", {
    "composer.json": json({ scripts: { check: `${part("a")} && ${part("b")}` } }),
  }),
  byParts("a task of Deno", "deno", "deno task test", {
    "deno.json": json({ tasks: { test: `${part("a")} && ${part("b")}` } }),
  }),
  byParts("a task of Deno that waits for another", "deno", "deno task test", {
    "deno.json": json({ tasks: { lint: part("a"), test: { command: part("b"), dependencies: ["lint"] } } }),
  }),
  byParts("tasks of Rake", "rake", "rake test", {
    Rakefile: `task(:lint) { sh "${part("a")}" }\ntask(:unit) { sh "${part("b")}" }\ntask test: [:lint, :unit]\n`,
  }),
  byParts("a task of Rake with others before it, one of which ends all", "rake", "rake", {
    Rakefile: `task(:lint) { system("${part("a")}") or exit 3 }\ntask(default: :lint) { sh "${part("b")}" }\n`,
  }),
  byParts("recipes of just", "just", "just test", {
    justfile: `test: lint\n    ${part("b")}\n\nlint:\n    ${part("a")}\n`,
  }),
  byParts("several things that make makes first", "make", "make test", {
    Makefile: `test: lint unit\nlint:\n\t${part("a")}\nunit:\n\t${part("b")}\n`,
  }),
  byParts("a list of which each ends all", "sh", `${part("a")} || exit 1; ${part("b")} || exit 2`, {}),
  byParts("a list behind `set -e`", "sh", `set -e; ${part("a")}; ${part("b")}`, {}),
  byParts("a chain that ends as it ends", "sh", `${part("a")} && ${part("b")}; exit $?`, {}),
  byParts("a chain before something else", "sh", `echo begin; true && ${part("a")} && ${part("b")}`, {}),
  byFiles("jest, by its settings", "jest", "jest -i", ["a.test.js", "b.test.js"], jsTest(""), {
    "package.json": json({ jest: { bail: 1 } }),
  }),
  byFiles(
    "jest, by a word of its script",
    "jest",
    "npm test",
    ["a.test.js", "b.test.js"],
    jsTest(""),
    scripts({ test: "jest -i --bail" }),
  ),
  byFiles("vitest, by its settings", "vitest", "vitest run", ["a.test.js", "b.test.js"], vitestTest, {
    "vitest.config.js": "export default { test: { bail: 1, fileParallelism: false } };\n",
  }),
  byFiles("mocha, by its settings", "mocha", "mocha", ["test/a.js", "test/b.js"], itTest, {
    ".mocharc.yml": "bail: true\n",
  }),
  byFiles("mocha, by a word", "mocha", "mocha -b", ["test/a.js", "test/b.js"], itTest, {}),
  byFiles(
    "bun, by a word",
    "bun",
    "bun test --bail",
    ["a.test.js", "b.test.js"],
    jsTest('import { test } from "bun:test";'),
    {},
  ),
  byFiles(
    "deno, by a word",
    "deno",
    "deno test --fail-fast",
    ["a_test.js", "b_test.js"],
    jsTest("const test = Deno.test;"),
    {
      "deno.json": "{}",
    },
  ),
  byFiles("pytest, by its settings", "pytest", "python3 -m pytest", ["test_a.py", "test_b.py"], pyTest, {
    "pytest.ini": "[pytest]\naddopts = -x\n",
  }),
  byFiles("pytest, by a word", "pytest", "pytest --exitfirst", ["test_a.py", "test_b.py"], pyTest, {}),
  byFiles(
    "busted, by its settings",
    "busted",
    "busted",
    ["spec/a_spec.lua", "spec/b_spec.lua"],
    (title, value) =>
      `describe("${title}", function() it("holds", function() assert.are.equal(1, ${value}) end) end)\n`,
    { ".busted": 'return { _all = { ["keep-going"] = false } }\n' },
  ),
  byFiles("rspec, by its settings", "rspec", "rspec", ["spec/a_spec.rb", "spec/b_spec.rb"], rubySpec, {
    "spec/spec_helper.rb": fast,
  }),
];

const phpTest = (title: string, value: number) =>
  `<?php\nclass ${title.toUpperCase()}Test extends PHPUnit\\Framework\\TestCase { public function testIt(): void { $this->assertSame(1, ${value}); } }\n`;

/** What can't be told to go on. */
const stopping: readonly (Case & { at: string })[] = [
  {
    ...byFiles("phpunit, by its settings", "phpunit", "phpunit", ["tests/ATest.php", "tests/BTest.php"], phpTest, {
      "phpunit.xml":
        '<phpunit stopOnFailure="true"><testsuites><testsuite name="x"><directory>tests</directory></testsuite></testsuites></phpunit>',
    }),
    at: "`stopOnFailure` in phpunit.xml",
  },
  {
    ...byFiles(
      "phpunit, by a script of composer",
      "phpunit",
      "composer test",
      ["tests/ATest.php", "tests/BTest.php"],
      phpTest,
      {
        "composer.json": json({ scripts: { test: "phpunit" } }),
        "phpunit.xml":
          '<phpunit stopOnFailure="true"><testsuites><testsuite name="x"><directory>tests</directory></testsuite></testsuites></phpunit>',
      },
    ),
    at: "`stopOnFailure` in phpunit.xml",
  },
  {
    ...byParts("lines of one recipe of make", "make", "make test", {
      Makefile: `test:\n\t${part("a")}\n\t${part("b")}\n`,
    }),
    at: "line 2 of Makefile",
  },
  {
    ...byParts("a recipe behind what make makes first", "make", "make test", {
      Makefile: `test: lint\n\t${part("b")}\n\nlint:\n\t${part("a")}\n`,
    }),
    at: "what `test` waits for",
  },
  {
    ...byParts("lines of one recipe of just", "just", "just test", {
      justfile: `test:\n    ${part("a")}\n    ${part("b")}\n`,
    }),
    at: "line 2 of the recipe test",
  },
  {
    ...byParts("a script of a shell", "bash", "bash check.sh", {
      "check.sh": `set -euo pipefail\n${part("a")}\n${part("b")}\n`,
    }),
    at: "line 2 of check.sh",
  },
  {
    ...byParts("a script of a shell that a package calls", "npm", "npm test", {
      ...scripts({ test: "./scripts/check.sh" }),
      "scripts/check.sh": `#!/bin/sh -e\n${part("a")}\n${part("b")}\n`,
    }),
    at: "line 2 of scripts/check.sh",
  },
  {
    ...byParts("a script of a shell, in a function and a loop", "bash", "sh check.sh all", {
      "check.sh": `set -e\neach() {\n  sh part.sh "$1"\n}\nfor one in a b; do\n  each "$one"\ndone\necho all of "$1"\n`,
    }),
    at: "line 6 of check.sh",
  },
  {
    ...byParts("a make in a make", "make", "make test", {
      Makefile: "test:\n\t$(MAKE) -C sub test\n",
      "sub/Makefile": `test:\n\tcd .. && ${part("a")}\n\tcd .. && ${part("b")}\n`,
    }),
    at: "line 2 of sub/Makefile",
  },
  {
    ...byParts("several commands of one session of nox", "nox", "nox", {
      "noxfile.py": `import nox\n\n\n@nox.session(venv_backend="none")\ndef test(session):\n    session.run("sh", "part.sh", "a")\n    session.run("sh", "part.sh", "b")\n`,
    }),
    at: "`sh part.sh a` in noxfile.py",
  },
  {
    ...byParts("several commands of one place of tox", "tox", "tox", {
      "tox.ini": `[tox]\nskipsdist = true\nenvlist = py3\n[testenv]\nallowlist_externals = sh\ncommands =\n    ${part("a")}\n    ${part("b")}\n`,
    }),
    at: "`sh part.sh a` in tox.ini",
  },
  {
    ...byParts("several commands of one task of Rake", "rake", "rake test", {
      Rakefile: `task :test do\n  sh "${part("a")}"\n  sh "${part("b")}"\nend\n`,
    }),
    at: "line 2 of Rakefile",
  },
  {
    ...byParts("several commands of a task of Rake before another", "rake", "rake", {
      Rakefile: `task :test do\n  sh "${part("a")}"\n  sh "${part("b")}"\nend\ntask default: :test\n`,
    }),
    at: "line 2 of Rakefile",
  },
  {
    ...byParts("a chain that nobody takes apart", "sh", `${part("a")} && for one in b; do sh part.sh $one; done`, {}),
    at: "`&&`",
  },
];

/** Those of which the last part alone fails: nothing comes behind it. */
const endsOf: readonly Case[] = [
  ...stopping.filter(({ name }) => !/php|takes apart|a loop|makes first/.test(name)),
].map((one) => ({
  ...one,
  files: { ...one.files, "a.txt": "good\n", "b.txt": "bad\n" },
}));

const isHere = ({ needs }: Case) => Bun.which(needs, { PATH: path }) !== null;

async function told(one: Case, files: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), "baro-stops-"));
  try {
    for (const [name, text] of Object.entries({ ...one.files, ...files })) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
    }
    const { NODE_TEST_CONTEXT: _context, ...own } = process.env;
    const env = { ...own, HOME: userInfo().homedir, PATH: path };
    const request = {
      cwd,
      command: one.command,
      env: { HOME: env.HOME, PATH: path },
      timeoutMs: 120_000,
      sandbox: null,
    };
    return await runCheck({ ...systemHost(), env }, request, new AbortController().signal);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

describe.each(goingOn.map((one) => [one.name, one] as const))("%s", (_name, one) => {
  test.skipIf(!isHere(one))("is looked at past what fails on the base", async () => {
    const base = await told(one, {});
    expect(base).toMatchObject({ ok: false, verdict: "failed" });
    expect(judgeBeside(await told(one, { "NOTES.md": "more\n" }), base)).toMatchObject({ verdict: "as_on_base" });
    expect(judgeBeside(await told(one, one.broken), base)).toMatchObject({ verdict: "failed" });
  });
});

describe.each(endsOf.map((one) => [one.name, one] as const))("%s", (_name, one) => {
  test.skipIf(!isHere(one))("has been looked at whole where its last part is what fails", async () => {
    const base = await told(one, {});
    expect(base).toMatchObject({ ok: false, verdict: "failed" });
    expect(judgeBeside(await told(one, { "NOTES.md": "more\n" }), base)).toMatchObject({ verdict: "as_on_base" });
    expect(judgeBeside(await told(one, { "a.txt": "bad\n" }), base)).toMatchObject({ verdict: "failed" });
  });
});

describe.each(stopping.map((one) => [one.name, one] as const))("%s", (_name, one) => {
  test.skipIf(!isHere(one))("is not called the same where it stops at what fails on the base", async () => {
    const [base, same] = [await told(one, {}), await told(one, one.broken)];
    const judged = judgeBeside(same, base);
    expect(judged).toMatchObject({ verdict: "not_run", stops: one.at });
    expect(judged.why).toContain(`it stops at its first failure (${one.at})`);
  });
});
