import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultAgentLimits } from "../../src/agents/agent.ts";
import { programAgent } from "../../src/agents/registry.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { Host } from "../../src/host/host.ts";
import { listProcesses } from "../../src/host/process-list.ts";
import { systemHost } from "../../src/host/system.ts";
import { parseAgentChoice } from "../../src/settings/agent-choice.ts";
import { scratchFolder } from "../support/scratch.ts";
import { all, errorsOf, finishOf, livingWith, taskIn } from "./task.ts";

const claude = programAgent(parseAgentChoice("claude"));
const opencode = programAgent(parseAgentChoice("opencode"));

const init = '{"type":"system","subtype":"init","session_id":"s1","cwd":"/"}';
const call =
  '{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"c1","name":"Bash","input":{"command":"make"}}],"usage":{"input_tokens":10,"output_tokens":1}}}';
const success =
  '{"type":"result","subtype":"success","is_error":false,"result":"Done.","usage":{"input_tokens":10,"output_tokens":5}}';
const text = '{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"Done."}]}}';
const say = (...lines: string[]) => lines.map((line) => `printf '%s\\n' '${line}'`).join("\n");

/** A folder to work in and a host on whose PATH a shell script is the agent. */
function fakeAgent(script: string, name = "claude"): { host: Host; cwd: string; path: string } & Disposable {
  const folder = scratchFolder();
  const cwd = join(folder.path, "work");
  mkdirSync(join(folder.path, "bin"));
  mkdirSync(cwd);
  writeFileSync(join(folder.path, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder.path, "bin", name), 0o755);
  const real = systemHost();
  const host = { ...real, env: { ...real.env, PATH: `${folder.path}/bin:${real.env["PATH"] ?? ""}` } };
  return { ...folder, host, cwd };
}

function run(fake: { host: Host; cwd: string }, limits = defaultAgentLimits, signal = new AbortController().signal) {
  return all(claude.start(fake.host, taskIn(fake.cwd, { limits, env: { STORY: fake.cwd } }), signal));
}

test("runAgent() hands the prompt over, closes stdin, and tells events and the end", async () => {
  using fake = fakeAgent(`cat > prompt.txt\n${say(init, text, success)}`);
  const events = await run(fake);
  expect(events).toMatchObject([
    { type: "agent.session", session: "s1" },
    { type: "agent.text", text: "Done." },
    { type: "agent.usage", input: 10, output: 5 },
    { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null },
  ]);
  expect(readFileSync(join(fake.cwd, "prompt.txt"), "utf8")).toBe("Do what is to be done");
});

test("runAgent() gives the child an allow-list of our environment and its own sign-in", async () => {
  using fake = fakeAgent(`env > environment.txt\n${say(init, success)}`);
  const env = { ...fake.host.env, SECRET_OF_OURS: "x", GITHUB_TOKEN: "y", ANTHROPIC_API_KEY: "z", BUN_OPTIONS: "w" };
  await run({ ...fake, host: { ...fake.host, env } });
  const seen = readFileSync(join(fake.cwd, "environment.txt"), "utf8");
  expect(seen).toContain("ANTHROPIC_API_KEY=z");
  expect(seen).toContain("GIT_TERMINAL_PROMPT=0");
  for (const name of ["SECRET_OF_OURS", "GITHUB_TOKEN", "BUN_OPTIONS"]) expect(seen).not.toContain(name);
});

test("runAgent() keeps the raw output of both streams as it came", async () => {
  using fake = fakeAgent(`${say(init, "not json")}\necho complaint >&2\n${say(success)}`);
  const logDir = join(fake.path, "log");
  mkdirSync(logDir);
  const task = taskIn(fake.cwd, { logDir });
  const events = await all(claude.start(fake.host, task, new AbortController().signal));
  expect(events).toContainEqual({ type: "agent.unknown", line: "not json" });
  expect(readFileSync(join(logDir, "raw.jsonl"), "utf8")).toBe(`${init}\nnot json\n${success}\n`);
  expect(readFileSync(join(logDir, "stderr.log"), "utf8")).toBe("complaint\n");
});

