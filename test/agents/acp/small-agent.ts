/** A small agent on the SDK's agent side: what it does is in its prompt. */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import {
  agent,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  type PromptResponse,
  RequestError,
  type SessionUpdate,
} from "@agentclientprotocol/sdk";

/** More than a line may hold. */
const filler = "x".repeat(20_000_000);

const folders = new Map<string, string>();
let model = "small";
let mode = "read-only";
let signedInBy = "";

/** One of them tells what its session used to whoever types a command for it, and nothing by itself. */
const name = process.argv.includes("--pi") ? "pi-acp" : "small-agent";
let prompts = 0;

const app = agent({ name: "small-agent" })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: { loadSession: !process.argv.includes("--forgets") },
    agentInfo: { name, version: "1" },
    authMethods: [
      { id: "web", name: "Sign in with a browser" },
      { id: "small-api-key", name: "Use SMALL_API_KEY" },
    ],
  }))
  .onRequest(methods.agent.authenticate, ({ params }) => {
    if (params.methodId !== "small-api-key" || process.env["ANTHROPIC_SMALL_KEY"] === undefined) {
      throw RequestError.invalidParams(undefined, "There is no key");
    }
    signedInBy = params.methodId;
    return {};
  })
  .onRequest(methods.agent.session.setMode, ({ params }) => {
    mode = params.modeId;
    return {};
  })
  .onRequest(methods.agent.session.new, ({ params }) => {
    if (process.argv.includes("--signed-out") && signedInBy === "") throw RequestError.authRequired();
    folders.set("session-1", params.cwd);
    const option = {
      type: "select" as const,
      id: "model",
      name: "Model",
      category: "model",
      currentValue: model,
      options: [{ value: "small", name: "Small" }],
    };
    const modes = ["read-only", "agent", "full-access"].map((id) => ({ id, name: id }));
    const withModes = process.argv.includes("--modes") ? { modes: { currentModeId: mode, availableModes: modes } } : {};
    return { sessionId: "session-1", configOptions: [option], ...withModes };
  })
  .onRequest(methods.agent.session.load, async ({ params, client }) => {
    folders.set(params.sessionId, params.cwd);
    const content = { type: "text" as const, text: "Said long ago." };
    const update = { sessionUpdate: "agent_message_chunk" as const, content };
    await client.notify(methods.client.session.update, { sessionId: params.sessionId, update });
    return {};
  })
  .onRequest(methods.agent.session.setConfigOption, ({ params }) => {
    model = String(params.value);
    return { configOptions: [] };
  })
  .onRequest(methods.agent.session.prompt, async ({ params, client }): Promise<PromptResponse> => {
    const { sessionId, prompt } = params;
    const cwd = folders.get(sessionId) ?? ".";
    const words = prompt.map((block) => (block.type === "text" ? block.text : "")).join("");
    const tell = (update: SessionUpdate) => client.notify(methods.client.session.update, { sessionId, update });
    const say = (text: string) => tell({ sessionUpdate: "agent_message_chunk", content: { type: "text", text } });
    if (words === "/session" && name === "pi-acp") {
      const tokens = `in ${700 + 900 * prompts}, out ${20 * prompts}, cache read ${100 * prompts}, cache write 0, total 1`;
      await say(`Session: ${sessionId}\nCost: ${0.5 * prompts}\nTokens: ${tokens}`);
      return { stopReason: "end_turn" };
    }
    prompts++;
    if (words.includes("hang")) {
      await say("Working");
      await tell({
        sessionUpdate: "tool_call",
        toolCallId: "t0",
        title: "sleep",
        kind: "execute",
        status: "in_progress",
      });
      await new Promise(() => setInterval(() => {}, 1000));
    }
    if (words.includes("mode?")) {
      await say(`${mode} ${signedInBy}`);
      return { stopReason: "end_turn" };
    }
    if (words.includes("late")) {
      await tell({
        sessionUpdate: "tool_call",
        toolCallId: "t9",
        title: "Bash",
        kind: "execute",
        status: "in_progress",
        rawInput: {},
      });
      await tell({ sessionUpdate: "tool_call_update", toolCallId: "t9", rawInput: { command: "make" } });
      const _meta = { terminal_output: { data: "red" }, terminal_exit: { exit_code: 2, signal: null } };
      await tell({ sessionUpdate: "tool_call_update", toolCallId: "t9", status: "completed", _meta });
      return { stopReason: "end_turn" };
    }
    if (words.includes("flood")) {
      for (let n = 0; n < 3; n++) await say("0123456789".repeat(1_200_000));
      for (let n = 0; n < 3000; n++)
        await tell({
          sessionUpdate: "tool_call",
          toolCallId: `f${n}`,
          title: "x",
          status: "in_progress",
          rawInput: { n },
        });
      process.stdout.write(`{"jsonrpc":"2.0","method":"${filler}"}\n`);
      return { stopReason: "end_turn" };
    }
    if (words.includes("endless question")) {
      process.stdout.write(`{"jsonrpc":"2.0","id":9,"method":"fs/read_text_file","params":{"path":"${filler}"}}\n`);
      await new Promise(() => setInterval(() => {}, 1000));
    }
    if (words.includes("endless answer")) process.stdout.write(filler);
    if (words.includes("crash")) process.exit(3);
    if (words.includes("refuse")) return { stopReason: "refusal" };
    await tell({ sessionUpdate: "agent_thought_chunk", content: { type: "text", text: `I am ${model}.` } });
    await say("I write ");
    await say("it.");
    await tell({
      sessionUpdate: "tool_call",
      toolCallId: "t1",
      title: "Write made.txt",
      kind: "edit",
      status: "pending",
      locations: [{ path: join(cwd, "made.txt") }],
      rawInput: { path: "made.txt" },
    });
    const { outcome } = await client.request(methods.client.session.requestPermission, {
      sessionId,
      toolCall: { toolCallId: "t1" },
      options: [
        { optionId: "yes", name: "Yes", kind: "allow_once" },
        { optionId: "no", name: "No", kind: "reject_once" },
      ],
    });
    const allowed = outcome.outcome === "selected" && outcome.optionId === "yes";
    if (allowed) writeFileSync(join(cwd, "made.txt"), "made\n");
    const content = { type: "text" as const, text: allowed ? "written" : "not allowed" };
    await tell({
      sessionUpdate: "tool_call_update",
      toolCallId: "t1",
      status: allowed ? "completed" : "failed",
      content: [{ type: "content", content }],
    });
    if (name === "pi-acp") return { stopReason: "end_turn" };
    await tell({ sessionUpdate: "usage_update", used: 10, size: 100, cost: { amount: 0.25, currency: "USD" } });
    await say("All done.");
    const usage = { inputTokens: 900, outputTokens: 20, totalTokens: 1020, cachedReadTokens: 100, thoughtTokens: 0 };
    return { stopReason: "end_turn", ...{ usage } };
  });

if (process.env["ACP_LOG"] !== undefined) appendFileSync(process.env["ACP_LOG"], "started\n");
const output = Writable.toWeb(process.stdout) as WritableStream<Uint8Array>;
const input = Readable.toWeb(process.stdin) as unknown as ReadableStream<Uint8Array>;
app.connect(ndJsonStream(output, input));
