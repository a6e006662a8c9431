import { expect, test } from "bun:test";
import { pastChange, titleWords } from "../../src/intake/history.ts";
import { readPast } from "../../src/intake/past.ts";

const wideFiles = Array.from({ length: 8 }, (_, index) => `src/part${index}/file.ts`);
const history = [
  ...Array.from({ length: 6 }, (_, index) => pastChange("", `feat: add provider number${index}`, wideFiles)),
  ...Array.from({ length: 30 }, (_, index) => pastChange("", `fix: typo in message${index}`, ["src/a.ts"])),
  ...Array.from({ length: 6 }, (_, index) =>
    pastChange("", `docs: polish chapter${index}`, ["a.md", "b.md", "c.md", "d.md"]),
  ),
];
const shapeOf = (title: string) => readPast(titleWords(title), history);

test("titles like those of wide changes are likelier to be wide than others", () => {
  const provider = shapeOf("feat: add provider for weather");
  const typo = shapeOf("fix: typo in the footer");
  expect(provider.similarWide).toBeGreaterThan(1);
  expect(provider.typeWide).toBeGreaterThan(0.5);
  expect(typo.similarWide).toBeLessThan(0);
  expect(typo.typeWide).toBeLessThan(0);
});

test("titles like those of changes of many texts are told from others", () => {
  expect(shapeOf("docs: polish everything").similarText).toBeGreaterThan(shapeOf("fix: typo").similarText + 1);
});

test("a title like none before says nothing, and no history says nothing either", () => {
  const unlike = shapeOf("Quantum entanglement");
  expect(unlike.similarWide).toBeCloseTo(0, 6);
  const none = readPast(titleWords("feat: add provider"), []);
  expect([none.similarWide, none.typeWide, none.similarText]).toEqual([0, 0, 0]);
  expect(Number.isFinite(none.wide)).toBe(true);
});
