import { expect, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AgentTask } from "../../src/agents/agent.ts";
import { defaultAgentLimits } from "../../src/agents/agent.ts";
import { agentStarter, type StartOptions } from "../../src/conduct/start-agent.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder } from "../support/scratch.ts";
import { story } from "./support/conduct-in.ts";

/** A worktree that somebody may have changed, below a folder that is called by another name. */
function placeWith(change: (root: string) => void) {
  const folder = scratchFolder();
  const [root, called] = [join(folder.path, "tree"), join(folder.path, "called")];
  mkdirSync(join(root, "packages/web"), { recursive: true });
  mkdirSync(join(folder.path, "elsewhere"));
  change(root);
  symlinkSync(root, called);
  return { root, called, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const called: AgentEvent = {
  type: "agent.tool.called",
  call: "1",
  tool: "edit",
  title: "Edit",
  paths: ["src/a.ts", "../b.ts"],
  command: null,
} as never;

/** What an agent is started with in that worktree, and the paths that it is heard to name. */
async function startedIn(root: string, folder: string | undefined, more: Partial<StartOptions> = {}) {
  const tasks: AgentTask[] = [];
  const agent = {
    choice: { name: "claude", model: "m1" },
    async *start(_host: unknown, task: AgentTask) {
      tasks.push(task);
      yield called;
    },
  } as never;
  const start = agentStarter(systemHost(), {
    agentOf: () => agent,
    ...(folder === undefined ? {} : { folder }),
    sandbox: null,
    agentLimits: defaultAgentLimits,
    effort: null,
    instructions: null,
    logDir: (of, attempt) => `${of.id}/${attempt}`,
    ...more,
  });
  const request = {
    story: story("S1"),
    attempt: 2,
    worktree: { path: root },
    prompt: "Do",
    agent: { name: "claude", model: "m1" },
    session: "s",
  };
  const events: AgentEvent[] = [];
  for await (const event of start(request as never, { PORT: "1" }, new AbortController().signal)) events.push(event);
  const { cwd, writable, env, logDir } = tasks[0] as AgentTask;
  return { cwd, writable, env, logDir, paths: (events[0] as { paths?: string[] }).paths };
}

test("an agent starts where the person stands, and its paths are told from the root", async () => {
  using place = placeWith(() => {});
  const { root } = place;
  const web = { cwd: join(root, "packages/web"), writable: [root], paths: ["packages/web/src/a.ts", "packages/b.ts"] };
  expect(await startedIn(root, "packages/web")).toMatchObject(web);
  const top = { cwd: root, writable: [], paths: ["src/a.ts", "../b.ts"] };
  for (const folder of ["", undefined]) expect(await startedIn(root, folder)).toMatchObject(top);
  // Where the worktrees lie may itself be called by a link.
  expect((await startedIn(place.called, "packages/web")).cwd).toBe(join(place.called, "packages/web"));
});

test.each<[string, (root: string) => void]>([
  ["gone", (root) => rmSync(join(root, "packages"), { recursive: true })],
  [
    "a link that leads out",
    (root) => {
      rmSync(join(root, "packages/web"), { recursive: true });
      symlinkSync(join(root, "../elsewhere"), join(root, "packages/web"));
    },
  ],
  [
    "below a link that leads out",
    (root) => {
      rmSync(join(root, "packages"), { recursive: true });
      mkdirSync(join(root, "../elsewhere/web"));
      symlinkSync(join(root, "../elsewhere"), join(root, "packages"));
    },
  ],
])("where that folder is %s, it starts at the root", async (_how, change) => {
  using place = placeWith(change);
  const { cwd, writable, paths } = await startedIn(place.root, "packages/web");
  expect([cwd, writable, paths]).toEqual([place.root, [], ["src/a.ts", "../b.ts"]]);
});

test("what the run gives an attempt comes after what the worktree gives", async () => {
  using place = placeWith(() => {});
  const { env, logDir } = await startedIn(place.root, "", {
    agentEnv: ({ story: id, attempt, agent }) => ({ WHO: `${agent} ${id} ${attempt}` }),
  });
  expect([env, logDir]).toEqual([{ PORT: "1", WHO: "claude S1 2" }, "S1/2"]);
});
