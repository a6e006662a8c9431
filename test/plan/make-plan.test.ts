import { expect, test } from "bun:test";
import { z } from "zod";
import type { Answer, AskModel, Question } from "../../src/agents/ask/ask.ts";
import { answerInstruction } from "../../src/agents/ask/read-answer.ts";
import { endpointAsk } from "../../src/agents/openai/openai-ask.ts";
import { BaroError } from "../../src/core/error.ts";
import type { Mode } from "../../src/core/mode.ts";
import { systemHost } from "../../src/host/system.ts";
import { focusedPlan } from "../../src/plan/focused-plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { plannerReply } from "../../src/plan/planner-reply.ts";
import { longestGoal, plannerInstructions, plannerPrompt, repairPrompt } from "../../src/plan/prompt.ts";
import { completion, loopback, reply } from "../agents/ask/loopback.ts";
import { scratchRepository } from "../support/scratch.ts";
import { story } from "./story.ts";

const host = systemHost();
const signal = new AbortController().signal;
const decision = {
  mode: "parallel" as const,
  confidence: 0.8,
  reason: "Several surfaces",
  source: "rules" as const,
  signals: [],
  clarity: "clear" as const,
  question: null,
  probabilities: { focused: 0.1, sequential: 0.1, parallel: 0.8 },
};
const stories = [story(1), story(2)];
const good = completion(JSON.stringify({ stories }));

/** Plans against a server that answers with `replies` in turn, and gives what it was asked. */
async function planAgainst(
  replies: [ReturnType<typeof reply>, ...ReturnType<typeof reply>[]],
  goal = "Test both parts",
  files?: Record<string, string>,
) {
  using repository = scratchRepository(files);
  await using server = await loopback(...replies);
  const ask = endpointAsk(host, { baseUrl: server.baseUrl, apiKey: null }, "tiny", { maxRetries: 0 });
  const request = {
    goal,
    decision,
    mode: "parallel" as Mode,
    cap: 4,
    root: repository.path,
    base: "HEAD",
    ask,
    signal,
  };
  const result = await makePlan(host, request).catch((error: unknown) => error);
  return {
    result,
    asked: server.received.map(({ body }) => body?.["messages"] as { role: string; content: string }[]),
  };
}

async function errorFor(...replies: Parameters<typeof planAgainst>[0]): Promise<{ error: BaroError; asked: number }> {
  const { result, asked } = await planAgainst(replies);
  if (!(result instanceof BaroError)) throw new Error(`It ended with ${JSON.stringify(result)}`);
  return { error: result, asked: asked.length };
}

test("makePlan() asks once with the rules and the quoted goal, and gives the plan", async () => {
  const { result, asked } = await planAgainst([good]);
  expect(result).toEqual({
    plan: { version: 1, goal: "Test both parts", mode: "parallel", stories },
    repairs: [],
    notices: [],
  });
  expect(asked).toHaveLength(1);
  const [system, user] = asked[0] ?? [];
  expect(system?.content).toBe(plannerInstructions("parallel", 4));
  expect(user?.content).toStartWith("The goal:\n\n> Test both parts\n\nThe repository:\n\n1 files;");
});

test("makePlan() fills in what the planner left out", async () => {
  const { result } = await planAgainst([completion('{"stories":[{"id":"S1","title":"T","brief":"B"}]}')]);
  expect(result).toMatchObject({ plan: { stories: [{ id: "S1", writes: [], dependsOn: [], weight: "standard" }] } });
});

test("makePlan() asks once more where a story waits for what is none, and takes the plan without it then", async () => {
  const lost = completion(JSON.stringify({ stories: [story(1), story(2, { dependsOn: ["the migration"] })] }));
  const { result, asked } = await planAgainst([lost, lost]);
  expect(asked[1]?.[1]?.content).toContain(
    '- stories[1].dependsOn[0]: "the migration" is no story of the plan. Name a story by its id: S1, S2',
  );
  expect(result).toMatchObject({
    notices: [
      expect.stringContaining("asked again"),
      expect.stringContaining("Left as planned: stories[1].dependsOn[0]"),
    ],
  });
});

