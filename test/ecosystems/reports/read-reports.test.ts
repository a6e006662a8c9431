import { expect, test } from "bun:test";
import fc from "fast-check";
import { checksOf } from "../../../src/ecosystems/checks/checks-of.ts";
import { findReports } from "../../../src/ecosystems/checks/scope-check.ts";
import { jestJson, mochaJson, vitestJson } from "../../../src/ecosystems/reports/json-reports.ts";
import { junitCases, junitXml } from "../../../src/ecosystems/reports/junit.ts";
import type { MachineReport } from "../../../src/ecosystems/reports/report-form.ts";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";

/** What the report of the one check that these files have is read as. */
function read(files: Record<string, string>, report: string, output = ""): MachineReport | null {
  const [paths, texts] = [Object.keys(files), new Map(Object.entries(files))];
  const checks = checksOf(paths, texts);
  return findReports(checks, paths, texts)(checks[0]?.command ?? "")?.read(report, output) ?? null;
}

const python = { "pytest.ini": "", "test_a.py": "" };
const suite = (body: string) => `<?xml version="1.0"?><testsuites><testsuite name="s">${body}</testsuite></testsuites>`;

test("pytest's tests are called as pytest calls them, whatever is in their names", () => {
  const xml = suite(
    [
      '<testcase classname="tests.sub.test_ab.TestX.TestY" name="test_p[c::d &lt;1&gt; &amp; &#39;x&#39;]" file="tests/sub/test_ab.py"><failure message="a > b">text &lt;failure&gt;</failure></testcase>',
      '<testcase classname="tests.sub.test_ab" name="test_b" file="tests/sub/test_ab.py" time="0.1"><error message="failed on teardown"/></testcase>',
      '<testcase classname="" name="tests.test_bad" file="tests/test_bad.py"><error message="collection failure"/></testcase>',
      '<testcase classname="tests.sub.test_ab" name="test_c" file="tests/sub/test_ab.py"><skipped type="pytest.xfail"/></testcase>',
      '<testcase classname="tests.sub.test_ab" name="test_d" file="tests/sub/test_ab.py"><system-out><![CDATA[<testcase name="no"><failure/></testcase>]]></system-out></testcase>',
      '<testcase classname="tests.sub.test_ab" name="test_e" file="tests/sub/test_ab.py" />',
    ].join(""),
  );
  expect(read(python, xml)).toEqual({
    failing: [
      "tests/sub/test_ab.py::TestX::TestY::test_p[c::d <1> & 'x']",
      "tests/sub/test_ab.py::test_b",
      "tests/test_bad.py: does not load",
    ],
    counts: { passed: 2, failed: 3, skipped: 1 },
  });
});

test("phpunit's tests are called as phpunit calls them", () => {
  const xml = suite(
    '<testcase name="testB with data set &quot;one two&quot;" class="Ab\\AbTest" classname="Ab.AbTest"><failure>no</failure></testcase><testcase name="testA" class="Ab\\AbTest"/>',
  );
  expect(read({ "composer.json": "{}", "phpunit.xml": "" }, xml)).toEqual({
    failing: ['Ab\\AbTest::testB with data set "one two"'],
    counts: { passed: 1, failed: 1, skipped: 0 },
  });
});

test.each([
  "",
  "nonsense",
  "<testsuites><testsuite><testcase name='a'/>",
  '<testsuites><testsuite name="a"><testcase na',
])("a report that was cut off or is none is not read: %p", (xml) => {
  expect(read(python, xml)).toBeNull();
});

test("a report without tests says that none ran", () => {
  const report = read(
    python,
    '<testsuites name="pytest tests"><testsuite name="pytest" tests="0"></testsuite></testsuites>',
  );
  expect(report?.counts).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(readResults("", 0, report).noTests).toBe(true);
  expect(
    readResults("collected 0 items\n", 0, read(python, suite('<testcase name="a" classname="test_a"/>'))).noTests,
  ).toBe(false);
});

test("what stands in an attribute comes out as it went in", () => {
  const inXml = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (name, fails) => {
      const body = fails ? "><failure/></testcase>" : "/>";
      const [one, ...more] = junitCases(suite(`<testcase name="${inXml(name)}"${body}`)) ?? [];
      expect(more).toEqual([]);
      expect([one?.of("name"), one?.end, one?.of("file")]).toEqual([name, fails ? "failed" : "passed", ""]);
    }),
  );
});

test("JUnit's XML is read among other output as well, to the end of its last suite", () => {
  expect(junitXml(`noise\n${suite('<testcase name="a"><failure/></testcase>')}\nmore\n`)).toEqual({
    failing: ["a"],
    counts: { passed: 0, failed: 1, skipped: 0 },
  });
  expect(junitXml("no suites\n")).toBeNull();
});

const jestFile = (name: string, status: string, results: [string[], string, string][]) => ({
  name,
  status,
  assertionResults: results.map(([ancestorTitles, title, end]) => ({ ancestorTitles, title, status: end })),
});

