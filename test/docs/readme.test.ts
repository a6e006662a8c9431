import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lexer, type Token, type Tokens } from "marked";
import { helpLines } from "../../src/cli/watch/live-keys.ts";
import { claims, noClaims } from "./claims.ts";

const root = join(import.meta.dir, "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md");

/** What the page says, a sentence, a row of a table or a line of code each; pictures say what their own test holds. */
function sentences(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    switch (token.type) {
      case "table": {
        const { header, rows } = token as Tokens.Table;
        return [header, ...rows].map((cells) => squeezed(cells.map(({ text }) => text).join(" ")));
      }
      case "list":
        return (token as Tokens.List).items.flatMap((item) => sentences(item.tokens));
      case "code":
        return (token as Tokens.Code).text.split("\n").map(squeezed);
      case "paragraph":
      case "text": {
        const text = (token as Tokens.Paragraph).text.replace(/!\[[^\]]*\]\([^)]*\)/g, "");
        return squeezed(text).split(/(?<=[.!?])\s+(?=[A-Z`[])/);
      }
      default:
        return [];
    }
  });
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const said = sentences(lexer(readme)).filter((sentence) => sentence !== "");

test("every sentence of the README is tried by a test or a script, or claims nothing", () => {
  const known = [...claims.map(({ says }) => says), ...noClaims];
  expect(said.filter((sentence) => !known.some((words) => sentence.includes(words)))).toEqual([]);
});

test("every claim that is listed is made in the README", () => {
  const all = said.join("\n");
  expect(claims.filter(({ says }) => !all.includes(says)).map(({ says }) => says)).toEqual([]);
});

test.each(claims.flatMap(({ says, by }) => by.map(([file, names]) => [says, file, names] as const)))(
  "%p is shown by %s: %s",
  (_, file, names) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(read(file)).toContain(names);
  },
);

test("the commands at the top are scripts of the package, and stay near the top", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["demo", "test"]));
  expect(readme.split("\n").slice(0, 10).join("\n")).toMatch(/npm ci && npm run demo[\s\S]*npm ci && npm test/);
});

test("the page on the terminal has the keys of the live view, word for word", () => {
  const rows = helpLines().map((line) => line.replace(/^(\S+(?: \S+)?)\s\s*(.*)$/, "$1 | $2"));
  const page = read("docs/terminal.md");
  expect(rows.length).toBeGreaterThan(8);
  for (const line of helpLines()) {
    const [keys = "", does = ""] = [line.slice(0, 7).trim(), line.slice(8)];
    expect(page).toContain(`| ${keys} | ${does} |`);
  }
});
