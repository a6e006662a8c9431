import type { TestCounts } from "../../core/check.ts";
import { plainText } from "../../text/plain.ts";
import { headOf } from "../../text/shorten.ts";
import { ecosystems } from "../known.ts";
import { couldNotRun, lacksSurroundings, type NotRun, skippedAll } from "./could-not-run.ts";
import { crashesIn } from "./crash.ts";
import { ranNoTests } from "./no-tests.ts";
import { numbered, type Reader, type RunnerReport } from "./report.ts";
import { unloadedIn } from "./unloaded.ts";

/** What the output of a check tells, whatever it was that ran. */
export interface Results {
  /** Tests, files and packages that fail, by name; empty when the program names none. */
  failing: string[];
  counts: TestCounts | null;
  /** A test program says that it ran not one test. */
  noTests: boolean;
  /** A test program says that tests fail, however the command ended: a pipe or `|| true` hides how a program ends. */
  testsFail: boolean;
  /** `null`: it ran. */
  notRun: NotRun | null;
}

const readers = ecosystems.flatMap(({ readers: own = [] }) => own);
const mostNames = 5000;
const longestName = 300;

/**
 * Reads a check's output: all test programs in it, else the complaints of compilers and linters. `machine`: the program's own
 * report, which counts in the place of what it printed.
 */
export function readResults(output: string, exitCode: number | null, machine: RunnerReport | null = null): Results {
  const plain = plainText(output);
  const reports = machine === null ? reportsIn(plain) : [machine];
  const complaints = readDiagnostics(plain, reports.length > 0 || machine !== null);
  const named = [...reports, ...(complaints === null ? [] : [complaints])].flatMap((report) => report.failing);
  const counts = sumCounts(reports);
  const ran = testsRan(reports, counts, exitCode);
  const notRun = exitCode === 0 ? skippedAll(plain) : ran ? whatAllLack(plain, counts) : couldNotRun(plain, exitCode);
  const unloaded = exitCode === 0 || named.length > 0 || notRun !== null ? [] : unloadedIn(plain);
  const failing = [...new Set([...named, ...unloaded, ...(exitCode === 0 ? [] : crashesIn(plain))])];
  return {
    failing: failing.slice(0, mostNames).map((name) => headOf(name, longestName)),
    counts,
    testsFail: reports.some(hasFailures),
    noTests: machine?.counts == null ? ranNoTests(plain) : isEmpty(machine.counts),
    notRun,
  };
}

/** Where every test that ran fails, what each of them lacks here is why. */
function whatAllLack(plain: string, counts: TestCounts | null): NotRun | null {
  return counts?.passed === 0 ? lacksSurroundings(plain) : null;
}

/** Whether this output of a red check is of programs that would say nothing of tests were they green. */
export function isSilentWhenGreen(output: string): boolean {
  const reports = reportsIn(plainText(output));
  return reports.length > 0 && reports.every((report) => report.isSilentWhenGreen === true);
}

/** By its sums where it has them: what failed at first and passed when tried again may be listed among the names. */
function hasFailures({ failing, counts }: RunnerReport): boolean {
  return counts === null ? failing.length > 0 : counts.failed > 0;
}

function isEmpty({ passed, failed, skipped }: TestCounts): boolean {
  return passed + failed + skipped === 0;
}

/** Whether tests ran, so that what is missing is the tests' matter. A shell that found no program has the last word. */
function testsRan(reports: readonly RunnerReport[], counts: TestCounts | null, exitCode: number | null): boolean {
  const failing = reports.flatMap((report) => report.failing);
  const inTests = failing.filter((name) => !isLoading(name)).length;
  if (inTests > 0 || exitCode === 126 || exitCode === 127) return inTests > 0;
  return counts !== null && counts.passed + Math.max(0, counts.failed - failing.length) > 0;
}

