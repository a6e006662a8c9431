import { expect, test } from "bun:test";
import { judgeBeside } from "../../../src/conduct/compare-with-base.ts";
import type { CheckFacts } from "../../../src/core/check.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

const frame =
  '  File "/usr/lib/python3/dist-packages/behave/runner_util.py", line 385, in exec_file\n    code = compile()\n';

/** As the programs print it where a file of the project can't be read: nothing is summed up. */
const cases: [what: string, output: string, name: string][] = [
  [
    "behave, steps",
    `Exception SyntaxError: invalid syntax (t.py, line 1)\nTraceback (most recent call last):\n${frame}  File "features/steps/t.py", line 1\n    def x(:\n          ^\nSyntaxError: invalid syntax\n`,
    "features/steps/t.py",
  ],
  [
    "doctest",
    'Traceback (most recent call last):\n  File "<frozen runpy>", line 198, in _run_module_as_main\n  File "bad.py", line 7\n    def x(:\nIndentationError: unexpected indent\n',
    "bad.py",
  ],
  [
    "a name that is no longer there",
    "Traceback (most recent call last):\n  File \"tests/ab.py\", line 1, in <module>\n    from ab import gone\nImportError: cannot import name 'gone' from 'ab' (ab.py)\n",
    "tests/ab.py",
  ],
  [
    "cucumber of Ruby",
    "syntax error (SyntaxError)\nfeatures/s2.rb:1:in `<top (required)>'\n/usr/lib/ruby/vendor_ruby/cucumber/rb_support/rb_language.rb:96:in `load'\nfeatures/env.rb:3:in `<main>'\n",
    "features/s2.rb",
  ],
  [
    "minitest by rake",
    "<internal:/usr/lib/ruby/vendor_ruby/rubygems/core_ext/kernel_require.rb>:85:in `require': test/bad_test.rb:1: syntax error, unexpected end-of-input (SyntaxError)\nclass X (\n\tfrom /usr/lib/ruby/gems/3.1.0/gems/rake-13.0.6/lib/rake/rake_test_loader.rb:6:in `<main>'\nrake aborted!\n",
    "test/bad_test.rb",
  ],
  [
    "a script of Node",
    "ab.js:1\nexport const a = (;\n                  ^\n\nSyntaxError: Unexpected token ';'\n",
    "ab.js",
  ],
  ["a script of Perl", 'Global symbol "$x" requires\nsyntax error at lib/Ab.pm line 2, near "{ "\n', "lib/Ab.pm"],
  ["a script of PHP", "PHP Parse error:  syntax error, unexpected end of file in src/ab.php on line 3\n", "src/ab.php"],
  ["a script of a shell", "check.sh: line 3: syntax error near unexpected token `then'\n", "check.sh"],
];

test.each(cases)("%s: the file that does not load is named", (_what, output, name) => {
  expect(readResults(output, 1).failing).toEqual([`${name}: does not load`]);
  expect(readResults(output, 1).notRun).toBeNull();
  expect(readResults(output, 0).failing).toEqual([]);
});

const assertion =
  'Traceback (most recent call last):\n  File "test_ab.py", line 9, in <module>\n    assert a == 1\nAssertionError\n';

test("what was loaded and then failed is not told as what did not load", () => {
  expect(readResults(assertion, 1).failing).toEqual([]);
  const elsewhere = cases[0]?.[1].replace('"features/steps/t.py"', '"/usr/lib/python3/x.py"') ?? "";
  expect(readResults(elsewhere, 1).failing).toEqual([]);
});

test("behind a file that does not load more may fail than before", () => {
  const facts = (tail: string): CheckFacts => {
    const { failing, counts } = readResults(tail, 1);
    return { command: "sh test.sh", ok: false, ms: 1, verdict: "failed", failing, counts, exitCode: 1, tail };
  };
  const broken = cases[1]?.[1] ?? "";
  const verdict = (now: string, before: string) => judgeBeside(facts(now), facts(before)).verdict;
  expect(verdict(broken, broken.replace("line 7", "line 9"))).toBe("as_on_base");
  expect(verdict(`${broken}b is wrong\n`, `${broken}b holds\n`)).toBe("failed");
});
