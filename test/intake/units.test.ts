import { expect, test } from "bun:test";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { listedUnits, unitsToMake } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const files = [
  ".github/workflows/ci.yml",
  "README.md",
  "docs/api.md",
  "docs/guide.md",
  "lib/reader.ts",
  "lib/tree.ts",
  "lib/writer.ts",
  "test/reader.test.ts",
  "test/writer.test.ts",
];
const read = (goal: string) => readFiles(readGoalText(goal), files, "/r");

test.each<[string, string[]]>([
  ["Document reader, writer and tree", ["lib/reader.ts", "lib/writer.ts", "lib/tree.ts"]],
  ["Fix the links in README.md, docs/api.md and docs/guide.md", ["README.md", "docs/api.md", "docs/guide.md"]],
  ["Reword these:\n- lib/reader.ts\n- lib/writer.ts", ["lib/reader.ts", "lib/writer.ts"]],
  // One change with its test and its page is no list of units.
  ["Remove readAll: lib/reader.ts, test/reader.test.ts, docs/api.md", []],
  ["Add a limit to lib/reader.ts, with a test in test/reader.test.ts and a line in docs/api.md", []],
  // What a sentence speaks of here and there is none either.
  ["Let lib/reader.ts pass its limit on to lib/writer.ts", []],
  ["Rename lib/reader.ts to lib/source.ts and merge lib/tree.ts into it", []],
  // The list may stand in a later sentence, in clauses, or in brackets.
  [
    "Texts are years behind. README.md, docs/api.md and docs/guide.md should be brought up to date with the code.",
    ["README.md", "docs/api.md", "docs/guide.md"],
  ],
  [
    "Missing tests. lib/reader.ts covers half of it, lib/tree.ts has none and lib/writer.ts is nearly bare. Bring each up.",
    ["lib/reader.ts", "lib/tree.ts", "lib/writer.ts"],
  ],
  // Lines that each say what to do in a place of their own, whatever kind of file it is; not when one needs another.
  [
    "Before the release:\n- lib/reader.ts: allow a limit of zero\n- lib/writer.ts: flush when it closes\n- docs/guide.md: name the new flag",
    ["lib/reader.ts", "lib/writer.ts", "docs/guide.md"],
  ],
  [
    "Dates:\n- lib/reader.ts: read `Stamp` from text\n- lib/tree.ts: keep a `Stamp` in nodes\n- docs/api.md: describe `Stamp` at last",
    [],
  ],
  // Said of each, the places count that are of one kind.
  ["Write a test for each of lib/reader.ts, lib/writer.ts and docs/api.md", ["lib/reader.ts", "lib/writer.ts"]],
])("%p lists %j", (goal, units) => {
  expect(
    listedUnits(readGoalText(goal), read(goal))
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(units.toSorted());
});

test.each([
  ["Translate README.md into German, French, Polish and Korean", 4],
  ["docs: a page each for peek, seek, skip, bucket and window", 5],
  ["Write docs/<name>.md for each middleware: cors, csrf, etag, gzip", 4],
  ["Three new recipes, each in its own folder with a picture", 3],
  ["New pages for curl, wget, jq, yq and fd", 5],
  ["Translate README.md into German and French", 0],
  ["Handle each of read, write, seek and close in one loop", 4],
  ["Return an error for red, green, blue and white", 0],
  // A body that speaks of "each" lists nothing for it; what it does list is counted.
  ["Keep what every reader writes down\n\nThe tail was lost: it held the cause, the place, the time and the user.", 0],
  ["Sort the rows\n\nEach row is seen once. It was slow with dates, names, sums and marks.", 0],
  ["New pages are missing\n\nIt is read often. Write one page for each: peek, seek, skip, bucket", 4],
  ["A page for each command\n\n- peek\n- seek\n- skip\n- bucket", 4],
])("%p asks for one of a kind for each of %p", (goal, count) => {
  expect(unitsToMake(readGoalText(goal))).toBe(count);
});

test("what is to be made for each of many is never surely one story, and no fan-out without places", () => {
  const goal = "Translate README.md into German, French, Polish, Czech, Danish and Korean";
  const { decision, decisive } = decideByRules(goal, factsWith({ ...read(goal) }));
  expect(decisive && decision.mode === "focused").toBe(false);
  expect(decision.mode).not.toBe("parallel");
  expect(decision.signals.map(({ name }) => name)).toContain("units-to-make");
});

test("names on lines of their own are a list, without a sign before them", () => {
  const goal = "Tests are missing, one file each under test/rules:\n  no_empty_name\n  no_second_key\n  unique-labels";
  expect(unitsToMake(readGoalText(goal))).toBe(0);
  expect(unitsToMake(readGoalText(`${goal}\n  known_fields`))).toBe(4);
});

test("one thing in each of three files can be done side by side", () => {
  const text = "The limit is ignored. Respect it in lib/reader.ts, lib/tree.ts and lib/writer.ts.";
  const facts = factsWith(read(text));
  expect(readNamedRules(readGoalText(text), facts).map(({ name }) => name)).toContain("enumerated-units");
  const other = text.replace("Respect it in", "It is passed through");
  expect(readNamedRules(readGoalText(other), facts).map(({ name }) => name)).not.toContain("enumerated-units");
});

test("files that will be new are never surely one story", () => {
  const goal = "Backend tests are missing for these queues: redis, kafka, nats, sqs. Add test-redis.js and so on.";
  expect(unitsToMake(readGoalText(goal))).toBeGreaterThan(3);
  const { decision, decisive } = decideByRules(goal, factsWith({ surfaces: [], units: 40 }));
  expect(decisive && decision.mode === "focused").toBe(false);
});

test("names one behind the other are a list, examples in brackets are none", () => {
  expect(unitsToMake(readGoalText("Scripts are missing: one each for move-line join-lines sort-lines cut-line"))).toBe(
    4,
  );
  const text = "docs: the page should say what is lost (lib/reader.ts, lib/tree.ts, lib/writer.ts...)";
  const rules = (goal: string) => readNamedRules(readGoalText(goal), factsWith(read(goal))).map(({ name }) => name);
  expect(rules(text)).not.toContain("enumerated-units");
  expect(rules(text.replace("...", ""))).toContain("enumerated-units");
});

test("a longer body tells of one change, whatever it lists", () => {
  const goal = (story: string) => `Add a cache to each reader\n\n${story}\n- trees\n- rows\n- pages\n- links\n- notes`;
  const weightOf = (text: string) =>
    readNamedRules(readGoalText(text), factsWith()).find(({ name }) => name === "units-to-make")?.weight;
  expect(weightOf(goal("Which ones:"))).toEqual([0.65, 2]);
  expect(weightOf(goal(`${"It was slow, and people said so. ".repeat(14)}Which ones:`))).toEqual([0.65, 0]);
});
