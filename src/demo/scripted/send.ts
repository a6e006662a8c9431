import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { noUsage, type Usage } from "../../core/usage.ts";
import {
  brokenKinds,
  failureKinds,
  type Misbehaviour,
  type ScriptedTurn,
  type ScriptRequest,
  type ServedRequest,
} from "./script.ts";
import { type Conversation, dataFrame, inputText, type StopReason, type WireProtocol, type WireTurn } from "./wire.ts";

export interface Sending {
  wire: WireProtocol;
  conversation: Conversation;
  request: ScriptRequest;
  turn: ScriptedTurn;
  /** A number that no other answer of this server has. */
  id: number;
  response: ServerResponse;
  record(outcome: ServedRequest["outcome"], usage: Usage): void;
}

/** Sends one scripted turn, well or badly as the script wants it. */
export async function sendTurn(sending: Sending): Promise<void> {
  const { turn, request, response, record } = sending;
  if (turn.delayMs !== undefined) await pause(turn.delayMs, request.aborted);
  const misbehaviour = turn.misbehave;
  if (misbehaviour !== undefined && isFailure(misbehaviour)) {
    record(misbehaviour.kind, noUsage);
    return sendFailure(sending, misbehaviour);
  }
  if (misbehaviour !== undefined && isBroken(misbehaviour)) {
    record(misbehaviour.kind, noUsage);
    return sendBroken(sending, misbehaviour.kind);
  }
  const whole = wireTurn(sending);
  record(misbehaviour?.kind ?? "answered", whole.usage);
  if (!sending.conversation.stream) return sendPlain(response, sending.wire.plain(whole));
  startStream(response);
  for (const frame of sending.wire.frames(whole)) {
    if (turn.pieceMs !== undefined) await pause(turn.pieceMs, request.aborted);
    response.write(frame);
  }
  response.end();
}

type Failure = Extract<Misbehaviour, { kind: (typeof failureKinds)[number] }>;
type Broken = Extract<Misbehaviour, { kind: (typeof brokenKinds)[number] }>;

function isFailure(misbehaviour: Misbehaviour): misbehaviour is Failure {
  return (failureKinds as readonly string[]).includes(misbehaviour.kind);
}

function isBroken(misbehaviour: Misbehaviour): misbehaviour is Broken {
  return (brokenKinds as readonly string[]).includes(misbehaviour.kind);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The client's going away ends the wait; there is nobody left to tell.
  await wait(ms, undefined, { signal }).catch(() => {});
}

function sendFailure({ wire, conversation, response }: Sending, misbehaviour: Failure): void {
  const { kind, retryAfterSeconds, resetAtSeconds, headers } = misbehaviour;
  const { status, body } = wire.failure({ kind, model: conversation.model, resetAtSeconds: resetAtSeconds ?? null });
  response.writeHead(status, {
    "content-type": "application/json",
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...headers,
  });
  response.end(JSON.stringify(body));
}

async function sendBroken(sending: Sending, kind: Broken["kind"]): Promise<void> {
  const { wire, response, request } = sending;
  // Without headers there is no end either: the client's patience or our closing ends this request.
  if (kind === "hang") return untilGone(request.aborted);
  const turn = wireTurn(sending);
  // A turn that says nothing ends within its first half, which is not broken.
  const frames = wire.frames(turn.text === "" ? { ...turn, text: "I begin with the first of" } : turn);
  startStream(response);
  for (const frame of frames.slice(0, Math.max(1, Math.floor(frames.length / 2)))) response.write(frame);
  switch (kind) {
    case "cut":
      // What was written has to reach the client first, else this would be a refused request.
      await wait(50);
      response.destroy();
      return;
    case "eof":
      response.end();
      return;
    case "stall":
      return await untilGone(request.aborted);
    case "malformed":
      response.end(dataFrame({ type: "broken" }).slice(0, -6).concat("\n\n"));
      return;
    case "stream-error":
      response.end(wire.errorFrame());
      return;
  }
}

function untilGone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function startStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
}

function sendPlain(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function wireTurn({ turn, conversation, id, request }: Sending): WireTurn {
  const calls = (turn.calls ?? []).map(({ name, input }, index) => ({
    id: `call_${id}_${index + 1}`,
    name,
    input,
    freeform: conversation.freeform.has(name),
    namespace: conversation.namespaces?.get(name),
  }));
  const empty = turn.misbehave?.kind === "empty";
  return {
    id: `scripted-${id}`,
    model: conversation.model,
    text: empty ? "" : (turn.text ?? ""),
    reasoning: empty ? "" : (turn.reasoning ?? ""),
    calls: empty ? [] : calls,
    usage: turn.usage ?? estimate(request, turn),
    stop: stopOf(turn),
  };
}

function stopOf(turn: ScriptedTurn): StopReason {
  if (turn.misbehave?.kind === "refusal") return "refusal";
  if (turn.misbehave?.kind === "max-tokens") return "length";
  return (turn.calls ?? []).length > 0 && turn.misbehave === undefined ? "calls" : "end";
}

const charactersPerToken = 4;

function estimate(request: ScriptRequest, turn: ScriptedTurn): Usage {
  const read = [request.system, request.user, ...request.toolResults.map((result) => result.text)].join("");
  const thought = turn.reasoning ?? "";
  const said = [thought, turn.text ?? "", ...(turn.calls ?? []).map((call) => inputText(call.input))].join("");
  const tokens = (text: string) => Math.ceil(text.length / charactersPerToken);
  return { input: tokens(read), cachedInput: 0, output: tokens(said), reasoning: tokens(thought) };
}
