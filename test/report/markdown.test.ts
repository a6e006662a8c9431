import { describe, expect, test } from "bun:test";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { hostileRun, sampleRun } from "./sample-run.ts";

describe("Markdown", () => {
  test("of the sample run", () => {
    expect(renderMarkdown(foldRun(sampleRun))).toMatchSnapshot();
  });

  test("keeps its tables whole, whatever the run says", () => {
    const text = renderMarkdown(foldRun(hostileRun()));
    expect(text).not.toMatch(/<(script|img)/);
    for (const row of text.split("\n").filter((line) => line.startsWith("| S"))) {
      expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
    }
  });
});
