import { figuresOf, namesBy, type Reader, type RunnerReport, sumOf } from "./report.ts";

/** `dotnet test` in the words of its versions: VSTest with and without the terminal's logger, and Microsoft.Testing.Platform. */
export const dotnetTest: Reader = (output) => {
  const counts = countsOf(output);
  if (counts === null) return null;
  const failing = [
    ...namesBy(output, /^\s*(?:Failed|failed) (\S.*?)(?: \[[^\]]*m?s\]| \((?:\d+m )?(?:\d+s )?[\d.,]+ ?m?s\))$/gm),
    ...namesBy(output, /^ +Failed {2,}(\S+\.\S+)$/gm),
    ...namesBy(output, /\berror TESTERROR:\s*(\S.*?) \([^()]*s\): Error Message:/g),
  ];
  return { failing: [...new Set(failing)], counts };
};

function countsOf(output: string): RunnerReport["counts"] {
  const sums = [...output.matchAll(/\btotal: (\d+)[,\s]+failed: (\d+)[,\s]+succeeded: (\d+)[,\s]+skipped: (\d+)/g)].at(
    -1,
  );
  if (sums !== undefined) {
    const of = figuresOf(sums);
    return { passed: of(3), failed: of(2), skipped: of(4) };
  }
  if (/^(?:Passed|Failed)!\s+- Failed: +\d+, Passed: +\d+/m.test(output)) {
    return {
      passed: sumOf(output, /- Failed: +\d+, Passed: +(\d+)/g),
      failed: sumOf(output, /- Failed: +(\d+), Passed:/g),
      skipped: sumOf(output, /, Skipped: +(\d+)/g),
    };
  }
  if (!/^\s*Total tests: \d+/m.test(output)) return null;
  const sum = (what: string) => sumOf(output, new RegExp(`^(?:Total tests: .*|\\s*)\\b${what}: (\\d+)`, "gm"));
  return { passed: sum("Passed"), failed: sum("Failed"), skipped: sum("Skipped") };
}
