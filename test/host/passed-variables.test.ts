import { expect, test } from "bun:test";
import { passedVariables } from "../../src/host/environment.ts";

const env = {
  PATH: "/bin",
  AWS_KEY: "a",
  AWS_REGION: "b",
  AWS: "c",
  DATABASE_URL: "d",
  BUN_OPTIONS: "e",
  GONE: undefined,
};

test.each([
  [[], []],
  [["DATABASE_URL"], ["DATABASE_URL"]],
  [["AWS_*"], ["AWS_KEY", "AWS_REGION"]],
  [["AWS"], ["AWS"]],
  [["database_url", "GONE", "NEVER_SET"], []],
  // What passes anyway is not passed twice: a worktree has a search path of its own.
  [["PATH", "DATABASE_URL"], ["DATABASE_URL"]],
  // These can make a compiled program run other code.
  [["BUN_*", "B*"], []],
])("%j lets %j through", (names, expected) => {
  const passed = passedVariables(env, names);
  expect(Object.keys(passed)).toEqual(expected);
  for (const [name, value] of Object.entries(passed)) expect(value).toBe(env[name as keyof typeof env] as string);
});
