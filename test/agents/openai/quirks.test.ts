import { expect, test } from "bun:test";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Question } from "../../../src/agents/ask/ask.ts";
import { endpointAsk } from "../../../src/agents/openai/openai-ask.ts";
import { systemHost } from "../../../src/host/system.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, sse } from "./rig.ts";

// One tiny server per quirk that a public endpoint or a local server is known for, each with the native agent and with a
// structured answer.

interface Body {
  messages: { role: string; content: unknown; tool_calls?: Record<string, unknown>[]; [field: string]: unknown }[];
  tools?: unknown[];
  stream?: boolean;
  stream_options?: unknown;
  response_format?: unknown;
}

/** What a server answers: in turn 0 a call of `read_file`, later a text; to a question, the document. */
interface Quirk {
  name: string;
  /** Sends one answer. Gives false when it refused. */
  answer(said: Said, body: Body, response: ServerResponse): void;
  /** Notices that the agent gives, each once in the whole session. */
  notices?: RegExp[];
  only?: "agent" | "planner";
}

interface Said {
  text: string | null;
  call: { name: string; arguments: string } | null;
}

const json = (response: ServerResponse, status: number, body: unknown, type = "application/json") =>
  response.writeHead(status, { "content-type": type }).end(typeof body === "string" ? body : JSON.stringify(body));
const events = (response: ServerResponse, ...parts: unknown[]) =>
  response.writeHead(200, { "content-type": "text/event-stream" }).end(parts.map(sse).join(""));
const whole = ({ text, call }: Said, more: object = {}) => ({
  choices: [
    {
      message: { role: "assistant", content: text, ...(call === null ? {} : { tool_calls: [callOf(call)] }), ...more },
      finish_reason: call === null ? "stop" : "tool_calls",
    },
  ],
  usage: { prompt_tokens: 900, completion_tokens: 2 },
});
const callOf = (call: { name: string; arguments: string }, more: object = {}) => ({
  index: 0,
  id: "c1",
  type: "function",
  function: call,
  ...more,
});
const usage = { choices: [], usage: { prompt_tokens: 900, completion_tokens: 2 } };
/** A well-behaved stream. */
const stream = (said: Said, more: object = {}): unknown[] => [
  chunk({
    role: "assistant",
    content: said.text,
    ...(said.call === null ? {} : { tool_calls: [callOf(said.call)] }),
    ...more,
  }),
  chunk({}, said.call === null ? "stop" : "tool_calls"),
  usage,
  "[DONE]",
];
const good = (said: Said, response: ServerResponse) => events(response, ...stream(said));
const refuse = (response: ServerResponse, status: number, message: string) =>
  json(response, status, { error: { message } });
const halves = (text: string) => [text.slice(0, 9), text.slice(9)] as const;
const hasSystem = (body: Body) => body.messages.some(({ role }) => role === "system");
const asText = (said: Said, write: (call: { name: string; input: unknown }) => string): Said =>
  said.call === null
    ? said
    : { text: write({ name: said.call.name, input: JSON.parse(said.call.arguments) }), call: null };

/** Sends a stream with the call's pieces in place of the call. */
const pieces = (
  said: Said,
  response: ServerResponse,
  write: (call: { name: string; arguments: string }) => unknown[],
) =>
  said.call === null
    ? good(said, response)
    : events(
        response,
        ...write(said.call).map((one) => chunk({ tool_calls: [one].flat() })),
        chunk({}, "tool_calls"),
        usage,
        "[DONE]",
      );

/** As Python prints it, on one line, with a comma that JSON does not know. */
const inPython = (text: string) =>
  text.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, inside: string) => `'${inside}'`).replace("}", ", }");

/** Writes a call's name as it is not told. */
const renamed = (said: Said, write: (name: string) => string): Said =>
  said.call === null ? said : { ...said, call: { ...said.call, name: write(said.call.name) } };

