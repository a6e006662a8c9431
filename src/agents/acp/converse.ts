import { setTimeout as wait } from "node:timers/promises";
import {
  client,
  methods,
  ndJsonStream,
  type PromptRequest,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
} from "@agentclientprotocol/sdk";
import type { AgentEvent } from "../../core/agent-event.ts";
import type { Child, Host } from "../../host/host.ts";
import { type AgentTask, toldText } from "../agent.ts";
import { boundEvents } from "../bound-events.ts";
import type { Conversation } from "../conversation.ts";
import { newEventQueue } from "../event-queue.ts";
import { type Ending, endingEvents, newLedger } from "../ledger.ts";
import { endOf, failure, unanswered } from "./endings.ts";
import { type OpenedSession, openAcpSession } from "./open-session.ts";
import { newSessionCommand } from "./session-command.ts";
import { newRecordCount } from "./session-record.ts";
import { bytesIn, bytesOut } from "./streams.ts";
import { newUpdateMap } from "./updates.ts";
import { newAcpUsage } from "./usage.ts";

/** How long a call that has begun is waited with for its input. */
const inputMs = 1000;

/** Talks with an agent over the Agent Client Protocol: one session, one prompt, then its stdin is closed. */
export function converse(
  task: AgentTask,
  child: Child,
  stdout: AsyncIterable<Uint8Array>,
  { env, now }: Pick<Host, "env" | "now">,
): Conversation {
  const queue = newEventQueue<AgentEvent[]>();
  const ledger = newLedger();
  const bounded = boundEvents();
  const updates = newUpdateMap(task.cwd, task.readOnly ? "answer" : "work");
  let name = "";
  const usage = newAcpUsage(() => name);
  const aside = newSessionCommand();
  const record = newRecordCount(env);
  let opened: OpenedSession | null = null;
  const tell = (events: AgentEvent[]) => {
    const kept = ledger.keep(events).flatMap(bounded);
    // An update that says nothing is a sign of life all the same, but a flood of those must not wait in memory.
    if (kept.length > 0 || queue.isEmpty()) queue.push(kept);
  };
  /** A session that is loaded repeats what it was; only what is new is told. */
  let live = false;
  let ending: Ending | null = null;
  const lost = Promise.withResolvers<never>();
  const dropped = (begin: string) => {
    if (isNotice.test(begin)) tell([{ type: "agent.notice", message: "One message was too long and was left out" }]);
    // An answer that we wait for, or a question that the agent waits with: nothing would come any more.
    else lost.reject(new Error("The agent sent an answer or a question that is too long to be read"));
  };

  const app = client({ name: "baro" })
    .onRequest(methods.client.session.requestPermission, ({ params }) => permission(params, task))
    .onNotification(methods.client.session.update, ({ params }) => {
      const { update } = params;
      if (aside.takes(update) || !live) return;
      if (update.sessionUpdate === "usage_update") tell(usage.cost(update.cost ?? null));
      tell([...updates.map(update), ...usage.update(update)]);
      if (update.sessionUpdate === "tool_call" || update.sessionUpdate === "tool_call_update") {
        void wait(inputMs, undefined, { ref: false }).then(() => ending ?? tell(updates.held()));
      }
    });

  const talk = app.connectWith(ndJsonStream(bytesOut(child), bytesIn(stdout, dropped)), async (agent) => {
    const session = await openAcpSession(agent, task, env);
    name = session.agent;
    opened = session;
    tell(sessionEvents(session));
    if (task.resume !== null) {
      record.goOn(session);
      await aside.goOn(agent, session);
    }
    live = true;
    // What a person says meanwhile is prompted next: a session takes one prompt after another.
    for (let text: string | null = promptText(task); text !== null; ) {
      const prompt: PromptRequest = { sessionId: session.id, prompt: [{ type: "text", text }] };
      const answer = await agent.request(methods.agent.session.prompt, prompt);
      tell([...updates.flush(), ...usage.answer(answer, record.more(session))]);
      const said: string[] = endOf(answer).ok ? (task.inbox?.take() ?? []) : [];
      text = said.length === 0 ? null : said.map(toldText).join("\n\n");
      if (text !== null) continue;
      tell(await aside.used(agent, session));
      ending = endOf(answer);
    }
  });
  void Promise.race([talk, lost.promise])
    .catch((error: unknown) => {
      // What a prompt that failed has used, no answer tells.
      const used = opened === null ? null : record.more(opened);
      tell([...updates.flush(), ...(used === null ? [] : usage.whole(used))]);
      ending ??= failure(error, now());
    })
    .then(() => leave(child))
    .then(() => queue.end());

  return {
    batches: queue.values(),
    lastWord: () => ending !== null,
    end: (exit) => endingEvents(ledger, ending ?? unanswered(exit), exit).flatMap(bounded),
  };
}

/** A session that ends with its process is nothing to go on with: whoever is asked again is told the whole story. */
function sessionEvents({ id, goesOn }: OpenedSession): AgentEvent[] {
  return goesOn ? [{ type: "agent.session", session: id }] : [];
}

/** How a message begins that nobody answers. */
const isNotice = /^\s*\{(?:\s*"jsonrpc"\s*:\s*"2\.0"\s*,)?\s*"method"\s*:\s*"[^"]*(?:$|"\s*,\s*"params")/;

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

/** Allows what is asked for, once; a question that may only look is refused everything. */
function permission({ options }: RequestPermissionRequest, { readOnly }: AgentTask): RequestPermissionResponse {
  const wanted = readOnly ? ["reject_once", "reject_always"] : ["allow_once", "allow_always"];
  const option = wanted.flatMap((kind) => options.filter((offered) => offered.kind === kind))[0];
  return {
    outcome: option === undefined ? { outcome: "cancelled" } : { outcome: "selected", optionId: option.optionId },
  };
}
