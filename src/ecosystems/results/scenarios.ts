import { figuresOf, lastNumber, namesBy, type Reader } from "./report.ts";

/** Behave: its sums stand for features, scenarios and steps; what fails is listed by its place, which moves, and its name. */
export const behave: Reader = (output) => {
  const sums = /^(\d+) scenarios? passed, (\d+) failed(?:, (\d+) errors?)?, (\d+) skipped/m.exec(output);
  if (sums === null) return null;
  const of = figuresOf(sums);
  const failing = listedBelow(output, /^(?:Failing|Errored) scenarios:$/).flatMap((line) => {
    const [, file, name] = /^ {2,}(\S+?):\d+ +(.+)$/.exec(line) ?? [];
    return file === undefined ? [] : [`${file}: ${name}`];
  });
  return { failing: [...new Set(failing)], counts: { passed: of(1), failed: of(2) + of(3), skipped: of(4) } };
};

/** Cucumber of Ruby, JavaScript and Java, and godog: `3 scenarios (1 failed, 2 passed)`. */
export const cucumber: Reader = (output) => {
  const sums = /^(\d+) scenarios?(?: \((.+)\))?$/im.exec(output);
  if (sums === null || !/^\d+ steps?(?: \(.+\))?$/im.test(output)) return null;
  const [all, parts] = [Number(sums[1]), sums[2] ?? ""];
  const passed = lastNumber(parts, /(\d+) passed/);
  const skipped = lastNumber(parts, /(\d+) skipped/);
  const failing = [...output.matchAll(failingScenarios)].flatMap(({ groups = {} }) => {
    const [file, name] = ["ruby", "js", "go", "java"].flatMap((kind) =>
      groups[`${kind}File`] === undefined ? [] : [groups[`${kind}File`] ?? "", groups[`${kind}Name`] ?? ""],
    );
    return file === undefined ? [] : [`${file}: ${name}`];
  });
  // What is undefined or pending fails where the command is strict, and is no test that held.
  return { failing: [...new Set(failing)], counts: { passed, failed: all - passed - skipped, skipped } };
};

const failingScenarios = new RegExp(
  [
    "^cucumber (?:-\\S+ \\S+ )*(?<rubyFile>\\S+?):\\d+ # (?:Scenario(?: Outline)?: )?(?<rubyName>.+)$",
    "^\\d+\\) Scenario: (?<jsName>.+?)(?: \\(attempt \\d+.*\\))? # (?<jsFile>\\S+?):\\d+$",
    "^ {2}Scenario(?: Outline)?: (?<goName>.+?) # (?<goFile>\\S+?):\\d+\\n {4}.+# .+\\n {6}Error: ",
    "^(?:file:/+|classpath:)(?<javaFile>\\S+?):\\d+ *# (?<javaName>.+)$",
  ].join("|"),
  "gm",
);

/** Robot Framework: a line for each test and suite, between rules; the last sums are of all. */
export const robot: Reader = (output) => {
  const sums = [...output.matchAll(/^(\d+) tests?(?: total)?, (\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(
    -1,
  );
  if (sums === undefined || !/^={20,}$/m.test(output)) return null;
  const of = figuresOf(sums);
  // What is wrong with a file is told among the lines of the suites.
  const unread = namesBy(output, /^\[ ERROR \] Error in file '(.+?)'/gm).map((file) => `${file}: does not load`);
  const failing: string[] = [...new Set(unread)];
  let suite = "";
  const lines = output.split("\n").filter((line) => !/^\[ (?:ERROR|WARN) \] /.test(line));
  for (const [at, line] of lines.entries()) {
    if (/^={20,}$/.test(lines[at - 1] ?? "") && /^={20,}$/.test(lines[at + 1] ?? ""))
      suite = (line.split(" :: ")[0] ?? "").trim();
    const name = /^(\S.*?)(?: ::.*)? +\| FAIL \|$/.exec(line)?.[1];
    // A suite fails with its tests.
    const isSuite = name === undefined || name === suite || suite.startsWith(`${name}.`);
    if (!isSuite) failing.push(`${suite}: ${name}`);
  }
  return { failing: [...new Set(failing)], counts: { passed: of(2), failed: of(3), skipped: of(4) } };
};

/** Bats in its view for people; elsewhere it speaks TAP. */
export const bats: Reader = (output) => {
  const sums = batsSums.exec(output);
  if (sums === null || !isBats(output)) return null;
  const of = figuresOf(sums);
  const failing = namesBy(output, / ✗ (.+?)(?: \[\d+(?:ms)?\])?$/gm);
  return { failing: [...new Set(failing)], counts: { passed: of(1) - of(2) - of(3), failed: of(2), skipped: of(3) } };
};

const batsSums = /^(\d+) tests?, (\d+) failures?(?:, (\d+) skipped)?(?: in [\d.]+ seconds?)?$/m;

/** Others sum up in the same words. */
export function isBats(output: string): boolean {
  return / ✗ \S/.test(output) && /^ +\((?:in test file|from function) .+, line \d+/m.test(output);
}

/** Python's doctest, which says nothing when all examples hold. */
export const doctest: Reader = (output) => {
  if (!/^\*{3}Test Failed\*{3} \d+ failures?\.$/m.test(output)) return null;
  return { failing: namesBy(output, /^ +\d+ of +\d+ in (\S+)$/gm), counts: null };
};

/** The lines below a heading, up to an empty one. */
function listedBelow(output: string, heading: RegExp): string[] {
  const lines = output.split("\n");
  return lines.flatMap((line, at) => {
    if (!heading.test(line)) return [];
    const rest = lines.slice(at + 1);
    const end = rest.indexOf("");
    return end < 0 ? rest : rest.slice(0, end);
  });
}