const quirks: Quirk[] = [
  {
    name: "signs of life between the events",
    answer: (said, _, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        `data: [HEARTBEAT]\n\ndata: ping\n\ndata: {}\n\n${stream(said).map(sse).join("data: [keep alive]\n\n")}`,
      );
    },
  },
  {
    name: "a limit of the answer wanted",
    answer: (said, body, response) =>
      "max_tokens" in body
        ? good(said, response)
        : json(response, 422, { detail: [{ loc: ["body", "max_tokens"], msg: "Field required" }] }),
    notices: [/8,192 tokens/],
  },
  {
    name: "an envelope around the whole answer",
    answer: (said, _, response) => json(response, 200, { code: 200, message: "success", result: whole(said) }),
  },
  {
    name: "a tool's name in another language's spelling",
    answer: (said, _, response) =>
      good(
        renamed(said, (name) => name.replace("_f", "F")),
        response,
      ),
    only: "agent",
  },
  {
    name: "a tool's name in a frame with its number",
    answer: (said, _, response) =>
      good(
        renamed(said, (name) => `default_api.${name}:3`),
        response,
      ),
    only: "agent",
  },
  {
    name: "arguments in a list",
    answer: (said, _, response) =>
      good(
        said.call === null ? said : { ...said, call: { ...said.call, arguments: `[${said.call.arguments}]` } },
        response,
      ),
    only: "agent",
  },
  {
    name: "schemas with words that few know refused",
    answer: (said, body, response) =>
      /"(\$schema|additionalProperties|default)"|900719/.test(JSON.stringify(body.tools ?? []))
        ? refuse(response, 400, 'Unknown name "additionalProperties" at tools[0]: Cannot find field.')
        : good(said, response),
    only: "agent",
  },
  {
    name: "calls as an action and its input",
    answer: (said, _, response) =>
      good(
        asText(said, ({ name, input }) => `Thought: I look.\nAction: ${name}\nAction Input: ${JSON.stringify(input)}`),
        response,
      ),
    notices: [/as text/],
    only: "agent",
  },
  {
    name: "calls with quotes of the family's own",
    answer: (said, _, response) =>
      good(
        asText(said, ({ name }) => `<|tool_call>call:${name}{path:<|"|>a.txt<|"|>}<tool_call|>`),
        response,
      ),
    notices: [/as text/],
    only: "agent",
  },
  {
    name: "documents as Python prints them",
    answer: ({ text, call }, _, response) =>
      good(
        {
          text: text?.startsWith("{") === true ? inPython(text) : text,
          call: call === null ? null : { ...call, arguments: inPython(call.arguments) },
        },
        response,
      ),
    notices: [/repaired/],
    only: "agent",
  },
  {
    name: "a document as Python prints it",
    answer: ({ text }, _, response) => good({ text: `Here: ${inPython(text ?? "")}`, call: null }, response),
    only: "planner",
  },
  {
    name: "a Python dict as the call in the text",
    answer: (said, _, response) =>
      good(
        asText(
          said,
          ({ name, input }) => `<tool_call>${inPython(JSON.stringify({ name, arguments: input }))}</tool_call>`,
        ),
        response,
      ),
    notices: [/as text/],
    only: "agent",
  },
  { name: "a plain reply to a stream request", answer: (said, _, response) => json(response, 200, whole(said)) },
  {
    name: "a plain reply as text/plain, spread over lines",
    answer: (said, _, response) => json(response, 200, JSON.stringify(whole(said), null, 2), "text/plain"),
  },
  {
    name: "a stream without a content type",
    answer: (said, _, response) => response.writeHead(200).end(stream(said).map(sse).join("")),
  },
  {
    name: "a stream as application/json, with \\r\\n and comments",
    answer: (said, _, response) =>
      json(response, 200, `: hello\r\n\r\n${stream(said).map(sse).join(": still here\n\n").replaceAll("\n", "\r\n")}`),
  },
  {
    name: "events without blank lines or spaces",
    answer: (said, _, response) =>
      json(
        response,
        200,
        stream(said)
          .map((part) => `data:${typeof part === "string" ? part : JSON.stringify(part)}\n`)
          .join(""),
        "text/event-stream",
      ),
  },
  {
    name: "one document a line",
    answer: (said, _, response) =>
      json(
        response,
        200,
        stream(said)
          .slice(0, 3)
          .map((part) => `${JSON.stringify(part)}\n`)
          .join(""),
        "application/x-ndjson",
      ),
  },
  {
    name: "no streaming",
    answer: (said, body, response) =>
      body.stream === true
        ? refuse(response, 400, "Streaming is not supported by this model")
        : json(response, 200, whole(said)),
    notices: [/doesn't stream/],
  },
  {
    name: "an empty stream",
    answer: (said, body, response) => (body.stream === true ? events(response) : json(response, 200, whole(said))),
    notices: [/doesn't stream/],
  },
  {
    name: "streaming only",
    answer: (said, body, response) =>
      body.stream === true ? good(said, response) : refuse(response, 400, "This model only supports stream mode"),
  },
  {
    name: "stream_options refused",
    answer: (said, body, response) =>
      body.stream_options === undefined
        ? good(said, response)
        : refuse(response, 422, "extra_forbidden: stream_options"),
    notices: [/stream_options/],
  },
  {
    name: "a system role refused with 500",
    answer: (said, body, response) =>
      hasSystem(body) ? refuse(response, 500, "Jinja Exception: System role not supported") : good(said, response),
    notices: [/system message/],
  },
  ...([400, 404, 405, 422, 500] as const).map(
    (status): Quirk => ({
      name: `response_format refused with ${status}`,
      answer: (said, body, response) =>
        body.response_format === undefined
          ? good(said, response)
          : refuse(response, status, status === 405 ? "" : "no such thing here"),
      only: "planner",
      notices: [/schema/],
    }),
  ),
  {
    name: "response_format ignored",
    answer: (said, body, response) => {
      const knows = JSON.stringify(body.messages).includes("JSON Schema");
      good(knows ? said : { text: "I would say focused.", call: null }, response);
    },
    only: "planner",
    notices: [/schema/],
  },
  {
    name: "JSON in reasoning_content",
    answer: ({ text }, _, response) =>
      events(response, ...stream({ text: "", call: null }, { reasoning_content: text })),
    only: "planner",
  },
  {
    name: "thoughts in the text",
    answer: (said, _, response) =>
      good({ ...said, text: said.text === null ? null : `<think>{"mode": "none"}</think>\n${said.text}` }, response),
  },
  {
    name: "content as a list of parts",
    answer: (said, _, response) =>
      events(
        response,
        ...stream(said, {
          content: [
            { type: "thinking", thinking: [{ type: "text", text: "Hm." }] },
            { type: "text", text: said.text ?? "" },
          ],
        }),
      ),
  },
  {
    name: "odd usage",
    answer: (said, _, response) =>
      events(
        response,
        ...stream(said).slice(0, 2),
        { choices: [], usage: { prompt_tokens: "900", completion_tokens: 2, prompt_tokens_details: [], cost: {} } },
        "[DONE]",
      ),
  },
  {
    name: "no finish_reason",
    answer: (said, _, response) => events(response, stream(said)[0], usage, "[DONE]"),
  },
  {
    name: "no [DONE], and the stream left open",
    answer: (said, _, response) =>
      void response
        .writeHead(200, { "content-type": "text/event-stream" })
        .write(stream(said).slice(0, 2).map(sse).join("")),
  },
  {
    name: "a stream left open after [DONE]",
    answer: (said, _, response) =>
      void response.writeHead(200, { "content-type": "text/event-stream" }).write(stream(said).map(sse).join("")),
  },
  {
    name: "a new id in each chunk of a call",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => {
        const [first, second] = halves(call.arguments);
        return [
          callOf({ name: call.name, arguments: "" }, { id: "a" }),
          callOf({ name: "", arguments: first }, { id: "b" }),
          callOf({ name: call.name, arguments: second }, { id: "c" }),
        ];
      }),
  },
  {
    name: "a name in pieces",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => [
        callOf({ name: "read", arguments: "" }),
        callOf({ name: "_file", arguments: "" }),
        callOf({ name: "", arguments: call.arguments }),
      ]),
  },
  {
    name: "a call without index or id",
    only: "agent",
    answer: (said, _, response) => pieces(said, response, (call) => [{ function: call }]),
  },
  {
    name: "an index as text and arguments as an object",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => [
        { index: "0", id: 7, function: { name: call.name, arguments: JSON.parse(call.arguments) } },
      ]),
  },
  {
    name: "the same call twice",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => {
        const [first, second] = halves(call.arguments);
        return [
          callOf({ ...call, arguments: first }),
          callOf({ name: "", arguments: second }),
          callOf(call),
          [callOf(call, { index: 1 })],
        ];
      }),
  },
  {
    name: "calls as <tool_call>",
    only: "agent",
    notices: [/as text/],
    answer: (said, _, response) =>
      good(
        asText(
          said,
          ({ name, input }) => `I look.\n<tool_call>\n${JSON.stringify({ name, arguments: input })}\n</tool_call>`,
        ),
        response,
      ),
  },
  {
    name: "calls as fenced JSON",
    only: "agent",
    notices: [/as text/],
    answer: (said, _, response) =>
      good(
        asText(
          said,
          ({ name, input }) => `I look:\n\`\`\`json\n${JSON.stringify({ name, parameters: input })}\n\`\`\``,
        ),
        response,
      ),
  },
  {
    name: "calls as Qwen's tags",
    only: "agent",
    notices: [/as text/],
    answer: (said, _, response) =>
      good(
        asText(
          said,
          ({ name }) => `<tool_call><function=${name}><parameter=path>\na.txt\n</parameter></function></tool_call>`,
        ),
        response,
      ),
  },
  ...(
    [
      ["Mistral's mark", (name, input) => `[TOOL_CALLS]${name}[ARGS]${JSON.stringify(input)}`],
      ["Llama's mark", (name, input) => `<|python_tag|>${JSON.stringify({ name, parameters: input })}<|eom_id|>`],
      ["Llama's tag around an object", (name, input) => `<function=${name}>${JSON.stringify(input)}</function>`],
      [
        "DeepSeek's marks",
        (name, input) =>
          `Let me look.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>${name}\n\`\`\`json\n${JSON.stringify(input)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
      ],
      [
        "Kimi's marks",
        (name, input) =>
          `<|tool_calls_section_begin|><|tool_call_begin|>functions.${name}:0<|tool_call_argument_begin|>${JSON.stringify(input)}<|tool_call_end|><|tool_calls_section_end|>`,
      ],
      [
        "harmony's channel",
        (name, input) =>
          `<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${JSON.stringify(input)}<|call|>`,
      ],
      [
        "GLM's tags",
        (name) => `<tool_call>${name}\n<arg_key>path</arg_key>\n<arg_value>a.txt</arg_value>\n</tool_call>`,
      ],
      [
        "Claude's tags",
        (name) =>
          `<function_calls>\n<invoke name="${name}">\n<parameter name="path">a.txt</parameter>\n</invoke>\n</function_calls>`,
      ],
      ["Python in a list", (name) => `[${name}(path="a.txt")]`],
      ["Python in a block", (name) => `\`\`\`tool_code\nprint(${name}(path='a.txt'))\n\`\`\``],
      ["Phi's list", (name, input) => `functools[${JSON.stringify({ name, arguments: input })}]`],
    ] as [string, (name: string, input: unknown) => string][]
  ).map(
    ([name, write]): Quirk => ({
      name: `calls as ${name}`,
      only: "agent",
      notices: [/as text/],
      answer: (said, _, response) =>
        good(
          asText(said, (call) => write(call.name, call.input)),
          response,
        ),
    }),
  ),
  {
    name: "calls in its thoughts alone",
    only: "agent",
    notices: [/as text/],
    answer: (said, _, response) => {
      const { text } = asText(
        said,
        ({ name, input }) => `<tool_call>${JSON.stringify({ name, arguments: input })}</tool_call>`,
      );
      if (said.call === null) good(said, response);
      else events(response, ...stream({ text: "", call: null }, { reasoning_content: text }));
    },
  },
  {
    name: "a template's words around its text",
    answer: (said, _, response) => {
      const thought = '<|channel|>analysis<|message|>Is it {"mode": "parallel"}?<|end|><|start|>assistant';
      const text = `${thought}<|channel|>final<|message|>${said.text}<|return|>`;
      good(said.text === null ? said : { text, call: null }, response);
    },
  },
  {
    name: "a call that begins with an empty object",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => [
        callOf({ ...call, arguments: "{}" }),
        { index: 0, function: { arguments: call.arguments } },
      ]),
  },
  {
    name: "lines that end with a carriage return alone",
    answer: (said, _, response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(stream(said).map(sse).join("").replaceAll("\n", "\r")),
  },
  {
    name: "neither finish_reason nor [DONE], and a count at the end",
    answer: (said, _, response) => events(response, stream(said)[0], usage),
  },
  {
    name: "a tool's name wanted with its outcome",
    only: "agent",
    notices: [/tool's name/],
    answer: (said, body, response) =>
      body.messages.some((message) => message.role === "tool" && message["name"] !== "read_file")
        ? refuse(response, 400, "contents[2].parts[0].function_response.name: Name cannot be empty.")
        : good(said, response),
  },
  {
    name: "an empty text that it sent itself refused",
    only: "agent",
    notices: [/empty text/],
    answer: (said, body, response) =>
      body.messages.some(({ content }) => content === "")
        ? refuse(response, 400, "messages: text content blocks must be non-empty")
        : good({ ...said, text: said.text ?? "" }, response),
  },
  {
    name: "a field refused without its name",
    answer: (said, body, response) =>
      body.stream_options === undefined
        ? good(said, response)
        : json(response, 422, { detail: "Extra inputs are not permitted" }),
    notices: [/stream_options/],
    only: "agent",
  },
  {
    name: "an answer written into a text once more",
    only: "planner",
    answer: (said, _, response) => good({ text: JSON.stringify(said.text), call: null }, response),
  },
  {
    name: "an answer as a call of a tool that nobody offered",
    only: "planner",
    answer: ({ text }, _, response) =>
      good({ text: null, call: { name: "decision", arguments: text ?? "" } }, response),
  },
  {
    name: "no tools",
    only: "agent",
    notices: [/does not support tools/, /as text/],
    answer: (said, body, response) =>
      body.tools !== undefined
        ? refuse(response, 400, "this model does not support tools")
        : good(
            asText(said, ({ name, input }) => `<tool_call>${JSON.stringify({ name, arguments: input })}</tool_call>`),
            response,
          ),
  },
  {
    name: "reasoning_content wanted back",
    only: "agent",
    answer: (said, body, response) => {
      const asked = body.messages.filter(({ role }) => role === "assistant");
      if (asked.some((message) => message["reasoning_content"] !== "Let me look."))
        return void refuse(response, 400, "The reasoning_content in the thinking mode must be passed back to the API.");
      events(response, chunk({ reasoning_content: "Let me " }), chunk({ reasoning_content: "look." }), ...stream(said));
    },
  },
  {
    name: "a thought's signature wanted back",
    only: "agent",
    answer: (said, body, response) => {
      const calls = body.messages.flatMap(({ tool_calls = [] }) => tool_calls);
      const extra = { extra_content: { google: { thought_signature: "c2lnbmVk" } } };
      if (calls.some((call) => JSON.stringify(call["extra_content"]) !== JSON.stringify(extra.extra_content)))
        return void refuse(response, 400, "Function call is missing a thought_signature in functionCall parts.");
      pieces(said, response, (call) => [callOf(call, extra)]);
    },
  },
  {
    name: "a message without text refused",
    only: "agent",
    notices: [/without text/],
    answer: (said, body, response) =>
      body.messages.some(({ content }) => typeof content !== "string")
        ? refuse(response, 422, "messages.2.content: Input should be a valid string")
        : good(said, response),
  },
  {
    name: "a message without text refused in another's words",
    only: "agent",
    notices: [/without text/],
    answer: (said, body, response) =>
      body.messages.some(({ content }) => content === null)
        ? refuse(response, 400, "Invalid 'content': 'content' field must be a string or an array of objects.")
        : good(said, response),
  },
  {
    name: "a message refused whose content is left out",
    only: "agent",
    answer: (said, body, response) => {
      if (body.messages.some((message) => !("content" in message))) return void refuse(response, 400, "bad input");
      pieces(said, response, (call) => [callOf(call)]);
    },
  },
  {
    name: "ids of nine letters and figures alone",
    only: "agent",
    answer: (said, body, response) => {
      const ids = body.messages.flatMap(({ tool_calls = [] }) => tool_calls).map(({ id }) => String(id));
      if (ids.some((id) => !/^[a-zA-Z0-9]{9}$/.test(id)))
        return void refuse(response, 400, "Tool call id has to be defined: a-z, A-Z, 0-9, with a length of 9");
      pieces(said, response, (call) => [callOf(call, { id: "" })]);
    },
  },
  ...["functions.read_file", "default_api:read_file", "read_file<|channel|>commentary", " Read_File "].map(
    (name): Quirk => ({
      name: `a tool called ${JSON.stringify(name)}`,
      only: "agent",
      answer: (said, _, response) => pieces(said, response, (call) => [callOf({ ...call, name })]),
    }),
  ),
  {
    name: "arguments written into a text once more",
    only: "agent",
    answer: (said, _, response) =>
      pieces(said, response, (call) => [callOf({ ...call, arguments: JSON.stringify(call.arguments) })]),
  },
  {
    name: "its own fields refused",
    only: "agent",
    notices: [/that it sent itself/],
    answer: (said, body, response) =>
      body.messages.some((message) => "reasoning_content" in message)
        ? refuse(response, 400, "property 'messages.2.reasoning_content' is unsupported")
        : events(response, chunk({ reasoning_content: "Hm." }), ...stream(said)),
  },
];

test("a server whose model is still loading is waited for, and a runner that broke is asked again", async () => {
  using repository = scratchRepository({ "a.txt": "the word\n" });
  const failing: [number, string][] = [
    ...Array(4).fill([503, "Loading model"]),
    [500, "model runner has unexpectedly stopped, this may be due to resource limitations"],
  ];
  await using server = await rawServer((_, response) => {
    const [status, message] = failing.shift() ?? [];
    if (status === undefined) good({ text: "Done", call: null }, response);
    else response.writeHead(status, { "retry-after-ms": "1" }).end(JSON.stringify({ error: { message } }));
  });
  const said = await runAgainst(server.baseUrl, repository.path, { maxRetries: 5 });
  expect(said.all("agent.error")).toEqual([]);
  expect(said.finished).toMatchObject({ ok: true });
  const short = [503, 503, 503, 503].map((status): [number, string] => [status, "Loading model"]);
  failing.push(...short);
  expect((await runAgainst(server.baseUrl, repository.path, { maxRetries: 0 })).finished).toMatchObject({ ok: true });
});

const question: Question<{ mode: string }> = {
  name: "decision",
  system: "Decide.",
  prompt: "Fix the test",
  schema: z.object({ mode: z.enum(["focused", "parallel"]) }),
  timeoutMs: 20_000,
};

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text) as Body;
}

