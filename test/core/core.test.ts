import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { renderAgentChoice } from "../../src/core/agent-name.ts";
import { type CheckFacts, isBlamed, type SkippedCheck, skippedText, verdictOfCheck } from "../../src/core/check.ts";
import { BaroError, messageOf, namedShortage } from "../../src/core/error.ts";
import { isJson, listOf, numberOf, parseTolerantJson, recordOf, strictJson, textOf } from "../../src/core/narrow.ts";
import { extensionOf, folderOf, foldersUp, joinPath, nameOf } from "../../src/core/path.ts";
import { addUsage, dollars, growth, soundUsage, tokenCount, totalTokens, widest } from "../../src/core/usage.ts";
import { isCompound, singular, topicsOf, wordsIn } from "../../src/core/words.ts";
import { worktreeFolder } from "../../src/core/worktree-folder.ts";

describe("checks", () => {
  const check = (more: Partial<CheckFacts>): CheckFacts => ({ command: "make", ok: false, ms: 1, tail: "", ...more });

  test.each<[Partial<CheckFacts>, string, boolean]>([
    [{ ok: true }, "passed", false],
    [{ ok: false }, "failed", true],
    [{ ok: false, baseOk: true }, "failed", true],
    [{ ok: false, baseOk: null }, "failed", true],
    [{ ok: false, baseOk: false }, "as_on_base", false],
    [{ ok: true, baseOk: false }, "passed", false],
    // A verdict that was told is not told anew.
    [{ ok: false, baseOk: false, verdict: "failed" }, "failed", true],
    [{ ok: false, verdict: "not_run" }, "not_run", false],
    [{ ok: false, baseOk: true, verdict: "as_on_base" }, "as_on_base", false],
  ])("the verdict of %j is %s", (facts, verdict, blamed) => {
    expect(verdictOfCheck(check(facts)) as string).toBe(verdict);
    expect(isBlamed(check(facts))).toBe(blamed);
  });

  test.each<[Partial<SkippedCheck>, string]>([
    [{ cause: "missing", next: "install make" }, "The check `make` is skipped: it is not here; install make"],
    [{ cause: "missing" }, "The check `make` is skipped: it is not here"],
    [{ command: null, cause: "nothing", next: "name one" }, "Nothing is checked: it is not here; name one"],
    [{ command: null, cause: "stopped" }, "What landed is not checked as a whole: it is not here"],
    [{ cause: "stopped", next: "go on" }, "What landed is not checked as a whole: it is not here; go on"],
  ])("skippedText() of %j", (more, text) => {
    expect(skippedText({ command: "make", cause: "missing", why: "it is not here", next: null, ...more })).toBe(text);
  });
});

describe("usage", () => {
  const usage = (input: number, cachedInput: number, output: number, reasoning: number) => ({
    input,
    cachedInput,
    output,
    reasoning,
  });
  const counts = fc.record({ input: fc.nat(), cachedInput: fc.nat(), output: fc.nat(), reasoning: fc.nat() });

  test("sums, totals and growth, figure by figure", () => {
    expect(addUsage(usage(1, 2, 3, 4), usage(10, 20, 30, 40))).toEqual(usage(11, 22, 33, 44));
    expect(totalTokens(usage(1, 2, 4, 8))).toBe(5);
    expect(growth(usage(5, 4, 3, 2), usage(1, 5, 1, 5))).toEqual(usage(4, 0, 2, 0));
    expect(widest(usage(5, 1, 3, 2), usage(1, 5, 9, 2))).toEqual(usage(5, 5, 9, 2));
  });

  test("what grew and what there was make the widest", () => {
    fc.assert(fc.property(counts, counts, (a, b) => expect(widest(a, b)).toEqual(widest(b, a))));
    fc.assert(fc.property(counts, (a) => expect(growth(a, a)).toEqual(usage(0, 0, 0, 0))));
  });

  test.each<[unknown, number]>([
    [3, 3],
    [1.6, 2],
    [0, 0],
    [-1, 0],
    [Number.NaN, 0],
    [999_999_999, 999_999_999],
    [1_000_000_000, 0],
    [Number.POSITIVE_INFINITY, 0],
    ["3", 0],
    [null, 0],
  ])("tokenCount(%p) is %p", (told, count) => expect(tokenCount(told)).toBe(count));

  test.each<[unknown, number | null]>([
    [0, 0],
    [0.25, 0.25],
    [-0.01, null],
    [1_000_000_000, null],
    [Number.NaN, null],
    ["1", null],
  ])("dollars(%p) is %p", (told, price) => expect(dollars(told)).toBe(price));

  test("a part is not more than its whole", () => {
    expect(soundUsage(usage(5, 9, 3, 4))).toEqual(usage(5, 5, 3, 3));
    expect(soundUsage(usage(5, 2, 3, 1))).toEqual(usage(5, 2, 3, 1));
    expect(soundUsage(usage(-5, 2, Number.NaN, 1))).toEqual(usage(0, 0, 0, 0));
  });
});

