import { setTimeout as wait } from "node:timers/promises";
import {
  type ClientContext,
  client,
  methods,
  type NewSessionRequest,
  ndJsonStream,
  PROTOCOL_VERSION,
  type PromptRequest,
  type PromptResponse,
  RequestError,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionConfigOption,
} from "@agentclientprotocol/sdk";
import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { messageOf } from "../../core/error.ts";
import type { Child } from "../../host/host.ts";
import type { AgentTask } from "../agent.ts";
import type { Conversation } from "../conversation.ts";
import { errorEvent } from "../failure.ts";
import { type Ending, endingEvents, newLedger, type ProcessEnd } from "../ledger.ts";
import { newEventQueue } from "../openai/event-queue.ts";
import { bytesIn, bytesOut } from "./streams.ts";
import { newUpdateMap } from "./updates.ts";
import { newAcpUsage } from "./usage.ts";

/** Talks with an agent over the Agent Client Protocol: one session, one prompt, then its stdin is closed. */
export function converse(task: AgentTask, child: Child, stdout: AsyncIterable<Uint8Array>): Conversation {
  const queue = newEventQueue<AgentEvent[]>();
  const ledger = newLedger();
  const updates = newUpdateMap(task.cwd);
  const usage = newAcpUsage();
  const tell = (events: AgentEvent[]) => queue.push(ledger.keep(events));
  /** A session that is loaded repeats what it was; only what is new is told. */
  let live = false;
  let ending: Ending | null = null;

  const app = client({ name: "baro" })
    .onRequest(methods.client.session.requestPermission, ({ params }) => permission(params, task))
    .onNotification(methods.client.session.update, ({ params }) => {
      if (!live) return;
      if (params.update.sessionUpdate === "usage_update") usage.cost(params.update.cost ?? null);
      tell(updates.map(params.update));
    });

  const talk = app.connectWith(ndJsonStream(bytesOut(child), bytesIn(stdout)), async (agent) => {
    const session = await openSession(agent, task);
    tell([{ type: "agent.session", session }]);
    live = true;
    const prompt: PromptRequest = { sessionId: session, prompt: [{ type: "text", text: promptText(task) }] };
    const answer = await agent.request(methods.agent.session.prompt, prompt);
    tell([...updates.flush(), ...usage.answer(answer)]);
    ending = endOf(answer);
  });
  void talk
    .catch((error: unknown) => {
      tell(updates.flush());
      ending ??= failure(error);
    })
    .then(() => leave(child))
    .then(() => queue.end());

  return {
    batches: queue.values(),
    end: (exit) => endingEvents(ledger, ending ?? unanswered(exit), exit),
  };
}

const leavingMs = 1000;

/** Most agents end with their stdin; one that stays is stopped. */
async function leave(child: Child): Promise<void> {
  child.stdin?.close();
  await Promise.race([child.exit, wait(leavingMs, undefined, { ref: false })]);
  await child.stop();
}

function promptText({ prompt, instructions }: AgentTask): string {
  return instructions == null ? prompt : `${instructions}\n\n${prompt}`;
}

async function openSession(agent: ClientContext, task: AgentTask): Promise<string> {
  const { agentCapabilities } = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // It works on the files itself: what it writes is judged by the worktree, not by what it tells us.
    clientCapabilities: {},
    clientInfo: { name: "baro", version: "0" },
  });
  const place: NewSessionRequest = { cwd: task.cwd, mcpServers: [] };
  if (task.resume !== null) {
    const known = { ...place, sessionId: task.resume };
    const canResume = agentCapabilities?.sessionCapabilities?.resume != null;
    if (!canResume && agentCapabilities?.loadSession !== true) throw new Error("The agent cannot go on with a session");
    await agent.request(canResume ? methods.agent.session.resume : methods.agent.session.load, known);
    return task.resume;
  }
  const { sessionId, configOptions } = await agent.request(methods.agent.session.new, place);
  if (task.model !== null) await chooseModel(agent, sessionId, task.model, configOptions ?? []);
  return sessionId;
}

async function chooseModel(
  agent: ClientContext,
  sessionId: string,
  model: string,
  options: readonly SessionConfigOption[],
): Promise<void> {
  const option = options.find(({ category }) => category === "model");
  if (option === undefined) throw new Error(`The agent lets nobody choose the model "${model}"`);
  await agent.request(methods.agent.session.setConfigOption, { sessionId, configId: option.id, value: model });
}

/** Allows what is asked for, once; a question that may only look is refused everything. */
function permission({ options }: RequestPermissionRequest, { readOnly }: AgentTask): RequestPermissionResponse {
  const wanted = readOnly ? ["reject_once", "reject_always"] : ["allow_once", "allow_always"];
  const option = wanted.flatMap((kind) => options.filter((offered) => offered.kind === kind))[0];
  return {
    outcome: option === undefined ? { outcome: "cancelled" } : { outcome: "selected", optionId: option.optionId },
  };
}

const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  max_tokens: ["context", "The answer reached the limit of its length"],
  max_turn_requests: ["turns", "The agent asked its model too many times"],
  refusal: ["refused", "The agent refused to go on"],
  cancelled: ["unknown", "The agent says that it was cancelled"],
};

function endOf({ stopReason }: PromptResponse): Ending {
  const bad = badReasons[stopReason];
  if (bad === undefined) return { events: [], ok: true, why: "done" };
  return { events: [errorEvent(bad[1], Number.NaN, { kind: bad[0] })], ok: false, why: bad[0] };
}

const authRequired = -32000;

function failure(error: unknown): Ending | null {
  // A connection that closed is the process's end, which says more.
  if (!(error instanceof RequestError)) return messageOf(error).includes("closed") ? null : told(messageOf(error));
  const details = typeof error.data === "string" ? error.data : JSON.stringify(error.data ?? "");
  return told(`${error.message} ${details}`.trim(), error.code === authRequired ? "auth" : undefined);
}

function told(message: string, kind?: AgentErrorKind): Ending {
  const error = errorEvent(message, Number.NaN, { kind });
  return { events: [error], ok: false, why: error.kind };
}

function unanswered(exit: ProcessEnd): Ending {
  if (exit.signal !== null) return { events: [], ok: false, why: "killed" };
  const words = exit.stderr.trim().split("\n").slice(-3).join("\n");
  return told(words === "" ? "It ended without an answer" : words, "crash");
}
