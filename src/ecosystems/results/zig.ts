import { lastNumber, namesBy, type Reader, type RunnerReport, sumOf } from "./report.ts";

/** `zig test`, and `zig build test`, which sums up all that it built and says nothing of a green one. */
export const zigTest: Reader = (output) => {
  const all = /^All (\d+) tests passed\.$/m.exec(output);
  // Common Test says the same, below a line of rebar3's.
  if (all !== null && !/^===> /m.test(output))
    return { failing: [], counts: { passed: Number(all[1]), failed: 0, skipped: 0 } };
  const counts = buildCounts(output) ?? testCounts(output);
  if (counts === null) return null;
  const failing = [
    ...namesBy(output, /^(?:run .+?: )?error: '(.+?)' (?:failed|leaked|timed out)\b/gm),
    // What a test says stands between its name and its end.
    ...namesBy(output, /^\d+\/\d+ (.+?)\.{3}(?:.*\n(?!\d+\/\d+ )){0,200}?.*\bFAIL\b/gm),
    ...namesBy(output, /error: while executing test '(.+?)', the following (?:test )?command (?:terminated|crashed)/g),
    ...namesBy(output, /^(?:run .+?: )?error: '(.+?)' (?:terminated|crashed)\b/gm),
  ];
  return { failing: [...new Set(failing)], counts, isSilentWhenGreen: true };
};

function testCounts(output: string): RunnerReport["counts"] {
  if (!/^\d+ passed; \d+ skipped; \d+ failed\.$/m.test(output)) return null;
  return {
    passed: sumOf(output, /^(\d+) passed;/gm),
    failed: sumOf(output, /; (\d+) failed\.$/gm),
    skipped: sumOf(output, /; (\d+) skipped;/gm),
  };
}

/** `Build Summary: 1/3 steps succeeded; 1 failed; 1/2 tests passed; 1 failed` */
function buildCounts(output: string): RunnerReport["counts"] {
  const sums = /^Build Summary: .*?\b(\d+)\/(\d+) tests passed(.*)$/m.exec(output);
  if (sums === null) return null;
  const [passed, all, rest] = [Number(sums[1]), Number(sums[2]), sums[3] ?? ""];
  const skipped = lastNumber(rest, /(\d+) skipped/);
  return { passed, failed: all - passed - skipped, skipped };
}
