import { describe, expect, test } from "bun:test";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { listedUnits } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const files = [
  "packages/exporter-logs-http/index.ts",
  "packages/exporter-logs-http/package.json",
  "packages/exporter-trace-http/index.ts",
  "packages/exporter-zipkin/index.ts",
  "pages.ko/common/npm-ci.md",
  "pages/common/docker-build.md",
  "pages/common/docker-run.md",
  "pages/common/docker.md",
  "pages/common/npm-audit.md",
  "pages/common/npm-ci.md",
  "pages/common/npm-run.md",
  "src/load_file.ts",
  "test/schema-dates.test.ts",
  "test/schema-rows.test.ts",
];

function read(text: string) {
  const goal = readGoalText(text);
  return { goal, facts: factsWith(readFiles(goal, files, "/here")) };
}

describe("a family of names stands for all that are called so", () => {
  test.each<[string, string[]]>([
    ["npm-*: add Korean translation", ["npm-audit.md", "npm-ci.md", "npm-run.md"]],
    ["docker*: follow the new structure", ["docker-build.md", "docker-run.md", "docker.md"]],
    ["chore(exporter-*-http): clean up tests", ["exporter-logs-http/", "exporter-trace-http/"]],
    ["test: move schema-* to the new runner", ["schema-dates.test.ts", "schema-rows.test.ts"]],
    // One of them is no family, and a star beside words is none.
    ["Delete all deprecated load_* methods", []],
    ["Say that *files* come first", []],
    ["Move the npm-* flags into one object", []],
    ["Give docker* helper functions a result", []],
  ])("%p", (text, names) => {
    const { goal, facts } = read(text);
    const places = listedUnits(goal, facts).map(({ path }) => path.replace(/^(?:packages|pages\/common|test)\//, ""));
    expect(places.toSorted()).toEqual(names);
  });

  test("pages are apart, whatever is to be done to them", () => {
    const rulesOf = (text: string) => {
      const { goal, facts } = read(text);
      return readNamedRules(goal, facts).map(({ name }) => name);
    };
    expect(rulesOf("npm-*: bring up to date")).toContain("enumerated-units");
    expect(rulesOf("Bring packages/exporter-*/index.ts up to date")).not.toContain("enumerated-units");
  });
});
