import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { splitCommand } from "../../../src/agents/acp/acp.ts";
import { agentSettings, agentVariables } from "../../../src/agents/acp/known-agents.ts";
import { modeFor } from "../../../src/agents/acp/open-session.ts";
import type { AgentTask } from "../../../src/agents/agent.ts";
import { programAgent } from "../../../src/agents/registry.ts";
import type { AgentEvent } from "../../../src/core/agent-event.ts";
import { systemHost } from "../../../src/host/system.ts";
import { parseAgentChoice } from "../../../src/settings/agent-choice.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { all, errorsOf, finishOf, taskIn } from "../task.ts";

const host = systemHost();
const command = `"${process.execPath}" "${join(import.meta.dir, "small-agent.ts")}"`;
const agent = programAgent(parseAgentChoice(`acp:${command}`));

function run(cwd: string, more: Partial<AgentTask> = {}, signal = new AbortController().signal) {
  return all(agent.start(host, taskIn(cwd, more), signal));
}

test("an agent that speaks the protocol works, and what it does is told in our words", async () => {
  using folder = scratchFolder();
  const events = await run(folder.path, { model: "small" });
  expect(events).toEqual([
    { type: "agent.session", session: "session-1" },
    { type: "agent.reasoning", text: "I am small." },
    { type: "agent.text", text: "I write it." },
    {
      type: "agent.tool.called",
      call: "t1",
      tool: "edit",
      nativeTool: "Write made.txt",
      input: { path: "made.txt" },
      paths: ["made.txt"],
    },
    { type: "agent.tool.finished", call: "t1", ok: true, exitCode: null, output: "written", outputBytes: 7 },
    { type: "agent.usage", input: 0, cachedInput: 0, output: 0, reasoning: 0, usd: 0.25, requests: null },
    { type: "agent.text", text: "All done." },
    { type: "agent.usage", input: 1000, cachedInput: 100, output: 20, reasoning: 0, usd: 0, requests: null },
    expect.objectContaining({ type: "agent.finished", ok: true, why: "done" }),
  ]);
  expect(readFileSync(join(folder.path, "made.txt"), "utf8")).toBe("made\n");
});

test("a question that may only look is refused what would write", async () => {
  using folder = scratchFolder();
  const events = await run(folder.path, { readOnly: true });
  expect(events).toContainEqual(
    expect.objectContaining({ type: "agent.tool.finished", ok: false, output: "not allowed" }),
  );
  expect(existsSync(join(folder.path, "made.txt"))).toBe(false);
});

test("a session that is gone on with does not tell again what was told", async () => {
  using folder = scratchFolder();
  const events = await run(folder.path, { resume: "session-7" });
  const texts = events.flatMap((event) => (event.type === "agent.text" ? [event.text] : []));
  expect(events[0]).toEqual({ type: "agent.session", session: "session-7" });
  expect(texts).toEqual(["I write it.", "All done."]);
});

test("a session that ends with its process is none to go on with", async () => {
  using folder = scratchFolder();
  const forgets = programAgent(parseAgentChoice(`acp:${command} --forgets`));
  const events = await all(forgets.start(host, taskIn(folder.path), new AbortController().signal));
  expect(events.filter(({ type }) => type === "agent.session")).toEqual([]);
  expect(events.at(-1)).toMatchObject({ type: "agent.finished", ok: true });
});

test("what a session used is asked for where it is told on a command alone, and that is no part of the work", async () => {
  using folder = scratchFolder();
  const teller = programAgent(parseAgentChoice(`acp:${command} --pi`));
  const play = (more: Partial<AgentTask>) =>
    all(teller.start(host, taskIn(folder.path, more), new AbortController().signal));
  const usageOf = (events: AgentEvent[]) => events.filter(({ type }) => type === "agent.usage");
  const first = await play({});
  const usage = { cachedInput: 100, output: 20, reasoning: 0, usd: 0.5, requests: null };
  expect(usageOf(first)).toEqual([{ type: "agent.usage", input: 1700, ...usage }]);
  // What the session had used before is not this attempt's.
  const again = await play({ resume: "session-7" });
  expect(usageOf(again)).toEqual([{ type: "agent.usage", input: 1000, ...usage }]);
  expect(JSON.stringify([first, again])).not.toContain("Tokens:");
});

