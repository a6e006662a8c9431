import type { Protocol, ToldFigures } from "./steps.ts";

/** What a program prints for what it does, one record a line; written by hand after what the captures hold. */
export interface Wire {
  begin(): object[];
  text(text: string): object[];
  call(id: string, output: string): object[];
  usage(figures: ToldFigures): object[];
  unknown(filler: string): object[];
  end(figures: ToldFigures | undefined): object[];
}

const session = "00000000-0000-4000-8000-00000000000a";

function claude(): Wire {
  let messages = 0;
  const message = (content: object[], usage?: object) => {
    const id = `m${++messages}`;
    return {
      type: "assistant",
      session_id: session,
      message: { id, content, ...(usage === undefined ? {} : { usage }) },
    };
  };
  const counts = ({ input, output }: ToldFigures) => ({ input_tokens: input, output_tokens: output });
  return {
    begin: () => [{ type: "system", subtype: "init", session_id: session, cwd: process.cwd() }],
    text: (text) => [message([{ type: "text", text }])],
    call: (id, output) => [
      message([{ type: "tool_use", id, name: "Bash", input: { command: "true" } }]),
      { type: "user", message: { content: [{ type: "tool_result", tool_use_id: id, content: output }] } },
    ],
    usage: (figures) => [message([], counts(figures))],
    unknown: (filler) => [{ type: "never_seen", filler }],
    end: (figures) => [
      {
        ...{ type: "result", subtype: "success", is_error: false, result: "Done" },
        ...(figures === undefined ? {} : { usage: counts(figures), total_cost_usd: figures.usd }),
      },
    ],
  };
}

function codex(): Wire {
  const item = (type: string, rest: object) => ({ type, item: rest });
  const turn = ({ input, output }: ToldFigures) => ({
    type: "turn.completed",
    usage: { input_tokens: input, cached_input_tokens: 0, output_tokens: output },
  });
  let items = 0;
  return {
    begin: () => [{ type: "thread.started", thread_id: session }, { type: "turn.started" }],
    text: (text) => [item("item.completed", { id: `item_${items++}`, type: "agent_message", text })],
    call: (id, output) => [
      item("item.started", { id, type: "command_execution", command: "true", status: "in_progress" }),
      item("item.completed", {
        ...{ id, type: "command_execution", command: "true", aggregated_output: output, exit_code: 0 },
        status: "completed",
      }),
    ],
    usage: (figures) => [turn(figures)],
    unknown: (filler) => [{ type: "never.seen", filler }],
    end: (figures) => [turn(figures ?? {})],
  };
}

function opencode(): Wire {
  const of = (type: string, part: object) => ({ type, sessionID: "ses_1", part });
  const finish = (reason: string, { input, output, usd }: ToldFigures) =>
    of("step_finish", { reason, tokens: { input, output, reasoning: 0, cache: { read: 0, write: 0 } }, cost: usd });
  return {
    begin: () => [of("step_start", {})],
    text: (text) => [of("text", { text })],
    call: (id, output) => [
      of("tool_use", { callID: id, tool: "bash", state: { status: "completed", input: { command: "true" }, output } }),
    ],
    usage: (figures) => [finish("tool-calls", figures)],
    unknown: (filler) => [{ type: "never_seen", sessionID: "ses_1", filler }],
    end: (figures) => [finish("stop", figures ?? {})],
  };
}

function pi(): Wire {
  const said = (content: object[], stopReason: string, { input, output, usd }: ToldFigures = {}) => ({
    type: "message_end",
    message: {
      ...{ role: "assistant", content, stopReason },
      usage: { input, output, cacheRead: 0, cacheWrite: 0, cost: { total: usd } },
    },
  });
  return {
    begin: () => [{ type: "session", version: 3, id: session, cwd: process.cwd() }],
    text: (text) => [said([{ type: "text", text }], "toolUse")],
    call: (id, output) => [
      { type: "tool_execution_start", toolCallId: id, toolName: "bash", args: { command: "true" } },
      {
        ...{ type: "tool_execution_end", toolCallId: id, toolName: "bash", isError: false },
        result: { content: [{ type: "text", text: output }] },
      },
    ],
    usage: (figures) => [said([], "toolUse", figures)],
    unknown: (filler) => [{ type: "never_seen", filler }],
    end: (figures) => [
      said([{ type: "text", text: "Done" }], "stop", figures),
      { type: "agent_end", messages: [], willRetry: false },
      { type: "agent_settled", aborted: false },
    ],
  };
}

/** Its end is the answer to the prompt, which the program sends. */
function acp(): Wire {
  const update = (rest: object) => ({
    ...{ jsonrpc: "2.0", method: "session/update" },
    params: { sessionId: session, update: rest },
  });
  return {
    begin: () => [],
    text: (text) => [update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text } })],
    call: (id, output) => [
      update({
        ...{ sessionUpdate: "tool_call", toolCallId: id, title: "true", kind: "execute", status: "in_progress" },
        rawInput: { command: "true" },
      }),
      update({
        ...{ sessionUpdate: "tool_call_update", toolCallId: id, status: "completed" },
        content: [{ type: "content", content: { type: "text", text: output } }],
      }),
    ],
    usage: ({ usd }) =>
      usd === undefined
        ? []
        : [update({ sessionUpdate: "usage_update", used: 1, size: 2, cost: { amount: usd, currency: "USD" } })],
    unknown: (filler) => [update({ sessionUpdate: "never_seen", filler })],
    end: () => [],
  };
}

/** A new program's wire. */
export const wires: Readonly<Record<Protocol, () => Wire>> = { claude, codex, opencode, pi, acp };

/** As JSON, with what only looks like it put in its place. */
export function encode(record: object): string {
  return JSON.stringify(record).replaceAll(/"raw:([^"]*)"/g, "$1");
}
