import type { AgentEvent } from "../../core/agent-event.ts";
import type { Host } from "../../host/host.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import type { Answer, AskModel, Question } from "./ask.ts";
import { addUse, answerInstruction, answerSchema, type Cost, noAnswer, noCost, readAnswer } from "./read-answer.ts";

/** What an agent is told when it is only asked something. */
export interface LookOnlyTask {
  prompt: string;
  cwd: string;
  model: string | null;
  resume: null;
  env: Readonly<Record<string, string>>;
  readOnly: true;
  writable: readonly string[];
  sandbox: Sandbox | null;
  logDir: string | null;
  limits: { silenceMs: number; toolMs: number; maxTurns: number };
  answerSchema: Readonly<Record<string, unknown>>;
}

/** The part of an agent that a question needs; every agent of `agents/` has it. */
export interface AskableAgent {
  readonly choice: { readonly model: string | null };
  start(host: Host, task: LookOnlyTask, signal: AbortSignal): AsyncIterable<AgentEvent>;
}

export interface AgentAskOptions {
  /** Makes the checkout that it may look at. Whatever it promises, it may write there: the checkout is thrown away. */
  checkout(): Promise<{ path: string; root: string; remove(): Promise<void> }>;
  /** Extra variables of its environment, for a question of that name. */
  env?(question: string): Readonly<Record<string, string>>;
  sandbox?: Sandbox | null;
  /** Where its raw output is kept; `null`: nowhere. */
  logDir?: string | null;
}

/** A look around and an answer: more requests than this is an agent that lost its way. */
const maxTurns = 30;

/** Asks through an agent that may look but not write; the answer is the document in its last words. */
export function askThroughAgent(host: Host, agent: AskableAgent, options: AgentAskOptions): AskModel {
  return async (question, signal) => {
    const place = await options.checkout();
    const done = new AbortController();
    const late = new AbortController();
    void host.sleep(question.timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) late.abort();
    });
    try {
      const task = taskFor(question, agent.choice.model, { ...options, cwd: place.path });
      const heard = await listen(agent.start(host, task, AbortSignal.any([signal, late.signal])));
      if (late.signal.aborted && !heard.finished) {
        return noAnswer("timeout", `The agent gave no answer within ${question.timeoutMs} ms`, heard.cost);
      }
      const texts = heard.texts.map((text) => withoutPlace(text, place.root));
      return answerOf(question, { ...heard, texts }, agent.choice.model);
    } finally {
      done.abort();
      await place.remove();
    }
  };
}

/** What is said of the checkout's files is meant of the repository's: that place is gone when the answer is read. */
function withoutPlace(text: string, root: string): string {
  const names = [...new Set([root, JSON.stringify(root).slice(1, -1)])].map((name) => RegExp.escape(name));
  const place = new RegExp(`(?:${names.join("|")})(?:(/|\\\\{1,2})(?=[^\\s"'\`,;:)\\]/\\\\])|(?![\\w-]))`, "g");
  return text.replace(place, (_found, step?: string) => (step === undefined ? "." : ""));
}

function taskFor<T>(
  question: Question<T>,
  model: string | null,
  options: AgentAskOptions & { cwd: string },
): LookOnlyTask {
  return {
    // Not every agent takes a system prompt or a schema; said here, both reach all of them.
    prompt: `${question.system}\n\n${question.prompt}\n\n${answerInstruction(question.schema)}`,
    cwd: options.cwd,
    model,
    resume: null,
    env: options.env?.(question.name) ?? {},
    readOnly: true,
    writable: [],
    sandbox: options.sandbox ?? null,
    logDir: options.logDir ?? null,
    limits: { silenceMs: question.timeoutMs, toolMs: question.timeoutMs, maxTurns },
    answerSchema: answerSchema(question.schema),
  };
}

interface Heard {
  texts: string[];
  cost: Cost;
  /** True when the agent itself said that it is done. */
  finished: boolean;
  /** What went wrong, in the agent's words. */
  problem: string | null;
  /** The last error that it told. */
  error: Extract<AgentEvent, { type: "agent.error" }> | null;
}

async function listen(events: AsyncIterable<AgentEvent>): Promise<Heard> {
  const heard: Heard = { texts: [], cost: noCost, finished: false, problem: null, error: null };
  for await (const event of events) {
    switch (event.type) {
      case "agent.text":
        // What a sub-agent says is not the answer.
        if (event.parent === undefined) heard.texts.push(event.text);
        break;
      case "agent.usage":
        heard.cost = addUse(heard.cost, event);
        break;
      case "agent.error":
        heard.problem = event.message;
        heard.error = event;
        break;
      case "agent.finished":
        heard.finished = event.ok;
        heard.problem ??= event.ok ? null : `it ended with "${event.why}"`;
        break;
      default:
        break;
    }
  }
  return heard;
}

function answerOf<T>(question: Question<T>, heard: Heard, model: string | null): Answer<T> {
  const all = heard.texts.join("\n");
  if (!heard.finished) {
    // What failed after its last words has said them all the same.
    const said =
      heard.error?.kind === "crash" ? readAnswer(heard.texts.at(-1) ?? "", question.schema, model, heard.cost) : null;
    if (said?.ok === true) return said;
    const answer = noAnswer("failed", `The agent failed: ${heard.problem ?? "it said nothing"}`, heard.cost, all);
    if (heard.error === null) return answer;
    const { kind, message, resetAt } = heard.error;
    return { ...answer, trouble: { kind, message, resetAt } };
  }
  // Its last words are the answer; an agent that says goodbye after it has said it before.
  const last = readAnswer(heard.texts.at(-1) ?? "", question.schema, model, heard.cost);
  return last.ok || heard.texts.length <= 1 ? last : readAnswer(all, question.schema, model, heard.cost);
}
