import { expect, test } from "bun:test";
import { harmlessLog } from "../../src/text/plain.ts";

test.each([
  ["::set-output name=x::y", ": :set-output name=x::y"],
  ["  ::add-mask::x\nfine", "  : :add-mask::x\nfine"],
  ["one\n::error::two", "one\n: :error::two"],
  ["a ##vso[task.setvariable]b", "a # #vso[task.setvariable]b"],
  ["##[command]x", "# #[command]x"],
  ["##teamcity[buildStop]", "# #teamcity[buildStop]"],
  ["std::vector and ::", "std::vector and ::"],
  ["## Heading", "## Heading"],
])("harmlessLog(%j)", (text, expected) => {
  expect(harmlessLog(text)).toBe(expected);
});

test("a JSON line means what it meant", () => {
  const event = { text: "##vso[task.complete] and ::error::" };
  const line = harmlessLog(JSON.stringify(event));
  expect(line).not.toContain("##vso[");
  expect(JSON.parse(line)).toEqual(event);
});
