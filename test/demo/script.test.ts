import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultAgentLimits } from "../../src/agents/agent.ts";
import { openaiAgent } from "../../src/agents/openai/agent.ts";
import { endpointAsk } from "../../src/agents/openai/openai-ask.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { makeScratchRepository } from "../../src/demo/scratch-repository.ts";
import { outOfScript } from "../../src/demo/script-questions.ts";
import { demoScript } from "../../src/demo/script-story.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";
import { systemHost } from "../../src/host/system.ts";
import { plannerReply } from "../../src/plan/planner-reply.ts";
import { plannerPrompt } from "../../src/plan/prompt.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

/** Has the native agent work on a prompt with the demo's script behind it. */
async function work(cwd: string, prompt: string): Promise<AgentEvent[]> {
  const model = await startScriptedModel(demoScript);
  try {
    const choice = { name: "demo" as const, model: null, command: null };
    const agent = openaiAgent({ baseUrl: `${model.url}/v1`, apiKey: null }, choice);
    const task = { prompt, cwd, model: null, resume: null, env: {}, readOnly: false, writable: [] };
    const more = { sandbox: null, logDir: null, limits: defaultAgentLimits };
    return await Array.fromAsync(agent.start(systemHost(), { ...task, ...more }, new AbortController().signal));
  } finally {
    await model.close();
  }
}

const passes = (cwd: string, command: string) => spawnSync("sh", ["-c", command], { cwd }).status === 0;
const lastText = (events: AgentEvent[]) => events.findLast((event) => event.type === "agent.text")?.text;

test("the focused goal makes the failing test pass by its expectation alone", async () => {
  using folder = scratchFolder();
  const { root, goal, verify } = await makeScratchRepository("focused", folder.path);
  expect(passes(root, verify[0] ?? "")).toBe(false);
  const events = await work(root, goal);
  expect(events.at(-1)).toMatchObject({ type: "agent.finished", ok: true });
  expect(passes(root, verify[0] ?? "")).toBe(true);
  expect(gitIn(root, "status", "--porcelain")).toBe(" M test/slug.test.sh");
  expect(gitIn(root, "diff", "--numstat")).toBe("2\t2\ttest/slug.test.sh");
});

test("a failure that the module's examples do not explain is left alone, and said", async () => {
  using folder = scratchFolder();
  const { root, goal } = await makeScratchRepository("focused", folder.path);
  const module = join(root, "lib/slug.sh");
  writeFileSync(module, readFileSync(module, "utf8").replace("'[:upper:]' '[:lower:]'", "'[:lower:]' '[:upper:]'"));
  const events = await work(root, goal);
  expect(lastText(events)).toContain("do not say that the expectation is the wrong side");
  expect(gitIn(root, "status", "--porcelain")).toBe(" M lib/slug.sh");
});

test("the planner's answer is a plan whose stories write one missing test each", async () => {
  using folder = scratchFolder();
  const { root, goal, verify } = await makeScratchRepository("parallel", folder.path);
  const model = await startScriptedModel(demoScript);
  const ask = endpointAsk(systemHost(), { baseUrl: `${model.url}/v1`, apiKey: null }, null);
  const prompt = plannerPrompt(goal, "lib/caps.sh lib/path.sh lib/slug.sh lib/trim.sh lib/words.sh");
  const question = { name: "plan", system: "Plan.", prompt, schema: plannerReply, timeoutMs: 10_000 };
  const answer = await ask(question, new AbortController().signal);
  await model.close();
  if (!answer.ok) throw new Error(answer.message);
  const { stories } = answer.value;
  expect(stories.map(({ writes }) => writes)).toEqual(
    ["caps", "words", "trim", "path"].map((name) => [`test/${name}.test.sh`]),
  );
  for (const story of stories) {
    expect(passes(root, story.verify[0] ?? "true")).toBe(false);
    await work(root, `${story.brief}\n\n${story.writes.join("\n")}`);
    expect(passes(root, story.verify[0] ?? "false")).toBe(true);
  }
  expect(passes(root, verify[0] ?? "")).toBe(true);
  expect(gitIn(root, "status", "--porcelain").split("\n").sort()).toEqual(
    ["caps", "path", "trim", "words"].map((name) => `?? test/${name}.test.sh`),
  );
});

test("one agent can do the parallel goal alone", async () => {
  using folder = scratchFolder();
  const { root, goal, verify } = await makeScratchRepository("parallel", folder.path);
  await work(root, goal);
  expect(gitIn(root, "status", "--porcelain").split("\n")).toHaveLength(4);
  expect(passes(root, verify[0] ?? "")).toBe(true);
});

test("anywhere else the script says what it is and changes nothing", async () => {
  using repository = scratchRepository();
  expect(lastText(await work(repository.path, "Add a dark mode."))).toBe(outOfScript);
  expect(lastText(await work(repository.path, "Fix test/slug.test.sh."))).toBe(outOfScript);
  expect(repository.git("status", "--porcelain")).toBe("");
});
