import { expect, test } from "bun:test";
import { keepGoing } from "../../../src/ecosystems/results/keep-going.ts";

const scripts = (test: string, more: object = {}) => JSON.stringify({ scripts: { test, ...more } });

test.each<[command: string, script: string | null, expected: string]>([
  ["pnpm test", "pnpm -r test", "pnpm --no-bail -r test"],
  ["pnpm test", "pnpm run -r --sort test", "pnpm --no-bail run -r --sort test"],
  ["pnpm test", "pnpm -r --no-bail test", "pnpm test"],
  ["pnpm test", "pnpm -r test && echo", "pnpm test"],
  ["pnpm --filter=...@x/a test", "pnpm -r test", "pnpm --no-bail --filter=...@x/a test"],
  ["npm test", "turbo run test", "npm test -- --continue"],
  ["npm test -- --filter=...a", "turbo test", "npm test -- --filter=...a --continue"],
  ["pnpm test --filter=...a", "turbo test", "pnpm test --filter=...a --continue"],
  ["yarn test", "turbo test --continue", "yarn test"],
  ["yarn test", "lerna run test", "yarn test --no-bail"],
  ["npm test", "node --test", "npm test"],
  ["npm test", null, "npm test"],
])("%s, whose script is %p, goes on past a red package", (command, script, expected) => {
  expect(keepGoing(command, script === null ? null : scripts(script))).toBe(expected);
});

test("a script with another one before it is run by its name alone", () => {
  expect(keepGoing("pnpm test", scripts("pnpm -r test", { pretest: "tsc" }))).toBe("pnpm test");
});
