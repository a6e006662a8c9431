import { expect, test } from "bun:test";
import { doesNotPay } from "../../../src/plan/rules/does-not-pay.ts";
import { story } from "../story.ts";

const input = { parallelism: 4, costs: null, ignoreCase: false };
const chain = (...writes: string[][]) =>
  writes.map((surface, at) => story(at + 1, { writes: surface, dependsOn: at === 0 ? [] : [`S${at}`] }));
const refused = (...writes: string[][]) => doesNotPay(chain(...writes), input)?.mode;

test("what runs one after another anyway is one story where all of them write one surface", () => {
  expect(refused(["src/a.ts"], ["src/a.ts"], ["src/*.ts"])).toBe("focused");
  expect(doesNotPay(chain(["src/a.ts"], ["src/a.ts"]), input)?.why).toEndWith(
    "all stories write one surface, so it is one story",
  );
});

test("one story of another surface is enough to keep them apart", () => {
  expect(refused(["src/a.ts"], ["src/a.ts"], ["src/b.ts"])).toBe("sequential");
  expect(refused(["src/b.ts"], ["src/a.ts"], ["src/a.ts"])).toBe("sequential");
  // Each pattern has to meet the others: a story that writes more is not of one surface with them.
  expect(refused(["src/a.ts"], ["src/a.ts", "docs/"])).toBe("sequential");
  expect(refused(["src/a.ts"], [])).toBe("sequential");
  expect(refused([], [])).toBe("sequential");
  expect(refused(["src/A.ts"], ["src/a.ts"])).toBe("sequential");
  expect(doesNotPay(chain(["src/A.ts"], ["src/a.ts"]), { ...input, ignoreCase: true })?.mode).toBe("focused");
});

test("stories that may run at the same time pay where that saves enough", () => {
  expect(doesNotPay([story(1), story(2), story(3)], input)).toBeNull();
  expect(doesNotPay([story(1)], input)?.why).toStartWith("No two of these stories may run at the same time (width 1)");
});
