import { expect, test } from "bun:test";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openJournal, readJournal } from "../../src/store/journal.ts";
import { journalTrouble, neverBegan, readJournalEdges } from "../../src/store/journal-edges.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A run's journal lies in a folder of the run's name. */
function journalIn(folder: string, run: string): string {
  mkdirSync(join(folder, run));
  return join(folder, run, "journal.jsonl");
}

const host = { now: () => Date.parse("2026-01-01T00:00:00.000Z") };

test("append() numbers the lines from 0 and readJournal() gives them back", () => {
  using folder = scratchFolder();
  const file = journalIn(folder.path, "r1");
  const journal = openJournal(host, file, "r1", []);
  journal.append({ type: "run.notice", message: "one" });
  journal.append({ type: "run.notice", message: "two\u2028three" });
  journal.close();
  expect(readFileSync(file, "utf8").split("\n")[0]).toBe(
    '{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","run":"r1","type":"run.notice","message":"one"}',
  );
  expect(readJournal(file).map((event) => [event.seq, event.type === "run.notice" && event.message])).toEqual([
    [0, "one"],
    [1, "two\u2028three"],
  ]);
});

test("a torn last line counts as not written and is cut off before the next append", () => {
  using folder = scratchFolder();
  const file = journalIn(folder.path, "r1");
  const first = openJournal(host, file, "r1", []);
  first.append({ type: "run.notice", message: "kept" });
  first.close();
  appendFileSync(file, '{"v":1,"seq":1,"at":"20');
  const earlier = readJournal(file);
  expect(earlier).toHaveLength(1);
  const second = openJournal(host, file, "r1", earlier);
  second.append({ type: "run.resumed", pid: 7 });
  second.close();
  expect(readJournal(file).map((event) => event.type)).toEqual(["run.notice", "run.resumed"]);
});

test("a broken line in the middle is named, not skipped", () => {
  using folder = scratchFolder();
  const file = journalIn(folder.path, "r");
  writeFileSync(
    file,
    '{"v":1,"seq":0,"at":"2026-01-01T00:00:00Z","run":"r","type":"run.notice","message":""}\nrubbish\n',
  );
  expect(() => readJournal(file)).toThrow("line 2 is not event number 1");
});

test("a line of a newer version is no broken one", () => {
  using folder = scratchFolder();
  const file = join(folder.path, "journal.jsonl");
  writeFileSync(file, '{"v":2,"seq":0,"at":"x","run":"r","type":"run.started"}\n');
  expect(() => readJournal(file)).toThrow("line 1 was written by a newer version of baro");
  expect(journalTrouble(file)).toBe("a newer baro wrote its journal");
});

test.each([
  ["nothing", ""],
  ["a torn line", '{"v":1,"seq":0'],
])("a journal of %s tells that nothing was begun", (_what, text) => {
  using folder = scratchFolder();
  const file = join(folder.path, "journal.jsonl");
  writeFileSync(file, text);
  expect(readJournalEdges(file)).toBeNull();
  expect(journalTrouble(file)).toBe(neverBegan);
});
