import { lastNumber, namesBy, type Reader } from "./report.ts";

/** pytest: the short summary names what failed, and what could not be collected. */
export const pytest: Reader = (output) => {
  const summary = [
    ...output.matchAll(/^=*\s?(.*\b(?:passed|failed|errors?|skipped|no tests ran|deselected)\b.* in [\d.]+s.*)$/gm),
  ].at(-1)?.[1];
  if (summary === undefined) return null;
  const failing = namesBy(output, /^(?:FAILED|ERROR) (.+?)(?: - .*)?$/gm).filter((name) =>
    /[\w)\]]\.\w+(?:::|$)/.test(name),
  );
  return {
    failing: [...new Set(failing)],
    counts: {
      passed: lastNumber(summary, /(\d+) (?:passed|xpassed)/),
      failed: lastNumber(summary, /(\d+) failed/) + lastNumber(summary, /(\d+) errors?/),
      skipped: lastNumber(summary, /(\d+) skipped/) + lastNumber(summary, /(\d+) xfailed/),
    },
  };
};

export const unittest: Reader = (output) => {
  const ran = /^Ran (\d+) tests? in [\d.]+s$/m.exec(output);
  if (ran === null) return null;
  const failing = [...new Set(namesBy(output, /^(?:FAIL|ERROR): (.+)$/gm))];
  const failed = lastNumber(output, /\bfailures=(\d+)/) + lastNumber(output, /\berrors=(\d+)/);
  const skipped = lastNumber(output, /\bskipped=(\d+)/);
  return { failing, counts: { passed: Math.max(0, Number(ran[1]) - failed - skipped), failed, skipped } };
};
