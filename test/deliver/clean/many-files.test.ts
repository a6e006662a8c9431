import { expect, test } from "bun:test";
import type { AddedLines } from "../../../src/deliver/clean/added-lines.ts";
import { findSecrets } from "../../../src/deliver/clean/find-secrets.ts";

const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
const marker = (word: string) => `-----${word} PRIVATE KEY-----`;
const key = [marker("BEGIN"), `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw${"Qk".repeat(240)}`, marker("END")];

const file = (path: string, texts: readonly string[]): AddedLines => ({
  path,
  lines: texts.map((text, at) => ({ number: at + 10, text })),
  removed: [],
});
const plain = (count: number) =>
  Array.from({ length: count }, (_, at) => file(`src/part-${at}.ts`, [`export const part = ${at};`, "", "// no more"]));
const placesIn = async (files: readonly AddedLines[]) =>
  (await findSecrets(files, [])).map(({ path, line }) => `${path}:${line}`);

test("of very many files each that holds a token is told, in order, by its own line", async () => {
  const files = plain(900);
  for (const at of [0, 255, 256, 600, 899]) files[at]?.lines.push({ number: 77, text: `const key = "${token}";` });
  expect(await placesIn(files)).toEqual([0, 255, 256, 600, 899].map((at) => `src/part-${at}.ts:77`));
});

test("a token in a long file beside small ones is told", async () => {
  const long = file("data/long.txt", [...Array.from({ length: 9000 }, (_, at) => `row ${at} of a long table`), token]);
  expect(await placesIn([...plain(3), long, ...plain(3)])).toEqual(["data/long.txt:9010"]);
});

test("a key is found behind a file that only speaks of the beginning of one", async () => {
  const talk = file("docs/keys.md", [`A key begins with ${marker("BEGIN")}`]);
  expect(await placesIn([...plain(2), talk, file("deploy/id", key)])).toEqual(["deploy/id:10"]);
});

test("what is a secret in files of one kind alone is found there", async () => {
  const account = JSON.stringify({
    type: "service_account",
    private_key_id: "a1",
    private_key: `${marker("BEGIN")}\nx`,
  });
  const files = [
    file("web/.npmrc", ["//registry.example.com/:_authToken=2f7d1c6e-0b1a-4c55-9d3e-aa10b2c3d4e5"]),
    file("docs/npm.md", ["Write `_authToken=` and your token"]),
    file("deploy/account.json", [account]),
  ];
  expect(await placesIn([...plain(5), ...files])).toEqual(["web/.npmrc:10", "deploy/account.json:10"]);
});

test("two halves in two files are no secret", async () => {
  expect(await placesIn([file("a.txt", ["ghp_"]), file("b.txt", [token.slice(4)])])).toEqual([]);
});
