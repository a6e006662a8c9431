import type { TestCounts } from "../../core/check.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { MachineReport } from "./report-form.ts";

/** jest's JSON, which vitest writes as well: files, and in each its tests with the titles around them. */
export function jestJson(json: string): MachineReport | null {
  const { testResults: files } = parsedJson(json);
  if (!Array.isArray(files)) return null;
  const failing = new Set<string>();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files.map(recordOf)) {
    const name = textOf(file["name"]);
    const results = listOf(file["assertionResults"]).map(recordOf);
    for (const result of results) {
      const end = endOf(textOf(result["status"]));
      counts[end] += 1;
      if (end === "failed") failing.add(`${name}: ${titleOf(result)}`);
    }
    const isRed = results.some(({ status }) => status === "failed");
    if (file["status"] === "failed" && !isRed) failing.add(`${name}: Test suite failed to run`);
  }
  return { failing: [...failing], counts };
}

/** A document in JSON; empty where it is none. */
export function parsedJson(json: string): JsonRecord {
  try {
    return recordOf(parseJson(json));
  } catch {
    return {};
  }
}

function titleOf(result: JsonRecord): string {
  return [...listOf(result["ancestorTitles"]), result["title"]].map(textOf).join(" > ");
}

function endOf(status: string): keyof TestCounts {
  if (status === "passed" || status === "failed") return status;
  return "skipped";
}

/** vitest's: what was thrown outside of any test stands in its output alone. */
export function vitestJson(json: string, output: string): MachineReport | null {
  const report = jestJson(json);
  const errors = /^ +Errors {2}(\d+ errors?)$/m.exec(output)?.[1];
  if (report === null || errors === undefined) return report;
  return { ...report, failing: [...report.failing, `unhandled: ${errors}`] };
}

/** mocha's JSON; it has one view of a run, so that the one for people is made here. */
export function mochaJson(json: string): MachineReport | null {
  const { stats, failures } = parsedJson(json);
  if (!Array.isArray(failures)) return null;
  const red = failures.map(recordOf);
  const { passes, pending, duration } = recordOf(stats);
  const counts = { passed: numberOf(passes), failed: red.length, skipped: numberOf(pending) };
  const lines = [`  ${counts.passed} passing (${numberOf(duration)}ms)`];
  if (counts.skipped > 0) lines.push(`  ${counts.skipped} pending`);
  if (counts.failed > 0) lines.push(`  ${counts.failed} failing`);
  red.forEach((one, at) => {
    const { stack, message } = recordOf(one["err"]);
    const said = textOf(stack) || textOf(message);
    lines.push("", `  ${at + 1}) ${textOf(one["fullTitle"])}:`, said.replace(/^/gm, "     "));
  });
  const failing = new Set(red.map((one) => `${textOf(one["file"])}: ${textOf(one["fullTitle"])}`));
  return { failing: [...failing], counts, text: `${lines.join("\n")}\n` };
}