/** A file or package whose tests never began is named by runners as if it were a test. */
function isLoading(name: string): boolean {
  return /^(.+): \1$|: (?:does not load|panic)$|Test suite failed to run$|^(?!.*::)[^:]*\.\w+$|\[(?:setup|build) failed\]$|\(unittest\.loader\._FailedTest\b|\bModuleImportFailure\b|: suite \S+$/.test(
    name,
  );
}

function reportsIn(plain: string): RunnerReport[] {
  const reports = readers.map((read) => read(plain)).filter((report) => report !== null);
  if (reports.length > 0) return reports;
  const bare = withoutPrefixes(plain);
  const below = bare === plain ? [] : readers.map((read) => read(bare)).filter((report) => report !== null);
  return below.length > 0 ? below : [readSums(plain)].filter((report) => report !== null);
}

const sums: readonly RegExp[] = [
  /^.{0,40}?(?<![\d/])\b(?<passed>\d+) (?:\w+ )?pass(?:ed|ing|es)?\b.{0,40}?\b(?<failed>\d+) (?:\w+ )?fail(?:ed|ing|ures?)?\b.{0,60}$/gim,
  /^.{0,40}?\b(?<failed>\d+) (?:\w+ )?fail(?:ed|ing|ures?)?\b.{0,40}?\b(?<passed>\d+) (?:\w+ )?pass(?:ed|ing|es)?\b.{0,60}$/gim,
  /^.{0,40}?\bpass(?:ed|es)?[:=] *(?<passed>\d+)\b.{0,40}?\bfail(?:ed|ures?)?[:=] *(?<failed>\d+)\b.{0,60}$/gim,
];

/** The last line with how many passed and how many failed, of a program that nobody here knows. */
const readSums: Reader = (output) => {
  const last = sums.map((pattern) => [...output.matchAll(pattern)].at(-1)).find((match) => match !== undefined);
  const [passed, failed] = [last?.groups?.["passed"], last?.groups?.["failed"]].map(Number);
  if (!(Number(passed) + Number(failed) > 0)) return null;
  const counts = { passed: Number(passed), failed: Number(failed), skipped: 0 };
  return { failing: [], counts, isSilentWhenGreen: true };
};

/** Programs that run the packages of a workspace side by side put the package's name before each line. */
function withoutPrefixes(plain: string): string {
  return plain.replace(/^(?:@?[\w./-]+:[\w:-]+: |[\w@./-]+ test(?:[\w:-]*)[:$|] ?|@?[\w./-]+ +\| )/gm, "");
}

function sumCounts(reports: readonly RunnerReport[]): TestCounts | null {
  const known = reports.flatMap(({ counts }) => counts ?? []);
  if (known.length === 0) return null;
  const sum = (of: keyof TestCounts) => known.reduce((total, counts) => total + counts[of], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/**
 * What compilers, type checkers and linters complain of, without the lines where it stands: those move with every change.
 * Beside a test program's output only what is plainly an error: what tests print looks like the rest.
 */
function readDiagnostics(output: string, isBeside: boolean): RunnerReport | null {
  const failing = numbered([...byLine(output), ...byCompiler(output)]).filter(
    (name) => !isBeside || /: (?:error|warning|fatal error)\b/.test(name),
  );
  return failing.length === 0 ? null : { failing, counts: null };
}

const onOneLine: readonly RegExp[] = [
  // tsc: src/a.ts(3,5): error TS2322: …
  /^(?<file>\S[^()\n]*)\(\d+,\d+\): (?<what>error .+)$/,
  // tsc with colours, and biome
  /^(?<file>\S+?):\d+:\d+ - (?<what>error .+)$/,
  // gcc, clang, javac, mypy, ruff, flake8, go vet, shellcheck -f gcc
  /^(?<file>[^\s:][^:\n]*\.\w+):\d+(?::\d+)?: (?<what>(?:fatal )?(?:error|warning|note)?\b.+)$/,
];

function* byLine(output: string): Generator<string> {
  let file = "";
  // ESLint, told to take so many warnings and no more.
  const complaint = /^ESLint found too many warnings/m.test(output)
    ? /^ +\d+:\d+ +((?:error|warning) +.+)$/
    : /^ +\d+:\d+ +(error +.+)$/;
  for (const line of output.split("\n")) {
    // ESLint names the file once, above its complaints.
    if (/^(?:\.?\/)?[^\s:]+\.\w+$/.test(line)) file = line;
    const listed = complaint.exec(line)?.[1];
    if (listed !== undefined) yield `${file}: ${listed.replaceAll(/ {2,}/g, " ")}`;
    const found = onOneLine.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined);
    // Python's traceback names its places in the same form, and what was thrown there.
    if (
      found !== undefined &&
      !/^(?:warning|note)\b|^in (?:<module>|[\w.]+)$|^[\w.]*[a-z](?:Error|Exception|Warning)\b/.test(
        found["what"] ?? "",
      )
    )
      yield `${found["file"]}: ${found["what"]}`;
  }
}

/** rustc: the complaint, then the place on the next line. */
function byCompiler(output: string): string[] {
  return [...output.matchAll(/^error(?:\[E\d+\])?: (.+)\n +--> (\S+?):\d+:\d+$/gm)].map(
    ([, what, file]) => `${file}: ${what}`,
  );
}
