import { expect, test } from "bun:test";
import { expectOrdered, type Half, judgeIn } from "./told-halves.ts";

/* What is recorded anew as a whole, and data that code of its name reads: no import tells of either. */

const files = {
  ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`other/part${at}.ts`, "export {};\n"])),
  "words/pt.yml": "bird: ave\n",
  "words/pt_BR.yml": "bird: ave\n",
  "words/ptolemy.yml": "bird: ornis\n",
  "lang/sr/words.ts": "export const bird = 1;\n",
  "lang/sr/record.snap": "1\n",
  "lang/sr-Latn/months.ts": "export const month = 1;\n",
  "lang/sr-Latn/record.snap": "1\n",
  "lang/hr/months.ts": "export const month = 1;\n",
  "lang/hr/record.snap": "1\n",
  "src/walk.ts": "export const walk = 1;\n",
  "api/listing.txt": "walk\n",
  "data/tides.yml": "high-tide: 1\n",
  "src/draw/tides.rb": "class Tides\nend\n",
  "src/draw/moons.rb": "class Moons\nend\n",
  "src/entry.ts": "export function enter() {}\n",
  "test/entry.test.ts": 'import { enter } from "../src/entry.ts";\n\nenter();\n',
};
const judge = judgeIn(files);

const portuguese: Half = ["Portuguese: another bird", "Phrases about birds should take pássaro.", ["words/pt.yml"]];
const brazil = (path: string): Half => [
  "Brazil: hours with a colon",
  "Write hours as 13:05 and bring all the expectations of its test up to date.",
  [path],
];
const serbian: Half = ["Serbian: shorter words", "Native speakers like others better.", ["lang/sr/words.ts"]];
const months = (folder: string): Half => [
  "Names of months",
  "Take the other one for March, and refresh the snapshot as a whole.",
  [`lang/${folder}/months.ts`, `lang/${folder}/record.snap`],
];
const walking: Half = ["Export `walkBack`", "Add an exported function that walks back.", ["src/walk.ts"]];
const listing: Half = [
  "Bring the listing up to date",
  "Regenerate the recorded API text from the sources.",
  ["api/listing.txt"],
];
const keys: Half = [
  "One style in the data",
  "Some groups have dashes; write all group names with underscores.",
  ["data/tides.yml"],
];
const heights = (path: string): Half => ["Heights as numbers", "Let it keep a number for each height.", [path]];

test.each<[string, Half, Half, RegExp]>([
  [
    "a regional variant's file",
    portuguese,
    brazil("words/pt_BR.yml"),
    /^S2 records anew what `words\/pt_BR.yml` takes/,
  ],
  ["a regional variant's folder", serbian, months("sr-Latn"), /^S2 records anew what `lang\/sr-Latn\/months.ts` takes/],
  ["a list of what the code offers", walking, listing, /^S2 records anew what the code offers/],
  ["keys that code of one name reads", keys, heights("src/draw/tides.rb"), /^S1 writes the keys in `data\/tides.yml`/],
  [
    "what a test checks that is said",
    [
      "Friendlier answer to a mistyped word",
      "Print a new sentence that names the word in quotes and offers the nearest one.",
      ["src/entry.ts"],
    ],
    [
      "Tidy the tests of the way in",
      "Put into one table what is said for words that nobody knows.",
      ["test/entry.test.ts"],
    ],
    /^S1 changes what is seen of it, and S2 compares that/,
  ],
])("%s is ordered after it", async (_what, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  ["a file of which a name is only the beginning", portuguese, brazil("words/ptolemy.yml")],
  ["another language's folder", serbian, months("hr")],
  [
    "a variant that records nothing anew",
    serbian,
    ["Names of months", "Take the other one for March.", ["lang/sr-Latn/months.ts"]],
  ],
  [
    "a base that stays as it is",
    ["Serbian", "Sort the words; the output stays the same.", ["lang/sr/words.ts"]],
    months("sr-Latn"),
  ],
  ["work on what nobody is offered", ["Walk faster", "Keep what was found in a map.", ["src/walk.ts"]], listing],
  ["keys that other code reads", keys, heights("src/draw/moons.rb")],
])("%s ties nobody", async (_what, one, other) => {
  expect(await judge([one, other])).toMatchObject({ verdict: "independent" });
  expect(await judge([other, one])).toMatchObject({ verdict: "independent" });
});
