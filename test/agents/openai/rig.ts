import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type AgentTask, defaultAgentLimits } from "../../../src/agents/agent.ts";
import { openaiAgent } from "../../../src/agents/openai/agent.ts";
import type { AgentEvent, AgentEventType } from "../../../src/core/agent-event.ts";
import type { Script } from "../../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../../src/demo/scripted/server.ts";
import type { Host } from "../../../src/host/host.ts";
import { systemHost } from "../../../src/host/system.ts";

export type SaidEvent<T extends AgentEventType> = Extract<AgentEvent, { type: T }>;

/** Everything an agent said, with the questions that tests ask of it. */
export interface Said {
  events: AgentEvent[];
  all<T extends AgentEventType>(type: T): SaidEvent<T>[];
  finished: SaidEvent<"agent.finished">;
}

export interface RigOptions {
  task?: Partial<AgentTask>;
  limits?: Partial<AgentTask["limits"]>;
  signal?: AbortSignal;
  maxRetries?: number;
  apiKey?: string | null;
  model?: string | null;
  host?: Host;
  /** Sees every event as it comes. */
  watch?: (event: AgentEvent) => void;
}

/** Runs the agent against an endpoint and checks what every stream must keep. */
export async function runAgainst(baseUrl: string, cwd: string, options: RigOptions = {}): Promise<Said> {
  const { model = "scripted-1", apiKey = null, maxRetries = 0 } = options;
  const agent = openaiAgent({ baseUrl, apiKey }, { name: "openai", model, command: null }, { maxRetries });
  const task: AgentTask = {
    prompt: "Do it.",
    cwd,
    model: null,
    resume: null,
    env: {},
    readOnly: false,
    writable: [],
    sandbox: null,
    logDir: null,
    limits: { ...defaultAgentLimits, ...options.limits },
    ...options.task,
  };
  const events: AgentEvent[] = [];
  const signal = options.signal ?? new AbortController().signal;
  for await (const event of agent.start(options.host ?? systemHost(), task, signal)) {
    events.push(event);
    options.watch?.(event);
  }
  return checked(events);
}

function checked(events: AgentEvent[]): Said {
  const all = <T extends AgentEventType>(type: T) =>
    events.filter((event): event is SaidEvent<T> => event.type === type);
  const finished = all("agent.finished");
  const last = events.at(-1);
  if (finished.length !== 1 || last?.type !== "agent.finished") throw new Error("agent.finished is not once and last");
  if (events[0]?.type !== "agent.session") throw new Error("agent.session is not first");
  const called = all("agent.tool.called").map(({ call }) => call);
  const answered = all("agent.tool.finished").map(({ call }) => call);
  if (new Set(called).size !== called.length) throw new Error(`Calls share an id: ${called}`);
  if (JSON.stringify(called.toSorted()) !== JSON.stringify(answered.toSorted())) {
    throw new Error(`Not every call is answered once: ${called} / ${answered}`);
  }
  return { events, all, finished: last };
}

/** Runs the agent against the scripted model. */
export async function runScript(script: Script, cwd: string, options: RigOptions = {}) {
  const model = await startScriptedModel(script);
  try {
    return { ...(await runAgainst(`${model.url}/v1`, cwd, options)), served: model.served };
  } finally {
    await model.close();
  }
}

/** A server of the test's own, for what no scripted model would say. */
export async function rawServer(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One event of a stream. */
export const sse = (data: unknown) => `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

/** A chunk with one choice. */
export function chunk(delta: unknown, finish: string | null = null, more: object = {}) {
  return { object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }], ...more };
}
