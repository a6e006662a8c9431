import { namesBy, type Reader, type RunnerReport, sumOf } from "./report.ts";

/** `node --test` with its own view for people. */
export const nodeTest: Reader = (output) => {
  if (!/^ℹ tests \d/m.test(output)) return null;
  const failing = [...output.matchAll(/^test at (.+?):\d+:\d+\n✖ (.+?)(?: \([\d.]+m?s\))?$/gm)];
  return {
    failing: failing.map(([, file = "", name = ""]) => `${file}: ${name}`),
    counts: {
      passed: sumOf(output, /^ℹ pass (\d+)/gm),
      failed: sumOf(output, /^ℹ (?:fail|cancelled) (\d+)/gm),
      skipped: sumOf(output, /^ℹ (?:skipped|todo) (\d+)/gm),
    },
  };
};

/** mocha and cypress: `3 passing`, then the failing ones by number with the titles of their suites. */
export const mocha: Reader = (output) => {
  const unread = namesBy(output, cypressUnread).map((file) => `${file}: does not load`);
  if (unread.length === 0 && !/^\s+\d+ passing \(/m.test(output)) return null;
  const at = output.search(/^\s+\d+ failing$/m);
  const listed = at < 0 ? "" : output.slice(at);
  // A test outside of any suite has one line; all others a line for each title, further in than what went wrong.
  const failing = [...listed.matchAll(/^ {2}\d+\) (.*(?:\n {7,}.*)*?):\n(?! {7})/gm)].map(([, titles = ""]) =>
    titles
      .split("\n")
      .map((title) => title.trim())
      .join(" > "),
  );
  return {
    failing: [...failing, ...new Set(unread)],
    counts: {
      passed: sumOf(output, /^\s+(\d+) passing \(/gm),
      failed: sumOf(output, /^\s+(\d+) failing$/gm) + new Set(unread).size,
      skipped: sumOf(output, /^\s+(\d+) pending$/gm),
    },
  };
};

/** A file that Cypress can't make ready has no tests of its own. */
const cypressUnread = /we found an error preparing (?:this|your) test file:\s+(?:> )?(\S+)/g;

export const jest: Reader = (output) => {
  if (!/^Tests: +.*\btotal$/m.test(output)) return null;
  const failing = new Set<string>();
  let file = "";
  for (const line of output.split("\n")) {
    file = /^FAIL (?:\S+ )??(\S+?)(?: \([\d.]+ m?s\))?$/.exec(line)?.[1] ?? file;
    const name = /^ {2}● (.+)$/.exec(line)?.[1];
    if (name !== undefined && name !== "Console" && !/^(?:process\.exit|Cannot log)/.test(name))
      failing.add(`${file}: ${name}`);
  }
  const tests = output.match(/^Tests: +.*$/gm)?.join("\n") ?? "";
  return { failing: [...failing], counts: countsIn(tests) };
};

export const vitest: Reader = (output) => {
  if (!/^ +(?:Tests|Test Files) {2}.*(?:\(\d+\)|no tests)/m.test(output)) return null;
  const failing = new Set(namesBy(output, /^ *FAIL {2}(.+?)(?: \[ .+ \])?$/gm));
  const tests = output.match(/^ +Tests {2}.*$/gm)?.join("\n") ?? "";
  const unhandled = /^ +Errors {2}(\d+ errors?)$/m.exec(output)?.[1];
  if (unhandled !== undefined) failing.add(`unhandled: ${unhandled}`);
  return { failing: [...failing], counts: countsIn(tests) };
};

function countsIn(summary: string): RunnerReport["counts"] {
  return {
    passed: sumOf(summary, /\b(\d+) passed\b/g),
    failed: sumOf(summary, /\b(\d+) failed\b/g),
    skipped: sumOf(summary, /\b(\d+) (?:skipped|todo|pending)\b/g),
  };
}

/** `bun test`: the names stand below their file's. */
export const bunTest: Reader = (output) => {
  if (!/^Ran \d+ tests? across \d+ files?\./m.test(output)) return null;
  const failing = new Set<string>();
  let file = "";
  for (const line of output.split("\n")) {
    file = /^(\S+\.[cm]?[jt]sx?):$/.exec(line)?.[1] ?? file;
    const name = /^\(fail\) (.+?)(?: \[[\d.]+m?s\])?$/.exec(line)?.[1];
    if (name !== undefined) failing.add(`${file}: ${name}`);
    if (line === "# Unhandled error between tests") failing.add(`${file}: does not load`);
  }
  return {
    failing: [...failing],
    counts: {
      passed: sumOf(output, /^ *(\d+) pass$/gm),
      failed: sumOf(output, /^ *(\d+) (?:fail|errors?)$/gm),
      skipped: sumOf(output, /^ *(\d+) (?:skip|todo)$/gm),
    },
  };
};

export const denoTest: Reader = (output) => {
  if (!/^(?:ok|FAILED) \| \d+ passed/m.test(output)) return null;
  const listed = [...output.matchAll(/^(.+?) => (\S+?):\d+:\d+$/gm)].map(([, name, file]) => `${file}: ${name}`);
  const broken = namesBy(output, /^(\S+) \(uncaught error\)$/gm).map((file) => `${file}: does not load`);
  return {
    failing: [...new Set([...listed, ...broken])],
    counts: {
      passed: sumOf(output, /^(?:ok|FAILED) \| (\d+) passed/gm),
      failed: sumOf(output, /^(?:ok|FAILED) \|.* (\d+) failed/gm),
      skipped: sumOf(output, /^(?:ok|FAILED) \|.* (\d+) ignored/gm),
    },
  };
};

/** ava and Playwright: a line for each that failed. */
export const playwright: Reader = (output) => {
  if (!/^ {2}\d+ (?:passed|failed)\b/m.test(output) || !/^Running \d+ tests? using \d+ worker/m.test(output))
    return null;
  const named = (text: string, pattern: RegExp) => namesBy(text, pattern).map((name) => name.replace(/:\d+:\d+/, ""));
  const sums = output.slice(output.lastIndexOf("\n\n"));
  // What passed when it was tried again is told like what fails, and passed.
  const [flaky = "", count = 0, listed = ""] = /^ {2}(\d+) flaky\n((?: {4}.+\n)*)/m.exec(sums) ?? [];
  const passed = new Set(flaky === "" ? [] : named(listed, /^ {4}(.+?)(?: ─+)? *$/gm));
  const failing = named(output, /^ {2}\d+\) (.+?) ─*$/gm).filter((name) => !passed.has(name));
  const counts = countsIn(sums);
  return { failing: [...new Set(failing)], counts: counts && { ...counts, passed: counts.passed + Number(count) } };
};