test("runAgent() says what is missing when the program is not there", async () => {
  using fake = fakeAgent("true", "another");
  const events = await run({ ...fake, host: { ...fake.host, env: { ...fake.host.env, PATH: `${fake.path}/bin` } } });
  expect(errorsOf(events)).toEqual([
    'crash: Cannot start "claude": it is not on the PATH (npm install -g @anthropic-ai/claude-code)',
  ]);
  expect(finishOf(events)).toMatchObject({ ok: false, why: "crash", exitCode: null });
});

test("runAgent() says when the program is not executable", async () => {
  using fake = fakeAgent("true");
  chmodSync(join(fake.path, "bin", "claude"), 0o644);
  const events = await run({ ...fake, host: { ...fake.host, env: { ...fake.host.env, PATH: `${fake.path}/bin` } } });
  expect(errorsOf(events)).toEqual(['crash: Cannot start "claude": it is not executable']);
});

test.each([
  ["prints HTML and exits with 0", "echo '<html><body>Sign in</body></html>'", "crash"],
  ["prints nothing and exits with 0", "true", "crash"],
  ["knows none of our flags", "echo \"error: unknown option '--verbose'\" >&2; exit 1", "crash"],
  ["has no sign-in", "echo 'Invalid API key · Please run /login' >&2; exit 1", "auth"],
  ["asks for input, and there is none", "read -r answer < /dev/tty || echo 'cannot ask' >&2; exit 1", "crash"],
  ["dies of a signal of its own", `${say(init)}\nkill -SEGV $$`, "killed"],
])("runAgent() ends with a failure when the program %s", async (_, script, why) => {
  using fake = fakeAgent(script);
  const events = await run(fake);
  expect(finishOf(events)).toMatchObject({ ok: false, why });
  if (why !== "killed") expect(errorsOf(events)).toHaveLength(1);
});

test("runAgent() reads invalid UTF-8, U+2028 and a last line without an end", async () => {
  using fake = fakeAgent(
    `printf '%s\\n' '${init}'; printf '{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"a\\342\\200\\250b\\377c"}]}}\\n'; printf '%s' '${success}'`,
  );
  const events = await run(fake);
  expect(events).toContainEqual({ type: "agent.text", text: "a\u2028b\ufffdc" });
  expect(finishOf(events).ok).toBe(true);
});

test("runAgent() keeps little of a flood without a line's end", async () => {
  using fake = fakeAgent(`head -c 600000000 /dev/zero | tr '\\0' x; echo; ${say(init, success)}`);
  const before = process.memoryUsage().rss;
  let most = before;
  for await (const event of claude.start(fake.host, taskIn(fake.cwd), new AbortController().signal)) {
    most = Math.max(most, process.memoryUsage().rss);
    if (event.type === "agent.unknown") expect(event.line.length).toBeLessThan(3000);
    if (event.type === "agent.finished") expect(event.ok).toBe(true);
  }
  expect(most - before).toBeLessThan(300e6);
});

test("runAgent() stops an agent that says nothing", async () => {
  using fake = fakeAgent(`${say(init)}\nsleep 600`);
  const events = await run(fake, { ...defaultAgentLimits, silenceMs: 200 });
  expect(errorsOf(events)).toEqual(["stalled: It was silent for 200ms"]);
  expect(finishOf(events)).toMatchObject({ ok: false, why: "stalled" });
  expect(livingWith(`STORY=${fake.cwd}`)).toEqual([]);
});

test("runAgent() takes a running tool for no silence, and limits it by itself", async () => {
  using fake = fakeAgent(`${say(init, call)}\nsleep 600`);
  const events = await run(fake, { ...defaultAgentLimits, silenceMs: 50, toolMs: 400 });
  expect(errorsOf(events)).toEqual(["stalled: One tool call ran for more than 400ms"]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: "agent.tool.finished", call: "c1", ok: null, output: "" }),
  );
  expect(finishOf(events).ms).toBeGreaterThanOrEqual(400);
});

test("runAgent() gives an agent that tells of tools only afterwards the time of a tool", async () => {
  using fake = fakeAgent("sleep 600", "opencode");
  const limits = { ...defaultAgentLimits, silenceMs: 50, toolMs: 300 };
  const events = await all(opencode.start(fake.host, taskIn(fake.cwd, { limits }), new AbortController().signal));
  expect(errorsOf(events)).toEqual(["stalled: It was silent for 300ms"]);
});

