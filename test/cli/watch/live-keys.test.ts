import { describe, expect, test } from "bun:test";
import { keysIn } from "../../../src/cli/terminal/keys.ts";
import { type Act, type Focus, keyLine, newFocus, pressed } from "../../../src/cli/watch/live-keys.ts";

const choices = { stories: ["S1", "S2", "S3"], ended: ["S3"], paused: false, mayLeave: false };

/** What the view looks at after these keys, and what they made it do. */
function after(keys: readonly string[], among = choices): { focus: Focus; acts: Act[] } {
  let focus = newFocus;
  const acts: Act[] = [];
  for (const key of keys) {
    const next = pressed(focus, key, among);
    focus = next.focus;
    if (next.act !== null) acts.push(next.act);
  }
  return { focus, acts };
}

test.each<[string, string[], Partial<Focus>, Act[]]>([
  ["down chooses the next story", ["down"], { chosen: "S2" }, []],
  ["the arrows stop at the ends", ["down", "down", "down", "down", "up"], { chosen: "S2" }, []],
  ["Enter opens the stream", ["enter"], { pane: "stream" }, []],
  ["and closes it again", ["enter", "enter"], { pane: "stories" }, []],
  ["in a pane the arrows scroll", ["enter", "up", "up", "down"], { pane: "stream", scrolled: 1, chosen: null }, []],
  ["what is read from its top scrolls the other way", ["?", "down", "down", "up"], { pane: "help", scrolled: 1 }, []],
  ["d asks for the diff once", ["down", "d", "d"], { pane: "stories" }, [{ kind: "diff", story: "S2" }]],
  ["x asks first", ["x"], { asks: "stop" }, []],
  ["y stops the story", ["down", "x", "y"], { asks: null }, [{ kind: "order", order: { kind: "stop", story: "S2" } }]],
  ["anything else does not", ["x", "enter"], { asks: null, pane: "stories" }, []],
  [
    "m takes a message, keys and all",
    ["m", "p", "x", "backspace", "q", "enter"],
    { asks: null, typed: "" },
    [{ kind: "order", order: { kind: "tell", story: "S1", text: "pq" } }],
  ],
  ["Escape leaves the message", ["m", "a", "escape", "enter"], { asks: null, pane: "stream" }, []],
  ["an empty message is none", ["m", " ", "enter"], { asks: null }, []],
  ["what has ended is not stopped", ["down", "down", "x"], { asks: null, said: "S3 has ended" }, []],
  ["and is told nothing", ["down", "down", "m", "a"], { asks: null, chosen: "S3", said: null }, []],
  ["backspace takes what a reader takes for one", ["m", "a", "👩", "\u200d", "🚀", "backspace"], { typed: "a" }, []],
  ["p holds back agents", ["p"], {}, [{ kind: "order", order: { kind: "pause" } }]],
  ["a key that means nothing does nothing", ["z", "7"], newFocus, []],
])("%s", (_, keys, focus, acts) => {
  const result = after(keys);
  expect(result.focus).toMatchObject(focus);
  expect(result.acts).toEqual(acts);
});

test("p lets a run that is held back go on", () => {
  expect(after(["p"], { ...choices, paused: true }).acts).toEqual([{ kind: "order", order: { kind: "go-on" } }]);
});

test("q closes a pane, then leaves a run that can go on by itself", () => {
  const may = { ...choices, mayLeave: true };
  expect(after(["l", "q"], may)).toMatchObject({ focus: { pane: "stories" }, acts: [] });
  expect(after(["l", "q", "q"], may).acts).toEqual([{ kind: "leave" }]);
  expect(after(["q"]).acts).toEqual([]);
});

test("before the plan is accepted q is not offered, and says when it works; the next key takes that away", () => {
  expect(after(["q"]).focus.said).toContain("once the plan is accepted");
  for (const width of [80, 20]) {
    const line = keyLine(after(["q"]).focus, null, width);
    expect(line).toStartWith("q leaves once");
    expect([...line].length).toBeLessThanOrEqual(width);
  }
  expect(after(["q", "down"]).focus.said).toBeNull();
  expect(keyLine(newFocus, null, 79)).not.toMatch(/q leave|Enter|x stop|m tell/);
  expect(after(["q"], { ...choices, mayLeave: true }).focus.said).toBeNull();
});

test("without stories no key does anything to one", () => {
  expect(after(["enter", "d", "x", "y", "m", "a", "enter"], { ...choices, stories: [] }).acts).toEqual([]);
});

describe("the line of keys", () => {
  test.each([80, 60, 40, 20, 8, 3])("fits %i columns", (width) => {
    expect([...keyLine(newFocus, "S1", width)].length).toBeLessThanOrEqual(width);
  });
  test("names every key at 80 columns, and the way to them at 20", () => {
    for (const key of ["Enter", "d diff", "l log", "x stop", "m tell", "p pause", "?", "^C"]) {
      expect(keyLine(newFocus, "S1", 79)).toContain(key);
    }
    expect(keyLine(newFocus, "S1", 20)).toContain("? help");
  });
  test("says what Ctrl-C does to whoever only looks on", () => {
    expect(keyLine(newFocus, "S1", 79, { attached: true, mayLeave: true })).toContain("q leave");
    for (const width of [20, 40, 79]) {
      const line = keyLine(newFocus, "S1", width, { attached: false, mayLeave: true });
      expect([...line].length).toBeLessThanOrEqual(width);
      if (width === 79) expect(line).toContain("m tell  p pause  ? help  q leave  ^C stop");
    }
  });
});

test.each([
  ["a\u001b[Bb", ["a", "down", "b"]],
  ["\u001bOA\u001b[A", ["up", "up"]],
  ["\u001b", ["escape"]],
  ["\r\n\u0003\u001a\u007f", ["enter", "newline", "interrupt", "suspend", "backspace"]],
  ["\u001b[200~é日😀\u001b[201~", ["é", "日", "😀"]],
  ["\u001b[1;5C\u0000", []],
])("keysIn(%j)", (text, keys) => {
  expect(keysIn(text)).toEqual(keys);
});

test("a paste of 100 KB is keys like any others, and no message grows without end", () => {
  const { focus } = after(["m", ...keysIn("x".repeat(100_000))]);
  expect(focus.typed.length).toBe(2000);
});

test.each([
  ["hi", 79, "To S1: hi▏  Enter: send · Esc: back"],
  ["hi", 20, "To S1: hi▏"],
  ["a long message that goes on", 20, "To S1: …hat goes on▏"],
  ["更新漢字更新漢字", 20, "To S1: …字更新漢字▏"],
])("what is typed, %j in %i cells, shows its end", (typed, width, line) => {
  expect(keyLine({ ...newFocus, asks: "message", typed }, "S1", width)).toBe(line);
});
