import { expect, test } from "bun:test";
import fc from "fast-check";
import { joinPath } from "../../src/core/path.ts";
import { isCompound, topicsOf, wordsIn } from "../../src/core/words.ts";
import { isCode, isTest } from "../../src/ecosystems/file-kind.ts";
import { similarFiles } from "../../src/repository/evidence.ts";
import { treeOf } from "../../src/repository/file-tree.ts";
import { subjectOf } from "../../src/surface/pairs/story-surface.ts";

test.each([
  ["src/parse.ts", true, false, "parse"],
  ["src/parse.test.ts", true, true, "parse"],
  ["tests/test_parse.py", true, true, "parse"],
  ["pkg/parse_test.go", true, true, "parse"],
  ["spec/parse_spec.rb", true, true, "parse"],
  ["src/test/java/ParseTests.java", true, true, "parse"],
  ["src/treeParser.ts", true, false, "treeparser"],
  ["src/contest.ts", true, false, "contest"],
  ["docs/parse.md", false, false, "parse"],
])("%s: code %p, test %p, about %s", (path, code, isOfTests, subject) => {
  expect([isCode(path), isTest(path), subjectOf(path)]).toEqual([code, isOfTests, subject]);
});

test("wordsIn() takes names apart", () => {
  expect(wordsIn("parseHTMLPage in http2_client-pool")).toEqual([
    "parse",
    "html",
    "page",
    "in",
    "http",
    "client",
    "pool",
  ]);
});

test("topicsOf() leaves out what says nothing, and treats one and many alike", () => {
  expect([...topicsOf("fix: add the missing forwarders for OpenCode tests")]).toEqual(["missing", "forwarder", "open"]);
});

test.each([
  ["parseTree", true],
  ["parse_tree", true],
  ["HTTPServer", false],
  ["_parse", false],
  ["__init__", false],
  ["parse", false],
])("isCompound(%s) is %p", (name, expected) => {
  expect(isCompound(name)).toBe(expected);
});

test.each([
  ["src", "./a.ts", "src/a.ts"],
  ["src/x", "../../a", "a"],
  ["", "a//b/./c", "a/b/c"],
  ["src", "../../a", null],
])("joinPath(%j, %j) is %j", (folder, relative, expected) => {
  expect(joinPath(folder, relative)).toBe(expected);
});

test("joinPath() never leads out of the repository", () => {
  const part = fc.constantFrom("a", "..", ".", "b", "");
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (folder, relative) => {
      const start = folder.filter((one) => one !== ".." && one !== "." && one !== "").join("/");
      const joined = joinPath(start, relative.join("/"));
      if (joined !== null) expect(joined.split("/")).not.toContain("..");
    }),
  );
});

test("similarFiles() prefers files of the same role", () => {
  const names = ["a_test.go", "b_test.go", "c_test.go", "d_test.go", "e_test.go", "f_test.go", "plain.go", "readme.md"];
  const tree = treeOf(new Set(names.map((name) => `pkg/${name}`)));
  expect(similarFiles(tree, "pkg/new_test.go")).not.toContain("pkg/plain.go");
  expect(similarFiles(tree, "pkg/new_test.go")).toHaveLength(6);
  expect(similarFiles(tree, "elsewhere/new.go")).toEqual([]);
});