test("a refusal, a crash and a missing sign-in are failures of their own kind", async () => {
  using folder = scratchFolder();
  expect(finishOf(await run(folder.path, { prompt: "refuse" }))).toMatchObject({ ok: false, why: "refused" });
  expect(finishOf(await run(folder.path, { prompt: "crash" }))).toMatchObject({ ok: false, why: "crash", exitCode: 3 });
  const signedOut = programAgent(parseAgentChoice(`acp:${command} --signed-out`));
  const events = await all(signedOut.start(host, taskIn(folder.path), new AbortController().signal));
  expect(finishOf(events)).toMatchObject({ ok: false, why: "auth" });
});

test("an abort ends the agent, and its open call is closed", async () => {
  using folder = scratchFolder();
  const abort = new AbortController();
  const events = [];
  for await (const event of agent.start(host, taskIn(folder.path, { prompt: "hang" }), abort.signal)) {
    events.push(event);
    if (event.type === "agent.tool.called") abort.abort();
  }
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.tool.finished", call: "t0", ok: null }));
  expect(finishOf(events)).toMatchObject({ ok: false, why: "killed" });
});

test("a program that speaks something else ends with an error", async () => {
  using folder = scratchFolder();
  const other = programAgent(parseAgentChoice(`acp:echo "<html>"`));
  const events = await all(other.start(host, taskIn(folder.path), new AbortController().signal));
  expect(finishOf(events).ok).toBe(false);
  expect(errorsOf(events)).toHaveLength(1);
});

test("status() finds the command", async () => {
  expect(await agent.status(host)).toMatchObject({ name: "acp", installed: true, advice: null });
  const missing = programAgent(parseAgentChoice("acp:no-such-agent --acp"));
  expect(await missing.status(host)).toMatchObject({ installed: false, advice: '"no-such-agent" is not on the PATH' });
});

test.each([
  ["opencode acp", "opencode", ["acp"]],
  ['"/a b/agent" --name "x y" -v', "/a b/agent", ["--name", "x y", "-v"]],
  ["agent --key='a b'c $HOME", "agent", ["--key=a bc", "$HOME"]],
])("splitCommand() splits %s", (line, program, args) => {
  expect(splitCommand(line)).toEqual({ program, args });
});

const withFlags = (flags: string) => programAgent(parseAgentChoice(`acp:${command} ${flags}`));
const texts = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === "agent.text" ? [event.text] : []));

test("an agent that wants a sign-in gets it by the key that is set, and says what to do without one", async () => {
  using folder = scratchFolder();
  const signedOut = withFlags("--signed-out");
  const keyed = { ...host, env: { ...host.env, ANTHROPIC_SMALL_KEY: "k" } };
  const task = taskIn(folder.path, { prompt: "mode?" });
  const signal = new AbortController().signal;
  expect(texts(await all(signedOut.start(keyed, task, signal)))).toEqual(["read-only small-api-key"]);
  const events = await all(signedOut.start(host, task, signal));
  expect(errorsOf(events)[0]).toMatch(
    /^auth: It is not signed in: .*offers: Sign in with a browser, Use SMALL_API_KEY/,
  );
});

test("a story is written in a mode that writes, and a question asked in one that only reads", async () => {
  using folder = scratchFolder();
  const ask = async (readOnly: boolean) =>
    texts(
      await all(
        withFlags("--modes").start(
          host,
          taskIn(folder.path, { prompt: "mode?", readOnly }),
          new AbortController().signal,
        ),
      ),
    );
  expect(await ask(false)).toEqual(["agent "]);
  expect(await ask(true)).toEqual(["read-only "]);
});

test.each([
  [["default", "acceptEdits", "plan", "bypassPermissions"], "default", false, "acceptEdits"],
  [["auto", "default", "acceptEdits", "plan"], "auto", false, "acceptEdits"],
  [["default", "acceptEdits", "plan"], "acceptEdits", false, null],
  [["fast", "slow"], "fast", false, null],
  [["default", "acceptEdits", "plan", "bypassPermissions"], "plan", false, "acceptEdits"],
  [["default", "acceptEdits", "plan"], "default", true, "plan"],
  [["build", "plan"], "plan", false, "build"],
  [["read-only", "agent", "agent-full-access"], "read-only", false, "agent"],
  [["fast", "slow"], "fast", true, null],
  [[], "", false, null],
])("of the modes %p, now %j, read-only %p, it changes to %p", (offered, current, readOnly, expected) => {
  expect(modeFor(offered, current, readOnly)).toBe(expected);
});

