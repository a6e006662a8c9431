import { expect, test } from "bun:test";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

/** Every way in which something can be there for others: a field, a key, a flag, a script, a tag, a place. */
const files = {
  Makefile: "sdist:\n\tpython -m build\n\nlint:\n\truff check\n",
  "package.json": '{ "name": "x", "scripts": { "check": "tsc", "dist": "rollup" } }\n',
  ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: npm run check\n      - run: make sdist\n",
  "src/settings.py":
    'import os\n\n\nclass Binding:\n    error: bool\n    key: str\n\n\nDEFAULTS = {"min_depth": 3, "default_options": []}\nLEVEL = os.environ["APP_LEVEL"]\n',
  "src/reader.py":
    'from .settings import Binding, DEFAULTS\n\n\ndef read_all(b: Binding):\n    return b.error or DEFAULTS["min_depth"]\n',
  "src/alone.py": "import shutil\n\n\ndef copy_tree(error):\n    return shutil.copytree(error)\n",
  "src/other.py": "import shutil\n\n\ndef move_tree(a):\n    return shutil.copytree(a)\n",
  "src/calls.py": "from .reader import read_all\n\n\ndef run(b):\n    return read_all(b)\n",
  "src/cli.rs": 'fn args() {\n    let limit_results = 30;\n    opt("exclude-names-file");\n}\n',
  "completions/_x": "_arguments '--exclude-names-file[File]' '--verbose'\n",
  "docs/guide.md":
    "# Guide\n\nSet `default_options`, or `limit-results`: 30 at most. See [editor](theme/editor.md) and APP_LEVEL.\n",
  "docs/theme/editor.md": "# Editor\n",
  "web/index.html": '<div id="menu-bar"></div>\n',
  "web/book.js": 'document.getElementById("menu-bar");\n',
  "lib/link.ts": "export const link = 1;\n",
  "lib/use.ts": 'import { link } from "./link.ts";\nexport const two = link + 1;\n',
  "lib/plain.ts": "export const three = 3;\n",
};

async function judged(
  brief: string,
  writes: string[],
  other: string[],
  theirs = "What is done here stays in here for good.",
) {
  const one = storyOf("S1", writes, { title: "One side of it", brief });
  const two = storyOf("S2", other, { title: "Another thing entirely", brief: theirs });
  const evidence = await evidenceIn(files, [one, two]);
  return judgePair(one, two, evidence, { strict: false });
}

test.each<[string, string, string[], string[]]>([
  [
    "a field, by its owner",
    "`Binding.error: bool` says nothing. Change it to `error_message: str`.",
    ["src/settings.py"],
    ["src/reader.py"],
  ],
  [
    "a key of settings",
    "Read that from `depth`; `min_depth` is not read any more.",
    ["src/settings.py"],
    ["src/reader.py"],
  ],
  ["a key that a document tells", "Use `default_args` for `default_options`.", ["src/settings.py"], ["docs/guide.md"]],
  ["a target of a Makefile", "Rename `sdist` to `build`.", ["Makefile"], [".github/workflows/ci.yml"]],
  ["a script", "`check` says little; make it `verify`.", ["package.json"], [".github/workflows/ci.yml"]],
  [
    "a flag",
    "`--exclude-names-file` and `--verbose` do not fit. Rename the former to `--skip`.",
    ["src/cli.rs"],
    ["completions/_x"],
  ],
  [
    "a variable of the environment",
    "`APP_LEVEL` counts from zero. Replace it by `APP_STEP`.",
    ["src/settings.py"],
    ["docs/guide.md"],
  ],
  [
    "an id",
    "The bar has the id `menu-bar`. Use a header and style it by its class; the id is not kept.",
    ["web/index.html"],
    ["web/book.js"],
  ],
  ["another value, for who tells of it", "Let `limit-results` start at 15.", ["src/cli.rs"], ["docs/guide.md"]],
  [
    "a name in whose place another comes",
    "The call `read_all` says too much, so `read_both` fits better.",
    ["src/reader.py"],
    ["src/calls.py"],
  ],
  ["a file's place", "`lib/link.ts` goes to `lib/deep`.", ["lib/link.ts", "lib/deep/link.ts"], ["lib/use.ts"]],
  [
    "a file's place that only the surface tells",
    "Put it with the other utilities.",
    ["lib/link.ts", "lib/deep/link.ts"],
    ["lib/use.ts"],
  ],
  [
    "a folder's place",
    "Move the folder docs/theme to docs/looks.",
    ["docs/theme/editor.md", "docs/looks/editor.md"],
    ["docs/guide.md"],
  ],
  [
    "what a brief is about",
    "read_all hides what went wrong. Return the error as a second value.",
    ["src/reader.py"],
    ["src/calls.py"],
  ],
  [
    "a type that the end of a brief takes up",
    "`Binding` keeps too much. Hand it out by a function alone; the class becomes private.",
    ["src/settings.py"],
    ["src/reader.py"],
  ],
])("what goes is needed: %s", async (_kind, brief, writes, other) => {
  const { verdict, rule, first } = await judged(brief, writes, other);
  expect([verdict, rule, first]).toEqual(["ordered", "needs-what-goes", "a"]);
});

test.each<[string, string, string[], string[]]>([
  [
    "a library's name, used in both",
    "Use pathlib instead of `shutil.copytree` here.",
    ["src/alone.py"],
    ["src/other.py"],
  ],
  ["a use, not what is used", "Drop the `read_all` call from the settings.", ["src/settings.py"], ["src/reader.py"]],
  [
    "only what is inside",
    "Let `read_all` read the file once, so that the result has the same form.",
    ["src/reader.py"],
    ["docs/guide.md"],
  ],
  ["a plain word of other code", "Rename the field `error` of Binding.", ["src/settings.py"], ["src/alone.py"]],
  ["another value, for code that reads it", "Raise `DEFAULTS.min_depth` to 5.", ["src/settings.py"], ["src/reader.py"]],
  ["what is added beside it", "Add `read_both` next to `read_all`.", ["src/reader.py"], ["src/settings.py"]],
  ["a file that stays", "Put the constants first in lib/link.ts.", ["lib/link.ts"], ["lib/use.ts"]],
  [
    "what a brief says stays",
    "read_all opens the file twice. Return early; the results stay the same.",
    ["src/reader.py"],
    ["src/calls.py"],
  ],
  [
    "work inside of what a brief is about",
    "read_all opens the file twice. Once is enough.",
    ["src/reader.py"],
    ["src/calls.py"],
  ],
])("what stays is no need: %s", async (_kind, brief, writes, other) => {
  expect((await judged(brief, writes, other)).rule).not.toBe("needs-what-goes");
});
