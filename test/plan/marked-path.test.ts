import { expect, test } from "bun:test";
import { checkPlan } from "../../src/plan/check-plan.ts";
import { repairReply } from "../../src/plan/repair-reply.ts";

const files = [
  "lib/parse.py",
  "lib/print it.py",
  "app/(shop)/[slug]/page.tsx",
  "Docs/Guide.md",
  "docs/other.md",
  "c#/a.cs",
];
const place = { root: "/home/ada/press", folder: "", files };

/** What the writes of a story become, and of how many changes the person is told. */
function written(writes: unknown) {
  const reply = { stories: [{ id: "S1", title: "Do it", brief: "All of it", writes }] };
  const { document, changes } = repairReply(reply, place);
  const [story] = (document as { stories: { writes: unknown }[] }).stories;
  return { writes: story?.writes, told: changes.length };
}

test.each([
  ["lib/parse.py:Parser.next", "lib/parse.py"],
  ["lib/parse.py::test_next", "lib/parse.py"],
  ["lib/parse.py#Parser", "lib/parse.py"],
  ["lib/parse.py@40-52", "lib/parse.py"],
  ["lib/parse.py(40,7)", "lib/parse.py"],
  ["lib/print%20it.py", "lib/print it.py"],
  ["lib/print\\ it.py", "lib/print it.py"],
  ["app/\\(shop\\)/\\[slug\\]/page.tsx", "app/(shop)/[slug]/page.tsx"],
  ["LIB/Parse.py", "lib/parse.py"],
  ["docs/guide.md", "Docs/Guide.md"],
  ["lib/parse.py and its unit tests", "lib/parse.py"],
  ["[ ] lib/new.py", "lib/new.py"],
  ["\u{1f4c4} lib/new.py", "lib/new.py"],
  ["**lib/new.py**", "lib/new.py"],
  ["\u201clib/new.py\u201d", "lib/new.py"],
  ["lib/\u200bnew.py", "lib/new.py"],
  ["?? lib/new.py", "lib/new.py"],
  ["M lib/parse.py", "lib/parse.py"],
  ["vscode://file/home/ada/press/lib/parse.py:3", "lib/parse.py"],
])("a planner's %j is %j", (wrote, meant) => {
  expect(written([wrote])).toEqual({ writes: [meant], told: 1 });
});

test.each(["c#/a.cs", "lib/new.py#draft", "lib/**/x/**", "lib/new.py@2", "docs/Other guide.md"])(
  "%j stays what it is",
  (path) => {
    expect(written([path])).toEqual({ writes: [path], told: 0 });
  },
);

test.each([
  ["a bar between", ["lib/parse.py | docs/other.md"]],
  ["a semicolon between", "lib/parse.py;docs/other.md"],
  ["a line each in one entry", ["lib/parse.py\ndocs/other.md"]],
  ["lists in a list", [["lib/parse.py"], ["docs/other.md"]]],
  ["what becomes of each", { "lib/parse.py": "modify", "docs/other.md": "create" }],
  ["lists by what becomes of them", { modify: ["lib/parse.py"], create: ["docs/other.md"] }],
  ["and so on", ["lib/parse.py", "docs/other.md", "etc.", "", null]],
])("two paths with %s are two paths", (_how, writes) => {
  expect(written(writes).writes).toEqual(["lib/parse.py", "docs/other.md"]);
});

test("lists of nothing are no leave to write everywhere", () => {
  for (const writes of [[[]], {}, { modify: [] }, [null]]) expect(written(writes).writes).toEqual(writes);
});

test("a plan that is one story, dependencies in words, commands as objects and marks in titles are understood", () => {
  const first = { id: "1", title: "Task 1: **Parse**", brief: ["Parse", "it"], writes: ["lib/parse.py"] };
  const second = { id: "2", brief: "Print it\nwell", writes: ["docs/other.md"], dependsOn: "after S1 and S1" };
  const more = { verify: [{ command: "make test" }] };
  const { document } = repairReply({ stories: [first, { ...second, ...more }] }, place);
  expect(checkPlan({ version: 1, goal: "g", mode: "parallel", ...(document as object) })).toMatchObject({
    ok: true,
    plan: {
      stories: [
        { id: "S1", title: "Parse", brief: "Parse\nit" },
        { id: "S2", title: "Print it", dependsOn: ["S1"], verify: ["make test"] },
      ],
    },
  });
  expect(
    repairReply({ story: { id: "S1", title: "One", brief: "b", writes: ["x.py"] } }, place).document,
  ).toMatchObject({
    stories: [{ id: "S1", title: "One" }],
  });
});
