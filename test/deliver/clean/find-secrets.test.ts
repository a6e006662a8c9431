import { expect, test } from "bun:test";
import { performance } from "node:perf_hooks";
import { findSecrets } from "../../../src/deliver/clean/find-secrets.ts";
import { secretOf } from "../../../src/text/redact.ts";

const files = Array.from({ length: 20 }, (_, n) => ({
  path: `docs/part-${n}.md`,
  lines: [{ number: 1, text: "Nothing that is secret." }],
  removed: [],
}));

test("looking through many files records nothing about them", async () => {
  performance.clearMarks();
  await findSecrets(files, []);
  expect(performance.getEntriesByType("mark")).toEqual([]);
});

test("others get their turn between two files", async () => {
  let turns = 0;
  let over = false;
  const takeTurn = () => {
    turns++;
    if (!over) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  await findSecrets(files, []);
  over = true;
  expect(turns).toBeGreaterThanOrEqual(files.length - 1);
});

const value = "Jq4-tv8Xn2Kd6RpS0wB3hYf7";
const secret = secretOf(".env's DB_TOKEN", value);
const packed = Buffer.from(Bun.gzipSync(`DB_TOKEN=${value}\n`)).toString("base64");
const dump = [
  "00000000: 4442 5f54 4f4b 454e 3d4a 7134 2d74 7638  DB_TOKEN=Jq4-tv8",
  "00000010: 586e 324b 6436 5270 5330 7742 3368 5966  Xn2Kd6RpS0wB3hYf",
  "00000020: 370a                                     7.",
];

test.each([
  ["packed", ["one", packed], 2],
  ["dumped over several lines", ["one", "two", ...dump, "end"], 3],
])("a value that is %s is found, and where", async (_how, texts, line) => {
  const lines = texts.map((text, at) => ({ number: at + 1, text }));
  const found = await findSecrets([{ path: "notes.txt", lines, removed: [] }], secret === null ? [] : [secret]);
  expect(found).toEqual([
    { kind: "private-value", path: "notes.txt", line, why: "holds the value of .env's DB_TOKEN" },
  ]);
});
