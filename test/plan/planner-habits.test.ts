import { expect, test } from "bun:test";
import { checkPlan } from "../../src/plan/check-plan.ts";
import { repairReply } from "../../src/plan/repair-reply.ts";

const place = { root: "/r", folder: "", files: ["src/a.ts", "src/b.ts", "README.md"] };
const first = { id: "S1", title: "Tidy the parser", brief: "Do it", writes: ["src/a.ts"] };

/** What is left of two stories of which the one or the other is written so. */
function read(one: object, other: object = {}) {
  const { writes = undefined, ...rest } = one as { writes?: unknown };
  const stories = [
    { ...first, ...(writes === undefined ? {} : { writes }), ...rest },
    { id: "S2", title: "Test", brief: "Do", writes: ["src/b.ts"], ...other },
  ];
  const { document, changes } = repairReply({ stories }, place);
  return { stories: (document as { stories: Record<string, unknown>[] }).stories, changes };
}

test.each([
  ["src/a.ts#10-40", "src/a.ts"],
  ["src/a.ts[10:40]", "src/a.ts"],
  ["src/a.ts[L10]", "src/a.ts"],
  ["src/a.ts{10-40}", "src/a.ts"],
  ["src/a.ts{L10}", "src/a.ts"],
  ["src/a.ts/", "src/a.ts"],
  ["src/c.ts *new*", "src/c.ts"],
  ["src/c.ts NEW", "src/c.ts"],
  ["src/c.ts, new file", "src/c.ts"],
  ["src/a.ts _modified_", "src/a.ts"],
  ["<code>src/a.ts</code>", "src/a.ts"],
  ["./src/a.ts:render()", "src/a.ts"],
  ["/r/src/a.ts::render", "src/a.ts"],
  ["^src/a\\.ts$", "src/a.ts"],
  ["src/a.ts | 10 +++---", "src/a.ts"],
  ["src/logo.png | Bin 0 -> 12 bytes", "src/logo.png"],
])("the path %j is %j, and it is told", (written, path) => {
  const { stories, changes } = read({ writes: [written] });
  expect(stories[0]?.["writes"]).toEqual([path]);
  expect(changes.map(({ why }) => why)).toEqual([
    `S1 writes \`${path}\`: the planner wrote ${JSON.stringify(written)}`,
  ]);
});

test.each(["src/", "src/[ab].ts", "src/{a,b}.ts", "docs/new", "src/b.ts"])("the path %j is what it says", (written) => {
  expect(read({ writes: [written] }).stories[0]?.["writes"]).toEqual([written]);
});

test.each([
  '"Tidy the parser" (S1)',
  "stories[0]",
  "$.stories[0].id",
  "Story Tidy the Parser",
  'the story "Tidy the parser"',
])("waiting for %j is waiting for the first", (written) => {
  const { stories, changes } = read({}, { dependsOn: [written] });
  expect(stories[1]?.["dependsOn"]).toEqual(["S1"]);
  expect(changes).toHaveLength(1);
});

test.each(["stories[7]", "S1 or S2", "Tidy", "S9 (Tidy the parser)"])("waiting for %j names no story", (written) => {
  expect(read({}, { dependsOn: [written] }).stories[1]?.["dependsOn"]).toEqual([written]);
});

test.each([
  ["light (one file)", "light"],
  ["Heavy: many files", "heavy"],
  ["L", "heavy"],
  ["XS", "light"],
  ["?", "standard"],
])("the weight %j is %s", (written, weight) => {
  expect(read({ weight: written }).stories[0]?.["weight"]).toBe(weight);
});

test("acceptance as records, a command with its prompt, and fields of other names", () => {
  const acceptance = [{ text: "It works" }, { given: "a file", statement: "it is read" }, { id: 1 }];
  expect(read({ acceptance }).stories[0]?.["acceptance"]).toEqual(["It works", "it is read", { id: 1 }]);
  const verify = ["$ npm test", "```npm run x```", "echo $ x"];
  expect(read({ verify }).stories[0]?.["verify"]).toEqual(["npm test", "npm run x", "echo $ x"]);
  const other = { id: "S1", title: "T", brief: "B", write_paths: ["src/b.ts"] };
  expect(repairReply({ stories: [other] }, place).document).toMatchObject({ stories: [{ writes: ["src/b.ts"] }] });
});

test("of two stories of one id the later one gets another, and it is told, unless somebody waits for that id", () => {
  const ids = (third: object) => {
    const stories = [{ id: 1 }, { id: "S1" }, { id: "S2", ...third }].map((one) => ({ ...first, ...one }));
    const { document, changes } = repairReply({ stories }, place);
    const { stories: found } = document as { stories: { id: string }[] };
    return [found.map(({ id }) => id), changes.map(({ why }) => why)];
  };
  expect(ids({})).toEqual([
    ["S1", "S3", "S2"],
    ["S1 has its id from 1", 'S3 has its id from "S1"'],
  ]);
  const twice = ["S1", "S1", "S2"];
  expect(ids({ depends_on: "Story 1" })[0]).toEqual(twice);
  expect(ids({ dependsOn: ["s1"] })[0]).toEqual(twice);
  expect(ids({ blockedBy: [1] })[0]).toEqual(twice);
});

test("a name behind a path is of its folder where that has it, and a number is a title", () => {
  const { stories, changes } = read({ title: 42, writes: ["src/a.ts, b.ts, README.md, new.ts"] });
  expect(stories[0]).toMatchObject({ title: "42", writes: ["src/a.ts", "src/b.ts", "README.md", "new.ts"] });
  expect(changes).toHaveLength(2);
});

test.each([
  ["src/a.ts or src/b.ts", "is words about files, and no path"],
  ["all files in src/", "is words about files, and no path"],
  ["src/**/*.ts except src/a.ts", "is words about files, and no path"],
  ["whatever README.md needs", "is words about files, and no path"],
  ["!src/a.ts", "takes files away, which no list of paths can"],
  ["src/", null],
  ["src/*.ts", null],
  ["docs/terms and conditions.md", null],
  ["src/my page.ts", null],
  ["src/{a, b}.ts", null],
])("of the path %j it is said: %s", (written, said) => {
  const story = { ...first, writes: [written], reads: [], dependsOn: [], acceptance: [], verify: [], weight: "light" };
  const read = checkPlan({ version: 1, goal: "Go", mode: "sequential", stories: [story] }, place.files);
  const [problem] = read.ok ? [] : read.problems;
  expect(problem?.what ?? null).toBe(said === null ? null : `${JSON.stringify(written)} ${said}`);
});

test.each<[unknown, string[]]>([
  [{ create: ["src/c.ts"] }, ["src/c.ts"]],
  [{ create: ["src/c.ts"], change: ["src/a.ts"] }, ["src/c.ts", "src/a.ts"]],
  [{ "src/a.ts": "the parser" }, ["src/a.ts"]],
  [
    [["src/a.ts"], ["src/b.ts"]],
    ["src/a.ts", "src/b.ts"],
  ],
])("paths written as %j are %j", (writes, paths) => {
  expect(read({ writes }).stories[0]?.["writes"]).toEqual(paths);
});
