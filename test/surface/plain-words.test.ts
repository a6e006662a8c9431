import { expect, test } from "bun:test";
import { expectOrdered, type Half, judgeIn } from "./told-halves.ts";

const files = {
  "src/export.py": "import json\n\n\ndef dump(out):\n    return json.dumps({'times': out})\n",
  "src/settings.py": "limit = 8 * 1024\n\n\nclass Settings:\n    size = limit\n",
  "src/link.py": "def t(x):\n    return x\n",
  "src/parse.py": "from .link import t\n\n\ndef parse(x):\n    return t(x)\n",
  "a/client.py": "class Provider:\n    wait = 10\n",
  "b/client.py": "class Provider:\n    wait = 10\n",
  "v1/schema.py": "def read_schema(f):\n    return f\n",
  "v2/schema.py": "def read_schema(f):\n    return f\n",
  "v2/test_schema.py": "from .schema import read_schema\n\n\ndef test_it():\n    assert read_schema(1)\n",
  "out/plain.lua": "return 1\n",
  "out/json.lua": "return 1\n",
  "out/tap.lua": "return 1\n",
  "sinks/hourly_file.h": "int a;\n",
  "sinks/ringbuffer.h": "int b;\n",
  "docs/guide.md": "# Guide\n",
  "scripts/plot.py": "print(1)\n",
  ".github/workflows/test.yml": "on: push\n",
};

const judge = judgeIn(files);

const clearerKey: Half = [
  "Call the single measurements samples in exported results",
  "The list with the duration of each run gets a clearer key in the exported JSON.",
  ["src/export.py"],
];
const readableNames: Half = [
  "Give the helpers of the link module readable names",
  "Nobody can guess what `t` does. Rename it to something that says it.",
  ["src/link.py"],
];
const lowerLimit: Half = [
  "Lower the body limit",
  "The default of what a body of a request may have goes from 8000 to 2000 bytes.",
  ["src/settings.py"],
];
const pastTense: Half = [
  "Use past tense for the lifecycle messages",
  "Switch the second element of the channel to started and finished in the reporters.",
  ["out/plain.lua", "out/json.lua", "out/tap.lua"],
];
const tellsOfFailure: Half = [
  "Let a cut say whether it was clean",
  "Change the hook that the parsers fill in for cutting so that it returns true or false.",
  ["src/link.py"],
];
const oneMoreArgument: Half = [
  "Let the link module know what was typed so far",
  "It can't filter. Pass the word that is being completed as an additional argument from the command.",
  ["src/link.py"],
];
const handsHandle: Half = [
  "Fail on reads that nobody announced",
  "The store of our tests can't complain. Hand the test's handle to its constructor.",
  ["src/link.py"],
];
const twoAtOnce: Half = [
  "Know whether a word was quoted",
  "Return the word together with a flag that tells whether it stood in quotes.",
  ["src/link.py"],
];
const parserOption: Half = [
  "Skip empty words on request",
  "An option of the parser leaves them out; the usual way stays.",
  ["src/parse.py"],
];
const annotations: Half = [
  "Write a formatter for forge annotations",
  "One more output format, which prints failed tests with file and line.",
  ["src/forge.py"],
];

const oneWay: Half = [
  "Only one way to translate",
  "There are a blocking and a waiting form, and nobody knows which to take. Delete the blocking overload.",
  ["src/link.py"],
];
const bufferFirst: Half = [
  "Fewer copies while text is translated",
  "Each word is copied. Let the translation have the buffer as its first argument and write into it, returning nothing.",
  ["src/link.py"],
];

