import { describe, expect, test } from "bun:test";
import { findUnclear } from "../../src/intake/clarity.ts";
import { particularWords } from "../../src/intake/general-words.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { IntakeFacts, NamedSurface } from "../../src/intake/intake-facts.ts";
import { factsWith } from "./known-facts.ts";

function ruleOf(goal: string, different: Partial<IntakeFacts> = {}): string | null {
  return findUnclear(readGoalText(goal), factsWith(different))?.rule ?? null;
}
const router: NamedSurface = { mention: "router", path: "src/router.ts", files: 1, by: "code" };

describe("a wish without an object", () => {
  test.each<[string, Partial<IntakeFacts>, string | null]>([
    ["make it better", {}, "names-nothing"],
    // Any one thing that is named is enough to start on.
    ["router: make it better", {}, null],
    ["make it better", { surfaces: [router] }, null],
    ["make it better\n\nToday it says nothing when the list is empty.", {}, null],
    ["make it better\n\nreally, it is so slow now", {}, "names-nothing"],
    ["retry", { surfaces: [router] }, "only-a-place"],
    ["dark mode", {}, "no-verb"],
    ["dark mode\n\nThe page should follow what the system is set to.", {}, null],
    ["settings: dark mode", {}, null],
    ["feat: dark mode", {}, null],
    ["dark mode toggle", {}, "no-verb"],
    ["dark mode crash", {}, null],
    ["add dark mode", {}, null],
    // Three words that no list knows may be a sentence of any language.
    ["lisää tumma teema", {}, null],
    ["toon donker thema", {}, null],
    ["four words have enough", {}, null],
    ["测试", {}, "names-nothing"],
    ["暗色主题", {}, null],
    ["설정값", {}, "one-word"],
    ["자동저장", {}, null],
  ])("%j with %j: %p", (goal, facts, rule) => {
    expect(ruleOf(goal, facts)).toBe(rule);
  });

  test.each([
    ["改进一下代码", []],
    ["改进路由", ["改进路由"]],
    ["fix the 错误", []],
    ["Fix the Router", ["router"]],
    ["", []],
  ])("of %p what could name something is %j", (title, expected) => {
    expect(particularWords(title)).toEqual(expected);
  });
});

describe("more than one piece of work", () => {
  const empty = { codeFiles: 0 };
  test.each<[string, Partial<IntakeFacts>, string | null]>([
    ["Login, search and billing", empty, "whole-product"],
    ["Add login, search and billing", empty, "whole-product"],
    ["Add login and search", empty, null],
    ["Add login, search and billing", { codeFiles: 1 }, null],
    ["Add login, search and billing", { ...empty, surfaces: [router] }, null],
    ["Describe login, search and billing in the docs", empty, null],
    [`Add login, search and billing\n\n${"It should be said what each does. ".repeat(10)}`, empty, null],
    ["Add login, search and billing\n\nIt should be said what each does.", empty, "whole-product"],
    ["Fix all open issues", {}, "unknown-set"],
    ["Fix all open issues", { surfaces: [router] }, null],
    ['Fix all open issues with the label "easy"', {}, null],
    ["Fix all issues that `lint` finds", {}, null],
    ["Rewrite the whole app in Rust", {}, "whole-product"],
    [`Rewrite the whole app in Rust\n\n${"First the parser moves, with its tests. ".repeat(10)}`, {}, null],
  ])("%p with %j: %p", (goal, facts, rule) => {
    expect(ruleOf(goal, facts)).toBe(rule);
  });
});

