import { figuresOf, namesBy, type Reader, sumOf } from "./report.ts";

/** Perl's prove, and `make test` of a Perl project. */
export const prove: Reader = (output) => {
  const all = /^Files=\d+, Tests=(\d+),/m.exec(output)?.[1];
  if (all === undefined || !/^Result: \w+$/m.test(output)) return null;
  const titles = [...output.matchAll(/^# {3}Failed (?:\(TODO\) )?test '(.+)'\n# {3}at (\S+) line \d+\./gm)];
  const failing: string[] = [];
  let [failed, broken] = [0, 0];
  for (const { file, ran, count, rest } of provedFiles(output)) {
    failed += count;
    const names = titles.filter(([, , at]) => at === file).map(([, title]) => `${file}: ${title}`);
    const numbers = /^ {2}Failed tests?: +(.+(?:\n {4,}.+)*)/m.exec(rest)?.[1] ?? "";
    // One that has no name is told by its number alone.
    failing.push(...(names.length >= count ? names : numbersIn(numbers).map((number) => `${file}: test ${number}`)));
    if (!/^ {2}(?:Parse errors|Non-zero (?:exit|wait) status): /m.test(rest)) continue;
    const isBroken = count === 0 || /^ {2}Parse errors: /m.test(rest);
    if (isBroken) {
      broken += 1;
      failing.push(`${file}: ${ran === 0 ? "does not load" : "breaks off"}`);
    }
  }
  const counts = { passed: Math.max(0, Number(all) - failed), failed: failed + broken, skipped: 0 };
  return { failing: [...new Set(failing)], counts };
};

/** The files that prove's summary says something of. */
function provedFiles(output: string): { file: string; ran: number; count: number; rest: string }[] {
  const from = output.lastIndexOf("\nTest Summary Report\n");
  if (from < 0) return [];
  const heads = [
    ...output.slice(from).matchAll(/^(\S.*?) +\(Wstat: .* Tests: (\d+) Failed: (\d+)\)$((?:\n {2}.*)*)/gm),
  ];
  return heads.map(([, file = "", ran, count, rest = ""]) => ({ file, ran: Number(ran), count: Number(count), rest }));
}

/** `2-4, 7`. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, from, to]) => {
    const [first, last] = [Number(from), Number(to ?? from)];
    return Array.from({ length: Math.min(last - first + 1, mostNumbers) }, (_one, at) => first + at);
  });
}

const mostNumbers = 5000;

/** busted: `2 successes / 1 failure / 0 errors / 0 pending : 0.01 seconds`. */
export const busted: Reader = (output) => {
  const sums = /^(\d+) success(?:es)? \/ (\d+) failures? \/ (\d+) errors? \/ (\d+) pending : [\d.e-]+ seconds?/m.exec(
    output,
  );
  if (sums === null) return null;
  const of = figuresOf(sums);
  const failing = [...output.matchAll(/^(?:Failure|Error) (?:→|->) (\S+)(?: @ \d+)?\n(.+)$/gm)].map(
    ([, file, name]) => `${file}: ${name}`,
  );
  return { failing: [...new Set(failing)], counts: { passed: of(1), failed: of(2) + of(3), skipped: of(4) } };
};

/** clojure.test, of one namespace after the other or of all projects of several. */
export const clojureTest: Reader = (output) => {
  const all = sumOf(output, /^Ran (\d+) tests containing \d+ assertions\.$/gm);
  if (!/^Ran \d+ tests containing \d+ assertions\.\n\d+ failures, \d+ errors\.$/m.test(output)) return null;
  const failing = namesBy(output, /^(?:FAIL|ERROR) in \(([^)\s]+)\) \(([^():]+)(?::\d+)?\)$/gm).map((name) =>
    name.replace(/^(\S+) (.+)$/, "$2: $1"),
  );
  const names = [...new Set(failing)];
  return { failing: names, counts: { passed: Math.max(0, all - names.length), failed: names.length, skipped: 0 } };
};

/** Erlang's own: eunit, and Common Test by rebar3 or erlang.mk. */
export const erlangTests: Reader = (output) => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  // Zig says the same as Common Test, without a line of rebar3's above it.
  const isByRebar = /^===> /m.test(output);
  const sums = [...output.matchAll(erlangSums)].filter(([line]) => isByRebar || !line.startsWith("All "));
  if (sums.length === 0) return null;
  for (const sum of sums) {
    const of = figuresOf(sum);
    counts.passed += of(3) + of(4) + of(5) + of(6);
    counts.failed += of(1) + of(7);
    counts.skipped += of(2) + of(8);
  }
  const failing = [
    ...namesBy(output, /^(?:\S+:\d+: )?([\w']+:\s?[\w']+)(?:\/\d+)?(?: \([^)]*\))?\.{3}.*\*failed\*$/gm),
    ...namesBy(output, /^%%% (\S+) ==> (\S+): FAILED$/gm),
    ...namesBy(output, /^(\w+_SUITE:\w+) failed on line \d+$/gm),
  ];
  return { failing: [...new Set(failing)], counts };
};

/** In turn: eunit's red, skipped and green; all green; Common Test's all, its green, red and skipped; rebar3's in words. */
const erlangSums =
  /^ {2}Failed: (\d+)\. {2}Skipped: (\d+)\. {2}Passed: (\d+)\.$|^ {2}All (\d+) tests passed\.$|^All (\d+) tests passed\.$|\bTEST COMPLETE, (\d+) ok, (\d+) failed(?:, (\d+) skipped)?/gm;