const forAgent = quirks.filter(({ only }) => only !== "planner");
const forPlanner = quirks.filter(({ only }) => only !== "agent");

test.each(forAgent.map((quirk) => [quirk.name, quirk] as const))("the agent works with %s", async (_, quirk) => {
  using repository = scratchRepository({ "a.txt": "the word\n" });
  await using server = await rawServer(async (request, response) => {
    const body = await bodyOf(request);
    const last = body.messages.at(-1);
    const reads = body.messages.filter(
      ({ role, content }) => role === "tool" || (role === "user" && String(content).includes("<tool_response")),
    ).length;
    const call = { name: "read_file", arguments: '{"path": "a.txt"}' };
    const said =
      reads < 2 ? { text: null, call } : { text: `Found: ${String(last?.content).includes("the word")}`, call: null };
    quirk.answer(said, body, response);
  });
  const said = await runAgainst(server.baseUrl, repository.path, { maxRetries: 0 });
  expect(said.all("agent.error")).toEqual([]);
  expect(said.finished).toMatchObject({ ok: true, why: "done" });
  expect(said.all("agent.text").at(-1)?.text).toBe("Found: true");
  expect(said.all("agent.tool.called").map(({ nativeTool, input }) => [nativeTool, input])).toEqual(
    Array(2).fill(["read_file", { path: "a.txt" }]),
  );
  const notices = said
    .all("agent.notice")
    .map(({ message }) => message)
    .filter((message) => !message.includes("reports no token counts"));
  expect(notices).toHaveLength(quirk.notices?.length ?? 0);
  for (const [at, words] of (quirk.notices ?? []).entries()) expect(notices[at]).toMatch(words);
});

test.each(forPlanner.map((quirk) => [quirk.name, quirk] as const))(
  "a question is answered with %s",
  async (_, quirk) => {
    let requests = 0;
    await using server = await rawServer(async (request, response) => {
      requests++;
      quirk.answer({ text: '{"mode": "focused"}', call: null }, await bodyOf(request), response);
    });
    const notices: string[] = [];
    const endpoint = { baseUrl: server.baseUrl, apiKey: null };
    const ask = () =>
      endpointAsk(systemHost(), endpoint, "tiny", { maxRetries: 0, onNotice: (message) => notices.push(message) })(
        question,
        new AbortController().signal,
      );
    expect(await ask()).toMatchObject({ ok: true, value: { mode: "focused" } });
    const before = requests;
    // What was learnt is not learnt again.
    expect(await ask()).toMatchObject({ ok: true, value: { mode: "focused" } });
    expect(requests).toBe(before + 1);
    const told = notices.filter((message) => !message.includes("reports no token counts"));
    expect(told).toHaveLength(quirk.notices?.length ?? 0);
    for (const [at, words] of (quirk.notices ?? []).entries()) expect(told[at]).toMatch(words);
  },
);
