import { expect, test } from "bun:test";
import { historyOf } from "../../src/repository/history.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn } from "../repository/evidence-of.ts";
import { expectOrdered, type Half, judgeIn, storiesOf } from "./told-halves.ts";

const files = {
  "src/errors.py": "class LateError(Exception):\n    text = 'too late'\n",
  "src/draw.py": "def draw(rows):\n    return rows\n",
  "src/level.py": "HIGH = 1\nLOW = 2\n",
  "src/colour.py": "from .level import HIGH\n\n\ndef colour(level):\n    return level == HIGH\n",
  "src/grammar.y": "%%\n",
  "src/grammar.c": "int x;\n",
  "src/version.go.tmpl": "package x\n",
  "out/version.go": "package x\n",
  "src/flags.py": "flags = []\n",
  "doc/all-flags.txt": "--one\n",
  "doc/manual.yml": "a: 1\n",
  "tests/test_errors.py": "from src.errors import LateError\n\n\ndef test_it():\n    assert LateError\n",
  "tests/test_whole.py": "def test_all():\n    assert True\n",
  "tests/fixtures/sample.json": '{"a": 1}\n',
  "tests/data.py": "SAMPLE = 'fixtures/sample.json'\n",
  "tests/test_read.py": "from .data import SAMPLE\n\n\ndef test_read():\n    assert SAMPLE\n",
  "tests/test_write.py": "def test_write():\n    assert 1\n",
  "tests/manual.test": "1\n",
  "docs/guide.md": "# Guide\n",
  "docs/draw.md": "# Drawing\n",
  "docs/wait.md": "# Waiting\n",
  "lib/saver.py": "class Saver:\n    def put(self, x):\n        raise NotImplementedError\n",
  "lib/kept.py": "from lib.saver import Saver\n\n\nclass KeptSaver(Saver):\n    pass\n",
  "disk/saver.py": "from lib.kept import KeptSaver\n\n\nclass DiskSaver(KeptSaver):\n    pass\n",
  "scripts/build-reader.js": "write()\n",
  "lib/reader.js": "x()\n",
  "src/messages/main.properties": "a=b\n",
  "src/messages/main_de.properties": "a=b\n",
  "caddy/one.golden": "a\n",
  "examples/late/main.py": "print(1)\n",
};

const judge = judgeIn(files);

const waited: Half = [
  "Say how long was waited when it is too late",
  "The text of the exception has no number. Put the seconds into it.",
  ["src/errors.py"],
];
const narrow: Half = [
  "Tables are narrow unless told otherwise",
  "A wide terminal makes tables that nobody can read. Stop at eighty characters.",
  ["src/draw.py"],
];
const oneMore: Half = [
  "A level between the two",
  "Audits need one of their own: add the level and its number.",
  ["src/level.py"],
];
const otherSample: Half = [
  "A key with blanks in the sample",
  "The sample has plain keys only. Put one with blanks in front.",
  ["tests/fixtures/sample.json"],
];
const inTwoParts: Half = [
  "Say what a grammar can end with",
  "Another rule for the last line of a file.",
  ["src/grammar.y"],
];
const fewBlanks: Half = [
  "Silence a warning of compilers",
  "Two variables have no use there. Mark them.",
  ["src/grammar.c"],
];

