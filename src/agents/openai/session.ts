import type OpenAI from "openai";
import type { AgentEvent } from "../../core/agent-event.ts";
import type { Host } from "../../host/host.ts";
import { shorten } from "../../text/shorten.ts";
import type { AgentTask } from "../agent.ts";
import { boundLine } from "../bound.ts";
import { type Answer, type ToolCall, usageOf } from "./assemble-answer.ts";
import { AgentFailure } from "./failure.ts";
import { type Asking, requestAnswer } from "./request-answer.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { runCalls } from "./tool-calls.ts";
import { describeTool } from "./toolbox.ts";
import { elideOldOutputs, type Message, type Transcript } from "./transcript.ts";

export interface Session {
  host: Host;
  client: OpenAI;
  endpoint: string;
  model: string;
  effort: string | null;
  maxRetries: number;
  limits: AgentTask["limits"];
  tools: readonly Tool[];
  toolContext: ToolContext;
  system: string;
  transcript: Transcript;
  signal: AbortSignal;
  emit(event: AgentEvent): void;
  /** Requests sent since the last call of this. */
  takeRequests(): number;
}

/** In a row, after which the model is taken to have lost its way. */
const maxBrokenAnswers = 5;
const maxCutAnswers = 3;

/** Counts what may happen a few times in a row but not for ever. */
interface Patience {
  broken: number;
  cut: number;
  empty: number;
  usageMissing: boolean;
}

/** Asks and runs calls until the model is done. Throws `AgentFailure` for every other end. */
export async function converse(session: Session): Promise<void> {
  const patience: Patience = { broken: 0, cut: 0, empty: 0, usageMissing: false };
  for (let turn = 1; turn <= session.limits.maxTurns; turn++) {
    const answer = withOwnIds(await askWithRoom(session), session.transcript.messages);
    reportAnswer(session, answer, patience);
    session.transcript.add(messageOfAnswer(answer));
    if (answer.calls.length > 0) await answerCalls(session, answer, patience);
    else if (!goOn(session, answer, patience)) return;
    session.signal.throwIfAborted();
  }
  throw new AgentFailure("turns", `The model was asked ${session.limits.maxTurns} times and is not done`);
}

/** Asks; when the context is full, once more without the oldest tool outputs. */
async function askWithRoom(session: Session): Promise<Answer> {
  try {
    return await askWithPatience(session);
  } catch (error) {
    if (!(error instanceof AgentFailure) || error.kind !== "context") throw error;
    if (!elideOldOutputs(session.transcript.messages)) throw error;
    session.emit({ type: "agent.notice", message: "The context is full: the oldest tool outputs are left out" });
    return askWithPatience(session);
  }
}

/** Repeats what broke off in the middle of a stream: nothing of such an answer was used. */
async function askWithPatience(session: Session): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(session);
    } catch (error) {
      const again = error instanceof AgentFailure && error.transient && attempt <= session.maxRetries;
      if (!again || session.signal.aborted) throw error;
      const waitMs = 250 * 2 ** attempt;
      session.emit({ type: "agent.retry", attempt, waitMs, why: error.message });
      await session.host.sleep(waitMs, session.signal);
    }
  }
}

function ask(session: Session): Promise<Answer> {
  const asking: Asking = {
    host: session.host,
    client: session.client,
    endpoint: session.endpoint,
    silenceMs: session.limits.silenceMs,
    signal: session.signal,
    onUnknown: (line) => session.emit({ type: "agent.unknown", line: boundLine(line) }),
  };
  return requestAnswer(asking, {
    model: session.model,
    messages: [{ role: "system", content: session.system }, ...session.transcript.messages],
    ...(session.tools.length === 0 ? {} : { tools: session.tools.map(describeTool) }),
    ...(session.effort === null ? {} : { reasoning_effort: session.effort as "low" | "medium" | "high" }),
  });
}

/** Gives every call an id that is its own: some endpoints send none, or count from zero in each answer. */
function withOwnIds(answer: Answer, messages: readonly Message[]): Answer {
  const used = new Set(messages.flatMap((message) => (message.role === "tool" ? [message.tool_call_id] : [])));
  const calls = answer.calls.map((call): ToolCall => {
    let id = call.id === "" ? `call_${used.size + 1}` : call.id;
    while (used.has(id)) id = `${id}_${used.size + 1}`;
    used.add(id);
    return { ...call, id };
  });
  return { ...answer, calls };
}

function reportAnswer({ emit, takeRequests }: Session, answer: Answer, patience: Patience): void {
  if (answer.reasoning.trim() !== "") emit({ type: "agent.reasoning", text: answer.reasoning });
  if (answer.text.trim() !== "") emit({ type: "agent.text", text: answer.text });
  const requests = takeRequests();
  if (answer.usage !== null) {
    emit({ type: "agent.usage", ...usageOf(answer.usage), usd: answer.usage.cost ?? null, requests });
  } else if (!patience.usageMissing) {
    patience.usageMissing = true;
    emit({ type: "agent.notice", message: "The endpoint sends no token counts: the figures leave them out" });
  }
  if (answer.refusal !== "") throw new AgentFailure("refused", `The model refused: ${shorten(answer.refusal, 500)}`);
  if (answer.finish === "content_filter") {
    throw new AgentFailure("refused", "The endpoint's content filter stopped the answer");
  }
}

function messageOfAnswer(answer: Answer): Message {
  if (answer.calls.length === 0) return { role: "assistant", content: answer.text };
  return {
    role: "assistant",
    content: answer.text === "" ? null : answer.text,
    tool_calls: answer.calls.map(({ id, name, arguments: json }) => {
      return { id, type: "function", function: { name, arguments: isJson(json) ? json : "{}" } };
    }),
  };
}

async function answerCalls(session: Session, answer: Answer, patience: Patience): Promise<void> {
  const outcomes = await runCalls(answer.calls, session.tools, session.toolContext, session.emit);
  const cut = answer.finish === "length" ? "\nYour answer reached the output limit: write less at once." : "";
  for (const { id, output, broken } of outcomes) {
    session.transcript.add({ role: "tool", tool_call_id: id, content: broken ? output + cut : output });
  }
  patience.broken = outcomes.every(({ broken }) => broken) ? patience.broken + 1 : 0;
  patience.empty = 0;
  patience.cut = 0;
  if (patience.broken < maxBrokenAnswers) return;
  throw new AgentFailure("request", `${patience.broken} answers in a row held no tool call that can be understood`);
}

/** Whether an answer without calls still wants another; tells the model so. */
function goOn(session: Session, answer: Answer, patience: Patience): boolean {
  if (answer.finish === "length") {
    patience.cut++;
    if (patience.cut > maxCutAnswers) {
      throw new AgentFailure("context", `The model's answers reach its output limit ${patience.cut} times in a row`);
    }
    session.emit({ type: "agent.notice", message: "The answer reached the output limit: the model is asked to go on" });
    session.transcript.add({ role: "user", content: "You were cut off by the output limit. Go on where you stopped." });
    return true;
  }
  if (answer.text.trim() !== "") return false;
  patience.empty++;
  if (patience.empty > 1) throw new AgentFailure("unknown", "The model answers with nothing");
  session.transcript.add({ role: "user", content: "Your answer was empty. Go on, or say that you are done." });
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