test("input that comes late, a terminal's output and its exit code are taken", async () => {
  using folder = scratchFolder();
  expect(await run(folder.path, { prompt: "late" })).toMatchObject([
    { type: "agent.session" },
    { type: "agent.tool.called", call: "t9", tool: "run", input: { command: "make" } },
    { type: "agent.tool.finished", call: "t9", ok: false, exitCode: 2, output: "red" },
    { type: "agent.finished", ok: true },
  ]);
});

test("a flood of text, of calls and in one message is bounded, and the agent goes on", async () => {
  using folder = scratchFolder();
  const events = await run(folder.path, { prompt: "flood" });
  expect(finishOf(events)).toMatchObject({ ok: true, why: "done" });
  expect(texts(events).reduce((sum, text) => sum + text.length, 0)).toBeLessThan(17_000_000);
  expect(events.filter(({ type }) => type === "agent.tool.called").length).toBeLessThanOrEqual(1000);
  expect(events.filter(({ type }) => type === "agent.tool.finished").length).toBeLessThanOrEqual(1000);
  expect(events.flatMap((event) => (event.type === "agent.notice" ? [event.message] : []))).toContain(
    "One message was too long and was left out",
  );
});

test.each(["endless answer", "endless question"])(
  "an %s that is too long to be read ends the turn at once",
  async (prompt) => {
    using folder = scratchFolder();
    const events = await run(folder.path, { prompt });
    expect(finishOf(events)).toMatchObject({ ok: false });
    expect(events).toContainEqual(
      expect.objectContaining({ message: "The agent sent an answer or a question that is too long to be read" }),
    );
  },
);

test.each([
  ["codex-acp", "openai"],
  ["npx -y @agentclientprotocol/claude-agent-acp@0.101.0", "anthropic"],
  ["/home/pi/bin/goose acp", "acp goose"],
  ["opencode acp", "opencode"],
])("the provider of %p is %p", (line, provider) => {
  expect(programAgent(parseAgentChoice(`acp:${line}`)).provider).toBe(provider);
});

test("a known agent gets what its program's own configuration takes keys from", () => {
  using home = scratchFolder();
  writeFileSync(join(home.path, "config.toml"), '[model_providers.mine]\nenv_key = "MY_OWN_KEY"\n');
  const env = { CODEX_HOME: home.path, MY_OWN_KEY: "k", CLAUDE_CONFIG_DIR: "/c", GOOGLE_API_KEY: "g", SECRET: "s" };
  const names = agentVariables(env);
  for (const name of ["MY_OWN_KEY", "CODEX_HOME", "CLAUDE_CONFIG_DIR", "GOOGLE_API_KEY"]) expect(names).toContain(name);
  expect(names).not.toContain("SECRET");
});

test("what a person says meanwhile is the session's next prompt, and nothing is stopped for it", async () => {
  using folder = scratchFolder();
  const waiting = ["Now in capitals"];
  const events = await run(folder.path, { inbox: { take: () => waiting.splice(0) } });
  expect(agent.hears).toBe(true);
  expect(waiting).toEqual([]);
  expect(events.filter((event) => event.type === "agent.text" && event.text === "All done.")).toHaveLength(2);
  expect(events.filter(({ type }) => type === "agent.session")).toHaveLength(1);
  expect(finishOf(events)).toMatchObject({ ok: true, why: "done" });
});

test("an agent is kept from what no story needs, and what the person has set holds", () => {
  const content = (own?: string) =>
    agentSettings(own === undefined ? {} : { OPENCODE_CONFIG_CONTENT: own })["OPENCODE_CONFIG_CONTENT"];
  expect(JSON.parse(content() ?? "")).toEqual({ agent: { title: { disable: true } } });
  const own = { model: "a/b", agent: { build: { mode: "all" }, title: { disable: false } } };
  expect(JSON.parse(content(JSON.stringify(own)) ?? "")).toEqual(own);
  expect(content("{ not to be read")).toBeUndefined();
});
