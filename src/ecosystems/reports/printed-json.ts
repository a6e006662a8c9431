import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { jest, mocha, playwright, vitest } from "../results/javascript.ts";
import { numbered, type Reader, type RunnerReport } from "../results/report.ts";
import { jestJson, mochaJson, parsedJson } from "./json-reports.ts";

/** Documents in JSON: on one line, or from a line that is an opening brace to one that is the closing one. */
const documents = /^\{(?:".*\}|[ \t]*\n(?:(?!\}).*\n)*\})[ \t]*$/gm;
/** What a report has that nothing else in JSON is likely to. */
const isReport = /"(?:testResults|failures|suites|examples)"\s*:\s*\[/;

/** The first report that one of the documents is. */
function reportIn(output: string, read: (json: string) => RunnerReport | null): RunnerReport | null {
  for (const [json] of output.matchAll(documents)) {
    const report = isReport.test(json) ? read(json) : null;
    if (report !== null) return { failing: report.failing, counts: report.counts };
  }
  return null;
}

/** What mocha, jest, vitest and Playwright print in JSON in the place of lines for people. */
export const scriptsJson: Reader = (output) => {
  if ([jest, mocha, playwright, vitest].some((reader) => reader(output) !== null)) return null;
  return reportIn(output, (json) => mochaJson(json) ?? jestJson(json) ?? playwrightJson(json));
};

/** RSpec's, below `--format json`. */
export const rspecJson: Reader = (output) =>
  /^\d+ examples?, \d+ failures?/m.test(output) ? null : reportIn(output, rspecReport);

function playwrightJson(json: string): RunnerReport | null {
  const { suites, stats } = parsedJson(json);
  if (!Array.isArray(suites) || stats === undefined) return null;
  const { expected, unexpected, flaky, skipped } = recordOf(stats);
  const counts = {
    passed: numberOf(expected) + numberOf(flaky),
    failed: numberOf(unexpected),
    skipped: numberOf(skipped),
  };
  return { failing: numbered(suites.flatMap((suite) => redSpecs(recordOf(suite), []))), counts };
}

function redSpecs(suite: JsonRecord, around: readonly string[]): string[] {
  const titles = [...around, textOf(suite["title"])];
  const own = listOf(suite["specs"])
    .map(recordOf)
    .filter(({ ok }) => ok === false);
  return [
    ...own.map(({ title }) => [...titles, textOf(title)].join(" › ")),
    ...listOf(suite["suites"]).flatMap((below) => redSpecs(recordOf(below), titles)),
  ];
}

function rspecReport(json: string): RunnerReport | null {
  const { examples, summary } = parsedJson(json);
  if (!Array.isArray(examples) || summary === undefined) return null;
  const { example_count: all, failure_count: failed, pending_count: skipped, ...more } = recordOf(summary);
  const broken = numberOf(more["errors_outside_of_examples_count"]);
  const red = examples.map(recordOf).filter(({ status }) => status === "failed");
  return {
    failing: numbered(red.map((one) => `${textOf(one["file_path"])}: ${textOf(one["full_description"])}`)),
    counts: {
      passed: numberOf(all) - numberOf(failed) - numberOf(skipped),
      failed: numberOf(failed) + broken,
      skipped: numberOf(skipped),
    },
  };
}
