import { realpathSync } from "node:fs";
import type { AgentErrorKind, AgentEvent, FinishReason } from "../../core/agent-event.ts";
import type { AgentChoice } from "../../core/agent-name.ts";
import { messageOf, namedShortage } from "../../core/error.ts";
import type { Endpoint } from "../../core/options.ts";
import type { Host } from "../../host/host.ts";
import { confined } from "../../host/sandbox.ts";
import type { Agent, AgentStatus, AgentTask } from "../agent.ts";
import { boundEvents } from "../bound-events.ts";
import { newEventQueue } from "../event-queue.ts";
import { connectionTo, endpointName, isOfficial } from "./connection.ts";
import { defaultModel } from "./default-model.ts";
import { AgentFailure } from "./failure.ts";
import { quirksOf } from "./quirks.ts";
import { converse, type Session } from "./session.ts";
import { systemPrompt } from "./system-prompt.ts";
import { toolsFor } from "./toolbox.ts";
import { newTranscript, resumeTranscript } from "./transcript.ts";

export interface NativeSettings {
  /** Tries after the first, for a request that failed in passing. */
  maxRetries: number;
  /** Handed to models that take a reasoning effort. */
  effort: string | null;
}

/** The demo's endpoint has one model; that nobody named it is not worth a word. */
const scriptedModel = "scripted-1";

const defaultSettings: NativeSettings = { maxRetries: 4, effort: null };

/** The agent that needs no program: it runs in our own process, against any endpoint that speaks Chat Completions. */
export function openaiAgent(endpoint: Endpoint, choice: AgentChoice, settings: Partial<NativeSettings> = {}): Agent {
  const all = { ...defaultSettings, ...settings };
  return {
    choice,
    provider: `endpoint ${endpointName(endpoint)}`,
    hears: true,
    start: (host, task, signal) => start(host, { endpoint, choice, settings: all }, task, signal),
    status: () => Promise.resolve(statusOf(endpoint, choice)),
  };
}

interface NativeAgent {
  endpoint: Endpoint;
  choice: AgentChoice;
  settings: NativeSettings;
}

async function* start(
  host: Host,
  agent: NativeAgent,
  task: AgentTask,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, void, undefined> {
  const left = new AbortController();
  const queue = newEventQueue<AgentEvent>();
  const bounded = boundEvents();
  const work = runTask(host, agent, task, AbortSignal.any([signal, left.signal]), (event) => {
    for (const kept of bounded(event)) queue.push(kept);
  });
  void work.then(queue.end, queue.end);
  try {
    yield* queue.values();
  } finally {
    // A reader that stops early must not leave a command running.
    left.abort();
    await work;
  }
}

/** Whatever happens ends in `agent.finished`. Rejects only when the machine itself has no more of something. */
async function runTask(
  host: Host,
  agent: NativeAgent,
  task: AgentTask,
  signal: AbortSignal,
  emit: (event: AgentEvent) => void,
): Promise<void> {
  const started = host.elapsed();
  let why: FinishReason = "done";
  try {
    await runSession(host, agent, task, signal, emit);
  } catch (error) {
    // A full disk is not the agent's failure: the whole run has to stop for it.
    if (!signal.aborted && namedShortage(error) !== error) throw error;
    why = signal.aborted ? "killed" : tellError(error, emit);
  }
  const ms = Math.round(host.elapsed() - started);
  emit({ type: "agent.finished", ok: why === "done", why, exitCode: null, signal: null, ms });
}

/** Anything but an `AgentFailure` is a bug of ours, and still no reason to take the run down. */
function tellError(error: unknown, emit: (event: AgentEvent) => void): AgentErrorKind {
  const failure = error instanceof AgentFailure ? error : new AgentFailure("crash", messageOf(error));
  emit({ type: "agent.error", kind: failure.kind, message: failure.message, resetAt: failure.resetAt });
  return failure.kind;
}

async function runSession(
  host: Host,
  { endpoint, choice, settings }: NativeAgent,
  task: AgentTask,
  signal: AbortSignal,
  emit: (event: AgentEvent) => void,
): Promise<void> {
  const id = task.resume ?? host.newId();
  const asked = { role: "user", content: task.prompt } as const;
  // One that is stopped before it begins is gone on with by its session, too: what was asked is kept before that is told.
  if (signal.aborted && task.resume === null) newTranscript(task.logDir, id).add(asked);
  if (task.resume !== null || signal.aborted) emit({ type: "agent.session", session: id });
  signal.throwIfAborted();
  const connection = connectionTo(endpoint, () => host.now());
  const cwd = realpathSync(task.cwd);
  const root = task.root === undefined ? cwd : realpathSync(task.root);
  const open = task.resume === null ? newTranscript : resumeTranscript;
  const transcript = open(task.logDir, id);
  transcript.add(asked);
  // A new one is told once there is something to go on with.
  if (task.resume === null) emit({ type: "agent.session", session: id });
  const named = task.model ?? choice.model ?? (choice.name === "demo" ? scriptedModel : null);
  const model = named ?? (await defaultModel(connection, signal));
  if (named === null) emit({ type: "agent.notice", message: `No model was named: using "${model}"` });
  const session: Session = {
    host,
    connection,
    quirks: quirksOf(endpoint, model),
    model,
    effort: task.effort ?? settings.effort,
    maxRetries: settings.maxRetries,
    limits: task.limits,
    tools: toolsFor(task.readOnly),
    toolContext: {
      host,
      root,
      cwd,
      env: task.env,
      signal,
      toolMs: task.limits.toolMs,
      // Our own tools hold to the worktree by themselves; what can't be trusted to is a command.
      sandboxed: (command) => confined(host, task.sandbox, { cwd, write: [...task.writable, root] }, command),
    },
    system: systemPrompt({ root, cwd }, task, (message) => emit({ type: "agent.notice", message })),
    transcript,
    inbox: task.inbox,
    signal,
    emit,
  };
  await converse(session);
}

function statusOf(endpoint: Endpoint, choice: AgentChoice): AgentStatus {
  const valid = URL.canParse(endpoint.baseUrl);
  const keyMissing = valid && isOfficial(endpoint.baseUrl) && endpoint.apiKey === null;
  return {
    name: choice.name,
    installed: valid,
    path: null,
    version: null,
    tried: null,
    supported: valid ? true : null,
    signedIn: keyMissing ? false : null,
    advice: adviceFor(valid, keyMissing),
  };
}

function adviceFor(valid: boolean, keyMissing: boolean): string | null {
  if (!valid)
    return "Set OPENAI_BASE_URL to the URL of an OpenAI-compatible endpoint, such as http://localhost:8080/v1";
  return keyMissing ? "Set OPENAI_API_KEY" : null;
}
