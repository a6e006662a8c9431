import type { AgentEvent } from "../../core/agent-event.ts";
import type { Host } from "../../host/host.ts";
import { shorten } from "../../text/shorten.ts";
import { type AgentTask, toldText } from "../agent.ts";
import { boundLine } from "../bound.ts";
import type { Answer } from "./assemble-answer.ts";
import { maxCalls, type ToolCall } from "./assemble-calls.ts";
import { strictArguments } from "./call-arguments.ts";
import type { Connection } from "./connection.ts";
import { wasCut } from "./endings.ts";
import { AgentFailure } from "./failure.ts";
import { messageOf } from "./messages.ts";
import type { Quirks } from "./quirks.ts";
import { type Asking, requestAnswer, tellOnce } from "./request-answer.ts";
import { callsInText, outcomeInWords } from "./text-calls.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { runCalls } from "./tool-calls.ts";
import { elideOldOutputs, type Transcript } from "./transcript.ts";

export interface Session {
  host: Host;
  connection: Connection;
  quirks: Quirks;
  model: string;
  effort: string | null;
  maxRetries: number;
  limits: AgentTask["limits"];
  tools: readonly Tool[];
  toolContext: ToolContext;
  system: string;
  transcript: Transcript;
  inbox: AgentTask["inbox"];
  signal: AbortSignal;
  emit(event: AgentEvent): void;
}

/** In a row, after which the model is taken to have lost its way. */
const maxBrokenAnswers = 5;
const maxCutAnswers = 3;

/** Counts what may happen a few times in a row but not for ever. */
interface Patience {
  broken: number;
  cut: number;
  empty: number;
  /** A tool did what was asked, so that an empty last answer can be an end. */
  worked: boolean;
}

/** An answer with its calls, wherever the model wrote them. */
interface Turn extends Answer {
  /** The calls were in the text, and so their outcomes are told in words too. */
  inWords: boolean;
}

/** Asks and runs calls until the model is done. Throws `AgentFailure` for every other end. */
export async function converse(session: Session): Promise<void> {
  const patience: Patience = { broken: 0, cut: 0, empty: 0, worked: false };
  const asking = askingOf(session);
  const ids = newIds(session.transcript);
  for (let turn = 1; turn <= session.limits.maxTurns; turn++) {
    hear(session);
    const answer = readTurn(session, asking, await askWithRoom(session, asking), ids);
    reportAnswer(session, answer);
    session.transcript.add(messageOf(answer, answer.inWords ? [] : answer.calls));
    if (answer.calls.length > 0) await answerCalls(session, answer, patience);
    else if (!goOn(session, answer, patience) && !hear(session)) return;
    session.signal.throwIfAborted();
  }
  throw new AgentFailure("turns", `The model was asked ${session.limits.maxTurns} times and is not done`);
}

/** Takes in what a person has said meanwhile; false: nothing. */
function hear({ inbox, transcript }: Session): boolean {
  const said = inbox?.take() ?? [];
  for (const text of said) transcript.add({ role: "user", content: toldText(text) });
  return said.length > 0;
}

function askingOf(session: Session): Asking {
  const { host, connection, quirks, maxRetries, signal, emit } = session;
  const tell = (event: AgentEvent) => {
    if (!signal.aborted) emit(event);
  };
  return {
    ...{ host, connection, quirks, maxRetries, signal },
    silenceMs: session.limits.silenceMs,
    onSpent: ({ usage, estimated, requests }) =>
      emit({ type: "agent.usage", ...usage, requests, model: session.model, ...(estimated ? { estimated } : {}) }),
    onRetry: (retry) => tell({ type: "agent.retry", ...retry }),
    onNotice: (message) => tell({ type: "agent.notice", message }),
    onUnknown: (line) => emit({ type: "agent.unknown", line: boundLine(line) }),
  };
}

/** Each time half of the old outputs go; a context that is full without any is too small for the task. */
const mostRoomMade = 4;

/** Asks; while the context is full, again without the oldest tool outputs. */
async function askWithRoom(session: Session, asking: Asking): Promise<Answer> {
  for (let made = 0; ; made++) {
    try {
      return await requestAnswer(asking, {
        model: session.model,
        system: session.system,
        messages: session.transcript.messages,
        tools: session.tools,
        effort: session.effort,
        answer: null,
      });
    } catch (error) {
      const full = error instanceof AgentFailure && error.kind === "context";
      if (!full || made === mostRoomMade || !elideOldOutputs(session.transcript.messages)) throw error;
      const message = "The context is full: the oldest tool outputs are left out";
      if (made === 0) session.emit({ type: "agent.notice", message });
    }
  }
}

