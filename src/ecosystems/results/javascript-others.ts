import { figuresOf, namesBy, type Reader, sumOf } from "./report.ts";

/** ava: a line for each test; the sums at the end name what passed only where nothing else did. */
export const ava: Reader = (output) => {
  if (!/^ {2}(?:─|\d+ tests? (?:passed|failed)|\d+ uncaught exceptions?|✘ No tests found in .+)$/m.test(output))
    return null;
  const sums = output.slice(Math.max(0, output.lastIndexOf("\n  ─\n")));
  const sum = (what: string) => sumOf(sums, new RegExp(`^ {2}(\\d+) (?:${what})$`, "gm"));
  const tests = namesBy(output, /^ {2}[✘✖] \[fail\]: (.+?)(?: \([\d.]+m?s\))?$/gm);
  const unloaded = namesBy(output, /^ {2}Uncaught exception in (\S+)$/gm).map((file) => `${file}: does not load`);
  const empty = namesBy(output, /^ {2}[✘✖] No tests found in ([^\s,]+)/gm).map((file) => `${file}: has no tests`);
  const others = namesBy(output, /^ {2}(Unhandled rejection in \S+)$/gm);
  const failing = [...new Set([...tests, ...unloaded, ...empty, ...others])];
  const failed = sum("tests? failed|hooks? failed|uncaught exceptions?|unhandled rejections?|internal errors?");
  const passed = [...output.matchAll(/^ {2}[✔✓] /gm)].length;
  if (failed + passed + failing.length === 0) return null;
  return {
    failing,
    counts: { passed, failed: Math.max(failed, failing.length), skipped: sum("tests? skipped|tests? todo") },
  };
};

/** uvu: three sums, and above them what fails, below the name of its file. */
export const uvu: Reader = (output) => {
  if (!/^ {2}Total: +\d+\n {2}Passed: +\d+\n {2}Skipped: +\d+$/m.test(output)) return null;
  const failing: string[] = [];
  let file = "";
  for (const line of output.split("\n")) {
    file = /^(\S+\.[cm]?[jt]sx?)$/.exec(line)?.[1] ?? file;
    const name = /^ {3}FAIL {2}(.+)$/.exec(line)?.[1];
    if (name !== undefined) failing.push(`${file}: ${name.replace(/ {2,}/g, " > ").replaceAll('"', "")}`);
  }
  const passed = sumOf(output, /^ {2}Passed: +(\d+)$/gm);
  const failed = sumOf(output, /^ {2}Total: +(\d+)$/gm) - passed;
  return {
    failing: [...new Set(failing)],
    counts: { passed, failed, skipped: sumOf(output, /^ {2}Skipped: +(\d+)$/gm) },
  };
};

/** Jasmine: `3 specs, 1 failure, 1 pending spec`. */
export const jasmine: Reader = (output) => {
  const sums = /^(\d+) specs?, (\d+) failures?(?:, (\d+) pending specs?)?$/m.exec(output);
  if (sums === null) return null;
  const of = figuresOf(sums);
  const from = output.search(/^Failures:$/m);
  const listed = from < 0 ? "" : output.slice(from).replace(/^Pending:$[\s\S]*/m, "");
  const failing = namesBy(listed, /^\d+\) (.+)$/gm);
  const counts = { passed: of(1) - of(2) - of(3), failed: of(2), skipped: of(3) };
  return { failing: [...new Set(failing)], counts };
};

/** hapi's lab. */
export const lab: Reader = (output) => {
  const green = /^(\d+) tests? passed(?: \((\d+) skipped\))?$/m.exec(output);
  const red = /^(\d+) of (\d+) tests? failed(?: \((\d+) skipped\))?$/m.exec(output);
  const sums = green ?? red;
  if (sums === null || !/^Test duration: [\d.]+ ms/m.test(output)) return null;
  const of = figuresOf(sums);
  const [failed, all, skipped] = sums === green ? [0, of(1), of(2)] : [of(1), of(2), of(3)];
  const from = output.search(/^Failed tests:$/m);
  const failing = from < 0 ? [] : namesBy(output.slice(from), /^ {2}\d+\) (.+):$/gm);
  return { failing: [...new Set(failing)], counts: { passed: all - failed, failed, skipped } };
};