test.each<[string, Half, Half, RegExp]>([
  [
    "both speak of what is called otherwise",
    clearerKey,
    ["Draw a density plot", "Drawn from the individual runs of an export file.", ["scripts/plot.py"]],
    /S1 changes what others see, and S2 speaks of it: "(?:export|runs)"/,
  ],
  [
    "who imports what has other names",
    readableNames,
    ["Accept escaped text when parsing", "Text in brackets is kept as it is written.", ["src/parse.py"]],
    /S1 changes what others see without naming it: .*imports/,
  ],
  ...[tellsOfFailure, oneMoreArgument, handsHandle, twoAtOnce, oneWay, bufferFirst].map(
    (maker): [string, Half, Half, RegExp] => [
      `who imports what takes or gives something else: ${maker[0]}`,
      maker,
      parserOption,
      /S1 changes what others see without naming it: .*imports/,
    ],
  ),
  [
    "who tells of a value",
    lowerLimit,
    ["Guide on uploads", "Says which bodies of requests are accepted out of the box.", ["docs/guide.md"]],
    /speaks of it: "(?:bodies|requests)"/,
  ],
  [
    "one more of a family that changes",
    pastTense,
    ["Add a reporter for builds", "Write messages of the service as the suites run.", ["out/build.lua"]],
    /S1 changes several files like `out\/\w+\.lua`, and S2 creates `out\/build\.lua` as one more/,
  ],
  [
    "who uses what is new",
    annotations,
    [
      "Show failing tests inline",
      "Run the suite with the annotation output format instead of the plain one.",
      [".github/workflows/test.yml"],
    ],
    /S2 uses what S1 makes: "annotation", "output"/,
  ],
  [
    "the next free number, and one that is told",
    ["Warn about pipes", "Add a check that is reported as SC2337, with its tests.", ["src/export.py"]],
    ["Warn about modes", "Give it the next number that is still free in that range.", ["src/settings.py"]],
    /S2 takes the next free number, and S1 takes one too/,
  ],
])("plain words: %s", async (_, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  [
    "a value, for code that reads it",
    lowerLimit,
    [
      "Read the body of a request in chunks",
      "A request with a large body is kept in memory as a whole.",
      ["scripts/plot.py"],
    ],
  ],
  [
    "what stays as it is",
    [
      "Change the names of the columns in the export",
      "Rename the columns of each run within the module; no visible change.",
      ["src/export.py"],
    ],
    ["Draw a density plot", "Drawn from the individual runs of an export file.", ["scripts/plot.py"]],
  ],
  [
    "one type of a name in each of two packages",
    [
      "Raise the default of the wait",
      "Ten seconds are too short; use 30 in Provider of this package.",
      ["a/client.py"],
    ],
    [
      "Count failed reads",
      "Provider should count a failed read as a failed attempt rather than abort.",
      ["b/client.py"],
    ],
  ],
  [
    "twins that each have a function of the same name",
    [
      "Name the file in errors of the a/ reader",
      "`Provider` raises errors without the file's name. Wrap them.",
      ["a/client.py"],
    ],
    [
      "Name the file in errors of the b/ reader",
      "`Provider` raises errors without the file's name. Wrap them.",
      ["b/client.py"],
    ],
  ],
  [
    "twins that each have a function of the same name, in a test too",
    [
      "Name the file in errors of the v1 schema",
      "`read_schema` raises errors without it. Wrap them.",
      ["v1/schema.py"],
    ],
    [
      "Name the file in errors of the v2 schema",
      "`read_schema` raises errors without it. Wrap them.",
      ["v2/schema.py", "v2/test_schema.py"],
    ],
  ],
  [
    "twins whose unit is written as two words",
    ["Limit the number of kept files in the hourly sink", "Old files are not counted.", ["sinks/hourly_file.h"]],
    [
      "Limit the number of kept messages in the ring buffer sink at runtime",
      "Keep the newest items of it when it is set.",
      ["sinks/ringbuffer.h"],
    ],
  ],
  [
    "one sentence said of two numbers",
    ["A better description for 429", "Say that the client should wait.", ["sinks/hourly_file.h"]],
    ["A better description for 410", "Say that it was removed for good.", ["sinks/ringbuffer.h"]],
  ],
  [
    "what only its own file can see",
    [
      "Rename the private helper that reads hidden answers",
      "Its name says nothing; call it what it does.",
      ["src/export.py"],
    ],
    ["Rename the private helper that fills rows", "Tidy the private methods; tests stay green.", ["src/settings.py"]],
  ],
  [
    "the name of an area that many paths have",
    [
      "Rename the columns of the sinks",
      "Their names clash; the sinks get longer ones for the queue.",
      ["sinks/hourly_file.h"],
    ],
    ["Fill the queue of one of the sinks faster", "One step is enough for the rest.", ["sinks/ringbuffer.h"]],
  ],
  [
    "next free numbers of two lists",
    ["Warn about pipes", "Give it the next free code of this list, with its tests.", ["src/export.py"]],
    ["Open a second door", "Listens on the next free port of the machine that it runs on.", ["src/settings.py"]],
  ],
])("plain words that tie nothing: %s", async (_, one, other) => {
  expect(await judge([one, other])).toMatchObject({ verdict: "independent" });
});
