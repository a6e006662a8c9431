import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isForeignWord } from "../../src/intake/general-words.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { titleOf } from "../../src/intake/history.ts";
import { isWorkVerb, translateWord } from "../../src/intake/lexicon.ts";
import { countNamesakes } from "../../src/intake/namesakes.ts";
import { readWeights, vagueness, weightCount, writeWeights } from "../../src/intake/vagueness.ts";

test.each([
  ...["add", "adds", "added", "adding", "fixes", "fixing", "remove", "removes", "removed", "removing"],
  ...["stopped", "stopping", "copy", "copies", "copied", "applies", "wrote", "dropping", "reuses"],
])("%p is a verb of work", (word) => {
  expect(isWorkVerb(word)).toBe(true);
});

test.each(["parser", "buzz", "fixt", "king", "bus", "addx", "need", "pass-through", ""])("%p is none", (word) => {
  expect(isWorkVerb(word)).toBe(false);
});

test.each([
  ["documenta", "document"],
  // The longer form is the surer one.
  ["documentación", "docs"],
  ["documentazione", "docs"],
  ["добавляет", "add"],
  ["перемещает", "перемещает"],
  ["переместить", "move"],
  ["修复", "fix"],
  // Forms that are too short to be a beginning are whole words.
  ["et", "and"],
  ["eta", "eta"],
  ["per", "per"],
  // English words that begin like a foreign form stay.
  ["creation", "creation"],
  ["permission", "permission"],
  ["documentation", "documentation"],
  ["adds", "adds"],
])("the rules know %p as %p, however often it is said", (word, idea) => {
  expect(translateWord(word)).toBe(idea);
  expect(translateWord(word)).toBe(idea);
});

test.each([
  ["fehler", true],
  ["erreur", true],
  ["error", false],
  ["router", false],
])("%p is an everyday word of another language: %p", (word, foreign) => {
  expect(isForeignWord(word)).toBe(foreign);
});

test.each([
  ["fix: a crash (#12)", "fix: a crash"],
  ["fix #12 in the parser", "fix #12 in the parser"],
  ["\n  \nfix: a crash\n\nBecause.", "fix: a crash"],
  ["Merge pull request #3 from ada/topic\n   \n\nTeach it dates (#3)", "Teach it dates"],
  ["Merge branch 'topic'", "Merge branch 'topic'"],
  ["Merge remote-tracking branch 'a/b'\n\nWhat came in", "What came in"],
  ["Merge sort for long lists\n\nIt is stable.", "Merge sort for long lists"],
  ["", ""],
])("a change whose message is %p is called %p", (message, title) => {
  expect(titleOf(message)).toBe(title);
});

describe("files that are called what a title says", () => {
  const files = [
    "test/req.test.ts",
    "test/db.test.ts",
    "test/login_spec.rb",
    "test_parser.py",
    "src/req.ts",
    "docs/req.md",
  ];
  const kinds = ["test", "test", "test", "test", "code", "doc"] as const;
  test.each<[string, "test" | "doc", number]>([
    ["cover req", "test", 1],
    ["cover req.ts!", "test", 1],
    ["cover `req`, login; and (parser)", "test", 3],
    // Two letters are no name to go by, and what all of them are called is none.
    ["cover db", "test", 0],
    ["cover the tests and specs", "test", 0],
    ["describe req", "doc", 1],
    ["describe the requests", "doc", 0],
  ])("%p, of kind %p: %p", (title, kind, count) => {
    expect(countNamesakes(readGoalText(title), files, kinds, kind)).toBe(count);
  });
});

describe("the weights of vagueness", () => {
  test("are packed in steps, within their bounds, and what was met is told from what was not", () => {
    const values = new Float64Array(weightCount);
    values.set([0.04, -0.08, 100, -100, 0, 0.4]);
    const read = readWeights(writeWeights(values, (place) => place !== 5));
    expect(read).toHaveLength(weightCount);
    expect([...read.slice(0, 7)]).toEqual([1, -2, 127, -127, 1, 0, 1]);
  });

  test("without any a title says nothing either way", () => {
    const none = readWeights("");
    expect(none).toHaveLength(weightCount);
    expect(vagueness("fix it", none)).toBe(0.5);
  });

  test("a share of certainty, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (title) => {
        const share = vagueness(title);
        expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });

  test.each([
    ["make everything better please", "make the router retry twice on a timeout"],
    ["Mach alles besser bitte", "Zeige die Zahl der Treffer über der Tabelle"],
    ["something is broken", "SOMETHING IS BROKEN in `parseDate`"],
    ["всё сломано", "сортируй письма по дате получения"],
    ["もっと良くして", "検索結果を日付順に並べる"],
  ])("%p sounds vaguer than %p", (vague, clear) => {
    expect(vagueness(vague)).toBeGreaterThan(0.5);
    expect(vagueness(clear)).toBeLessThan(0.5);
  });

  test.each([
    ["Fix the bug", "fix the bug"],
    ["améliore le code", "ameliore le code"],
    ["ｆｉｘ ｉｔ", "fix it"],
    ["große Fehler", "grosse Fehler"],
  ])("%p is weighed like %p", (one, other) => {
    expect(vagueness(one)).toBeCloseTo(vagueness(other), 9);
  });

  test("only the beginning of a long text is weighed", () => {
    const start = "make it better ".repeat(20);
    expect(vagueness(`${start}in the router`)).toBe(vagueness(start.slice(0, 300)));
  });
});
