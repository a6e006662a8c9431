import { numbered, type Reader, type RunnerReport } from "./report.ts";

/**
 * TAP, of whoever speaks it: `not ok 3 - name # SKIP why`, subtests indented. A name is the path of its subtests; a plan that
 * promises more than came, or none at all, is a run that broke off, whatever its exit code.
 */
export const tap: Reader = (output) => {
  if (!/^TAP version \d+|^1\.\.\d+/m.test(output)) return null;
  const isTape = !/^ *# Subtest: /m.test(output) && /^# tests +\d+\n# pass +\d+$/m.test(output);
  const titled = isTape ? output.replace(/^# (?!(?:tests|pass|fail|ok|skip|todo)\b)(.+)$/gm, "# Subtest: $1") : output;
  const { plans, points } = readLines(titled, isTape);
  if (plans.length + points.length === 0) return null;
  const report = none();
  for (const { ended, name } of points) {
    report.counts[ended] += 1;
    if (ended === "failed") report.failing.push(name);
  }
  // Assertions mostly bear the words that their library gives them.
  report.failing = numbered(report.failing);
  const atTop = points.filter(({ depth }) => depth === 0).length;
  const missing = plans.reduce((sum, plan) => sum + plan, 0) - atTop;
  if (plans.length === 0) addFailure(report, "it broke off before its plan");
  else if (missing > 0) addFailure(report, `it broke off: ${missing} of its plan are missing`);
  if (/^Bail out!/m.test(output)) addFailure(report, "Bail out!");
  return report;
};

type Tally = RunnerReport & { failing: string[]; counts: { passed: number; failed: number; skipped: number } };

function none(): Tally {
  return { failing: [], counts: { passed: 0, failed: 0, skipped: 0 } };
}

function addFailure(report: Tally, name: string): void {
  report.failing.push(name);
  report.counts.failed += 1;
}

interface Point {
  depth: number;
  ended: "passed" | "failed" | "skipped";
  name: string;
}

const line =
  /^(?<space> *)(?:# Subtest: (?<subtest>.+)|1\.\.(?<plan>\d+)\b.*|(?<not>not )?ok\b(?: \d+)?(?: - | )?(?<name>.*?)(?: # (?<how>SKIP|TODO)\b.*| # time=.*)?)$/gim;

/**
 * Every `ok` and `not ok`, and the plans that are not a subtest's. `isFlat`: assertions stand beside the title of their test,
 * not below it.
 */
function readLines(output: string, isFlat: boolean): { points: Point[]; plans: number[] } {
  const [points, plans]: [Point[], number[]] = [[], []];
  let around: { depth: number; name: string }[] = [];
  for (const match of output.matchAll(line)) {
    const { space = "", subtest, plan, name } = match.groups ?? {};
    const depth = space.length;
    if (plan !== undefined && depth === 0) plans.push(Number(plan));
    if (subtest !== undefined) around = [...around.filter((one) => one.depth < depth), { depth, name: subtest }];
    if (name === undefined) continue;
    around = around.filter((one) => one.depth < depth || isFlat);
    const path = [...around, { name }].map((one) => one.name).join(" > ");
    const ended = endOf(match.groups ?? {});
    const place = ended === "failed" ? placeOf(output, match.index + match[0].length) : "";
    points.push({ depth, ended, name: place + path });
  }
  return { points, plans };
}

function endOf({ how, not }: Record<string, string | undefined>): Point["ended"] {
  if (how !== undefined) return "skipped";
  return not === undefined ? "passed" : "failed";
}

/** The file that Node names in the details below a test. */
function placeOf(output: string, at: number): string {
  const details = /^\n *---\n(?:.*\n)*? *(?:location: '(.+?):\d+:\d+'|\.\.\.)$/m.exec(output.slice(at, at + 600));
  return details?.index === 0 && details[1] !== undefined ? `${details[1]}: ` : "";
}
