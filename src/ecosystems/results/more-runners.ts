import { figuresOf, lastNumber, namesBy, numbered, type Reader, type RunnerReport, sumOf } from "./report.ts";

/** cargo-nextest, which shows the output of what fails and sums up at its end; every failure is listed there once more. */
export const nextest: Reader = (output) => {
  const at = output.search(nextestSums);
  if (at < 0) return null;
  const line = nextestSums.exec(output)?.[0] ?? "";
  const failing = namesBy(
    output.slice(at),
    /^ +(?:TRY \d+ )?(?:FAIL|FLAKY-FAIL|TIMEOUT|ABORT|SIG\w+|LEAK-FAIL) \[[^\]]*\](?: +\([ \d/]+\))? (\S.*)$/gm,
  );
  const failed =
    lastNumber(line, /(\d+) failed/) + lastNumber(line, /(\d+) timed out/) + lastNumber(line, /(\d+) exec failed/);
  return {
    failing: [...new Set(failing)],
    counts: { passed: lastNumber(line, /(\d+) passed/), failed, skipped: lastNumber(line, /(\d+) skipped/) },
  };
};

const nextestSums = /^ +Summary \[[^\]]*\] +\d+(?:\/\d+)? tests? run: .*$/m;

/** gotestsum, whatever its format. */
export const gotestsum: Reader = (output) => {
  const sums =
    /^DONE (?:\d+ runs?, )?(\d+) tests?(?:, (\d+) skipped)?(?:, (\d+) failures?)?(?:, (\d+) errors?)? in /m.exec(
      output,
    );
  if (sums === null) return null;
  const of = figuresOf(sums);
  const failing = namesBy(output, /^=== FAIL: (\S+ .+?) \([\d.]+s\)$/gm);
  return {
    failing: [...new Set(failing)],
    counts: { passed: Math.max(0, of(1) - of(2) - of(3)), failed: of(3) + of(4), skipped: of(2) },
  };
};

/** Karma: the line of a browser, with what it ran before it. */
export const karma: Reader = (output) => {
  const last = [...output.matchAll(/: Executed (\d+) of \d+(?: \((\d+) FAILED\))?(?: \(skipped (\d+)\))?/g)].at(-1);
  if (last === undefined) return null;
  const of = figuresOf(last);
  const failing = namesBy(output, /^.+? \d[\d.]* \([^)]*\) (.+) FAILED$/gm);
  const counts = { passed: Math.max(0, of(1) - of(2)), failed: of(2), skipped: of(3) };
  return { failing: [...new Set(failing)], counts };
};

/** ScalaTest, as sbt shows it. A test is named below its suite. */
export const scalaTest: Reader = (output) => {
  const sums = [
    ...output.matchAll(
      /^(?:\[info\] )?Tests: succeeded (\d+), failed (\d+), canceled (\d+), ignored (\d+), pending (\d+)$/gm,
    ),
  ];
  // sbt sums up for all frameworks in words of its own.
  if (sums.length === 0 || /^\[\w+\] (?:Passed|Failed): Total \d+/m.test(output)) return null;
  const failing: string[] = [];
  let suite = "";
  for (const line of output.split("\n")) {
    const bare = line.replace(/^\[(?:info|error)\] /, "");
    suite = /^([A-Z]\w*):$/.exec(bare)?.[1] ?? suite;
    const name = /^ *- (.+) \*\*\* FAILED \*\*\*(?: \([^)]*\))?$/.exec(bare)?.[1];
    if (name !== undefined) failing.push(suite === "" ? name : `${suite}: ${name}`);
    const aborted = /^(\S+) \*\*\* ABORTED \*\*\*/.exec(bare)?.[1];
    if (aborted !== undefined) failing.push(`${aborted}: does not load`);
  }
  const of = (at: number) => sums.reduce((sum, match) => sum + Number(match[at] ?? 0), 0);
  return { failing: [...new Set(failing)], counts: { passed: of(1), failed: of(2), skipped: of(3) + of(4) + of(5) } };
};