/** Finds the calls that were written as text, and gives every call an id of its own. */
function readTurn({ tools }: Session, asking: Asking, answer: Answer, ids: Ids): Turn {
  const names = new Set(tools.map(({ name }) => name));
  const found = answer.calls.length > 0 ? null : writtenCalls(answer, names);
  if (found === null) {
    const calls = answer.calls.map((call) => ({ ...call, ...readArguments(asking, call) }));
    return { ...answer, calls: calls.map(ids.own), inWords: false };
  }
  tellOnce(asking, "The model writes its tool calls as text: they are read from there");
  return { ...answer, text: found.rest, calls: found.calls.map(ids.own), inWords: true };
}

function readArguments(asking: Asking, call: ToolCall): Pick<ToolCall, "arguments"> {
  const { text, mended } = strictArguments(call.arguments);
  if (mended)
    tellOnce(asking, "The model's tool calls are not strict JSON (quotes, commas, line ends): they are repaired");
  return { arguments: text };
}

/** Calls in the text; where there is none, a model that never left its thoughts has them there. */
function writtenCalls({ text, reasoning }: Answer, names: ReadonlySet<string>): ReturnType<typeof callsInText> {
  if (text.trim() !== "") return callsInText(text, names);
  const found = callsInText(reasoning, names);
  return found === null ? null : { calls: found.calls, rest: "" };
}

interface Ids {
  own(call: ToolCall): ToolCall;
}

/** Some endpoints send no ids, or count from zero in each answer. */
function newIds(transcript: Transcript): Ids {
  const used = new Set(
    transcript.messages.flatMap((message) => (message.role === "tool" ? [message.tool_call_id] : [])),
  );
  return {
    own(call) {
      // Letters and figures, nine of them, are what the strictest takes.
      const own = () => `call${String(used.size + 1).padStart(5, "0")}`;
      let id = call.id === "" ? own() : call.id;
      for (let more = 1; used.has(id); more++) id = more === 1 && call.id !== "" ? own() : `${own()}${more}`;
      used.add(id);
      return { ...call, id };
    },
  };
}

function reportAnswer({ emit }: Session, answer: Turn): void {
  if (answer.reasoning.trim() !== "") emit({ type: "agent.reasoning", text: answer.reasoning });
  if (answer.text.trim() !== "") emit({ type: "agent.text", text: answer.text });
  if (answer.droppedCalls > 0) {
    const message = `One answer held ${answer.droppedCalls} more calls than the ${maxCalls} that are run: the rest is left out`;
    emit({ type: "agent.notice", message });
  }
  if (answer.refusal !== "") throw new AgentFailure("refused", `The model refused: ${shorten(answer.refusal, 500)}`);
}

async function answerCalls(session: Session, answer: Turn, patience: Patience): Promise<void> {
  const { transcript } = session;
  const outcomes = await runCalls(answer.calls, session.tools, session.toolContext, session.emit);
  const cut = wasCut(answer.finish) ? "\nYour answer reached the output limit: write less at once." : "";
  const told = outcomes.map(({ id, output, broken }) => ({ id, content: broken ? output + cut : output }));
  if (answer.inWords) {
    const words = told.map(({ content }, at) => outcomeInWords(answer.calls[at]?.name ?? "", content));
    transcript.add({ role: "user", content: words.join("\n") });
  } else {
    for (const { id, content } of told) transcript.add({ role: "tool", tool_call_id: id, content });
  }
  patience.broken = outcomes.every(({ broken }) => broken) ? patience.broken + 1 : 0;
  patience.worked ||= outcomes.some(({ broken }) => !broken);
  patience.empty = 0;
  patience.cut = 0;
  if (patience.broken < maxBrokenAnswers) return;
  throw new AgentFailure("request", `${patience.broken} answers in a row had no tool call that could be read`);
}

/** Whether an answer without calls still wants another; tells the model so. */
function goOn(session: Session, answer: Turn, patience: Patience): boolean {
  if (wasCut(answer.finish)) {
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
  // Work that was done and then nothing more to say is an end, once the model had its chance to go on.
  if (patience.empty > 1 && patience.worked) return false;
  if (patience.empty > 1) throw new AgentFailure("unknown", "The model answers with nothing");
  session.transcript.add({ role: "user", content: "Your answer was empty. Go on, or say that you are done." });
  return true;
}
