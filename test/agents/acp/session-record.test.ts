import { expect, test } from "bun:test";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newRecordCount } from "../../../src/agents/acp/session-record.ts";
import { scratchFolder } from "../../support/scratch.ts";

const id = "0a1b2c3d-0000-4000-8000-000000000001";
const session = { id, agent: "gemini-cli" };
const head = (sessionId: string, kind = "main") => ({ sessionId, projectHash: "x", kind });
const said = (message: string, input: number, cached: number, output: number, thoughts: number) => ({
  id: message,
  type: "gemini",
  content: "words",
  tokens: { input, cached, output, thoughts, tool: 0, total: input + output + thoughts },
});
const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

function home(path: string) {
  const chats = join(path, ".gemini", "tmp", "w1", "chats");
  mkdirSync(join(chats, id), { recursive: true });
  return { env: { HOME: path }, chats, file: join(chats, "session-2026-01-01T10-00-0a1b2c3d.jsonl") };
}

test("what a record holds is counted: the cache, the thoughts, sub-agents, and each message once", () => {
  using folder = scratchFolder();
  const { env, chats, file } = home(folder.path);
  const count = newRecordCount(env);
  expect(count.more(session)).toBeNull();
  // A message is written again when its tool calls are known; an older form keeps all in one change.
  const first = said("m1", 1000, 0, 10, 5);
  writeFileSync(file, lines(head(id), { $set: { messages: [said("m0", 100, 0, 1, 0)] } }, first, first, { id: "u1" }));
  writeFileSync(join(chats, id, "helper.jsonl"), lines(head("other", "subagent"), said("s1", 200, 50, 2, 0)));
  writeFileSync(
    join(chats, "session-2026-01-01T10-01-0a1b2c3d.jsonl"),
    lines(head("0a1b2c3d-else"), said("x", 9, 9, 9, 9)),
  );
  expect(count.more(session)).toEqual({ input: 1300, cachedInput: 50, output: 18, reasoning: 5 });
  appendFileSync(file, `${lines(said("m2", 2000, 900, 20, 0))}{"id":"m3","tokens":{"inp`);
  expect(count.more(session)).toEqual({ input: 2000, cachedInput: 900, output: 20, reasoning: 0 });
});

test("a session that is gone on with is counted from where it was, and nobody else's record is read", () => {
  using folder = scratchFolder();
  const { env, file } = home(folder.path);
  writeFileSync(file, lines(head(id), said("m1", 1000, 0, 10, 5)));
  const count = newRecordCount(env);
  count.goOn(session);
  appendFileSync(file, lines(said("m2", 500, 100, 3, 0)));
  expect(count.more(session)).toMatchObject({ input: 500, cachedInput: 100, output: 3 });
  expect(newRecordCount(env).more({ id, agent: "qwen-code" })).toBeNull();
  expect(newRecordCount(env).more({ id: "../../secret", agent: "gemini-cli" })).toBeNull();
});