/** GoogleTest. Below ctest it is shown where it fails alone: then only its names count. */
export const googleTest: Reader = (output) => {
  if (!/^(?:\d+: )?\[={10}\] /m.test(output)) return null;
  const failing = [...new Set(namesBy(output, /^(?:\d+: )?\[ {2}FAILED {2}\] (\S+?\.\S+?)(?:,| \(|$)/gm))];
  const skipped = new Set(namesBy(output, /^(?:\d+: )?\[ {2}SKIPPED \] (\S+?\.\S+)/gm)).size;
  const passed = sumOf(output, /^(?:\d+: )?\[ {2}PASSED {2}\] (\d+) tests?\.$/gm);
  return belowCtest(output, { failing, counts: { passed, failed: failing.length, skipped } });
};

/** Catch2 and doctest, in the same words; Catch2 names a test between two lines of dashes, doctest behind its title. */
export const catchTests: Reader = (output) => {
  const sums = /^(?:\[doctest\] )?test cases: +(\d+) \| +(?:(\d+) passed)?(?: \| )? *(?:(\d+) failed)?.*$/m.exec(
    output,
  );
  if (sums === null) return null;
  const blocks = [
    ...namesBy(output, /^-{20,}\n(\S.*)\n(?: {2}.+\n)*-{20,}\n/gm),
    ...namesBy(output, /^={20,}\n\S+?:?\d*\)?:\n(?:TEST SUITE: .*\n)?(?:TEST CASE|SCENARIO): +(\S.*)$/gm),
  ];
  const of = figuresOf(sums);
  const [passed, failed] = [of(2), of(3)];
  const failing = failed > 0 ? [...new Set(blocks)] : [];
  return belowCtest(output, { failing, counts: { passed, failed, skipped: lastNumber(sums[0], /(\d+) skipped/) } });
};

function belowCtest(output: string, report: RunnerReport): RunnerReport {
  return /^\d+% tests passed, \d+ tests? failed out of \d+/m.test(output) ? { ...report, counts: null } : report;
}

/** testthat of R. */
export const testthat: Reader = (output) => {
  const sums = [...output.matchAll(/^\[ FAIL (\d+) \| WARN \d+ \| SKIP (\d+) \| PASS (\d+) \]$/gm)].at(-1);
  if (sums === undefined) return null;
  const of = figuresOf(sums);
  const failing = [
    ...output.matchAll(/^(?:── (?:\d+\. )?)?(?:Failure|Error) \('?([^':)]+)(?::\d+){0,2}'?\): (.+?)(?: ─+)?$/gm),
  ].map(([, file, name]) => `${file}: ${name}`);
  return { failing: [...new Set(failing)], counts: { passed: of(3), failed: of(1), skipped: of(2) } };
};

/** Julia's Test: what fails is named by its test set and what was tested; the sums stand in a table. */
export const juliaTests: Reader = (output) => {
  const sums =
    /^ERROR: (?:LoadError: )?Some tests did not pass: (\d+) passed, (\d+) failed, (\d+) errored, (\d+) broken\.$/m.exec(
      output,
    );
  const failing = [
    ...output.matchAll(
      /^(\S.*?): (?:Test Failed|Error During Test) at \S+?:\d+\n {2}(?:Expression|Test threw exception\n {2}Expression): (.+)$/gm,
    ),
  ].map(([, set, what]) => `${set}: ${what}`);
  if (sums === null) {
    const green = /^Test Summary: +\| +Pass +Total(?: +Time)?\n(?:\S.*?) +\| +(\d+) +\d+/m.exec(output)?.[1];
    return green === undefined ? null : { failing: [], counts: { passed: Number(green), failed: 0, skipped: 0 } };
  }
  const of = figuresOf(sums);
  return { failing: [...new Set(failing)], counts: { passed: of(1), failed: of(2) + of(3), skipped: of(4) } };
};

/** Crystal's spec. */
export const crystalSpec: Reader = (output) => {
  const sums = /^(\d+) examples, (\d+) failures, (\d+) errors, (\d+) pending$/m.exec(output);
  if (sums === null) return null;
  const of = figuresOf(sums);
  const [failed, skipped] = [of(2) + of(3), of(4)];
  const failing = [...output.matchAll(/^crystal spec (\S+?):\d+ # (.+)$/gm)].map(
    ([, file, name]) => `${file}: ${name}`,
  );
  return {
    failing: [...new Set(failing)],
    counts: { passed: Math.max(0, of(1) - failed - skipped), failed, skipped },
  };
};

/** tasty of Haskell, and alcotest of OCaml. */
export const treeTests: Reader = (output) => {
  const tasty = /^(?:(\d+) out of (\d+) tests failed|All (\d+) tests passed) \([\d.]+s\)$/m.exec(output);
  if (tasty !== null) {
    const of = figuresOf(tasty);
    const [failed, all] = [of(1), of(2) + of(3)];
    const failing = namesBy(output, /^ *(\S.*?): +FAIL(?: \([\d.]+s\))?$/gm);
    return { failing: numbered(failing), counts: { passed: all - failed, failed, skipped: 0 } };
  }
  const alcotest = /^(?:(\d+) failures?!|Test Successful) in [\d.]+s\. (\d+) tests? run\.$/m.exec(output);
  if (alcotest === null) return null;
  const of = figuresOf(alcotest);
  const [failed, all] = [of(1), of(2)];
  const failing = namesBy(output, /^(?:> )?\[FAIL\] +(.+?) +(?=\d+ +)\d+ +(.+?)\.?$/gm);
  return { failing: [...new Set(failing)], counts: { passed: all - failed, failed, skipped: 0 } };
};
