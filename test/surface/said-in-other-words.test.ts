import { expect, test } from "bun:test";
import { historyOf } from "../../src/repository/history.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn } from "../repository/evidence-of.ts";
import { expectOrdered, type Half, judgeIn, storiesOf } from "./told-halves.ts";

/* What ties two stories that use no word in common for it: a name in the code, a list, a value, another language. */

const files = {
  "src/lines.py": "def format_columns(rows):\n    return rows\n\n\ndef pad(text):\n    return text\n",
  "src/help.py": "from .lines import format_columns\n\n\ndef show():\n    return format_columns([])\n",
  "src/short.py": "def cut(text):\n    return text\n",
  "src/meson.py": "from .short import cut\n\n\ndef show():\n    return cut('x')\n",
  "src/future.rb": "def hidden_in_future(thing)\nend\n",
  "src/posts.rb": "def read\n  hidden_in_future(1)\nend\n",
  "src/keep.py": "KEPT = 3\n",
  "docs/temporary.md": "# Temporary\n",
  "docs/faq.md": "# Questions\n",
  "tests/CMakeLists.txt": "set(tests parse_array parse_number print_array)\n",
  "tests/parse_array.c": "int a;\n",
  "tests/parse_number.c": "int b;\n",
  "tests/print_array.c": "int c;\n",
  "kinds/table.py":
    "from .pie.pie_finder import A\nfrom .bar.bar_finder import B\nfrom .line.line_finder import C\n\nALL = [A, B, C]\n",
  "kinds/pie/pie_finder.py": "A = 1\n",
  "kinds/bar/bar_finder.py": "B = 1\n",
  "kinds/line/line_finder.py": "C = 1\n",
  "Sources/Info/Record.swift": "public struct ArgumentRecord { public var shouldDisplay: Bool }\n",
  "Tools/Page.swift": "func page() { print(one.shouldDisplay) }\n",
  "app/wire_protocol.go": "package app\n",
  "lib/wire_protocol.ts": "export {};\n",
};
const judge = judgeIn(files);

const columns: Half = [
  "Columns come back as they are",
  "The helper that aligns columns glues all of them together. Leave that to whoever asked.",
  ["src/lines.py"],
];
const help: Half = ["Examples in the help", "Print the examples of a command at its end.", ["src/help.py"]];
const kept: Half = ["Keep five folders", "Only three temporary folders are there. Keep five.", ["src/keep.py"]];

