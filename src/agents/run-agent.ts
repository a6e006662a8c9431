import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { AgentErrorKind, AgentEvent } from "../core/agent-event.ts";
import { messageOf } from "../core/error.ts";
import { addUsage, growth, noUsage, type Usage } from "../core/usage.ts";
import { childEnvironment } from "../host/environment.ts";
import { type Child, type Host, SpawnError } from "../host/host.ts";
import { removeTree } from "../host/remove-tree.ts";
import { confined, type Reach } from "../host/sandbox.ts";
import type { AgentTask } from "./agent.ts";
import type { AgentProgram } from "./conversation.ts";
import { mostStarts, watchStart } from "./failed-start.ts";
import { watchLeftBehind } from "./left-behind.ts";
import { allPlaces } from "./own-places.ts";
import type { Environment } from "./program-spec.ts";
import { kept, tailOf } from "./raw-log.ts";
import { raiseShield, type Shield } from "./shield/shield.ts";
import { watchSilence } from "./silence.ts";

/**
 * Runs a program agent on one task. Never throws for a failure of the program: the last event is the only
 * `agent.finished`. When the stream ends, or its reader leaves, nothing that the program started is left.
 */
export async function* runAgent(
  host: Host,
  agent: AgentProgram,
  task: AgentTask,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, void, undefined> {
  const started = host.elapsed();
  const folder = mkdtempSync(join(tmpdir(), "baro-agent-"));
  const sweep = watchLeftBehind(host, agent.leavesBehind?.(task, host.env) ?? []);
  let [child, shield]: [Child | null, Shield | null] = [null, null];
  try {
    shield = shieldOf(host, agent, task, folder);
    for (let starts = 1, ended = false; !ended; starts++) {
      child = await startProgram(host, agent, task, { folder, shield }, signal);
      for await (const event of follow(host, agent, task, child, signal, starts < mostStarts)) {
        if (event.type !== "agent.finished") {
          yield event;
          continue;
        }
        ended = true;
        await child.stop();
        for (const message of shield?.lift() ?? []) yield { type: "agent.notice", message };
        shield = null;
        yield { ...event, ms: Math.round(host.elapsed() - started) };
      }
    }
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    yield* neverStarted(startFailure(host, agent, error), Math.round(host.elapsed() - started));
  } finally {
    // A reader that leaves early must not leave the agent running.
    await child?.stop();
    shield?.lift();
    sweep();
    // It may write there: how much that is nobody knows.
    await removeTree(folder).catch(() => {});
  }
}

function neverStarted(message: string, ms: number): AgentEvent[] {
  return [
    { type: "agent.error", kind: "crash", message, resetAt: null },
    { type: "agent.finished", ok: false, why: "crash", exitCode: null, signal: null, ms },
  ];
}

/** Nothing that runs without a terminal may wait for one: no prompt, no editor, no pager. */
const quiet = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_EDITOR: "true",
  GIT_PAGER: "cat",
  PAGER: "cat",
  SSH_ASKPASS_REQUIRE: "never",
};

async function startProgram(
  host: Host,
  agent: AgentProgram,
  task: AgentTask,
  { folder, shield }: { folder: string; shield: Shield | null },
  signal: AbortSignal,
): Promise<Child> {
  const command = await agent.command(task, { folder, env: host.env });
  const invocation = { program: agent.program, args: command.args };
  return await host.spawn({
    ...confined(host, task.sandbox, reachOf(host, agent, task, { folder, shield }), invocation),
    cwd: task.cwd,
    env: childEnvironment(host.env, { ...quiet, ...command.env, ...task.env }, [
      ...agent.passes(host.env),
      ...telemetryVariables(host.env),
    ]),
    stdin: command.stdin === null ? "pipe" : new TextEncoder().encode(command.stdin),
    signal,
    detached: true,
    ownPlace: task.root ?? task.cwd,
  });
}

/** Keeps the person's settings from an agent in a sandbox; null: it is in none. */
function shieldOf(host: Host, agent: AgentProgram, task: AgentTask, folder: string): Shield | null {
  if (task.sandbox === null) return null;
  const state = stateOf(host, agent);
  // The program would make these itself, were what they are in not out of its sight.
  for (const one of state) mkdirSync(one, { recursive: true });
  const places = agent.ownSettings?.(host.env) ?? allPlaces([]);
  return raiseShield(host, task.sandbox, { places, state }, folder);
}

/** What a program is told in relation to where it works lies in the worktree. */
function stateOf(host: Host, agent: AgentProgram): string[] {
  return agent.stateFolders(host.env).filter((folder) => isAbsolute(folder));
}

/** Its worktree, what belongs to that, and where it keeps its sessions and renews its sign-in. */
function reachOf(
  host: Host,
  agent: AgentProgram,
  task: AgentTask,
  { folder, shield }: { folder: string; shield: Shield | null },
): Reach {
  return {
    cwd: task.cwd,
    write: [...stateOf(host, agent), ...task.writable, task.cwd, folder],
    read: (agent.named ?? []).filter((path) => isAbsolute(path)),
    ...(shield === null ? {} : shield.reach),
    needsNetwork: true,
  };
}

/** Where the person collects traces, what an agent does belongs into the same ones. */
export function telemetryVariables(env: Environment): string[] {
  return Object.keys(env).filter((name) => /^(OTEL_\w+|TRACEPARENT|TRACESTATE|BAGGAGE)$/.test(name));
}

