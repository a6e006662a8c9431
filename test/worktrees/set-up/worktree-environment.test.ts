import { expect, test } from "bun:test";
import { worktreeEnvironment } from "../../../src/worktrees/set-up/worktree-set-up.ts";

const none = { root: "/home/a/p", worktree: "/cache/w1", virtualEnvironment: null, pythonSource: null };

test.each<[string, Record<string, string>, Partial<typeof none> | object, Record<string, string>]>([
  ["nothing of the checkout", { PATH: "/usr/bin:/bin", VIRTUAL_ENV: "/opt/venv" }, {}, {}],
  ["its programs", { PATH: "/home/a/p/node_modules/.bin:/bin" }, {}, { PATH: "/cache/w1/node_modules/.bin:/bin" }],
  ["a folder that only begins alike", { PATH: "/home/a/p2/bin:/home/a/p" }, {}, { PATH: "/home/a/p2/bin:/cache/w1" }],
  [
    "an active environment of its own",
    { PATH: "/home/a/p/.venv/bin:/bin", VIRTUAL_ENV: "/home/a/p/.venv" },
    {},
    { PATH: "/cache/w1/.venv/bin:/bin", VIRTUAL_ENV: "/cache/w1/.venv" },
  ],
  [
    "the worktree's environment before everything",
    { PATH: "/bin", VIRTUAL_ENV: "/opt/venv" },
    { virtualEnvironment: ".venv" },
    { PATH: "/cache/w1/.venv/bin:/bin", VIRTUAL_ENV: "/cache/w1/.venv" },
  ],
  ["where packages are imported from", { PATH: "/bin" }, { pythonSource: "src" }, { PYTHONPATH: "/cache/w1/src" }],
])("worktreeEnvironment() with %s", (_name, env, places, expected) => {
  expect(worktreeEnvironment(env, { ...none, ...places })).toEqual(expected);
});