test("makePlan() asks once more with exactly what was wrong", async () => {
  const bad = {
    stories: [story(1, { writes: ["/etc/passwd"] }), story(1), story(3, { writes: ["../x"], dependsOn: ["S1"] })],
  };
  const { result, asked } = await planAgainst([completion(JSON.stringify(bad)), good]);
  expect(result).toMatchObject({
    plan: { stories },
    notices: [
      'The planner\'s first answer was not a plan (stories[0].writes[0]: "/etc/passwd": it is absolute): asked again',
    ],
  });
  const again = asked[1]?.[1]?.content ?? "";
  expect(again).toStartWith(asked[0]?.[1]?.content ?? "-");
  expect(again).toContain('- stories[0].writes[0]: "/etc/passwd": it is absolute. Write a path relative');
  expect(again).toContain('- stories[1].id: "S1" is already the id of stories[0]. Give every story');
  expect(again).toContain('- stories[2].writes[0]: "../x"');
  expect(again).toContain(`> ${JSON.stringify(bad)}`);
});

test("makePlan() says what of an answer it put right, and tells no more than a dozen mistakes", async () => {
  const { id: _id, ...nameless } = story(1);
  const { result } = await planAgainst([completion(JSON.stringify({ stories: [nameless, { ...story(2), id: 2 }] }))]);
  expect(result).toMatchObject({
    repairs: [
      { rule: "repair", stories: ["S1"] },
      { rule: "repair", stories: ["S2"] },
    ],
  });
  const wrong = Array.from({ length: 20 }, (_, at) => story(at + 1, { writes: ["/etc/passwd"] }));
  const { asked } = await planAgainst([completion(JSON.stringify({ stories: wrong })), good]);
  expect(asked[1]?.[1]?.content.match(/^- stories/gm)).toHaveLength(12);
});

test("makePlan() repairs an answer that is no JSON", async () => {
  const chatty = completion("Sure, I will plan!");
  const { result, asked } = await planAgainst([chatty, chatty, good]);
  expect(result).toMatchObject({ plan: { stories } });
  // The same question came in between with the shape in words: the endpoint might not know schemas.
  expect(asked[2]?.[1]?.content).toContain(
    "> Sure, I will plan!\n\nIt can't be used:\n- the document: The answer holds no JSON",
  );
});

test.each([
  ["a trailing comma", '{"stories":[{"id":"S1","title":"T","brief":"B",},],}'],
  [
    "comments, in a fence",
    '```json\n{\n  // the plan\n  "stories": [{"id": "S1", "title": "T", "brief": "B"}] /* all */\n}\n```',
  ],
  ["what Python prints", `{'stories': [{'id': 'S1', 'title': "Ada's", 'brief': 'B \\'c\\' "d"', 'verify': None}]}`],
  ["prose around both", 'Here it is:\n{"stories":[{"id":"S1","title":"T","brief":"B"},]}\nDone.'],
])("makePlan() understands %s, and says so", async (_, text) => {
  const { result, asked } = await planAgainst([completion(text)]);
  expect(asked).toHaveLength(1);
  expect(result).toMatchObject({
    plan: { stories: [{ id: "S1" }] },
    repairs: [
      {
        rule: "repair",
        stories: ["S1"],
        why: "The planner's JSON was not strict (quotes, commas, comments, Python names) and was repaired",
      },
    ],
  });
});

test("makePlan() tells the planner of a rename whose surface lacks the users", async () => {
  const files = {
    "lib/charset.js": "exports.setCharset = function setCharset(type) {\n  return type;\n};\n",
    "lib/response.js": 'const { setCharset } = require("./charset");\nsetCharset("a");\n',
    "README.md": "# setCharset\n",
  };
  const rename = (writes: string[]) => story(1, { title: "Rename setCharset to withCharset", writes });
  const short = completion(JSON.stringify({ stories: [rename(["lib/charset.js"]), story(2)] }));
  const whole = completion(JSON.stringify({ stories: [rename(["lib/"]), story(2)] }));
  const { result, asked } = await planAgainst([short, whole], "Rename it", files);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.[1]?.content).toContain(
    "- stories[0].writes: S1 renames `setCharset`, and no story may write where it is used: `lib/response.js`. Add these",
  );
  expect(result).toMatchObject({ plan: { stories: [{ writes: ["lib/"] }, {}] } });
  const stubborn = await planAgainst([short, short], "Rename it", files);
  expect(stubborn.result).toMatchObject({
    plan: { stories: [{ writes: ["lib/charset.js"] }, {}] },
    notices: [expect.stringContaining("asked again"), expect.stringContaining("Left as planned: stories[0].writes")],
  });
});

test("makePlan() does not close what is cut off", async () => {
  const cut = '{"stories":[{"id":"S1","title":"T","brief":"B"},{"id":"S2","title":';
  const { result, asked } = await planAgainst([completion(cut), good]);
  expect(asked.length).toBeGreaterThan(1);
  expect(result).toMatchObject({ plan: { stories } });
});

