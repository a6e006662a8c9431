import { expect, test } from "bun:test";
import { resolveScan } from "../../src/repository/file-facts.ts";
import { treeOf } from "../../src/repository/file-tree.ts";
import { maxScannedBytes, scanFile } from "../../src/repository/imports/languages.ts";
import { projectOf } from "../../src/repository/imports/project.ts";

/** Contents of the largest size that is read, each of which makes a careless regular expression look for hours. */
const contents: [name: string, unit: string, start?: string][] = [
  ["empty lines", "\n"],
  ["one line of spaces", " "],
  ["comments that open and never close", "/*"],
  ["a string that was cut off", '\\"a\\":1,', 'JSON.parse("'],
  ["escaped quotes", '\\"'],
  ["modifiers on one line", "public "],
  ["modifiers line by line", "public \n"],
  ["imports without an end", "import "],
  ["import lists without an end", "import (\n"],
  ["from-imports without an end", "from x import (\n"],
  ["uses without an end", "use a{\n"],
  ["uses on one line", "use "],
  ["requires on one line", "require "],
  ["a path of any depth", "A::"],
  ["a name with any number of dots", "a.", "import "],
  ["opening braces", "mod a {"],
  ["triple quotes", `'''"""`],
  ["backticks", "`${"],
];
const nestedUses = `use a::${"{a,b}".repeat(40)}{};`;
const extensions = ["ts", "py", "go", "rs", "java", "cpp", "cs", "rb", "php", "zig"];
const nothing = projectOf(treeOf(new Set(["a"])), new Map());

for (const extension of extensions) {
  test(`whatever is in a .${extension} file, it is scanned in a moment`, () => {
    for (const [, unit, start = ""] of contents) look(start + unit.repeat(maxScannedBytes / unit.length));
    look(nestedUses);

    function look(text: string): void {
      const path = `src/a.${extension}`;
      const scan = scanFile(path, Buffer.from(text));
      expect(scan.lines).toBeGreaterThan(0);
      resolveScan(path, scan, nothing);
    }
  }, 60_000);
}
