import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { kept } from "../../src/agents/raw-log.ts";
import { redactor, secretOf } from "../../src/text/redact.ts";
import { scratchFolder } from "../support/scratch.ts";

const secret = "k3y-of-Many-0815-Parts";
const made = secretOf("the test's", secret);
const clean = redactor(made === null ? [] : [made]);

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function passed(bytes: Buffer, size: number, folder: string, name = "raw.jsonl"): Promise<Buffer> {
  const seen: Uint8Array[] = [];
  for await (const chunk of kept(pieces(bytes, size), folder, name, clean)) seen.push(chunk);
  return Buffer.concat(seen);
}

test("the stream goes on as it is, and the file holds it without secrets, however it comes", async () => {
  using folder = scratchFolder();
  const bytes = Buffer.from(`{"a":"gr\u00fcn ${secret}"}\n${secret}\nlast ${secret}`);
  for (const size of [1, 7, 4096]) {
    const name = `${size}.log`;
    expect(await passed(bytes, size, folder.path, name)).toEqual(bytes);
    expect(readFileSync(join(folder.path, name), "utf8")).toBe(
      '{"a":"gr\u00fcn [redacted]"}\n[redacted]\nlast [redacted]',
    );
    expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o600);
  }
});

test("a line without an end is written in pieces that cut no secret", async () => {
  using folder = scratchFolder();
  const bytes = Buffer.from(`${"x".repeat(1_044_470)}${secret}${"y".repeat(1_500_000)}`);
  expect((await passed(bytes, 65_536, folder.path)).equals(bytes)).toBe(true);
  const text = readFileSync(join(folder.path, "raw.jsonl"), "utf8");
  expect(text === `${"x".repeat(1_044_470)}[redacted]${"y".repeat(1_500_000)}`).toBe(true);
});

test("bytes that are no text come through as they were", async () => {
  using folder = scratchFolder();
  let name = 0;
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), async (given, size) => {
      const file = `${++name}.log`;
      await passed(Buffer.from(given), size, folder.path, file);
      expect(readFileSync(join(folder.path, file)).equals(Buffer.from(given))).toBe(true);
    }),
    { numRuns: 50 },
  );
});
