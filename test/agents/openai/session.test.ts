import { expect, test } from "bun:test";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Script } from "../../../src/demo/scripted/script.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, runScript, sse } from "./rig.ts";

const say = (text: string) => ({ text });

test("a session reads, edits, runs and ends with what it counted", async () => {
  using repository = scratchRepository({ "greeting.txt": "hello\n" });
  const usage = { input: 100, cachedInput: 40, output: 20, reasoning: 5 };
  const script: Script = ({ turn, toolResults }) => {
    if (turn === 0)
      return { reasoning: "First look.", calls: [{ name: "read_file", input: { path: "greeting.txt" } }], usage };
    if (turn === 1) {
      const text = toolResults[0]?.text ?? "";
      const input = { path: "greeting.txt", old_text: text.trim(), new_text: `${text.trim()} world` };
      return { text: "Editing.", calls: [{ name: "edit_file", input }], usage };
    }
    if (turn === 2) return { calls: [{ name: "run_command", input: { command: "cat greeting.txt; exit 3" } }], usage };
    return { text: `Done: ${toolResults.at(-1)?.text}`, usage };
  };
  const said = await runScript(script, repository.path);

  expect(readFileSync(join(repository.path, "greeting.txt"), "utf8")).toBe("hello world\n");
  expect(said.finished).toMatchObject({ ok: true, why: "done", exitCode: null });
  expect(said.all("agent.text").map(({ text }) => text)).toEqual(["Editing.", "Done: hello world\n[exit code 3]"]);
  expect(said.all("agent.reasoning").map(({ text }) => text)).toEqual(["First look."]);
  expect(said.all("agent.tool.called").map(({ tool, nativeTool, paths }) => ({ tool, nativeTool, paths }))).toEqual([
    { tool: "read", nativeTool: "read_file", paths: ["greeting.txt"] },
    { tool: "edit", nativeTool: "edit_file", paths: ["greeting.txt"] },
    { tool: "run", nativeTool: "run_command", paths: [] },
  ]);
  expect(said.all("agent.tool.finished").map(({ ok, exitCode }) => ({ ok, exitCode }))).toEqual([
    { ok: true, exitCode: null },
    { ok: true, exitCode: null },
    { ok: false, exitCode: 3 },
  ]);
  expect(said.all("agent.usage").map(({ type: _, ...counts }) => counts)).toEqual(
    Array(4).fill({ ...usage, usd: null, requests: 1, model: "scripted-1" }),
  );
});

test("a task that only looks has no tool that writes", async () => {
  using repository = scratchRepository();
  const offered: string[][] = [];
  const script: Script = ({ tools, turn }) => {
    offered.push(tools);
    return turn === 0 ? { calls: [{ name: "write_file", input: { path: "x", content: "x" } }] } : say("no");
  };
  const said = await runScript(script, repository.path, { task: { readOnly: true } });
  expect(offered[0]).toEqual(["read_file", "list_files", "search"]);
  expect(said.all("agent.tool.finished")[0]).toMatchObject({ ok: false });
  expect(repository.git("status", "--porcelain")).toBe("");
});

test("a session goes on where its transcript ends, from the log folder of another attempt", async () => {
  using repository = scratchRepository({ "a.txt": "A\n" });
  using logs = scratchRepository();
  const [first, second] = ["1", "2"].map((name) => join(logs.path, name));
  for (const folder of [first, second]) mkdirSync(folder ?? "");
  const script: Script = ({ user, lastUser, turn }) => {
    if (turn === 0 && lastUser === "Read a.txt.") return { calls: [{ name: "read_file", input: { path: "a.txt" } }] };
    return say(`${user.split("\n").length} questions`);
  };
  const before = await runScript(script, repository.path, { task: { prompt: "Read a.txt.", logDir: first ?? null } });
  const session = before.all("agent.session")[0]?.session ?? "";
  const after = await runScript(script, repository.path, {
    task: { prompt: "And now?", logDir: second ?? null, resume: session },
  });
  expect(after.all("agent.session")).toEqual([{ type: "agent.session", session }]);
  expect(after.all("agent.text").map(({ text }) => text)).toEqual(["2 questions"]);
  const kept = readFileSync(join(second ?? "", `session-${session}.jsonl`), "utf8")
    .trimEnd()
    .split("\n");
  expect(kept.map((line) => (JSON.parse(line) as { role: string }).role)).toEqual([
    "user",
    "assistant",
    "tool",
    "assistant",
    "user",
    "assistant",
  ]);
});

