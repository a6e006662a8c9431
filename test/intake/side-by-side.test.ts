import { expect, test } from "bun:test";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { languageCode } from "../../src/intake/language-code.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { stepsOf } from "../../src/intake/steps.ts";
import { areSiblings, listedUnits } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const files = [
  "completions/it.bash",
  "completions/it.elvish",
  "completions/it.fish",
  "docs/de.md",
  "docs/guide.md",
  "docs/usage.md",
  "lang/de.lua",
  "lang/en.lua",
  "lang/fr.lua",
  "lang/nl.lua",
  "lib/Mojo/Date.pm",
  "lib/Mojo/JSON.pm",
  "lib/Mojo/JSON/Pointer.pm",
  "lib/Mojo/Path.pm",
  "res/messages_de.properties",
  "res/messages_es.properties",
  "res/messages_ko.properties",
  "scripts/README.md",
  "scripts/plot_bars.py",
  "scripts/plot_lines.py",
  "scripts/plot_rings.py",
  "types/hash.tcl",
  "types/list.tcl",
  "types/set.tcl",
];

test.each<[string, string[]]>([
  ["Proofread docs/*.md", ["docs/de.md", "docs/guide.md", "docs/usage.md"]],
  [
    "Correct res/messages_*.properties",
    ["res/messages_de.properties", "res/messages_es.properties", "res/messages_ko.properties"],
  ],
  ["Add a header comment to lang/{de,fr,nl}.lua", ["lang/de.lua", "lang/fr.lua", "lang/nl.lua"]],
  ["Complete the German, French and Dutch messages", ["lang/de.lua", "lang/fr.lua", "lang/nl.lua"]],
  ["Translate the new messages into German, French and Dutch", ["lang/de.lua", "lang/fr.lua", "lang/nl.lua"]],
  [
    "Give all of the scripts in scripts/ a help text",
    ["scripts/plot_bars.py", "scripts/plot_lines.py", "scripts/plot_rings.py"],
  ],
  [
    "Extend the tests of types/list.tcl (LPOS), types/set.tcl (SINTER) and types/hash.tcl (HRAND)",
    ["types/hash.tcl", "types/list.tcl", "types/set.tcl"],
  ],
  ["Document Mojo::JSON, Mojo::Date and Mojo::Path", ["lib/Mojo/Date.pm", "lib/Mojo/JSON.pm", "lib/Mojo/Path.pm"]],
  // Side by side they are units, whatever kind of file each is.
  [
    "Review completions/it.bash, completions/it.fish and completions/it.elvish",
    ["completions/it.bash", "completions/it.elvish", "completions/it.fish"],
  ],
  [
    "Vervollständige messages_de.properties, messages_es.properties und messages_ko.properties",
    ["res/messages_de.properties", "res/messages_es.properties", "res/messages_ko.properties"],
  ],
  [
    "Translate:\n\n| file | what |\n|---|---|\n| lang/de.lua | two new messages |\n| lang/fr.lua | one new message |",
    ["lang/de.lua", "lang/fr.lua"],
  ],
  ["It fails.\n\n| system | version |\n|---|---|\n| linux | 6.1 |\n| node | 22 |", []],
])("%p lists %j", (goal, units) => {
  const text = readGoalText(goal);
  expect(
    listedUnits(text, readFiles(text, files, "/r"))
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(units);
});

test.each<[string[], boolean]>([
  [["a/x.ts", "a/y.ts", "a/z.md"], true],
  [["a/x/", "a/y/", "a/z/"], true],
  [["a/x/index.ts", "a/y/index.ts", "a/z/index.ts"], true],
  [["a/x.ts", "a/y.ts"], false],
  [["a/x.ts", "a/y.ts", "b/z.ts"], false],
  [["a/x.ts", "a/y.ts", "a/z/"], false],
])("%j side by side: %p", (paths, expected) => {
  expect(areSiblings(paths.map((path) => ({ path })))).toBe(expected);
});

test("said of each, and side by side, a list weighs more than one of places here and there", () => {
  const weightOf = (goal: string) =>
    readNamedRules(readGoalText(goal), readFiles(readGoalText(goal), files, "/r")).find(
      ({ name }) => name === "enumerated-units",
    )?.weight[1] ?? 0;
  const beside = weightOf("Test each of lang/de.lua, lang/fr.lua and lang/nl.lua");
  const apart = weightOf("Test lang/de.lua, lang/fr.lua and lang/nl.lua, they stand alone: independent of each other");
  const spread = weightOf("Test each of lang/de.lua, scripts/plot_bars.py and types/set.tcl");
  const renamed = weightOf("Rename it in each of lang/de.lua, lang/fr.lua and lang/nl.lua");
  expect(beside).toBeGreaterThan(spread);
  expect(apart).toBe(beside);
  expect(renamed).toBeLessThan(beside);
});

test.each([
  ["Add a class, wire it into the reader, expose it on the builder, and only then write the guide", 4],
  ["Add a limit, then document it", 2],
  ["Add the limit, the default and the flag, then document them", 2],
])("%p asks for %d steps", (goal, steps) => {
  expect(stepsOf(readGoalText(goal))).toBe(steps);
});

test.each([
  ["German", "de"],
  ["Dutch", "nl"],
  ["german", null],
  ["Table", null],
])("the code of %s is %p", (word, code) => {
  expect(languageCode(word)).toBe(code);
});

test.each([
  "bir hata var, düzelt",
  "şu hatayı gider",
  "het werkt niet, los het op",
  "något är fel, fixa",
  "kod berbat, iyileştir",
])("%p would fit any repository", (goal) => {
  const { decision } = decideByRules(goal, factsWith(readFiles(readGoalText(goal), files, "/r")));
  expect(decision.clarity).toBe("vague");
});
