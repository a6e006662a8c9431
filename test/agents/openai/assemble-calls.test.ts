import { expect, test } from "bun:test";
import { maxCalls, newCallBuilder } from "../../../src/agents/openai/assemble-calls.ts";
import { callsInText } from "../../../src/agents/openai/text-calls.ts";

const names = new Set(["read_file", "list_files", "run"]);
const fn = (name: string | undefined, args?: unknown) => ({ function: { name, arguments: args } });
const two = ['read_file {"path":"a"}', 'read_file {"path":"b"}'];

const cases: [name: string, pieces: unknown[], calls: string[]][] = [
  [
    "two calls with index 0 and ids of their own",
    [
      { index: 0, id: "a", ...fn("read_file", '{"path":"a"}') },
      { index: 0, id: "b", ...fn("read_file", '{"path":"b"}') },
    ],
    two,
  ],
  [
    "two calls with index 0 and no ids",
    [
      { index: 0, ...fn("read_file", '{"path":"a"}') },
      { index: 0, ...fn("read_file", '{"path":"b"}') },
    ],
    two,
  ],
  [
    "two calls with one id and index 0",
    [
      { index: 0, id: "c", ...fn("read_file", '{"path":"a"}') },
      { index: 0, id: "c", ...fn("run", '{"command":"b"}') },
    ],
    [two[0] ?? "", 'run {"command":"b"}'],
  ],
  [
    "two calls without index or id, in pieces",
    [fn("read_file"), fn(undefined, '{"path":'), fn(undefined, '"a"}'), fn("read_file", ""), fn("", '{"path":"b"}')],
    two,
  ],
  [
    "two documents in one call's arguments",
    [{ index: 0, id: "a", ...fn("read_file", '{"path":"a"}{"path":"b"}') }],
    two,
  ],
  [
    "a call without arguments before another",
    [
      { index: 0, id: "a", ...fn("list_files", "") },
      { index: 0, id: "b", ...fn("read_file", '{"path":"a"}') },
    ],
    ["list_files ", two[0] ?? ""],
  ],
  [
    "a name that is told further with each piece",
    [
      { index: 0, id: "a", ...fn("read") },
      { index: 0, id: "a", ...fn("read_file") },
      { index: 0, ...fn("", '{"path":"a"}') },
    ],
    [two[0] ?? ""],
  ],
  [
    "pieces of two calls by turns",
    [
      { index: 0, id: "a", ...fn("read_file", '{"path"') },
      { index: 1, id: "b", ...fn("read_file", '{"path"') },
      { index: 0, ...fn(undefined, ':"a"}') },
      { index: 1, ...fn(undefined, ':"b"}') },
    ],
    two,
  ],
  [
    "a call whose parts are outside of function",
    [{ id: "a", name: "run", arguments: { command: "x" } }],
    ['run {"command":"x"}'],
  ],
  [
    "the same call with another index",
    [
      { index: 0, id: "a", ...fn("read_file", '{"path":"a"}') },
      { index: 1, id: "a", ...fn("read_file", '{"path":"a"}') },
    ],
    [two[0] ?? ""],
  ],
  ["what is no call", [null, "x", 5, [], {}], []],
];

test.each(cases)("%s", (_, pieces, expected) => {
  const builder = newCallBuilder(names);
  for (const piece of pieces) builder.add(piece);
  expect(builder.calls().map(({ name, arguments: text }) => `${name} ${text}`)).toEqual(expected);
});

test("calls over the limit of one answer are counted and not kept", () => {
  const builder = newCallBuilder(names);
  for (let index = 0; index < 10_000; index++) {
    builder.add({ index, id: `c${index}`, ...fn("read_file", "{") });
    builder.add({ index, ...fn(undefined, "}") });
  }
  expect(builder.calls()).toHaveLength(maxCalls);
  expect(builder.dropped()).toBe(10_000 - maxCalls);
});

test.each([
  ["an unknown tool", '<tool_call>{"name": "format_disk", "arguments": {}}</tool_call>'],
  [
    "an example in a fence",
    'Write this:\n```xml\n<tool_call>{"name": "run", "arguments": {}}</tool_call>\n```\nand so on',
  ],
  ["JSON in the middle of a text", '```json\n{"name": "run", "arguments": {}}\n```\nis what I would say.'],
  ["a list with a stranger in it", '[{"name": "run", "arguments": {}}, {"name": "other"}]'],
  ["prose", "I would run the tests."],
])("%s in a text is no call", (_, text) => {
  expect(callsInText(text, names)).toBeNull();
});

test.each([
  ["[TOOL_CALLS]", 'Hm. [TOOL_CALLS][{"name": "run", "arguments": {"command": "x"}}]', "Hm."],
  ["a document", '{"tool_calls": [{"function": {"name": "run", "arguments": "{\\"command\\": \\"x\\"}"}}]}', ""],
  ["a tag that was never closed", 'Hm.\n<tool_call>\n{"name": "run", "arguments": {"command": "x"}}', "Hm."],
  ["a python tag", '<|python_tag|>{"name": "run", "parameters": {"command": "x"}}', ""],
])("a call as %s is found", (_, text, rest) => {
  const found = callsInText(text, names);
  expect(found?.calls.map(({ name, arguments: json }) => [name, json])).toEqual([["run", '{"command":"x"}']]);
  expect(found?.rest).toBe(rest);
});