function startFailure(host: Host, { program, install }: AgentProgram, error: SpawnError): string {
  switch (error.reason) {
    case "missing":
      // A search of the PATH passes over what can't be executed, and ends with "missing".
      return isOnPath(host, program)
        ? `Cannot start "${program}": it is not executable`
        : `Cannot start "${program}": it is not on the PATH (${install})`;
    case "not-executable":
      return `Cannot start "${program}": it is not executable`;
    case "other":
      return `Cannot start "${program}": ${messageOf(error.cause)}`;
  }
}

function isOnPath({ env }: Host, program: string): boolean {
  const folders = (env["PATH"] ?? "").split(":").filter((folder) => folder !== "");
  return existsSync(program) || folders.some((folder) => existsSync(join(folder, program)));
}

/** Why we ended a program that would have gone on. */
interface Stop {
  why: "killed" | Extract<AgentErrorKind, "stalled" | "turns">;
  message: string;
}

function killedBy(signal: AbortSignal): Stop | null {
  return signal.aborted ? { why: "killed", message: "" } : null;
}

/** Tells no end of a program that has not come up whole and was ended before it did a thing: it is to be started anew. */
async function* follow(
  host: Host,
  agent: AgentProgram,
  task: AgentTask,
  child: Child,
  signal: AbortSignal,
  mayStartAgain: boolean,
): AsyncGenerator<AgentEvent> {
  const usageBefore = task.resume === null ? null : (agent.sessionUsage?.(task.resume) ?? null);
  const conversation = agent.converse(task, child, kept(child.stdout, task.logDir, "raw.jsonl", host.shown));
  const watch = watchSilence(host, { ...task.limits, announcesTools: agent.announcesTools });
  const complaints = kept(child.stderr, task.logDir, "stderr.log", host.shown);
  const grace = watchGrace(host, () => void child.stop());
  const tally: Tally = { usage: noUsage, requests: 0, session: task.resume };
  const start = watchStart(mayStartAgain ? (agent.failedStart ?? null) : null, () => void child.stop());
  const stderr = tailOf(start.stderr(complaints));
  let stop: Stop | null = null;
  const end = (reason: Stop) => {
    if (stop !== null) return;
    stop = reason;
    void child.stop();
  };
  void watch.stalled.then((message) => end({ why: "stalled", message }));
  try {
    for await (const events of start.heard(conversation.batches)) {
      watch.heard(events);
      grace.heard(conversation.lastWord(), events);
      for (const event of events) count(event, tally);
      yield* events;
      if (tally.requests > task.limits.maxTurns) {
        end({ why: "turns", message: `It asked its model more than ${task.limits.maxTurns} times` });
      }
    }
    // Its output has ended, and with that its last chance to say something.
    grace.heard(true, []);
    const exit = { ...(await child.exit), stderr: await stderr };
    if (start.failed() && !signal.aborted) return;
    yield* untoldUsage(agent, tally, usageBefore);
    const endedByUs = grace.over() && stop === null && !signal.aborted && conversation.lastWord();
    yield* lastEvents(conversation.end(endedByUs ? null : exit), stop ?? killedBy(signal));
  } finally {
    watch.end();
    grace.end();
  }
}

/** What a program may still do after its last word: write its session, end what it started. */
const graceMs = 8000;
/** However much it says meanwhile. */
const longestGraceMs = 30_000;
/** Nobody works who says these alone. */
const idle: ReadonlySet<AgentEvent["type"]> = new Set(["agent.unknown", "agent.notice", "agent.usage"]);

/** Ends a program that has said its last word and stays. What it tells of meanwhile begins the wait anew; noise does not. */
function watchGrace(host: Pick<Host, "sleep" | "elapsed">, stop: () => void) {
  let waiting: AbortController | null = null;
  let since = 0;
  let over = false;
  const end = () => {
    waiting?.abort();
    waiting = null;
  };
  return {
    end,
    over: () => over,
    heard(lastWord: boolean, events: readonly AgentEvent[]): void {
      if (!lastWord) {
        end();
        return;
      }
      const now = host.elapsed();
      if (waiting === null) since = now;
      else if (now - since > longestGraceMs - graceMs || events.every(({ type }) => idle.has(type))) return;
      end();
      const wait = new AbortController();
      waiting = wait;
      void host.sleep(graceMs, wait.signal).then(() => {
        if (wait.signal.aborted) return;
        over = true;
        stop();
      });
    },
  };
}

interface Tally {
  usage: Usage;
  requests: number;
  session: string | null;
}

function count(event: AgentEvent, tally: Tally): void {
  if (event.type === "agent.session") tally.session = event.session;
  if (event.type !== "agent.usage") return;
  tally.usage = addUsage(tally.usage, event);
  // The turns of a sub-agent are its own.
  if (event.parent === undefined) tally.requests += event.requests ?? 0;
}

/** What a session used and its wire did not tell, because it was stopped or failed before it could. */
function untoldUsage(agent: AgentProgram, { usage, session }: Tally, before: Usage | null): AgentEvent[] {
  const total = session === null ? null : (agent.sessionUsage?.(session) ?? null);
  if (total === null) return [];
  const rest = growth(total, addUsage(usage, before ?? noUsage));
  if (Object.values(rest).every((tokens) => tokens === 0)) return [];
  return [{ type: "agent.usage", ...rest, usd: null, requests: null }];
}

/** The end as the wire and the process tell it, unless it is we who ended it. */
function lastEvents(events: AgentEvent[], stop: Stop | null): AgentEvent[] {
  const last = events.at(-1);
  if (stop === null || last?.type !== "agent.finished" || last.ok) return events;
  const told = events.slice(0, -1).filter(({ type }) => type !== "agent.error");
  const { why, message } = stop;
  const error: AgentEvent[] = why === "killed" ? [] : [{ type: "agent.error", kind: why, message, resetAt: null }];
  return [...told, ...error, { ...last, why }];
}
