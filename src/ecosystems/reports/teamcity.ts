import { numbered, type Reader } from "../results/report.ts";

const message = /##teamcity\[(\w+) name='((?:\|.|[^'|])*)'/g;

/** The messages that programs of any kind print for TeamCity: tests, below the suites that are open when they end. */
export const teamcity: Reader = (output) => {
  // Beside them PHPUnit sums up as always.
  const isSummed = /^(?:Tests: \d+, Assertions: \d+|OK \(\d+ tests?, )/m.test(output);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failing: string[] = [];
  const ends = new Map<string, "failed" | "skipped">();
  let suites: string[] = [];
  for (const [, what = "", quoted = ""] of output.matchAll(message)) {
    const name = quoted.replace(/\|(.)/g, (_all, mark: string) => (mark === "n" ? " " : mark));
    if (what === "testSuiteStarted") suites.push(name);
    if (what === "testSuiteFinished") suites = suites.slice(0, suites.lastIndexOf(name));
    if (what === "testIgnored") ends.set(name, "skipped");
    if (what === "testFailed") {
      ends.set(name, "failed");
      failing.push([...suites.slice(-1), name].join(": "));
    }
    if (what !== "testFinished") continue;
    counts[ends.get(name) ?? "passed"] += 1;
    ends.delete(name);
  }
  for (const end of ends.values()) counts[end] += 1;
  if (failing.length + counts.passed + counts.skipped === 0) return null;
  return { failing: numbered(failing), counts: isSummed ? null : counts };
};
