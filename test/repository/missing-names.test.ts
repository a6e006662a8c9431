import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { declaredNames } from "../../src/repository/imports/definitions.ts";
import { missingNames } from "../../src/repository/missing-names.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";

test.each([
  ["function setCharset(type) {", ["setCharset"]],
  ["exports.setCharset = function setCharset(type) {", ["setCharset"]],
  ["  async loadAll(paths: string[]): Promise<void> {", ["loadAll"]],
  ["  loadAll: function (paths) {", ["loadAll"]],
  ["  loadAll = async (paths) => {", ["loadAll"]],
  ["Reader.prototype.next = nextOf;", ["next"]],
  ["def parse_all(text):", ["parse_all"]],
  ["func (r *Reader) Next() error {", ["Next"]],
  ["pub fn parse(text: &str) -> Tree {", ["parse"]],
  ["    public static String trimAll(String text) {", ["trimAll"]],
  ["#define MAX_DEPTH 8", ["MAX_DEPTH"]],
  ["static int read_all(file_t *f, char *to)", ["read_all"]],
  ["interface Shape {", ["Shape"]],
  ["  if (ready(text)) {", []],
  ["  const found = look(text);", []],
  ["// function gone() {", []],
  ["  return make(text);", []],
])("declaredNames(%s) is %j", (line, expected) => {
  expect([...declaredNames(line)]).toEqual(expected);
});

interface Work {
  files: Readonly<Record<string, string>>;
  landed: Readonly<Record<string, string>>;
  later: Readonly<Record<string, string>>;
}

async function missingIn({ files, landed, later }: Work) {
  using repository = scratchRepository(files);
  const base = repository.git("rev-parse", "HEAD");
  const commit = (changed: Readonly<Record<string, string>>) => {
    repository.git("checkout", "-q", "--detach", base);
    writeFiles(repository.path, changed);
    repository.git("add", "--all");
    repository.git("commit", "-q", "-m", "work");
    return repository.git("rev-parse", "HEAD");
  };
  const [head, change] = [commit(landed), commit(later)];
  return await missingNames(systemHost(), { root: repository.path, base, head, change });
}

const reader = "export function readAll(path) {\n  return open(path);\n}\n";

test.each<[string, Work, string[]]>([
  [
    "a renamed function that a later file calls",
    {
      files: { "lib/read.js": reader },
      landed: { "lib/read.js": reader.replace("readAll", "readWhole") },
      later: { "lib/use.js": 'import { readAll } from "./read.js";\nreadAll("a");\n' },
    },
    ["readAll in lib/read.js, used in lib/use.js"],
  ],
  [
    "a function in a file whose path has a space",
    {
      files: { "lib/my read.js": reader },
      landed: { "lib/my read.js": reader.replace("readAll", "readWhole") },
      later: { "lib/the use.js": 'import { readAll } from "./my read.js";\nreadAll("a");\n' },
    },
    ["readAll in lib/my read.js, used in lib/the use.js"],
  ],
  [
    "a removed method of one word",
    {
      files: {
        "lib/box.py": "class Box:\n    def weigh(self):\n        return 1\n\n    def lift(self):\n        return 2\n",
      },
      landed: { "lib/box.py": "class Box:\n    def lift(self):\n        return 2\n" },
      later: { "app.py": "from lib.box import Box\nprint(Box().weigh())\n" },
    },
    ["weigh in lib/box.py, used in app.py"],
  ],
  [
    "a name that moved to another file is still there",
    {
      files: { "lib/read.js": reader },
      landed: { "lib/read.js": "\n", "lib/files.js": reader },
      later: { "lib/use.js": 'readAll("a");\n' },
    },
    [],
  ],
  [
    "a name that another file defines too is still there",
    {
      files: { "lib/read.js": reader, "lib/other.js": "export const readAll = () => 1;\n" },
      landed: { "lib/read.js": "\n" },
      later: { "lib/use.js": 'readAll("a");\n' },
    },
    [],
  ],
  [
    "a name that the later work defines itself",
    {
      files: { "lib/read.js": reader },
      landed: { "lib/read.js": "\n" },
      later: { "lib/use.js": 'function readAll() {}\nreadAll("a");\n' },
    },
    [],
  ],
  [
    "a comment and a document use nothing",
    {
      files: { "lib/read.js": reader },
      landed: { "lib/read.js": "\n" },
      later: { "lib/use.js": "// readAll was here\nlog('readAll');\n", "CHANGES.md": "readAll is gone\n" },
    },
    [],
  ],
  [
    "a variable within a function is nobody else's",
    {
      files: { "lib/read.js": "export function read() {\n  const wholeText = 1;\n  return wholeText;\n}\n" },
      landed: { "lib/read.js": "export function read() {\n  return 1;\n}\n" },
      later: { "lib/use.js": "export const use = (wholeText) => wholeText;\n" },
    },
    [],
  ],
])("missingNames(): %s", async (_name, work, expected) => {
  const found = await missingIn(work);
  expect(found.map(({ name, from, usedIn }) => `${name} in ${from}, used in ${usedIn}`)).toEqual(expected);
});
