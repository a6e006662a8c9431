import { expect, test } from "bun:test";
import { sshAdvice } from "../../src/fleet/ssh-advice.ts";

test.each([
  ["/bin/bash: line 1: exec: baro: not found", /^baro is not found there \(/, /ssh:HOST,baro=/],
  ["sh: 1: exec: baro: not found", /^baro is not found there/, /Install it/],
  ["zsh:1: command not found: baro", /^baro is not found there/, /Install it/],
  ["fish: Unknown command: baro", /^baro is not found there/, /Install it/],
  ["/bin/bash: line 1: /nowhere/baro: No such file or directory", /^baro is not found there/, /say where it is/],
  ["root@127.0.0.1: Permission denied (publickey).", /^it lets nobody in/, /ssh-add/],
  ["Host key verification failed.", /^its host key is not known/, /ssh HOST/],
  ["Cannot understand worker: there is no such command", /^its baro knows no workers/, /^Update baro there/],
])("%s", (said, why, hint) => {
  const told = sshAdvice(said);
  expect(told.why).toMatch(why);
  expect(told.why).toContain(said);
  expect(told.hint).toMatch(hint);
});

test.each([
  "ssh: Could not resolve hostname box: Name or service not known",
  "ssh: connect to host box port 22: Connection refused",
  "it ended with exit code 255",
])("what may pass with time is tried again: %s", (said) => {
  expect(sshAdvice(said)).toEqual({ why: said });
});