test("runAgent() stops an agent that asks its model too often", async () => {
  const step = '{"type":"step_finish","part":{"reason":"unknown","tokens":{"input":1,"output":1,"cache":{}}}}';
  using fake = fakeAgent(`while :; do printf '%s\\n' '${step}'; done`, "opencode");
  const task = taskIn(fake.cwd, { limits: { ...defaultAgentLimits, maxTurns: 20 } });
  const events = await all(opencode.start(fake.host, task, new AbortController().signal));
  expect(errorsOf(events)).toEqual(["turns: It asked its model more than 20 times"]);
  expect(finishOf(events)).toMatchObject({ ok: false, why: "turns" });
});

test("runAgent() is killed by an abort, with everything that it started", async () => {
  const tool = "setsid sh -c 'touch running; sleep 600' & ";
  using fake = fakeAgent(`${say(init, call)}\n${tool} while [ ! -e running ]; do :; done\n${say(text)}\nwait`);
  const abort = new AbortController();
  const events: AgentEvent[] = [];
  for await (const event of claude.start(fake.host, taskIn(fake.cwd, { env: { STORY: fake.cwd } }), abort.signal)) {
    events.push(event);
    if (event.type === "agent.text") abort.abort();
  }
  expect(finishOf(events)).toMatchObject({ ok: false, why: "killed" });
  expect(errorsOf(events)).toEqual([]);
  expect(livingWith(`STORY=${fake.cwd}`)).toEqual([]);
});

test("runAgent() leaves nothing running when its reader leaves early", async () => {
  using fake = fakeAgent(`${say(init)}\nsleep 600`);
  for await (const event of claude.start(
    fake.host,
    taskIn(fake.cwd, { env: { STORY: fake.cwd } }),
    AbortSignal.any([]),
  )) {
    expect(event.type).toBe("agent.session");
    break;
  }
  expect(livingWith(`STORY=${fake.cwd}`)).toEqual([]);
});

test("runAgent() ends with its program although children hold the pipe open", async () => {
  using fake = fakeAgent(`sleep 600 &\nsetsid sleep 600 &\n${say(init, text, success)}`);
  const events = await run(fake);
  expect(finishOf(events)).toMatchObject({ ok: true, why: "done" });
  expect(livingWith(`STORY=${fake.cwd}`)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "runAgent() ends what cleared its environment and lost its parents, as daemons do",
  async () => {
    const daemon =
      "(env -i setsid sh -c 'echo $$ > daemon; exec sleep 600' >/dev/null 2>&1 &); while [ ! -s daemon ]; do :; done";
    using fake = fakeAgent(`${daemon}\n${say(init, text, success)}`);
    const events = await run(fake);
    expect(finishOf(events)).toMatchObject({ ok: true, why: "done" });
    const pid = Number(readFileSync(join(fake.cwd, "daemon"), "utf8"));
    expect(listProcesses().map((facts) => facts.pid)).not.toContain(pid);
  },
);

test("runAgent() does not start when it was aborted before", async () => {
  using fake = fakeAgent(`touch started; ${say(init, success)}; sleep 600`);
  const events = await run(fake, defaultAgentLimits, AbortSignal.abort());
  expect(finishOf(events)).toMatchObject({ ok: false, why: "killed" });
});

test("runAgent() removes its private folder", async () => {
  using fake = fakeAgent(say(init, success));
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("baro-agent-")).length;
  await run(fake);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("baro-agent-"))).toHaveLength(before);
  expect(existsSync(fake.cwd)).toBe(true);
});

/** A host whose waits of seconds are over at once, so that nobody waits for a grace to pass. */
const impatient = (host: Host): Host => ({ ...host, sleep: (ms, signal) => host.sleep(ms === 8000 ? 50 : ms, signal) });

test.each([
  ["and keeps its output open", "sleep 600"],
  ["and closes its output", "exec >&- 2>&-\nsleep 600"],
  ["and ignores being told to go", "trap '' TERM\nsleep 600"],
  ["and says what nobody understands", `while :; do echo '{"type":"noise"}'; sleep 0.02; done`],
  ["and says what is no record", "yes"],
])("a program that said its last word %s is ended, and its result taken", async (_, stays) => {
  using fake = fakeAgent(`${say(init, text, success)}\n${stays}`);
  const started = Date.now();
  const events = await run({ ...fake, host: impatient(fake.host) });
  expect(finishOf(events)).toMatchObject({ ok: true, why: "done" });
  expect(Date.now() - started).toBeLessThan(30_000);
});

