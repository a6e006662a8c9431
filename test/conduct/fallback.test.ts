import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent, AgentTask } from "../../src/agents/agent.ts";
import type { AgentErrorKind, AgentEvent } from "../../src/core/agent-event.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent, finished } from "./support/fake-agent.ts";

const stories = [story("S1", { writes: ["made.txt"] })];

/** An agent that writes half of the work and then meets a limit of its provider. */
function limited(name: string, kind: AgentErrorKind, seen: AgentTask[] = [], resetAt: string | null = null): Agent {
  const behave = async function* (task: AgentTask): AsyncGenerator<AgentEvent> {
    writeFileSync(join(task.cwd, "made.txt"), "half\n");
    yield { type: "agent.session", session: `session of ${name}` };
    yield { type: "agent.text", text: "Half of it is there." };
    yield { type: "agent.error", kind, message: `${name} has no more`, resetAt };
    yield finished({ ok: false, why: kind });
  };
  return { ...fakeAgent(behave, seen), choice: { name: "claude", model: name, command: null }, provider: name };
}

function finisher(name: string, seen: AgentTask[]): Agent {
  const behave = (task: AgentTask) => {
    const before = existsSync(join(task.cwd, "made.txt")) ? readFileSync(join(task.cwd, "made.txt"), "utf8") : "";
    writeFileSync(join(task.cwd, "made.txt"), `${before}whole\n`);
  };
  return { ...fakeAgent(behave, seen), choice: { name: "codex", model: null, command: null }, provider: name };
}

test.each(["usage_limit", "auth"] as const)("at %s the next agent goes on in the story's worktree", async (kind) => {
  using repository = scratchRepository({ "README.md": "#\n" });
  using folder = scratchFolder();
  const seen: AgentTask[] = [];
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories,
    agent: limited("big", kind),
    options: { fallbacks: () => [limited("small", kind), finisher("other", seen)] },
  });
  expect(result.outcome).toBe("done");
  expect(result.of("agent.switched").map(({ from, to, why }) => [from, to, why])).toEqual([
    ["claude:big", "claude:small", "big has no more"],
    ["claude:small", "codex", "small has no more"],
  ]);
  expect(repository.git("show", "baro/scratch-r1:made.txt")).toBe("half\nwhole");
  // A session is of no use to another agent: it is told what there is.
  expect(seen).toHaveLength(1);
  expect(seen[0]?.resume).toBeNull();
  for (const words of [
    "Story S1",
    "Another agent (claude:small)",
    "small has no more",
    "- made.txt",
    "Half of it is there.",
  ]) {
    expect(seen[0]?.prompt).toContain(words);
  }
});

test("with nobody left the run is paused, as it is without a fallback", async () => {
  using repository = scratchRepository({ "README.md": "#\n" });
  using folder = scratchFolder();
  const options = { fallbacks: () => [limited("small", "usage_limit")] };
  const run = { root: repository.path, folder: folder.path, stories, agent: limited("big", "usage_limit"), options };
  const result = await conductIn(run);
  expect(result.outcome).toBe("paused");
  expect(result.of("agent.switched")).toHaveLength(1);
});

test("a limit whose end is waited for is waited for", async () => {
  using repository = scratchRepository({ "README.md": "#\n" });
  using folder = scratchFolder();
  let turns = 0;
  const seen: AgentTask[] = [];
  const soon = () => new Date(Date.now() + 300).toISOString();
  const agent: Agent = {
    ...finisher("big", seen),
    start: (host, task, signal) =>
      (turns++ === 0 ? limited("big", "usage_limit", [], soon()) : finisher("big", seen)).start(host, task, signal),
  };
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories,
    agent,
    input: { waitForReset: true },
    options: { fallbacks: () => [finisher("other", [])] },
  });
  expect(result.outcome).toBe("done");
  expect(result.of("agent.switched")).toEqual([]);
  expect(seen).toHaveLength(1);
});
