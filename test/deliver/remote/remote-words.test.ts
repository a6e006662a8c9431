import { expect, test } from "bun:test";
import { reasonOf, wordsOfRemote } from "../../../src/deliver/remote/remote-words.ts";

const lines = (...all: string[]) => all.join("\n");
const general = ["fatal: Could not read from remote repository.", ""];
const advice = "Please make sure you have the correct access rights\nand the repository exists.";

test.each<[what: string, said: string, reason: string]>([
  [
    "a key that may only read",
    lines("ERROR: The key you are authenticating with has been marked as read only.", ...general, advice),
    "The key you are authenticating with has been marked as read only.",
  ],
  [
    "an account without a right",
    lines("ERROR: Permission to acme/shop.git denied to ada.", ...general, advice),
    "Permission to acme/shop.git denied to ada.",
  ],
  [
    "an archived repository",
    lines("ERROR: This repository was archived so it is read-only.", ...general, advice),
    "This repository was archived so it is read-only.",
  ],
  [
    "a remote that is no longer there",
    lines("fatal: 'origin' does not appear to be a git repository", ...general, advice),
    "'origin' does not appear to be a git repository",
  ],
  [
    "a server that hangs up",
    lines("kex_exchange_identification: Connection closed by remote host", ...general, advice),
    "kex_exchange_identification: Connection closed by remote host",
  ],
  [
    "a key that is not taken",
    lines("git@x: Permission denied (publickey).", ...general, advice),
    "git@x: Permission denied (publickey).",
  ],
  ["nothing but the end of it", lines(...general, advice), "Could not read from remote repository."],
])("over ssh, %s is told in the words that say what it is", (_what, said, reason) => {
  expect(reasonOf({ stdout: "", said })).toBe(reason);
});

const rejected = "!\tabc:refs/heads/x\t[remote rejected] (pre-receive hook declined)";
const frame = `remote: ${"=".repeat(72)}`;

test("the frame that a server draws around its words is none of them", () => {
  const said = lines("remote: ", frame, "remote: ", "remote: ERROR: You are not allowed to push code.", frame);
  expect(wordsOfRemote(said)).toBe("ERROR: You are not allowed to push code.");
});

test("of a server that greets first, the lines are told that say why", () => {
  const greeting = Array.from({ length: 9 }, (_, at) => `remote: Welcome, line ${at} ****`);
  const said = lines(...greeting, frame, "remote: The reason: every commit needs a ticket", "remote: Have a good day");
  expect(reasonOf({ stdout: rejected, said })).toBe(
    "[remote rejected] (pre-receive hook declined); The reason: every commit needs a ticket",
  );
});

test("where no line tells more than another, the first and the last are told", () => {
  const said = lines(...["one", "two", "three", "four", "five", "six"].map((word) => `remote: ${word}`));
  expect(wordsOfRemote(said)).toBe("one; two; three; six");
});
