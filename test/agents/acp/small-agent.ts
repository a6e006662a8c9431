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

const folders = new Map<string, string>();
let model = "small";

const app = agent({ name: "small-agent" })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: { loadSession: true },
  }))
  .onRequest(methods.agent.session.new, ({ params }) => {
    if (process.argv.includes("--signed-out")) throw RequestError.authRequired();
    folders.set("session-1", params.cwd);
    const option = {
      type: "select" as const,
      id: "model",
      name: "Model",
      category: "model",
      currentValue: model,
      options: [{ value: "small", name: "Small" }],
    };
    return { sessionId: "session-1", configOptions: [option] };
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
    await tell({ sessionUpdate: "usage_update", used: 10, size: 100, cost: { amount: 0.25, currency: "USD" } });
    await say("All done.");
    const usage = { inputTokens: 900, outputTokens: 20, totalTokens: 1020, cachedReadTokens: 100, thoughtTokens: 0 };
    return { stopReason: "end_turn", ...{ usage } };
  });

if (process.env["ACP_LOG"] !== undefined) appendFileSync(process.env["ACP_LOG"], "started\n");
const output = Writable.toWeb(process.stdout) as WritableStream<Uint8Array>;
const input = Readable.toWeb(process.stdin) as unknown as ReadableStream<Uint8Array>;
app.connect(ndJsonStream(output, input));