test.each<[string, Half, Half, RegExp]>([
  [
    "a test that imports it and compares the text",
    waited,
    [
      "Twice in a row",
      "Add a case that fails twice and compare the whole message of the second.",
      ["tests/test_errors.py"],
    ],
    /S2 compares that: S1 writes `src\/errors.py`, which S2's `tests\/test_errors.py` imports/,
  ],
  [
    "a test of the whole program that speaks of it",
    narrow,
    ["Cover wide tables", "Print one on a wide terminal and compare the full output.", ["tests/test_whole.py"]],
    /S2 compares that: both say "/,
  ],
  [
    "a page that shows it",
    waited,
    ["Entry on what is too late", "Quote the message that people see after the seconds are over.", ["docs/guide.md"]],
    /S2 tells of that: both say "late", "seconds"/,
  ],
  [
    "a page that shows it in many of the same words, of which three are told",
    waited,
    [
      "Entry on what is too late",
      "Quote the text of the exception with the number of seconds that were waited, as people see it.",
      ["docs/guide.md"],
    ],
    /S2 tells of that: both say "waited", "late", "number"$/,
  ],
  [
    "a page that is about it in many of the same words",
    waited,
    ["Entry on what is too late", "It has a number: that of the seconds that were waited for it.", ["docs/guide.md"]],
    /S2 tells of that: both say "waited", "late", "number"$/,
  ],
  [
    "a page whose name says that it is about that",
    narrow,
    ["Begin with what people see", "One row for each, and an example.", ["docs/draw.md"]],
    /its page is about "draw"/,
  ],
  [
    "an example that shows it",
    narrow,
    [
      "Show what is printed in the sample",
      "Add the lines that a wide terminal gets as comments.",
      ["examples/late/main.py"],
    ],
    /S2 tells of that/,
  ],
  [
    "one more of a kind, and who goes over all",
    oneMore,
    ["Softer colours", "One match over all levels, without a default.", ["src/colour.py"]],
    /S1 adds one more level, and S2 goes over all of them/,
  ],
  [
    "a sample that a test reads by way of another file",
    otherSample,
    ["Read it in pieces", "Compare what is read in pieces with the sample as a whole.", ["tests/test_read.py"]],
    /S1 changes `tests\/fixtures\/sample.json`, which S2's `tests\/test_read.py` reads/,
  ],
  ["what a grammar is compiled to", inTwoParts, fewBlanks, /`src\/grammar.c` is made from `src\/grammar.y`/],
  [
    "what a template is filled in to",
    ["Begin with one", "Nobody begins to count with zero there.", ["src/version.go.tmpl"]],
    ["Let it be read", "A function gives back the next one.", ["out/version.go"]],
    /`out\/version.go` is made from `src\/version.go.tmpl`/,
  ],
  [
    "what derives from it at some distance, and is asked for something new",
    [
      "Savers tell whether they can wait",
      "Add an abstract property for that to the base of all of them.",
      ["lib/saver.py"],
    ],
    ["Fewer writes to the disk", "Two blocks are written where one is enough.", ["disk/saver.py"]],
    /S1 writes `lib\/saver.py`, which S2's `disk\/saver.py` derives from/,
  ],
  [
    "what a program of its name writes",
    ["Read dates as well", "The plan that is turned into code has none yet.", ["scripts/build-reader.js"]],
    ["Remove dead branches", "Three of them are never taken.", ["lib/reader.js"]],
    /`lib\/reader.js` is made from `scripts\/build-reader.js`/,
  ],
  [
    "a key of one catalogue, and who adds what another one lacks",
    ["Say which of both is wrong", "Use a key of its own for that.", ["src/messages/main.properties"]],
    ["Complete the German ones", "Add every missing key.", ["src/messages/main_de.properties"]],
    /S1 adds one more key, and S2 goes over all of them/,
  ],
  [
    "a page that tells of all errors",
    ["Shorter sentences", "The exception speaks of itself twice. Name the cause in it.", ["src/errors.py"]],
    ["What can go wrong", "Give an example of every error.", ["docs/guide.md"]],
    /S2 tells of that: it tells of all errors/,
  ],
  [
    "a record that holds it",
    narrow,
    ["A second record", "Add one of a wide terminal to the golden files.", ["caddy/one.golden"]],
    /S2 compares that: both say/,
  ],
  [
    "what a text says is made from it",
    ["Describe how to sort", "Two keys, with what comes out.", ["doc/manual.yml"]],
    [
      "Strip blanks of examples",
      "Some that are extracted from the manual have blanks at the end.",
      ["tests/manual.test"],
    ],
    /S2 edits what is made from `doc\/manual.yml`/,
  ],
])("%s is put in order", async (_, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  [
    "a test that compares something else",
    narrow,
    ["Twice in a row", "Add a case that fails twice and compare the whole message.", ["tests/test_errors.py"]],
  ],
  [
    "a test of another message, whose words for what is compared are the same",
    ["Longer text in errors of drawing", "The message has no row. Add its number to the message.", ["src/draw.py"]],
    ["Exact text without a reason", "Compare the whole message of one whose text is missing.", ["tests/test_whole.py"]],
  ],
  [
    "a page that tells of something else",
    narrow,
    ["Entry on waiting", "Quote the message that people see after some seconds.", ["docs/wait.md"]],
  ],
  [
    "what stays as it is",
    ["Put the text together in one step", "It is made of three pieces; the output stays.", ["src/errors.py"]],
    ["Entry on texts", "Quote the text and its pieces.", ["docs/guide.md"]],
  ],
  [
    "a sample that other tests read",
    otherSample,
    ["Write in order", "Write three lines and read them again.", ["tests/test_write.py"]],
  ],
  [
    "one more of a kind, and who goes over all of another",
    oneMore,
    ["Shorter tables", "One match over all columns, without a default.", ["src/draw.py"]],
  ],
])("%s has nothing to do with it", async (_, one, other) => {
  expect(await judge([one, other])).toMatchObject({ verdict: "independent" });
});

test.each<[string, string, number, "shared-file" | "needs-what-goes" | "coupled"]>([
  ["what hardly ever changed alone is made from it", "doc/all-flags.txt", 14, "shared-file"],
  ["what did so a few times hangs on it", "doc/all-flags.txt", 8, "needs-what-goes"],
  ["what did so twice is nothing to it", "doc/all-flags.txt", 2, "coupled"],
  ["nor is code that changes with code", "src/draw.py", 14, "coupled"],
])("%s (%s, %i times: %s)", async (_, path, times, rule) => {
  const [a, b] = storiesOf([
    ["Shorter words", "Nobody reads three lines about one.", ["src/flags.py"]],
    ["Wrap what is too long", "Eighty letters are enough.", [path]],
  ]);
  const history = historyOf(Array.from({ length: 100 }, (_, at) => (at < times ? ["src/flags.py", path] : ["README"])));
  const evidence = { ...(await evidenceIn(files, [a, b])), history };
  const found = judgePair(a, b, evidence, { strict: false });
  expect(found).toMatchObject({ rule, verdict: rule === "coupled" ? "independent" : "ordered" });
  if (rule === "shared-file") expect(found.why).toContain("hardly ever changed without `src/flags.py`");
  if (rule === "needs-what-goes") expect(found.why).toContain("changed together in 8 commits");
});
