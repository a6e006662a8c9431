import { type AgentTask, defaultAgentLimits } from "../../src/agents/agent.ts";
import type { AgentEvent, AgentFinished } from "../../src/core/agent-event.ts";
import { hasVariable, listProcesses } from "../../src/host/process-list.ts";

/** A task in a folder, with whatever else a test wants. */
export function taskIn(cwd: string, more: Partial<AgentTask> = {}): AgentTask {
  return {
    prompt: "Do what is to be done",
    cwd,
    model: null,
    resume: null,
    env: {},
    readOnly: false,
    writable: [],
    sandbox: null,
    logDir: null,
    limits: defaultAgentLimits,
    ...more,
  };
}

export async function all(events: AsyncIterable<AgentEvent>): Promise<AgentEvent[]> {
  const result: AgentEvent[] = [];
  for await (const event of events) result.push(event);
  return result;
}

/** The last event, which has to be the only `agent.finished`. */
export function finishOf(events: readonly AgentEvent[]): AgentFinished {
  const finished = events.filter((event) => event.type === "agent.finished");
  const last = events.at(-1);
  if (finished.length !== 1 || last?.type !== "agent.finished") throw new Error("Not the one end that there has to be");
  return last;
}

export function errorsOf(events: readonly AgentEvent[]): string[] {
  return events.flatMap((event) => (event.type === "agent.error" ? [`${event.kind}: ${event.message}`] : []));
}

/** The living processes that were started with a variable; none can be found where nobody may ask. */
export function livingWith(variable: string): number[] {
  return listProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => hasVariable(pid, variable));
}