describe("paths", () => {
  test.each([
    ["a/b/c.Test.TS", "a/b", "c.Test.TS", "ts"],
    ["c", "", "c", ""],
    [".gitignore", "", ".gitignore", ""],
    ["a/.env.local", "a", ".env.local", "local"],
    ["/c", "", "c", ""],
    ["a.b/c", "a.b", "c", ""],
  ])("%s lies in %p, is called %p and ends in %p", (path, folder, name, extension) => {
    expect([folderOf(path), nameOf(path), extensionOf(path)]).toEqual([folder, name, extension]);
  });

  test.each<[string, string, string | null]>([
    ["a/b", "../c", "a/c"],
    ["a", "./b//c/", "a/b/c"],
    ["", "a", "a"],
    ["a", "..", ""],
    ["a", "../..", null],
    ["", "..", null],
    ["a/b", "../../../c", null],
  ])("joinPath(%p, %p) is %p", (folder, relative, joined) => expect(joinPath(folder, relative)).toBe(joined));

  test("the folders above one, the nearest first", () => {
    expect(foldersUp("a/b/c")).toEqual(["a/b/c", "a/b", "a", ""]);
    expect(foldersUp("")).toEqual([""]);
  });

  test("a run's worktrees lie in a folder that is as short as its id", () => {
    expect(worktreeFolder("/c", "fix-the-bug-a1b2c3")).toBe("/c/worktrees/a1b2c3");
    expect(worktreeFolder("/c", "a1b2c3")).toBe("/c/worktrees/a1b2c3");
  });
});

describe("words", () => {
  test.each<[string, string[]]>([
    ["parseHTMLPage", ["parse", "html", "page"]],
    ["a2bC9D", ["a", "b", "c", "d"]],
    ["read_all-now", ["read", "all", "now"]],
    ["", []],
    ["123", []],
  ])("wordsIn(%p) is %p", (text, words) => expect(wordsIn(text)).toEqual(words));

  test.each([
    ["forwarders", "forwarder"],
    ["class", "clas"],
    ["bus", "bus"],
    ["gas", "gas"],
    ["maps", "maps"],
    ["a", "a"],
  ])("singular(%p) is %p", (word, one) => expect(singular(word)).toBe(one));

  test("topics name something: no short words, no everyday ones", () => {
    expect([...topicsOf("Fix the parsers of ip in parseTables")]).toEqual(["parser", "parse", "table"]);
  });

  test.each([
    ["readAll", true],
    ["read_all", true],
    ["read", false],
    ["Read", false],
    ["_read", false],
    ["read_", false],
    ["READ", false],
  ])("isCompound(%p) is %p", (name, compound) => expect(isCompound(name)).toBe(compound));
});