test("a program that says its last word, and then others without end, is ended, and its result taken", async () => {
  using fake = fakeAgent(`${say(init, success)}\nwhile :; do ${say(text)}; sleep 0.02; done`);
  const { host } = fake;
  const started = host.elapsed();
  // A hundred times as fast, so that nobody waits for the longest grace.
  const fast = { ...impatient(host), elapsed: () => started + (host.elapsed() - started) * 100 };
  expect(finishOf(await run({ ...fake, host: fast }))).toMatchObject({ ok: true, why: "done" });
}, 20_000);

test("a program that goes on after a result, for a task in the background, is not ended", async () => {
  const begun = '{"type":"system","subtype":"task_started","task_id":"b1","description":"Tests"}';
  const ended = '{"type":"system","subtype":"task_notification","task_id":"b1","status":"completed","summary":"Green"}';
  using fake = fakeAgent(`${say(init, begun, success)}\nsleep 1\n${say(ended, text, success)}`);
  const events = await run({ ...fake, host: impatient(fake.host) });
  expect(events.filter(({ type }) => type === "agent.text")).toHaveLength(1);
  expect(finishOf(events)).toMatchObject({ ok: true, exitCode: 0 });
});

test("a flood of lines, understood or not, doesn't get onto the run's stream", async () => {
  using fake = fakeAgent(`${say(init)}
yes '{"type":"strange"}' | head -n 200000
i=0; while [ $i -lt 3 ]; do printf '{"type":"assistant","message":{"id":"t%s","content":[{"type":"text","text":"' $i; yes 0123456789 | head -c 2500000 | tr -d '\\n'; printf '"}]}}\\n'; i=$((i+1)); done
${say(success)}`);
  const events = await run(fake);
  expect(finishOf(events).ok).toBe(true);
  expect(events.filter(({ type }) => type === "agent.unknown")).toHaveLength(500);
  expect(events.filter(({ type }) => type === "agent.notice")).toHaveLength(1);
  const texts = events.flatMap((event) => (event.type === "agent.text" ? [event.text.length] : []));
  expect(texts).toHaveLength(3);
  expect(Math.max(...texts)).toBeLessThan(1_100_000);
});

const warning = "WARNING: proceeding, even though we could not create PATH aliases: operation would block";
const thread = '{"type":"thread.started","thread_id":"t1"}';
const message = '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"Done."}}';
const turn = '{"type":"turn.completed","usage":{"input_tokens":10,"cached_input_tokens":0,"output_tokens":5}}';
const codex = programAgent(parseAgentChoice("codex"));
const runCodex = (fake: { host: Host; cwd: string }) =>
  all(codex.start(fake.host, taskIn(fake.cwd), new AbortController().signal));

test("a program that has not come up whole is ended before it does a thing, and started anew", async () => {
  const broken = `echo '${warning}' >&2; ${say(thread)}; sleep 60`;
  using fake = fakeAgent(
    `echo x >> starts.txt; if [ "$(wc -l < starts.txt)" -lt 3 ]; then ${broken}; fi\n${say(thread, message, turn)}`,
    "codex",
  );
  const events = await runCodex(fake);
  expect(readFileSync(join(fake.cwd, "starts.txt"), "utf8")).toBe("x\nx\nx\n");
  expect(events.filter(({ type }) => type !== "agent.session")).toMatchObject([
    { type: "agent.text", text: "Done." },
    { type: "agent.usage", input: 10, output: 5 },
    { type: "agent.finished", ok: true, why: "done" },
  ]);
});

test("one that never comes up whole is left to do what it can; one at work is not ended for what it says", async () => {
  using always = fakeAgent(`echo x >> starts.txt; echo '${warning}' >&2\n${say(thread, message, turn)}`, "codex");
  expect(finishOf(await runCodex(always))).toMatchObject({ ok: true });
  using late = fakeAgent(`echo x >> starts.txt\n${say(thread, message)}; echo '${warning}' >&2\n${say(turn)}`, "codex");
  expect(finishOf(await runCodex(late))).toMatchObject({ ok: true });
  expect(readFileSync(join(always.cwd, "starts.txt"), "utf8").length).toBeLessThanOrEqual(8);
});
