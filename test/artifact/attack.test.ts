import { expect, test } from "bun:test";
import { tries, tryAll } from "../../scripts/attack/table.ts";

test("the short form of scripts/attack.ts: everything that is tried holds", async () => {
  const wrong: string[] = [];
  let tried = 0;
  await tryAll(tries(true), ({ group, name }, lines) => {
    tried++;
    wrong.push(...lines.map((line) => `${group}: ${name}: ${line}`));
  });
  console.log(`${tried} attacks tried`);
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 900_000);
