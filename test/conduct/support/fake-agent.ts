import type { Agent, AgentTask } from "../../../src/agents/agent.ts";
import type { AgentEvent, AgentFinished } from "../../../src/core/agent-event.ts";
import { writeFiles } from "../../support/scratch.ts";

/** What a fake agent does in its worktree; what it gives are events before its last one. */
export type Behaviour = (task: AgentTask, signal: AbortSignal) => AsyncIterable<AgentEvent> | Promise<void> | void;

const done: AgentFinished = { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms: 5 };

/** An agent of our own that edits files in this process. */
export function fakeAgent(behave: Behaviour, seen: AgentTask[] = []): Agent {
  return {
    choice: { name: "demo", model: null, command: null },
    provider: "fake",
    status: () => Promise.reject(new Error("Not asked for")),
    async *start(_host, task, signal) {
      seen.push(task);
      const acts = behave(task, signal);
      if (acts instanceof Promise) await acts;
      else if (acts !== undefined) {
        for await (const event of acts) {
          yield event;
          if (event.type === "agent.finished") return;
        }
      }
      yield signal.aborted ? { ...done, ok: false, why: "killed" } : done;
    },
  };
}

/** The story that a task is about. */
export const storyOf = (task: AgentTask): string => /Story (S\d)/.exec(task.prompt)?.[1] ?? "";

/** An agent that writes one file of its story's own. */
export function storyWriter(): Agent {
  return fakeAgent((task) => {
    const id = storyOf(task);
    writeFiles(task.cwd, { [`${id.toLowerCase()}/made.txt`]: `${id}\n` });
  });
}

export const finished = (change: Partial<AgentFinished> = {}): AgentFinished => ({ ...done, ...change });
