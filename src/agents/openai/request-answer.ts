import type { Host } from "../../host/host.ts";
import { errorIn } from "../provider-error.ts";
import { type Answer, type AnswerBuilder, newAnswerBuilder, unwrapped } from "./assemble-answer.ts";
import type { Connection } from "./connection.ts";
import { endingFailure } from "./endings.ts";
import { AgentFailure, brokenOff, toldFailure } from "./failure.ts";
import { type ChatRequest, type Feature, leftOutWords, type Quirks, requestBody, suspectOf } from "./quirks.ts";
import { type ReplyPart, readReply } from "./read-reply.ts";
import { type AnswerUsage, estimatedUsage, isCredible } from "./usage.ts";

/** How an endpoint is asked, for the native agent and for structured answers alike. */
export interface Asking {
  host: Pick<Host, "elapsed" | "sleep" | "now">;
  connection: Connection;
  quirks: Quirks;
  silenceMs: number;
  /** Tries after the first, for what failed in passing. */
  maxRetries: number;
  signal: AbortSignal;
  /** What a reply cost, also of one that was of no use. `estimated`: the endpoint counted nothing. */
  onSpent(spent: { usage: AnswerUsage; estimated: boolean; requests: number }): void;
  onRetry(retry: { attempt: number; waitMs: number; why: string }): void;
  /** Something that people are told once. */
  onNotice(message: string): void;
  /** A record that no answer looks like. */
  onUnknown(line: string): void;
}

/** An answer longer than this is a model that has lost its way. */
const maxAnswerLength = 4 * 1024 * 1024;
/** What may follow an answer's end is a count; for that nobody waits long. */
const afterEndMs = 1500;
const longestBackoffMs = 8000;

/**
 * Asks until there is an answer: again what failed in passing, and without what the endpoint turns out not to take, which
 * is remembered. Throws `AgentFailure` alone.
 */
export async function requestAnswer(asking: Asking, request: ChatRequest): Promise<Answer> {
  let leftOut = asking.quirks.leftOut;
  const leave = (feature: Feature) => {
    leftOut = new Set([...leftOut, feature]);
  };
  for (;;) {
    try {
      const answer = await withRetries(asking, request, leftOut);
      remember(asking, leftOut);
      return answer;
    } catch (error) {
      const failure = brokenOff(error, asking.connection.name);
      const suspect = asking.signal.aborted ? null : suspectedIn(failure, request, leftOut);
      if (suspect === null) throw failure;
      leave(suspect);
    }
  }
}

function suspectedIn(failure: AgentFailure, request: ChatRequest, leftOut: ReadonlySet<Feature>): Feature | null {
  if (failure.empty && !leftOut.has("stream")) return "stream";
  return suspectOf(request, failure, leftOut);
}

/** What an answer came without is not asked for again, and told once. */
export function remember(
  { quirks, onNotice }: Pick<Asking, "quirks" | "onNotice">,
  leftOut: ReadonlySet<Feature>,
): void {
  quirks.leftOut = new Set([...quirks.leftOut, ...leftOut]);
  for (const feature of quirks.leftOut) tellOnce({ quirks, onNotice }, leftOutWords[feature]);
}

/** Tells people of an endpoint's habit the first time that it shows. */
export function tellOnce({ quirks, onNotice }: Pick<Asking, "quirks" | "onNotice">, words: string): void {
  if (quirks.told.has(words)) return;
  quirks.told.add(words);
  onNotice(words);
}

/** A server that is up before its model is, which takes minutes for a large one. */
const isLoading = /\bloading\b|being loaded|warming up|starting up|not (yet )?(ready|loaded)/i;
const loadingMs = 2000;
const mostWhileLoading = 150;

/** How often a failure is tried again, and after how long at most. */
function patienceWith({ kind, message }: AgentFailure, { maxRetries }: Asking): { most: number; longestMs: number } {
  return kind === "overloaded" && isLoading.test(message)
    ? { most: Math.max(maxRetries, mostWhileLoading), longestMs: loadingMs }
    : { most: maxRetries, longestMs: longestBackoffMs };
}

/** Repeats what failed in passing: nothing of such an answer was used. */
async function withRetries(asking: Asking, request: ChatRequest, leftOut: ReadonlySet<Feature>): Promise<Answer> {
  for (let attempt = 1, sent = 1; ; attempt++, sent++) {
    try {
      return await askOnce(asking, request, leftOut, () => {
        const requests = sent;
        sent = 0;
        return requests;
      });
    } catch (error) {
      const failure = brokenOff(error, asking.connection.name);
      // A server that fails when it is held to a schema is first asked without one.
      const other = failure.status !== null && suspectOf(request, failure, leftOut) !== null;
      const { most, longestMs } = patienceWith(failure, asking);
      if (!failure.transient || other || attempt > most || asking.signal.aborted) throw failure;
      // A wait that is told is kept to once; whoever then fails again gets a longer pause each time, whatever it asks for.
      const own = Math.min(250 * 2 ** attempt, longestMs);
      const waitMs = failure.waitMs === null ? own : Math.max(failure.waitMs, attempt === 1 ? 0 : own);
      asking.onRetry({ attempt, waitMs, why: failure.short });
      await asking.host.sleep(waitMs, asking.signal);
    }
  }
}

