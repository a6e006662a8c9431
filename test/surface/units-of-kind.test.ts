import { expect, test } from "bun:test";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { kindOfUnits } from "../../src/surface/pairs/units-of-kind.ts";
import { type Half, judgeIn, storiesOf } from "./told-halves.ts";

/* Stories about two units of one kind, which share what their kind is called, and the folder where all tests lie. */

const many = (folder: string, of: string) =>
  Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${folder}/${of}${at}.ts`, "export {};\n"]));
const files = {
  ...many("other", "part"),
  "src/rings/amber.ts": "export const a = 1;\n",
  "src/rings/cobalt.ts": "export const b = 1;\n",
  "src/valves/spring.ts": "export const c = 1;\n",
  "src/valves/needle_seat.ts": "export const d = 1;\n",
  "src/spring_sluice_gate.ts": "export const e = 1;\n",
  "src/needle_sluice_gate.ts": "export const f = 1;\n",
  "src/url.ts": "export function shorter() {}\n",
  "src/fetch.ts": 'import { shorter } from "./url.ts";\n\nexport const fetched = shorter();\n',
  "src/commands/paint.ts":
    "function clamped(value: number) {\n  return value;\n}\n\nexport const paint = clamped(1);\n",
  "src/numbers.ts": "export function clamped(value: number) {\n  return value;\n}\n",
  "tests/rings_amber.test.ts": "export const g = 1;\n",
  "tests/far_cobalt.test.ts": "export const h = 1;\n",
  "scripts/fish_completion": "# fish\n",
  "scripts/nu_completion.nu": "# nu\n",
  "flag_size.go": "package cli\n",
  "flag_colour.go": "package cli\n",
  "data/fi.yml": "a: 1\n",
  "data/et.yml": "a: 1\n",
};
const judge = judgeIn(files);

test.each<[string, Half, Half]>([
  [
    "a title's one word for the unit, which no path has",
    ["Finnish sheet: bird names", "Add a list of bird names.", ["data/fi.yml", "tests/fi_sheet.test.ts"]],
    ["Estonian sheet: bird names", "Add a list of bird names.", ["data/et.yml", "tests/et_sheet.test.ts"]],
  ],
  [
    "a kind, and what both do with the log",
    ["Spring valve: no log line per turn", "Log the first turn only and count the rest.", ["src/valves/spring.ts"]],
    ["Needle seat valve: log a shorter path", "Cut the path in the log line.", ["src/valves/needle_seat.ts"]],
  ],
  [
    "a kind of two words, on the paths of both",
    ["Spring sluice gate: overflow", "Adding near the limit wraps; stop at it.", ["src/spring_sluice_gate.ts"]],
    ["Needle sluice gate: checks when made", "Refuse what is below zero.", ["src/needle_sluice_gate.ts"]],
  ],
  [
    "a kind without a colon behind it, and new tests that are called after it",
    ["Size flags accept units", "Let its parser understand `2k`.", ["flag_size.go", "flag_size_test.go"]],
    ["Colour flags: error lists the names", "List them all.", ["flag_colour.go", "flag_colour_test.go"]],
  ],
  [
    "a kind, and the plain word for it in both briefs",
    [
      "fish autofill: quote colons",
      "Escape colons in the fish script so that nothing splits them.",
      ["scripts/fish_completion"],
    ],
    [
      "nu autofill: keep a blank at the end",
      "Fix the nu script to complete after a blank.",
      ["scripts/nu_completion.nu"],
    ],
  ],
  [
    "a word of the domain, where one only adds and tells what the new thing does",
    [
      "src.url: `bare_address`",
      "Add a function that removes mark_* and similar ones from an address; the present functions are not touched.",
      ["src/url.ts", "tests/url.test.ts"],
    ],
    ["shell: --print-url", "When asked, print the last one.", ["src/commands/paint.ts", "tests/paint.test.ts"]],
  ],
  [
    "the name of a function that is told to be one file's own",
    [
      "Drop the private clamped in paint",
      "Replace the local `clamped` function by what comes with it.",
      ["src/commands/paint.ts"],
    ],
    ["numbers: tests for `clamped`", "Add tests with equal bounds.", ["src/numbers.ts"]],
  ],
])("%s ties nobody", async (_what, one, other) => {
  for (const pair of [
    [one, other],
    [other, one],
  ] as [Half, Half][]) {
    expect(await judge(pair)).toMatchObject({ verdict: "independent" });
  }
});

test("a folder in which all tests lie is not told as a place where both write", async () => {
  const halves: [Half, Half] = [
    ["Amber glow beam", "Let it shine on.", ["src/rings/amber.ts", "tests/rings_amber.test.ts"]],
    ["Glow beam of lamps", "Let it be seen from there.", ["src/numbers.ts", "tests/far_cobalt.test.ts"]],
  ];
  expect((await judge(halves)).why).not.toContain("tests/");
});

test.each<[string, Half, Half]>([
  [
    "new sources of one family",
    ["Size flags accept units", "Let its parser understand `2k`.", ["flag_length.go"]],
    ["Colour flags: error lists the names", "List them all.", ["flag_shade.go"]],
  ],
  [
    "what goes for all, though it is private here",
    ["Drop `clamped` from numbers", "Remove `clamped`, which nobody needs.", ["src/numbers.ts"]],
    ["Paint: tests for `clamped`", "Add tests of `clamped` with equal bounds.", ["tests/far_cobalt.test.ts"]],
  ],
])("%s is still a tie", async (_what, one, other) => {
  expect(await judge([one, other])).toMatchObject({ verdict: "ordered" });
});

test("titles with one unit, or with another kind, are no units of one kind", () => {
  const kind = (one: string, other: string) => {
    const evidence = evidenceOfFiles("base", ["src/spring.ts", "src/needle.ts"]);
    const halves: Half[] = [
      [one, "", ["src/spring.ts"]],
      [other, "", ["src/needle.ts"]],
    ];
    const [a, b] = storiesOf(halves).map((story) => storySurface(story, evidence));
    if (a === undefined || b === undefined) throw new Error("two surfaces");
    return [...(kindOfUnits(a, b) ?? [])];
  };
  expect(kind("Spring gate valve: leaks", "Needle gate valve: rust")).toEqual(["gate", "valve"]);
  expect(kind("feat: add spring valves", "Needle valves: rust")).toEqual(["valve"]);
  expect(kind("Spring valves leak", "Needle valves rust")).toEqual(["valve"]);
  // Articles before it, and the work, are no part of a unit's name.
  expect(kind("The spring valves leak", "Our needle valves rust")).toEqual(["valve"]);
  expect(kind("The spring valve: leaks", "A needle valve: rust")).toEqual(["valve"]);
  expect(kind("Fix the spring valves", "Test each needle valve")).toEqual(["valve"]);
  expect(kind("The: leaks", "Needle valve: rust")).toEqual([]);
  expect(kind("Fix the", "Test all")).toEqual([]);
  expect(kind("Spring valve: leaks", "Spring valve: rust")).toEqual([]);
  expect(kind("Spring valve: leaks", "Needle pump: rust")).toEqual([]);
  expect(kind("Spring: leaks", "Needle: rust")).toEqual([]);
  expect(kind("Rename the part for the spring", "Guide for users of it")).toEqual([]);
  expect(kind("Needle valve: leaks", "Spring valve: rust")).toEqual([]);
  expect(kind("Some valves leak", "Other valves rust")).toEqual([]);
});