test("makePlan() puts right what is plain, and asks again with the words that are not", async () => {
  const wrong = { stories: [{ id: 1, title: "T", brief: "B", writes: ["`a.ts:3`"], reads: ["../x"] }] };
  const { asked } = await planAgainst([completion(JSON.stringify(wrong)), good]);
  expect(asked.at(-1)?.[1]?.content).toContain('- stories[0].reads[0]: "../x": it holds ".."');
  expect(asked.at(-1)?.[1]?.content).not.toContain("stories[0].writes");
});

test("makePlan() fails with what was wrong when the second answer is no plan either", async () => {
  const { error, asked } = await errorFor(
    completion("No."),
    completion("No."),
    completion(JSON.stringify({ stories: [story(1, { writes: ["../x"] })] })),
  );
  expect(asked).toBe(3);
  expect(error.code).toBe("plan-invalid");
  expect(error.message).toBe(`Cannot use the planner's plan, asked twice: stories[0].writes[0]: "../x": it holds ".."`);
  expect(error.hint).toStartWith("Try another planner with --planner");
});

test.each([
  // Some answer so to a schema that they don't know: it is left out once.
  ["is down", reply(500, { error: { message: "Oops" } }), /answered 500 Oops$/, 2],
  ["refuses the key", reply(401, { error: { message: "No" } }), /answered 401 No \(is OPENAI_API_KEY right\?\)$/, 1],
  ["refuses the question", completion("", { message: { refusal: "Too dull" } }), /The model refused: Too dull$/, 1],
])("makePlan() does not repair when the endpoint %s", async (_, answer, message, times) => {
  const { error, asked } = await errorFor(answer);
  expect(asked).toBe(times);
  expect(error.code).toBe("model-failed");
  expect(error.message).toMatch(/^Cannot plan: /);
  expect(error.message).toMatch(message);
  expect(error.hint).toContain("--mode focused");
});

test("makePlan() asks nobody for a focused plan", async () => {
  const nobody: AskModel = () => Promise.reject(new Error("Somebody was asked"));
  const request = {
    goal: "Fix it",
    decision,
    mode: "focused" as const,
    cap: null,
    root: "/",
    base: "HEAD",
    ask: nobody,
    signal,
  };
  expect((await makePlan(host, request)).plan).toEqual(focusedPlan("Fix it", decision));
});

test("makePlan() says so when there is nobody to ask", async () => {
  using repository = scratchRepository();
  const request = {
    goal: "Go",
    decision,
    mode: "sequential" as const,
    cap: null,
    root: repository.path,
    base: "HEAD",
    ask: null,
    signal,
  };
  await expect(makePlan(host, request)).rejects.toMatchObject({
    code: "model-failed",
    message: "Cannot plan a sequential run: there is no model to ask",
  });
});

test("makePlan() leaves when it is interrupted", async () => {
  using repository = scratchRepository();
  const stop = new AbortController();
  const stopping = (async (_: Question<unknown>) => {
    stop.abort();
    const usage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
    return { ok: false, why: "failed", message: "Withdrawn", text: null, usage, usd: null } satisfies Answer<never>;
  }) as AskModel;
  const request = {
    goal: "Go",
    decision,
    mode: "sequential" as const,
    cap: null,
    root: repository.path,
    base: "HEAD",
    ask: stopping,
  };
  await expect(makePlan(host, { ...request, signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
});

test("makePlan() bounds an endless goal, and says so", async () => {
  const { result, asked } = await planAgainst([good], `Go ${"on ".repeat(20_000)}`);
  expect(result).toMatchObject({ notices: [`The planner sees the first ${longestGoal} characters of the goal`] });
  expect(asked[0]?.[1]?.content.length).toBeLessThan(longestGoal + 1000);
});

test("the planner's fixed text is at most 4 KB, the schema's instruction included", () => {
  for (const mode of ["sequential", "parallel"] as const) {
    const fixed = plannerInstructions(mode, 12) + plannerPrompt("", "") + answerInstruction(plannerReply);
    expect(Buffer.byteLength(fixed)).toBeLessThanOrEqual(4096);
  }
  expect(Buffer.byteLength(repairPrompt("", "", []))).toBeLessThan(200);
});

test("plannerInstructions() tells every field of the answer", () => {
  const { properties } = z.toJSONSchema(plannerReply.shape.stories.element);
  for (const field of Object.keys(properties ?? {}))
    expect(plannerInstructions("parallel", 12)).toContain(`\n- ${field}:`);
});