async function askOnce(
  asking: Asking,
  request: ChatRequest,
  leftOut: ReadonlySet<Feature>,
  takeRequests: () => number,
): Promise<Answer> {
  const { connection } = asking;
  const silence = watchSilence(asking.host, asking.silenceMs);
  const stop = new AbortController();
  const signal = AbortSignal.any([asking.signal, silence.signal, stop.signal]);
  const body = requestBody(request, leftOut);
  try {
    const response = await connection.request("/chat/completions", body, signal);
    const names = new Set(request.tools.map(({ name }) => name));
    const answer = await readAnswer(asking, response, silence, names);
    spend(asking, answer, body, takeRequests());
    const failure = endingFailure(answer.finish, connection.name);
    if (failure !== null) throw failure;
    return answer;
  } catch (error) {
    if (silence.signal.aborted) {
      throw new AgentFailure("stalled", `${connection.name} said nothing for ${asking.silenceMs} ms`, { cause: error });
    }
    throw error;
  } finally {
    silence.end();
    stop.abort();
  }
}

const plentyTokens = 20_000;

function spend(asking: Asking, answer: Answer, body: object, requests: number): void {
  const said = answer.text.length + answer.reasoning.length + JSON.stringify(answer.calls).length;
  const { usage } = answer;
  // So much is told by nobody who leaves out what counts, and a long text is not written once more for that.
  const isMuch = usage !== null && usage.input >= plentyTokens;
  const likely = isMuch ? usage : estimatedUsage(JSON.stringify(body).length, said);
  if (usage !== null && isCredible(usage, likely)) {
    asking.onSpent({ usage, estimated: false, requests });
    return;
  }
  const what = usage === null ? "no token counts" : "fewer tokens than its answers can have taken";
  tellOnce(asking, `The endpoint reports ${what}: they are estimated from the length of the texts`);
  asking.onSpent({ usage: { ...likely, usd: usage?.usd ?? null }, estimated: true, requests });
}

async function readAnswer(
  asking: Asking,
  response: Response,
  silence: SilenceWatch,
  toolNames: ReadonlySet<string>,
): Promise<Answer> {
  const { connection, host } = asking;
  const builder = newAnswerBuilder(toolNames);
  const over = new AbortController();
  const parts = readReply(response, connection.name, silence.heard);
  /** The next part; after the answer's end, one that comes soon. */
  const nextPart = async (): Promise<ReplyPart | null> => {
    const next = parts.next();
    if (!builder.ended()) return (await next).value ?? null;
    // Left unread when the wait is over.
    next.catch(() => {});
    return (await Promise.race([next, host.sleep(afterEndMs, over.signal)]))?.value ?? null;
  };
  const seen = { parts: 0, known: 0 };
  try {
    for (let part = await nextPart(); part !== null; part = await nextPart()) {
      seen.parts++;
      if (takePart(asking, builder, part)) seen.known++;
      if (part.type === "done") break;
    }
  } catch (error) {
    // What breaks after the answer's end took nothing from it.
    if (error instanceof AgentFailure || !builder.ended()) throw error;
  } finally {
    over.abort();
    void parts.return(undefined).catch(() => {});
  }
  return wholeAnswer(builder.answer(), seen, connection.name);
}

/** Adds a part to the answer. False: no answer looks like it. Throws what it tells of a failure. */
function takePart(asking: Asking, builder: AnswerBuilder, part: ReplyPart): boolean {
  const { connection, host, onUnknown } = asking;
  if (part.type === "done") {
    builder.done();
    return true;
  }
  const record = part.type === "error" ? {} : unwrapped(part.record);
  const failure = part.type === "error" ? part.error : errorIn(record);
  if (failure !== null) throw toldFailure(connection.name, failure, { status: null, headers: null }, host.now());
  const known = builder.add(record);
  if (!known) onUnknown(JSON.stringify(record));
  if (builder.size() <= maxAnswerLength) return known;
  throw new AgentFailure("request", `The answer of ${connection.name} is over ${maxAnswerLength} characters long`);
}

function wholeAnswer(answer: Answer, seen: { parts: number; known: number }, endpoint: string): Answer {
  if (answer.finish !== null) return answer;
  if (seen.parts > 0 && seen.known === 0) {
    throw new AgentFailure("request", `${endpoint} answered with something that is not a chat completion`);
  }
  throw new AgentFailure("network", `The answer of ${endpoint} broke off`, {
    transient: true,
    empty: seen.parts === 0,
  });
}

/** Aborts its signal when nothing was heard for a while. */
interface SilenceWatch {
  signal: AbortSignal;
  /** Something was heard. */
  heard(): void;
  end(): void;
}

/** Starts the clock on silence. The caller ends it. */
function watchSilence(host: Pick<Host, "elapsed" | "sleep">, silenceMs: number): SilenceWatch {
  const silent = new AbortController();
  const over = new AbortController();
  let last = host.elapsed();
  const watch = async () => {
    while (!over.signal.aborted) {
      const left = silenceMs - (host.elapsed() - last);
      if (left <= 0) return silent.abort();
      await host.sleep(left, over.signal);
    }
  };
  void watch();
  return {
    signal: silent.signal,
    heard: () => {
      last = host.elapsed();
    },
    end: () => over.abort(),
  };
}