test.each<[string, Half, Half, RegExp]>([
  [
    "a name that the text has the words of, in code that imports it",
    columns,
    help,
    /S1 changes what its text says of `format_columns`, which S2's code uses/,
  ],
  [
    "the same where no import tells",
    ["Posts of the future have a date", "What is hidden in the future tells when it is seen.", ["src/future.rb"]],
    ["Say why a post is left out", "One readable line for each reason.", ["src/posts.rb"]],
    /S1 changes what its text says of `hidden_in_future`/,
  ],
  [
    "what is to be given back from then on",
    [
      "Cutting tells whether it cut",
      "The text alone comes back. Return whether something was left out.",
      ["src/short.py"],
    ],
    ["Names of projects in bold", "Names are cut at their end.", ["src/meson.py"]],
    /S1 changes what others see without naming it: S1 writes `src\/short.py`/,
  ],
  [
    "what a title calls work inside, and a brief gives another argument",
    ["Escape into a buffer", "Let it take the buffer as its first argument.", ["src/short.py"]],
    ["Names of projects in bold", "Names are cut at their end.", ["src/meson.py"]],
    /S1 writes `src\/short.py`/,
  ],
  [
    "a value, and a page that speaks of the same things and quotes nothing",
    kept,
    ["Temporary folders in the guide", "It is vague on how long they stay.", ["docs/temporary.md"]],
    /S1 changes what is seen of it, and S2 tells of that: both say "temporary"/,
  ],
  [
    "what holds when nothing is set",
    ["Fewer rules by default", "Only what breaks code is on from the start.", ["src/keep.py"]],
    ["Answer which rules are on", "Say which rules run out of the box.", ["docs/faq.md"]],
    /S2 tells of that/,
  ],
  [
    "a name of another file of Swift, which no import tells",
    [
      "Say how an argument is shown",
      "Whether it is displayed becomes one of three kinds.",
      ["Sources/Info/Record.swift"],
    ],
    ["Group the page", "Print what is displayed by section.", ["Tools/Page.swift"]],
    /S1 changes what its text says of `shouldDisplay`|S2's code uses `shouldDisplay`|both say|speaks of it/,
  ],
  [
    "one more of what a list has, by the words of the list",
    ["A test of copies", "Build it with the others.", ["tests/copy_item.c", "tests/CMakeLists.txt"]],
    ["A test of positions", "Broken documents and where they break.", ["tests/error_position.c"]],
    /S1 enters `tests\/copy_item.c` in `tests\/CMakeLists.txt`, which lists the files like it; S2 creates/,
  ],
  [
    "one more of what a table imports from the folders side by side",
    ["Organigrams", "A new kind with its finder.", ["kinds/org/org_finder.py", "kinds/table.py"]],
    ["Seats", "A new kind that is found like the others.", ["kinds/seat/seat_finder.py"]],
    /S1 enters `kinds\/org\/org_finder.py` in `kinds\/table.py`/,
  ],
])("%s", async (_, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  [
    "a name that is only made faster",
    ["Make the columns faster", "The helper that aligns columns looks at each twice.", ["src/lines.py"]],
    help,
  ],
  [
    "a name whose outcome stays",
    ["Columns without a copy", "The helper that aligns columns copies all. Results stay the same.", ["src/lines.py"]],
    help,
  ],
  [
    "another function of the same file",
    ["Padding with dots", "A gap of more than two is hard to follow. Fill it.", ["src/lines.py"]],
    help,
  ],
  [
    "a page with one word in common that its title does not have",
    kept,
    ["Where logs are", "Say in which of the folders they are.", ["docs/faq.md"]],
  ],
  [
    "a page that stays as it is",
    kept,
    ["Temporary folders, sorted", "Nothing changes but the order.", ["docs/faq.md"]],
  ],
  [
    "a new file of another kind",
    ["A test of copies", "Build it with the others.", ["tests/copy_item.c", "tests/CMakeLists.txt"]],
    ["Inputs for positions", "Two broken documents.", ["tests/broken.json"]],
  ],
  [
    "two new files, and a list that neither of them writes",
    ["A test of copies", "Deep and shallow ones.", ["tests/copy_item.c"]],
    ["A test of positions", "Broken documents and where they break.", ["tests/error_position.c"]],
  ],
  [
    "one name in two languages that never changed together",
    ["Shorter waits", "It sleeps longer than it must.", ["app/wire_protocol.go"]],
    ["Fewer copies", "A queue of what was read.", ["lib/wire_protocol.ts"]],
  ],
])("not: %s", async (_, one, other) => {
  expect(await judge([one, other])).toMatchObject({ rule: "coupled" });
});

test("one name in two languages is one thing where both changed together", async () => {
  const [a, b] = storiesOf([
    ["Shorter waits", "It sleeps longer than it must.", ["app/wire_protocol.go"]],
    ["Fewer copies", "A queue of what was read.", ["lib/wire_protocol.ts"]],
  ]);
  const evidence = await evidenceIn(files, [a, b]);
  const paths = ["app/wire_protocol.go", "lib/wire_protocol.ts"];
  const judged = (commits: string[][]) =>
    judgePair(a, b, { ...evidence, history: historyOf(commits) }, { strict: false });
  expect(judged([paths, paths, paths]).why).toMatch(/are one thing in two languages, changed together in 3 commits/);
  expect(judged([paths, paths]).verdict).toBe("independent");
});
