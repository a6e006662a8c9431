import {
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import { eventLine } from "../report/event-line.ts";
import { answerRun } from "../run/answer-run.ts";
import { foldEvent, newRunState, type RunState } from "../state/run-state.ts";
import { followJournal } from "../store/follow-journal.ts";
import { runFolder } from "../store/run-folder.ts";
import type { Desk } from "./desk.ts";
import { answerOf, formOf } from "./questions.ts";
import { tellRun } from "./tell.ts";

/** A call that waits for a run. */
export interface Call {
  ctx: ServerContext;
  /** Whether its client can show a form to its person. */
  asksPerson: boolean;
  /** When it came, in milliseconds since 1970: what happened since is news to who asked, also before the run is followed. */
  from: number;
  /** Milliseconds; null: until nothing is asked any more and agents are at work. */
  waitMs: number | null;
}

/** What goes through the client and back while its person is asked. Sealed, because it comes from outside. */
export interface Ticket {
  run: string;
  question: string;
  /** When its person was asked, in milliseconds of `elapsed`. */
  askedAt: number;
}

/** Nobody reads a question and refuses it in less: it was the client that did, because there is nobody to ask. */
const fastestPersonMs = 1000;

export type Reply = CallToolResult | InputRequiredResult;

/** How a ticket is sealed: only this server makes one. */
export type Seal = (ticket: Ticket) => Promise<string>;

/** The question that a call comes back from, with what the person said, if it is about that. */
export function ticketOf({ mcpReq }: ServerContext): Ticket | null {
  return mcpReq.requestState<Ticket>() ?? null;
}

/**
 * Waits for a run as long as the call may, and tells where it is. What the run asks meanwhile is asked of the client's
 * person where that is possible; else the question is what is told.
 */
export async function attendRun(desk: Desk, call: Call, run: string, seal: Seal): Promise<Reply> {
  const ticket = ticketOf(call.ctx);
  if (ticket !== null) {
    const told = await takeAnswer(desk, call, ticket);
    if (told !== null) return told;
  }
  const state = await watchRun(desk, run, call);
  const { question } = state;
  if (question === null || !call.asksPerson || call.waitMs === 0) return tellRun(desk, run, state);
  return inputRequired({
    inputRequests: { [question.id]: formOf(question, state) },
    requestState: await seal({ run, question: question.id, askedAt: desk.host.elapsed() }),
  });
}

/** Gives the run what the person said in the form; null: it goes on. */
async function takeAnswer(
  desk: Desk,
  call: Call,
  { run, question: id, askedAt }: Ticket,
): Promise<CallToolResult | null> {
  const said = inputResponse(call.ctx.mcpReq.inputResponses, id);
  const look: Call = { ...call, waitMs: 0, from: Number.POSITIVE_INFINITY };
  const before = await watchRun(desk, run, look);
  const { question } = before;
  // Somebody else was faster, or the run was stopped.
  if (question?.id !== id) return null;
  if (said.kind !== "elicit" || said.action === "cancel") {
    return tellRun(desk, run, before, "The question was dismissed without an answer.");
  }
  if (said.action === "decline" && desk.host.elapsed() - askedAt < fastestPersonMs) {
    return tellRun(desk, run, before, "The client declined the question at once, before any person could read it.");
  }
  const answer = said.action === "decline" ? null : answerOf(question, said.content);
  try {
    await answerRun(desk.host, desk.options, run, { id, answer: answer ?? null, by: "mcp" });
    return null;
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    const now = await watchRun(desk, run, look);
    return now.question?.id === id ? tellRun(desk, run, now, error.message) : null;
  }
}

/** Follows a run until it ends, asks, or the time is up, and tells the caller what happens. */
export async function watchRun(
  { host, options, over }: Desk,
  run: string,
  { ctx, from, waitMs }: Call,
): Promise<RunState> {
  const state = newRunState();
  const done = new AbortController();
  const signal = AbortSignal.any([ctx.mcpReq.signal, over, done.signal]);
  const isOver = () => waitMs === 0 || state.question !== null || (waitMs === null && hasBegun(state));
  if (waitMs !== null && waitMs > 0) void host.sleep(waitMs, signal).then(() => done.abort());
  const { tell, told } = teller(ctx);
  try {
    const events = followJournal(host, runFolder(options.stateDir, run), signal);
    for (let coming = events.next(); ; ) {
      // What has been written already is read to its end first: a question of then may have its answer.
      const next = isOver() ? await Promise.race([coming, host.sleep(0).then(() => null)]) : await coming;
      if (next === null || next.done === true) break;
      foldEvent(state, next.value);
      if (Date.parse(next.value.at) >= from) tell(next.value);
      coming = events.next();
    }
  } catch (error) {
    // It ended before it began, and nothing of it is left.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  } finally {
    done.abort();
  }
  await told();
  return state;
}

function hasBegun({ stories }: RunState): boolean {
  return [...stories.values()].some(({ attempts }) => attempts > 0);
}

/** Tells a caller that asked for it what happens, a line each; `told` waits until all of it has been sent. */
function teller({ mcpReq }: ServerContext): { tell: (event: RunEvent) => void; told: () => Promise<void> } {
  const progressToken = mcpReq._meta?.progressToken;
  let sent: Promise<void> = Promise.resolve();
  if (progressToken === undefined) return { tell: () => {}, told: () => sent };
  const tell = (event: RunEvent) => {
    const message = eventLine(event, "steps");
    if (message === null) return;
    // Grows over all that one call waits for.
    const params = { progressToken, progress: event.seq + 1, message };
    const one = mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
    sent = Promise.all([sent, one]).then(() => {});
  };
  return { tell, told: () => sent };
}