test("a session that is stopped before it begins is gone on with by what was asked", async () => {
  using repository = scratchRepository();
  using logs = scratchRepository();
  const script: Script = ({ user }) => say(user);
  const stopped = await runScript(script, repository.path, {
    task: { prompt: "Read a.txt.", logDir: logs.path },
    signal: AbortSignal.abort(),
  });
  const session = stopped.all("agent.session")[0]?.session ?? "";
  const after = await runScript(script, repository.path, {
    task: { prompt: "You were interrupted.", logDir: logs.path, resume: session },
  });
  expect(after.finished).toMatchObject({ ok: true });
  expect(after.all("agent.text").map(({ text }) => text)).toEqual(["Read a.txt.\nYou were interrupted."]);
});

test("a session that is gone is an error, not a fresh start", async () => {
  using repository = scratchRepository();
  const said = await runScript(() => say("hm"), repository.path, {
    task: { resume: "nowhere", logDir: repository.path },
  });
  expect(said.finished).toMatchObject({ ok: false, why: "request" });
  expect(said.all("agent.error")[0]?.message).toBe('Cannot resume session "nowhere": its transcript is missing');
  expect(said.served).toEqual([]);
});

test("the repository's own instructions are in the system prompt, bounded", async () => {
  using repository = scratchRepository({ "AGENTS.md": `Use tabs.\n${"x".repeat(40_000)}` });
  let system = "";
  const said = await runScript((request) => {
    system = request.system;
    return say("ok");
  }, repository.path);
  expect(system).toContain("Use tabs.");
  expect(system.length).toBeLessThan(20_000);
  expect(said.all("agent.notice")[0]?.message).toContain("AGENTS.md has more than 16000 bytes");
});

test("without a named model the endpoint's first is taken and said", async () => {
  using repository = scratchRepository();
  const said = await runScript(({ model }) => say(model), repository.path, { model: null });
  expect(said.all("agent.text")[0]?.text).toBe("scripted-1");
  expect(said.all("agent.notice")[0]?.message).toBe('No model was named: using "scripted-1"');
});

test("the limit on turns ends the session", async () => {
  using repository = scratchRepository();
  const script: Script = () => ({ calls: [{ name: "list_files", input: {} }] });
  const said = await runScript(script, repository.path, { limits: { maxTurns: 3 } });
  expect(said.finished).toMatchObject({ ok: false, why: "turns" });
  expect(said.served).toHaveLength(3);
});

test("a task's instructions join the fixed ones, or take their place when it only looks", async () => {
  using repository = scratchRepository();
  const systems: string[] = [];
  const script: Script = ({ system }) => {
    systems.push(system);
    return say("ok");
  };
  await runScript(script, repository.path, { task: { instructions: "Speak Latin." } });
  await runScript(script, repository.path, { task: { instructions: "Speak Latin.", readOnly: true } });
  expect(systems[0]).toMatch(/^You are a coding agent[\s\S]*Speak Latin\.$/);
  expect(systems[1]).toBe("Speak Latin.");
});

test("effort is sent when the task names one, and only then", async () => {
  using repository = scratchRepository();
  const bodies: Record<string, unknown>[] = [];
  await using server = await rawServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    bodies.push(JSON.parse(body) as Record<string, unknown>);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sse(chunk({ content: "ok" }, "stop")) + sse("[DONE]"));
  });
  await runAgainst(server.baseUrl, repository.path, { task: { effort: "high" } });
  await runAgainst(server.baseUrl, repository.path);
  expect(bodies.map((body) => body["reasoning_effort"])).toEqual(["high", undefined]);
  expect(bodies[0]).toMatchObject({ stream: true, stream_options: { include_usage: true }, model: "scripted-1" });
});
