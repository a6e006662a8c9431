import { expect, test } from "bun:test";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readBody } from "../../src/intake/issue-body.ts";

test.each([
  ["```\nrm -rf src/a.ts\n```\nIt broke today\n- Keep the order", "- Keep the order"],
  ["> first this\n> then that\n- Keep the order", "- Keep the order"],
  ["1. Open the app\n2. Click on save\n3. See the error", ""],
  [
    "1. Extract the parser\n2. Move the callers\n3. Delete the old one",
    "1. Extract the parser\n2. Move the callers\n3. Delete the old one",
  ],
])("of %p the order is %p", (body, expected) => {
  expect(readBody(body).order.replace(/\n+/g, "\n").trim()).toBe(expected.trim());
});

test.each(["## Steps to reproduce", "**Expected behavior**", "Environment:", "### Schritte", "### 复现步骤"])(
  "what stands under %p tells a story",
  (heading) => {
    expect(readBody(`${heading}\n- change src/a.ts\n- change src/b.ts`).order).toBe("");
  },
);

const files = ["README.md", "docs/source/live.rst", "rich/live.py", "src/a.ts", "src/b.ts", "src/c.ts"];
const placesOf = (goal: string) =>
  readFiles(readGoalText(goal), files, "/r")
    .surfaces.map(({ path }) => path)
    .toSorted();

test("a path in prose is no scope; a listed one is", () => {
  expect(placesOf("Fix the picker\n\nIt fails in src/a.ts because src/b.ts calls src/c.ts too early.")).toEqual([]);
  expect(placesOf("Write tests\n\n- src/a.ts\n- src/b.ts")).toEqual(["src/a.ts", "src/b.ts"]);
});

test.each([
  ["Do it in auth, billing and users.", ["auth", "billing", "users"]],
  ["Update auth, billing and users.", ["auth", "billing", "users"]],
  ["It touches src/auth, src/billing and src/users.", ["src/auth", "src/billing", "src/users"]],
  ["Each test makes its own registry, metrics and config.", []],
  ["It was slow because the index, cache and disk were cold.", []],
])("%p speaks of the places %j", (sentence, places) => {
  expect(readGoalText(`Add a marker\n\n${sentence}`).scope.split("\n").slice(1)).toEqual(
    places.length === 0 ? [] : [places.join(", ")],
  );
});

test("a list of what is done names places by the way, and is no list of places", () => {
  const done = "Tests: stabilise\n\n- Update src/a.ts\n- src/b.ts\n- Describe what was wrong with the old ones";
  expect(placesOf(done)).toEqual([]);
  expect(placesOf("Write tests\n\n- src/a.ts\n- src/b.ts\n- src/c.ts (slow)\n")).toEqual([
    "src/a.ts",
    "src/b.ts",
    "src/c.ts",
  ]);
});

test("a path that exists is one place, whatever else bears a name in it", () => {
  expect(placesOf("Fix the typo in docs/source/live.rst")).toEqual(["docs/source/live.rst"]);
  expect(placesOf("Fix the typo in `docs/source/live.rst`")).toEqual(["docs/source/live.rst"]);
});

test("a file shown as an agent is shown it is that file", () => {
  expect(placesOf("Fix the crash in @src/a.ts")).toEqual(["src/a.ts"]);
});