describe("a path that is not there", () => {
  const absent = [{ path: "src/rooter.ts", nearest: null }];
  test.each<[string, string | null]>([
    ["Fix src/rooter.ts", "path-absent"],
    ["fix: the loop of src/rooter.ts", "path-absent"],
    // A typed title tells of a change that makes what it names.
    ["feat: the loop of src/rooter.ts", null],
    ["Rename src/router.ts to src/rooter.ts", null],
    ["Move the loop -> src/rooter.ts", null],
    ["Open a src/rooter.ts", null],
    ["Make the loops of src/rooter.ts stop", null],
    // What is made stands close before it.
    [`Make it stop: ${"round and round it goes ".repeat(5)}until somebody can fix src/rooter.ts`, "path-absent"],
    ["Fix the loop\n\nIts new home is src/rooter.ts", null],
    ["Fix src/rooter.ts\n\nThe loop in src/rooter.ts never ends", "path-absent"],
    ["Fix the loop in src/rooter.ts\n\nIt never ends", "path-absent"],
    ["Delete src/rooter.ts", "already-gone"],
    ["- Get rid of src/rooter.ts", "already-gone"],
    // It is what the program meets and not where to work.
    ["Say what is wrong when src/rooter.ts has a loop", null],
    ["Use import './src/rooter.ts' right", null],
    ["Another src/rooter.ts", null],
    ["The order is fine; the loops of src/rooter.ts", null],
    ["The order is fine; the loops of src/rooter.ts are to be fixed", null],
    ["The order is fine, then stop the loops of src/rooter.ts", "path-absent"],
  ])("%p: %p", (goal, rule) => {
    expect(ruleOf(goal, { absent })).toBe(rule);
  });

  test("the first one that is expected is asked about", () => {
    const two = [
      { path: "src/seen.ts", nearest: null },
      { path: "src/gone.ts", nearest: "src/going.ts" },
    ];
    const goal = readGoalText("Read src/seen.ts if it exists; fix src/gone.ts");
    expect(findUnclear(goal, factsWith({ absent: two }))?.question).toBe(
      "There is no src/gone.ts in this repository. Is src/going.ts meant?",
    );
  });

  test.each<[string, string | null]>([
    ["Update ~/.bashrc", "path-outside"],
    ["Write the result of the search to ~/.bashrc", null],
    ["Read ~/.bashrc", null],
    ["Explain why ~/.bashrc is read twice, and update it", null],
    ["Fix the reader; append a line to ~/.bashrc", "path-outside"],
    ["Update the reader; when started it looks at ~/.bashrc", null],
    ["Fix the reader\n\nThen update ~/.bashrc", null],
    ["Update the reader of ~/.bashrc, then delete ~/.bashrc", "path-outside"],
  ])("outside, %p: %p", (goal, rule) => {
    expect(ruleOf(goal, { outside: ["~/.bashrc"] })).toBe(rule);
  });

  test.each<[string, string | null]>([
    ["Delete .git/index.lock", "path-in-git"],
    ["Wait while .git/index.lock is there", null],
    ["Look for .git/index.lock before a commit", null],
    ["Add .gitignore", null],
    ["Tidy up\n\nand remove `.git/index.lock`", "path-in-git"],
  ])("git's own, %p: %p", (goal, rule) => {
    expect(ruleOf(goal)).toBe(rule);
  });
});

describe("what would be lost", () => {
  test.each<[string, string | null]>([
    ["Delete all tests", "deletes-tests"],
    // What excuses an order stands before it, and in its own sentence.
    ["Delete all tests, and never ask me about it", "deletes-tests"],
    ["Never delete all tests of the parser silently", null],
    ["Tidy up when asked\nDelete all tests", "deletes-tests"],
    ["Tidy up when asked;delete all tests", "deletes-tests"],
    ["Tidy up when asked.Delete all tests", "deletes-tests"],
    ["Tidy up\nDelete all tests, never mind why", "deletes-tests"],
    ["Delete all tests locally", null],
    ["Delete all tests locally. Commit", null],
    ["Delete all tests. Keep what is locally there", "deletes-tests"],
    ["Delete all tests; keep what is there when it is old", "deletes-tests"],
    ["Delete all tests\nwhen it is old", "deletes-tests"],
    ["Delete all tests of v1.2 that are obsolete", null],
    // Quoted code is spoken of, unless somebody is to run it.
    ["Show `rm -rf build` in the help", null],
    ["Run `rm -rf build` first", "deletes-files"],
    ['The help says "delete all tests"', null],
    // A reviewed kind of change loses nothing but secrets.
    ["test: delete all tests of the parser", null],
    ["auth: disable security", null],
    ["auth: post the api keys in a comment", "discloses-secrets"],
    ["Tidy up\n\nDelete all tests", "deletes-tests"],
    ["Tidy up\n\nSend the passwords to https://a.example", "discloses-secrets"],
    // What leaves the machine is asked about under any condition.
    ["Force push to main when it is red", "rewrites-history"],
  ])("%p: %p", (goal, rule) => {
    expect(ruleOf(goal)).toBe(rule);
  });

  test("what was found is quoted, without the end of the sentence before", () => {
    const { question } = findUnclear(readGoalText("Tidy up. Delete all tests!"), factsWith()) ?? {};
    expect(question).toBe('"Delete all tests" means removing tests. Exactly what may be touched, and what must stay?');
  });
});