test("jest's and vitest's files and tests are named with what is around them", () => {
  const json = JSON.stringify({
    testResults: [
      jestFile("a.test.js", "failed", [
        [["list", "long"], "adds: 1 > 0", "failed"],
        [["list"], "removes", "passed"],
        [[], "waits", "todo"],
        [[], "sleeps", "pending"],
        [[], "rests", "skipped"],
      ]),
      jestFile("b.test.js", "failed", []),
      jestFile("c.test.js", "failed", [[[], "is fine", "passed"]]),
      jestFile("d.test.js", "passed", [[[], "is fine", "passed"]]),
    ],
  });
  const report = {
    failing: [
      "a.test.js: list > long > adds: 1 > 0",
      "b.test.js: Test suite failed to run",
      "c.test.js: Test suite failed to run",
    ],
    counts: { passed: 3, failed: 1, skipped: 3 },
  };
  expect(jestJson(json)).toEqual(report);
  expect(vitestJson(json, "")).toEqual(report);
  const unhandled = "\n     Errors  1 error\n   Start at  1\n";
  expect(vitestJson(json, unhandled)?.failing).toEqual([...report.failing, "unhandled: 1 error"]);
});

test.each(["", "{", "[]", "null", '{"testResults":{}}', '{"failures":1}'])(
  "JSON of another kind is not read: %p",
  (json) => {
    expect(jestJson(json)).toBeNull();
    expect(vitestJson(json, "")).toBeNull();
    expect(mochaJson(json)).toBeNull();
  },
);

test("mocha's report gives what it would have printed", () => {
  const json = JSON.stringify({
    stats: { passes: 3, pending: 1, failures: 1, duration: 12 },
    failures: [{ fullTitle: "list adds", file: "a.js", err: { message: "no", stack: "Error: no\n    at a.js:1" } }],
  });
  expect(mochaJson(json)).toEqual({
    failing: ["a.js: list adds"],
    counts: { passed: 3, failed: 1, skipped: 1 },
    text: "  3 passing (12ms)\n  1 pending\n  1 failing\n\n  1) list adds:\n     Error: no\n         at a.js:1\n",
  });
});

test("mocha's report of a green run says nothing of what is not there", () => {
  const json = JSON.stringify({ stats: { passes: 3, pending: 0, failures: 0, duration: 12 }, failures: [] });
  expect(mochaJson(json)?.text).toBe("  3 passing (12ms)\n");
});

const go = { "go.mod": "", "a_test.go": "" };
const event = (Action: string, Package: string, Test: string | null, Output: string | null = null) =>
  JSON.stringify({
    Time: "t",
    Action,
    Package,
    ...(Test === null ? {} : { Test }),
    ...(Output === null ? {} : { Output }),
  });

test("go's events: names by package, packages that break outside of tests, and what a person reads", () => {
  const lines = [
    event("output", "x/a", "TestA", "=== RUN   TestA\n"),
    event("output", "x/a", "TestA", "    a_test.go:3: bad\n"),
    event("output", "x/a", "TestA", "--- FAIL: TestA (0.00s)\n"),
    event("fail", "x/a", "TestA"),
    event("output", "x/a", "TestB", "noise of what is green\n"),
    event("pass", "x/a", "TestB"),
    event("skip", "x/a", "TestC"),
    event("output", "x/a", null, "FAIL\n"),
    event("output", "x/a", null, "FAIL\tx/a\t0.1s\n"),
    event("fail", "x/a", null),
    event("output", "x/b", null, "PASS\n"),
    event("output", "x/b", null, "ok  \tx/b\t0.1s\n"),
    event("pass", "x/b", null),
    "FAIL\tx/c [build failed]",
    event("output", "x/d", null, "FAIL\tx/d [build failed]\n"),
    event("fail", "x/d", null),
    event("output", "x/e", null, "exit status 2\n"),
    event("fail", "x/e", null),
    '{"a test":"that prints JSON',
  ];
  expect(read(go, lines.join("\n"))).toEqual({
    failing: ["x/c [build failed]", "x/d [build failed]", "x/a: TestA", "x/e"],
    counts: { passed: 1, failed: 1, skipped: 1 },
    text: [
      "    a_test.go:3: bad\n--- FAIL: TestA (0.00s)\nFAIL\nFAIL\tx/a\t0.1s\n",
      "ok  \tx/b\t0.1s\nFAIL\tx/c [build failed]\nFAIL\tx/d [build failed]\nexit status 2\n",
    ].join(""),
  });
});

test("nothing that go wrote is nothing that is known", () => {
  expect(read(go, "")).toBeNull();
});

test("a file that does not load is in bun's and deno's output alone", () => {
  const bun = { "package.json": "{}", "bun.lock": "", "a.test.ts": "" };
  const xml = suite('<testcase name="adds" classname="list &gt; long" file="a.test.ts"><failure/></testcase>');
  const output =
    "b.test.ts:\n\n# Unhandled error between tests\n 1 fail\n 1 error\nRan 2 tests across 2 files. [1ms]\n";
  expect(read(bun, xml, output)?.failing).toEqual(["a.test.ts: list > long > adds", "b.test.ts: does not load"]);
  const deno = { "deno.json": "{}", "a_test.ts": "" };
  const failed = suite('<testcase name="adds &gt; inner" classname="./a_test.ts"><failure/></testcase>');
  expect(read(deno, failed, "./b_test.ts (uncaught error)\nFAILED | 0 passed | 2 failed\n")?.failing).toEqual([
    "./a_test.ts: adds > inner",
    "./b_test.ts: does not load",
  ]);
});
