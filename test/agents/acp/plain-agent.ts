/** An agent that writes the protocol by hand, each time in one of the odd ways in which some do: its argument says which. */
import { createInterface } from "node:readline";

type Message = Record<string, unknown>;

const way = process.argv[2] ?? "";
let signedIn = false;
let model = "small";
let prompt: unknown = null;

const write = (message: Message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const tell = (update: Message) => write({ method: "session/update", params: { sessionId: "s1", update } });
const say = (content: unknown) => tell({ sessionUpdate: "agent_message_chunk", content });
const text = (words: unknown) => ({ type: "text", text: words });
const answer = (id: unknown, result: unknown) => write({ id, result });
const refuse = (id: unknown, message: string, data?: unknown, code = -32603) =>
  write({ id, error: { code, message, data } });

const methods = [
  { id: "oauth", name: "Log in" },
  { id: "api-key", name: "Use API key" },
];

function open(id: unknown): unknown {
  if (way.startsWith("sign-in") && !signedIn)
    return refuse(id, "Internal error", { details: "Authentication required" });
  const models = { currentModelId: model, availableModels: [{ modelId: model, name: "Small" }] };
  const odd = { configOptions: null, modes: { currentModeId: null, availableModes: null } };
  return answer(id, {
    sessionId: "s1",
    ...(way === "models" ? { models } : {}),
    ...(way === "odd session" ? odd : {}),
  });
}

const ask = (options: readonly Message[]) =>
  write({ id: 900, method: "session/request_permission", params: { sessionId: "s1", toolCall: {}, options } });

const work: Record<string, () => void> = {
  limit: () => refuse(prompt, "Internal error", { details: "You have hit your usage limit. Try again in 2 hours." }),
  quota: () => refuse(prompt, "Internal error", { error: { message: "insufficient_quota", code: 429 } }),
  stopped: () => answer(prompt, { stopReason: "error" }),
  "text as id": () => answer(String(prompt), { stopReason: "end_turn" }),
  "no version": () => process.stdout.write(`${JSON.stringify({ id: prompt, result: { stopReason: "end_turn" } })}\n`),
  "odd options": () =>
    ask([
      { optionId: "deny", name: "Deny", kind: "deny" },
      { optionId: "proceed", name: "Yes, allow once", kind: "future" },
    ]),
  "bare options": () =>
    ask([
      { id: "no", label: "No" },
      { id: "yes", label: "Yes" },
    ]),
  "odd updates": () => {
    tell({ sessionUpdate: "future", more: 1 });
    tell({ sessionUpdate: "tool_call", toolCallId: "t1", title: "Look", status: "working", rawInput: { a: 1 } });
    tell({ sessionUpdate: "tool_call_update", toolCallId: "t1", status: "done", content: [text("out"), { odd: 1 }] });
    tell({ sessionUpdate: "tool_call", toolCallId: "t2", status: "denied" });
    tell({ sessionUpdate: "usage_update", cost: { amount: "0.5" } });
    tell({ sessionUpdate: "plan", entries: [{ content: "Write" }] });
    say([text("In a "), text("list.")]);
    say("Alone.");
    say(text(null));
    answer(prompt, { stopReason: "completed" });
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params, result, error } = JSON.parse(line) as Message;
  if (method === undefined) {
    say(text(`got ${JSON.stringify(result ?? error)}`));
    return answer(prompt, { stopReason: "end_turn" });
  }
  if (method === "initialize") {
    if (way === "logs") process.stdout.write("Loading…\n[warn] slow disk\n3\n");
    return answer(id, { protocolVersion: 1, authMethods: methods });
  }
  if (method === "authenticate") {
    if (way === "sign-in refused") return refuse(id, "Internal error", { details: "The key is wrong" });
    signedIn = true;
    return answer(id, null);
  }
  if (method === "session/new") return open(id);
  if (method === "session/set_model") {
    model = String((params as Message)["modelId"]);
    return answer(id, {});
  }
  if (method !== "session/prompt")
    return id === undefined ? undefined : refuse(id, "Method not found", undefined, -32601);
  prompt = id;
  const does = work[way];
  if (does !== undefined) return does();
  say(text(`model ${model}`));
  return answer(id, { stopReason: "end_turn" });
});
