import { expect, test } from "bun:test";
import { changesContract } from "../../src/surface/pairs/contract-words.ts";
import { describedName } from "../../src/surface/pairs/described-name.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

test.each([
  ["Byte streams expose chunks() instead of being iterable themselves", true],
  ["Get rid of the web request trait", true],
  ["Writer methods return void, no more chaining", true],
  ["refactor(handlers): keep the headers as a list", true],
  ["Durations come out as integers", true],
  ["fix(writer): return null instead of throwing", false],
  ["🤖 fix: return null instead of throwing", false],
  ["[Fix] Move the check into the parser", false],
  ["docs: the writer returns a string instead of bytes", false],
  ["Document that the writer returns bytes instead of a string", false],
  ["Speed up the writer", false],
  ["Remove useless pieces of the writer", false],
  ["Make the writer more reliable", false],
])("changesContract(%j) is %p", (title, expected) => {
  expect(changesContract(title)).toBe(expected);
});

test.each([
  ["Get rid of the web request trait and check inline", "WebRequestRecognizerTrait", true],
  ["Get rid of the request trait and check inline", "WebRequestRecognizerTrait", false],
  ["Byte streams expose chunks()", "AsyncByteStream", true],
  ["The retry budgets should be shared", "RetryBudget", true],
  ["The size parser returns a result", "parse_size", true],
  ["Move parsing of sizes into a module", "parse_size", true],
  ["Remove the story list highlight style", "StoryList", false],
  ["Drop the story list", "story_list_item", false],
  ["Drop the story list", "render_story_list", false],
  ["Remove commands that nobody uses", "remove_command", false],
  ["Take streams of bytes", "ByteStream", false],
  ["Take a stream", "ByteStream", false],
  ["Rename ByteStream", "ByteStream", false],
  ["Rename IsHelpCommand to IsTopicCommand", "SetHelpCommand", false],
  ["The parser returns a result", "parse", false],
  ["Speed up parsing", "zebra", false],
  ["The streams return a result", "Stream", false],
])("%j describes %s: %p", (title, name, expected) => {
  expect(describedName(title, [name])).toBe(expected ? name : null);
});

const writers = {
  java: {
    "src/JsonWriter.java":
      "package a;\npublic class JsonWriter {\n  public JsonWriter value(String v) { return this; }\n}\n",
    "src/JsonTreeWriter.java": "package a;\npublic final class JsonTreeWriter extends JsonWriter {\n  int depth;\n}\n",
  },
  py: {
    "lib/base.py": "class Handler:\n    def emit_all(self):\n        pass\n",
    "lib/mail.py": "from .base import Handler\n\n\nclass Mail(Handler):\n    level = 1\n",
  },
  rs: {
    "src/generator.rs": "pub trait Generator {\n    fn file_name(&self) -> String;\n}\n",
    "src/fish.rs": "use crate::generator::Generator;\n\nimpl Generator for Fish {\n}\n",
  },
  rb: {
    "lib/base.rb": "module A\n  class Base\n    def random_string\n    end\n  end\nend\n",
    "lib/token.rb": "module A\n  class Token < Base\n  end\nend\n",
  },
  php: {
    "src/WebRequestTrait.php": "<?php\ntrait WebRequestTrait {\n}\n",
    "src/Chrome.php": "<?php\nclass Chrome {\n    use WebRequestTrait;\n}\n",
  },
  go: {
    "a/walker.go": "package a\n\ntype Walker struct {\n\tdepth int\n}\n",
    "a/tree.go": "package a\n\ntype Tree struct {\n\tWalker\n\tname string\n}\n",
  },
} as const;

test.each<[string, Record<string, string>, string, string, RegExp | null]>([
  ["Java", writers.java, "Writer methods return void, no more chaining", "Reject names", /`JsonWriter`.*derives from/],
  ["Python", writers.py, "Handlers get their records as a list", "Send the level", /`Handler`.*derives from/],
  ["Rust", writers.rs, "The generator takes its options as a struct", "Sort commands", /`Generator`.*derives from/],
  ["Ruby", writers.rb, "Make random_string take a keyword argument", "Rotate tokens", /`Base`.*derives from/],
  ["PHP", writers.php, "Get rid of the web request trait", "Send headers once", /speaks of `WebRequestTrait`.*uses/],
  ["Go", writers.go, "Walkers take a context as first argument", "Name trees", /`Walker`.*derives from/],
  ["what is fixed inside", writers.java, "Fix the writer for empty names", "Reject names", null],
  ["what is documented", writers.py, "Document the handlers", "Send the level", null],
  ["another type", writers.java, "Readers return void, no more chaining", "Reject names", null],
])("needs-what-goes by what a title means: %s", async (_name, files, title, other, why) => {
  const [making = "", using = ""] = Object.keys(files);
  const one = storyOf("S1", [making], { title });
  const two = storyOf("S2", [using], { title: other });
  const evidence = await evidenceIn({ ...files, "README.md": "# A\n" }, [one, two]);
  const judged = judgePair(one, two, evidence, { strict: false });
  const turned = judgePair(two, one, evidence, { strict: false });
  expect([judged.rule === "needs-what-goes", judged.rule === "needs-what-goes" ? judged.first : null]).toEqual(
    why === null ? [false, null] : [true, "a"],
  );
  expect(turned.rule).toBe(judged.rule);
  if (why !== null) expect(judged.why).toMatch(why);
});
