import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = join(import.meta.dir, "..", "..");
const parts = ["dist/page/page.js.txt", "src/serve/page/index.html", "src/serve/page/page.css"];

test("the page is under 60 KB compressed, and asks nobody else for anything", () => {
  const texts = parts.map((part) => readFileSync(join(root, part), "utf8"));
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  expect(bytes).toBeLessThan(60_000);
  const addresses = texts.flatMap((text) => text.match(/https?:\/\/[\w.-]+/g) ?? []);
  // Names of vocabularies, which nobody asks for.
  expect(addresses.filter((address) => !/^http:\/\/www\.w3\.org$/.test(address))).toEqual([]);
});
