import { figuresOf, lastNumber, namesBy, type Reader } from "./report.ts";
import { isBats } from "./scenarios.ts";

export const phpunit: Reader = (output) => {
  const green = /^OK \((\d+) tests?, \d+ assertions?\)/m.exec(output);
  if (green !== null) return { failing: [], counts: { passed: Number(green[1]), failed: 0, skipped: 0 } };
  const sums = /^Tests: (\d+), Assertions: \d+.*$/m.exec(output);
  if (sums === null) return null;
  const [line, all] = [sums[0], Number(sums[1])];
  const failed = lastNumber(line, /Failures: (\d+)/) + lastNumber(line, /Errors: (\d+)/);
  const skipped = lastNumber(line, /Skipped: (\d+)/) + lastNumber(line, /Incomplete: (\d+)/);
  // Warnings and risky tests are listed by number as well.
  const from = output.search(/^There (?:was|were) \d+ (?:failure|error)s?:$/m);
  const failing = from < 0 ? testdox(output) : namesBy(output.slice(from), /^\d+\) (\S+::.+)$/gm);
  return { failing: [...new Set(failing)], counts: { passed: all - failed - skipped, failed, skipped } };
};

/** Below `--testdox`, each below the name of its class. */
function testdox(output: string): string[] {
  const names: string[] = [];
  let about = "";
  for (const line of output.split("\n")) {
    about = /^(?! )(.+?)(?: \(.+\))?$/.exec(line)?.[1] ?? about;
    const name = /^ [✘⚠∅] (.+?)(?: \[[\d.]+ ms\])?$/u.exec(line)?.[1];
    if (name !== undefined && line.startsWith(" ✘")) names.push(`${about}: ${name}`);
  }
  return names;
}

export const pest: Reader = (output) => {
  const line = /^ +Tests: +(?:\d+ \w+, )*\d+ \w+(?: \(\d+ assertions\))?$/m.exec(output)?.[0];
  if (line === undefined) return null;
  return {
    failing: [...new Set(namesBy(output, /^ +FAILED +(.+?)(?: {2,}\S+)?$/gm))],
    counts: {
      passed: lastNumber(line, /(\d+) passed/),
      failed: lastNumber(line, /(\d+) failed/),
      skipped: lastNumber(line, /(\d+) (?:skipped|todo)/),
    },
  };
};

export const rspec: Reader = (output) => {
  const sums =
    /^(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?(?:, (\d+) errors? occurred outside of examples)?$/m.exec(
      output,
    );
  if (sums === null) return null;
  const of = figuresOf(sums);
  const listed = [...output.matchAll(/^rspec (\S+?)(?::\d+|\[[\d:,]+\])? # (.+)$/gm)].map(
    ([, file, name]) => `${file}: ${name}`,
  );
  const broken = namesBy(output, /^An error occurred while loading (\S+?)\.$/gm).map(
    (file) => `${file}: does not load`,
  );
  return {
    failing: [...new Set([...listed, ...broken])],
    counts: { passed: of(1) - of(2) - of(3), failed: of(2) + of(4), skipped: of(3) },
  };
};

export const minitest: Reader = (output) => {
  const sums =
    /^(\d+) (?:runs|tests), \d+ assertions, (\d+) failures, (\d+) errors(?:, (\d+) (?:skips|pendings))?/m.exec(output);
  if (sums === null) return null;
  const of = figuresOf(sums);
  const [failed, skipped] = [of(2) + of(3), of(4)];
  const failing = [
    ...namesBy(output, /^ *(?:\d+\) (?:Failure|Error):\n)?(\S+#\S+?)(?: \[[^\]]+\])?:$/gm),
    // A spec's tests are named by sentences.
    ...namesBy(output, /^ *(?:\d+\) )?(?:Failure|Error):\n(\S.*?#\S+ [^[\n]+?)(?: \[[^\]]+\])?:$/gm),
    ...namesBy(output, /^ *(?:FAIL|ERROR)\["(.+?)", "?(?:#<Class:)?([\w:]+)/gm),
    ...namesBy(output, /^(?:Failure|Error): (\S+\(\S+\))/gm),
  ];
  return {
    failing: [...new Set(failing)],
    counts: { passed: of(1) - failed - skipped, failed, skipped },
  };
};

export const exUnit: Reader = (output) => {
  const sums =
    /^(?:(\d+) doctests?, )?(\d+) tests?, (\d+) failures?(?:, (\d+) invalid)?(?:, (\d+) excluded)?(?:, (\d+) skipped)?$/m.exec(
      output,
    );
  if (sums === null || isBats(output)) return null;
  const of = figuresOf(sums);
  const [failed, skipped] = [of(3) + of(4), of(6)];
  // rebar3 tells eunit's tests in the same form.
  const failing = namesBy(output, /^ +\d+\) ((?:test|doctest|property) .+|\w+:\w+\/\d+)(?=$|: )/gm);
  return { failing: [...new Set(failing)], counts: { passed: of(1) + of(2) - failed - skipped, failed, skipped } };
};

/** `dart test` and `flutter test`: `00:01 +2 ~1 -1: name [E]`. */
export const dartTest: Reader = (output) => {
  const last = [...output.matchAll(/^\d\d:\d\d \+(\d+)(?: ~(\d+))?(?: -(\d+))?: /gm)].at(-1);
  if (last === undefined) return null;
  const failing = namesBy(output, /^\d\d:\d\d \+\d+(?: ~\d+)? -\d+: (?:loading )?(.+) \[E\]$/gm);
  const of = figuresOf(last);
  return { failing: [...new Set(failing)], counts: { passed: of(1), failed: of(3), skipped: of(2) } };
};
