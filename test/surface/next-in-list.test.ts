import { expect, test } from "bun:test";
import { nextInList } from "../../src/surface/pairs/next-in-list.ts";
import { evidenceOf, type Facts, surfaceOf } from "./made-evidence.ts";

const detectors: Facts = {
  "src/org/orgDetector.ts": {},
  "src/pie/pieDetector.ts": {},
  "src/bar/barDetector.ts": {},
  "src/bar/barParser.ts": {},
  "src/pie/pieParser.ts": {},
  "src/org/orgParser.ts": {},
  "src/org/orgStyles.ts": {},
};

const three = ["src/org/orgDetector.ts", "src/pie/pieDetector.ts", "src/bar/barDetector.ts"];

/** Who goes first, and why: the lister's surface, the other one's, and what the base has. */
function found(lister: string[], other: string[], facts: Facts) {
  const evidence = evidenceOf(facts);
  const [a, b] = [surfaceOf(evidence, "S1", lister), surfaceOf(evidence, "S2", other)];
  const finding = nextInList(a, b, evidence);
  // From the other side it is the same pair.
  const turned = nextInList(b, a, evidence);
  expect(turned?.why).toBe(finding?.why);
  expect(turned?.first).toBe(finding === null ? undefined : "b");
  return finding;
}

test("whoever enters the new one in the list of its kind goes first", () => {
  const lister = ["src/table.ts", "src/map/mapDetector.ts"];
  expect(found(lister, ["src/sky/skyDetector.ts"], { ...detectors, "src/table.ts": { imports: three } })).toEqual({
    rule: "shared-file",
    first: "a",
    why: "S1 enters `src/map/mapDetector.ts` in `src/table.ts`, which lists the files like it; S2 creates `src/sky/skyDetector.ts`",
  });
});

test.each<[string, string[], string[], Facts]>(
  [
    ["two of a kind are chance", ["src/map/mapDetector.ts"], ["src/sky/skyDetector.ts"], { imports: three.slice(1) }],
    ["another role", ["src/map/mapDetector.ts"], ["src/sky/skyStyles.ts"], { imports: three }],
    ["another language", ["src/map/mapDetector.ts"], ["src/sky/skyDetector.py"], { imports: three }],
    ["elsewhere", ["src/map/mapDetector.ts"], ["test/sky/skyDetector.ts"], { imports: three }],
    ["nothing new here", [], ["src/sky/skyDetector.ts"], { imports: three }],
    ["nothing new there", ["src/map/mapDetector.ts"], [], { imports: three }],
  ].map(([why, one, other, table]) => [why, one, other, { ...detectors, "src/table.ts": table }] as never),
)("no list: %s", (_why, one, other, facts) => {
  expect(found([...one, "src/table.ts"], other, facts)).toBeNull();
});

test("it lists half of what is of the kind, by name as well; what is of another kind beside it does not count", () => {
  const named = { words: ["orgDetector", "pieDetector", "barDetector"] };
  const [lister, other] = [["src/map/mapDetector.ts", "src/table.txt"], ["src/sky/skyDetector.ts"]];
  expect(found(lister, other, { ...detectors, "src/table.txt": named })).not.toBeNull();
  const more = (count: number): Facts =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`src/x${at}/x${at}Detector.ts`, {}]));
  expect(found(lister, other, { ...detectors, ...more(3), "src/table.txt": named })).not.toBeNull();
  expect(found(lister, other, { ...detectors, ...more(4), "src/table.txt": named })).toBeNull();
});

test("files of one folder are of one kind whatever they are called; those at the root of no folder's", () => {
  const facts = { "tests/a.c": {}, "tests/b.c": {}, "tests/c.c": {}, "tests/make.mk": { words: ["a", "b", "c"] } };
  expect(found(["tests/new.c", "tests/make.mk"], ["tests/other.c"], facts)?.first).toBe("a");
  const root = { "a.c": {}, "b.c": {}, "c.c": {}, "make.mk": { words: ["a", "b", "c"] } };
  expect(found(["new.c", "make.mk"], ["tests/new.c"], root)).toBeNull();
  expect(found(["tests/new.c", "make.mk"], ["new.c"], root)).toBeNull();
});

test("a file of the kind that uses the others is no list of them", () => {
  const facts = { "tests/a.c": {}, "tests/b.c": {}, "tests/c.c": {}, "tests/all.c": { words: ["a", "b", "c"] } };
  expect(found(["tests/new.c", "tests/all.c"], ["tests/other.c"], facts)).toBeNull();
});
