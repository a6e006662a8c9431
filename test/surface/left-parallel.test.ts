import { expect, test } from "bun:test";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn } from "../repository/evidence-of.ts";
import { type Half, judgeIn, storiesOf } from "./told-halves.ts";

/* Stories that share a file to look at, a word or a folder, and nothing that one takes from the other. */

const others = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`other/part${at}.ts`, "export {};\n"]));
const files = {
  ...others,
  "src/helpers.ts": "export function trimmed(text: string) {\n  return text;\n}\n",
  "src/digest.ts": 'import { trimmed } from "./helpers.ts";\n\nexport const digest = trimmed("x");\n',
  "src/page.ts": 'import { digest } from "./digest.ts";\n\nexport const page = digest;\n',
  "src/decoders.py": "class ByteChunker:\n    pass\n",
  "src/answers.py": "from .decoders import ByteChunker\n\nmade = ByteChunker()\n",
  "src/listening/task.ts": "export const listening = 1;\n",
  "src/frozen.ts": 'import { listening } from "./listening/task.ts";\n\nexport const frozen = listening;\n',
  "builders/linux/Dockerfile": "FROM a\n",
  "builders/windows/Dockerfile": "FROM b\n",
  "cookies/file_jar.ts": "export const a = 1;\n",
  "cookies/session_jar.ts": "export const b = 2;\n",
  "ftp/raw_list_checker.ts": "export const c = 1;\n",
  "ftp/raw_list_checker.test.ts": "export const d = 1;\n",
  "ftp/noop_checker.ts": "export const e = 1;\n",
  "ftp/noop_checker.test.ts": "export const f = 1;\n",
};
const judge = judgeIn(files);

/** As `judge`, for a second story that declares to look at `reads`. */
async function judgeReading(halves: [Half, Half], reads: string[]) {
  const [a, b] = storiesOf(halves);
  const reader = { ...b, reads };
  return judgePair(a, reader, await evidenceIn(files, [a, reader]), { strict: false });
}

/** No rule of needs found anything: in so short a history the import alone ties them. */
const passed = { rule: "coupled" };

const digests: Half = [
  "Digests in lower case",
  "Some people send them in capitals. Look each up in lower case.",
  ["src/digest.ts"],
];

test.each<[string, Half]>([
  [
    "something beside what is there",
    ["Add a padding helper", "Add `padded(text)` to the helpers. Nothing that is there changes.", ["src/helpers.ts"]],
  ],
  [
    "something new, whatever the title says",
    ["Padding for columns", "Next to `trimmed` offer `padded`, with the width as a number.", ["src/helpers.ts"]],
  ],
  ["a new function of a thing", ["Quiet helpers", "Give the trimming a quiet method.", ["src/helpers.ts"]]],
])("%s, in a file that the other one looks at, needs no order", async (_what, one) => {
  expect(await judgeReading([one, digests], ["src/helpers.ts"])).toMatchObject(passed);
});

test("a file that only calls what the reader writes is looked at, and not needed", async () => {
  const calling: Half = ["Page: an empty line at its end", "The last line is glued to the prompt.", ["src/page.ts"]];
  expect(await judgeReading([calling, digests], ["src/page.ts"])).toMatchObject(passed);
  const same: Half = ["Trim less", "Blanks at the end are kept now.", ["src/helpers.ts"]];
  const why = "S2 reads `src/helpers.ts`, which S1 writes";
  expect(await judgeReading([same, digests], ["src/helpers.ts"])).toMatchObject({ verdict: "ordered", why });
});

test("what goes, and what is to be dealt with one and all, is needed for all that is added", async () => {
  const added: Half = ["Add a padding helper", "Add `padded(text)` to the helpers.", ["src/helpers.ts"]];
  const all: Half = ["One table of helpers", "An exhaustive list with a line for each helper.", ["src/digest.ts"]];
  expect(await judgeReading([added, all], ["src/helpers.ts"])).not.toMatchObject(passed);
  const gone: Half = ["Add a padding helper", "Add `padded(text)` and remove `trimmed`.", ["src/helpers.ts"]];
  expect(await judgeReading([gone, digests], ["src/helpers.ts"])).not.toMatchObject(passed);
});

test.each<[string, Half, Half]>([
  [
    "one of the words of a name, where no change is told",
    ["Tolerate zero bytes at the end", "Ignore bytes of zero behind the stream.", ["src/decoders.py"]],
    ["Time until it is closed", "Say in the message that it must be read.", ["src/answers.py"]],
  ],
  [
    "a name that is the folder's",
    ["Listening: say why it was stopped", "Show the reason in what is told.", ["src/listening/task.ts"]],
    ["Name the part", "The message should name the part where it was found.", ["src/frozen.ts"]],
  ],
  [
    "what is called alike in two folders that the titles tell apart",
    [
      "Linux builder: newer base image",
      "The image is on an old release. Raise it and pin it.",
      ["builders/linux/Dockerfile"],
    ],
    ["Windows builder: newer compiler", "In the image take the newer compiler.", ["builders/windows/Dockerfile"]],
  ],
  [
    "the word of a family whose members the titles name",
    [
      "File jar: create missing folders",
      "Saving fails where the folder is missing. Create it.",
      ["cookies/file_jar.ts"],
    ],
    ["Session jar: tolerate broken data", "Start with an empty one and warn.", ["cookies/session_jar.ts"]],
  ],
  [
    "what things do that are called after it",
    [
      "Raw list check: look at the root",
      "The checker should use the root instead of the slash.",
      ["ftp/raw_list_checker.ts", "ftp/raw_list_checker.test.ts"],
    ],
    [
      "Noop check: accept 200 with text",
      "It compares only the first bytes of the first line.",
      ["ftp/noop_checker.ts", "ftp/noop_checker.test.ts"],
    ],
  ],
  [
    "the ending of two new files",
    ["Cover the first", "One case for each branch of it.", ["tests/FirstTest.php"]],
    ["Cover the second", "One case for each branch of it.", ["tests/RangeTest.php"]],
  ],
])("%s ties nobody", async (_what, one, other) => {
  for (const pair of [
    [one, other],
    [other, one],
  ] as [Half, Half][]) {
    const judged = await judge(pair);
    expect(judged).toMatchObject(passed);
    if (!judged.why.includes("imports")) expect(judged).toMatchObject({ verdict: "independent" });
  }
});
