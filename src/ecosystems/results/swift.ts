import { lastNumber, namesBy, type Reader, sumOf } from "./report.ts";

/** XCTest and Swift Testing: `swift test` runs the one after the other, and each says how many there were, none included. */
export const swiftTest: Reader = (output) => {
  const own = /\bExecuted \d+ tests?, with|^Test Case '.+' started/m.test(output);
  // The mark in front is another sign on macOS.
  const newer = /^\S+ +Test run with \d+ tests?\b.* (?:passed|failed) after/mu.test(output);
  if (!own && !newer) return null;
  const [old, other] = [xcTest(output), swiftTesting(output)];
  return {
    failing: [...new Set([...old.failing, ...other.failing])],
    counts: {
      passed: old.passed + other.passed,
      failed: old.failing.length + other.failing.length,
      skipped: old.skipped + other.skipped,
    },
  };
};

interface Some {
  failing: string[];
  passed: number;
  skipped: number;
}

function xcTest(output: string): Some {
  const ended = (how: string) => namesBy(output, new RegExp(`^Test Case '(.+?)' ${how}\\b`, "gm"));
  const failed = ended("failed");
  const over = new Set([...failed, ...ended("passed"), ...ended("skipped")]);
  // A test that began and never ended took the program with it.
  const cut = ended("started").filter((name) => !over.has(name));
  const failing = [...new Set([...failed, ...cut])];
  const all = lastNumber(output, /\bExecuted (\d+) tests?,/);
  const skipped = lastNumber(output, /\bExecuted \d+ tests?, with (\d+) tests? skipped/);
  if (all === 0) return { failing, passed: new Set(ended("passed")).size, skipped: new Set(ended("skipped")).size };
  return { failing, passed: Math.max(0, all - failing.length - skipped), skipped };
}

function swiftTesting(output: string): Some {
  const failing = [
    ...new Set(
      namesBy(output, /^\S+ +Test (?!run |case )(.+?)(?: with \d+ test cases?)? failed after [\d.]+ seconds\b.*$/gmu),
    ),
  ];
  const all = sumOf(output, /^\S+ +Test run with (\d+) tests?\b.* (?:passed|failed) after/gmu);
  const skipped = new Set(namesBy(output, /^\S+ +Test (?!run |case )(.+?) skipped\b/gmu)).size;
  return { failing, passed: Math.max(0, all - failing.length - skipped), skipped };
}