describe("data whose shape nobody promised", () => {
  test("reads give something harmless", () => {
    const odd = [null, undefined, 3, "x", [1], { a: 1 }, true];
    expect(odd.map(recordOf)).toEqual([{}, {}, {}, {}, {}, { a: 1 }, {}]);
    expect(odd.map(listOf)).toEqual([[], [], [], [], [1], [], []]);
    expect(odd.map(textOf)).toEqual(["", "", "", "x", "", "", ""]);
    expect([...odd, Number.NaN, Number.POSITIVE_INFINITY].map(numberOf)).toEqual([0, 0, 3, 0, 0, 0, 0, 0, 0]);
  });

  test("comments and trailing commas go, and nothing that stands in a text", () => {
    const text = '\uFEFF{ // one\n "a": "x // y, ]", /* two */ "b": [1, 2,],\n}';
    expect(parseTolerantJson(text)).toEqual({ a: "x // y, ]", b: [1, 2] });
    expect(parseTolerantJson("{")).toBeNull();
    expect(parseTolerantJson("[1]")).toEqual({});
    fc.assert(fc.property(fc.json(), (json) => expect(JSON.parse(strictJson(json))).toEqual(JSON.parse(json))));
  });

  test("isJson() takes whole documents alone", () => {
    expect(["{}", "1", '"a"', "{", "", "{} {}"].map(isJson)).toEqual([true, true, true, false, false, false]);
  });
});

describe("errors", () => {
  const trouble = (code: string, more: object = {}) => Object.assign(new Error("raw"), { code, ...more });

  test.each<[string, string, string]>([
    ["ENOSPC", "Cannot go on: the disk is full (raw)", "Make room, then go on with: baro resume"],
    [
      "EMFILE",
      "Cannot go on: too many files are open (raw)",
      "Raise the limit (ulimit -n) or lower --parallel, then go on with: baro resume",
    ],
  ])("%s is a shortage of the machine", (code, message, hint) => {
    const named = namedShortage(trouble(code)) as BaroError;
    expect([named.code, named.message, named.hint]).toEqual(["state-unwritable", message, hint]);
    expect(named.cause).toBeInstanceOf(Error);
  });

  test("a file's trouble is told with its path, anything else stays what it is", () => {
    const named = namedShortage(trouble("EACCES", { syscall: "open", path: "/a" })) as BaroError;
    expect([named.code, named.message]).toEqual(["failed", 'Cannot go on: "/a": permission is denied']);
    for (const other of [
      trouble("EACCES"),
      trouble("EACCES", { syscall: "open" }),
      trouble("EACCES", { path: "/a" }),
      trouble("EODD", { syscall: "open", path: "/a" }),
      new Error("x"),
      "text",
      null,
    ])
      expect(namedShortage(other)).toBe(other);
  });

  test("messageOf() speaks of anything that was thrown", () => {
    expect(messageOf(trouble("ENOENT", { path: "/a" }))).toBe('"/a": there is no such file or folder');
    expect(messageOf(trouble("ENOENT", { path: "/a/b" }), "b")).toBe("there is no such file or folder");
    expect(messageOf(trouble("ENOENT", { path: "/a/b" }), "/c")).toBe('"/a/b": there is no such file or folder');
    expect(messageOf(trouble("ENOENT"))).toBe("raw");
    expect(messageOf(trouble("EODD", { path: "/a" }))).toBe("raw");
    expect([messageOf("x"), messageOf(3), messageOf(undefined)]).toEqual(["x", "3", "undefined"]);
    expect(new BaroError("usage", "Cannot", {}).hint).toBeUndefined();
  });
});

test("an agent is written as a flag names it", () => {
  expect(renderAgentChoice({ name: "claude", model: null, command: null })).toBe("claude");
  expect(renderAgentChoice({ name: "openai", model: "m", command: null })).toBe("openai:m");
  expect(renderAgentChoice({ name: "acp", model: null, command: "x --acp" })).toBe("acp:x --acp");
});
