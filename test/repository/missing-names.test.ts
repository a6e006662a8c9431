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

/** What a file had, and how a later one uses it: nobody who reads names of functions and types alone sees it go. */
const members: readonly (readonly [string, string, string, string])[] = [
  [
    "a.ts",
    "export interface Shape {\n  widthOf: number;\n  y: number;\n}\n",
    "  widthOf: number;\n",
    "f(shape.widthOf);\n",
  ],
  ["a.ts", "export enum Kind {\n  Round,\n  SquareOne,\n}\n", "  SquareOne,\n", "f(Kind.SquareOne);\n"],
  ["a.go", "package a\n\nconst (\n\tMaxSize = 1\n\tMin = 2\n)\n", "\tMaxSize = 1\n", "package a\n\nvar x = MaxSize\n"],
  [
    "a.go",
    "package a\n\ntype T struct {\n\tWidthOf int\n\tB int\n}\n",
    "\tWidthOf int\n",
    "package a\n\nvar x = t.WidthOf\n",
  ],
  [
    "a.go",
    "package a\n\ntype T interface {\n\tWidthOf() int\n\tB()\n}\n",
    "\tWidthOf() int\n",
    "package a\n\nvar x = t.WidthOf()\n",
  ],
  [
    "a.rs",
    "pub struct T {\n    pub width_of: u8,\n    pub b: u8,\n}\n",
    "    pub width_of: u8,\n",
    "fn u(t: T) -> u8 {\n    t.width_of\n}\n",
  ],
  [
    "a.rs",
    "pub enum Kind {\n    Round,\n    SquareOne(u8),\n}\n",
    "    SquareOne(u8),\n",
    "fn u() {\n    f(Kind::SquareOne(1));\n}\n",
  ],
  [
    "A.java",
    "class A {\n  public static final int MAX_SIZE = 1;\n  int b;\n}\n",
    "  public static final int MAX_SIZE = 1;\n",
    "class U { int u = A.MAX_SIZE; }\n",
  ],
  [
    "A.java",
    "interface A {\n  String parseIt(String x);\n  int b();\n}\n",
    "  String parseIt(String x);\n",
    'class U { void u(A a) { a.parseIt("x"); } }\n',
  ],
  [
    "a.rb",
    "class A\n  attr_reader :charset\n  attr_reader :other\nend\n",
    "  attr_reader :charset\n",
    "puts a.charset\n",
  ],
  [
    "a.php",
    "<?php\nclass A {\n    public int $charset = 1;\n}\n",
    "    public int $charset = 1;\n",
    "<?php\necho $a->charset;\n",
  ],
  [
    "A.cs",
    "class A {\n    public int Charset { get; set; }\n}\n",
    "    public int Charset { get; set; }\n",
    "class U { int F() => a.Charset; }\n",
  ],
  [
    "A.cs",
    "class A {\n    internal async Task<List<T>> LoadAll<T>(int x)\n    {\n    }\n}\n",
    "    internal async Task<List<T>> LoadAll<T>(int x)\n",
    "class U { void F() { a.LoadAll(1); } }\n",
  ],
  [
    "A.kt",
    "data class A(\n  val charset: String,\n  val b: Int,\n)\n",
    "  val charset: String,\n",
    "fun u() { f(a.charset) }\n",
  ],
  [
    "A.swift",
    "enum Kind {\n    case round\n    case squareOne(Int)\n}\n",
    "    case squareOne(Int)\n",
    "let a: Kind = .squareOne(1)\n",
  ],
  [
    "a.h",
    "int parse_it(const char *x);\nint b;\n",
    "int parse_it(const char *x);\n",
    'void u(void) { parse_it("x"); }\n',
  ],
  [
    "a.h",
    "struct t {\n    int width_of;\n    int b;\n};\n",
    "    int width_of;\n",
    "int u(struct t *t) { return t->width_of; }\n",
  ],
  ["a.h", "enum k {\n    K_ROUND,\n    K_SQUARE,\n};\n", "    K_SQUARE,\n", "int a = K_SQUARE;\n"],
  [
    "a.hpp",
    "class A {\npublic:\n    std::string parseIt( std::string const& x ) const;\n};\n",
    "    std::string parseIt( std::string const& x ) const;\n",
    'void u() { a.parseIt("x"); }\n',
  ],
  [
    "a.ex",
    "defmodule A do\n  defmacro try_it(x), do: x\n  def b, do: 1\nend\n",
    "  defmacro try_it(x), do: x\n",
    "defmodule U do\n  A.try_it(1)\nend\n",
  ],
  ["a.lua", "local M = {}\nfunction M.parse_it(x) end\nreturn M\n", "function M.parse_it(x) end\n", "M.parse_it(1)\n"],
  [
    "a.dart",
    "String parseIt(String x) => x;\nint b = 1;\n",
    "String parseIt(String x) => x;\n",
    "void u() { parseIt('x'); }\n",
  ],
  ["a.py", "def parse_it(x):\n    return x\n", "def parse_it(x):\n", "print(f'{parse_it(1)}')\n"],
];

test.each(members.map((one) => [one[2].trim(), one] as const))("a later use of `%s` is missed", async (_what, one) => {
  const [file, whole, gone, use] = one;
  const user = `later-${file}`;
  const later = { [user]: use };
  const found = await missingIn({ files: { [file]: whole }, landed: { [file]: whole.replace(gone, "") }, later });
  expect(found.map(({ from, usedIn }) => [from, usedIn])).toEqual([[file, user]]);
});

test("a method of Go takes no other method's word away", async () => {
  const work: Work = {
    files: { "a.go": "package a\n\nfunc (c *Ctx) SetIt(x string) {}\n" },
    landed: { "a.go": "package a\n" },
    later: { "u.go": "package a\n\nvar u = func() {}\n" },
  };
  expect(await missingIn(work)).toEqual([]);
});

test("a key of a literal and an own variable of one name are no members that went", async () => {
  const work: Work = {
    files: { "a.ts": "send({\n  statusCode: 200,\n});\n" },
    landed: { "a.ts": "send();\n" },
    later: { "u.ts": "const statusCode = 1;\nf(statusCode);\nf(answer.statusCode);\n" },
  };
  expect(await missingIn(work)).toEqual([]);
});
