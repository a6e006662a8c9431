import { expect, test } from "bun:test";
import { isUnreadable, pathBytes, pathLines, pathText, placeBelow, textRecords } from "../../src/core/path-text.ts";

const bytes = (latin1: string) => Buffer.from(latin1, "latin1");

test.each<[Buffer, string, boolean]>([
  [Buffer.from("src/a.ts"), "src/a.ts", false],
  [Buffer.from("src/é漢😀.ts"), "src/é漢😀.ts", false],
  [bytes("caf\xe9.txt"), "caf\\xe9.txt", true],
  [bytes("\xff\xfe"), "\\xff\\xfe", true],
  [Buffer.concat([Buffer.from("é"), bytes("\xe9/"), Buffer.from("漢")]), "é\\xe9/漢", true],
  [bytes("end\xe2\x82"), "end\\xe2\\x82", true],
  [Buffer.from("a\\xe9"), "a\\x5cxe9", false],
  [Buffer.from("a\\x41"), "a\\x5cx41", false],
  [Buffer.from("a\\x"), "a\\x", false],
  [Buffer.from("C:\\xylophone"), "C:\\xylophone", false],
  [Buffer.concat([Buffer.from("😀"), bytes("\xe9")]), "😀\\xe9", true],
  [bytes("\\xe9\xe9"), "\\x5cxe9\\xe9", true],
])("%p is %p as text, and back again", (path, text, unreadable) => {
  expect([pathText(path), isUnreadable(text)]).toEqual([text, unreadable]);
  expect(pathBytes(text)).toEqual(path);
  const place = placeBelow("/r", text);
  expect(Buffer.from(place as string)).toEqual(Buffer.concat([Buffer.from("/r/"), path]));
  expect(textRecords(Buffer.concat([Buffer.from("x\0"), path, Buffer.from("\0")]))).toEqual(["x", text]);
  expect(Buffer.from(pathLines(["x", text]))).toEqual(Buffer.concat([Buffer.from("x\0"), path, Buffer.from("\0")]));
});

test("records are told one by one: none of nothing, the last with or without its end, and only those that are wanted", () => {
  expect(textRecords(Buffer.from(""))).toEqual([]);
  expect(textRecords(Buffer.from("\0a\0\0b\0"))).toEqual(["a", "b"]);
  expect(textRecords(Buffer.from("a\0b"))).toEqual(["a", "b"]);
  const asked: string[] = [];
  const wanted = textRecords(Buffer.from("a\0\0b\0c\0"), (record) => {
    asked.push(record.toString("utf8"));
    return record.toString("utf8") !== "b";
  });
  expect([wanted, asked]).toEqual([
    ["a", "c"],
    ["a", "b", "c"],
  ]);
});
