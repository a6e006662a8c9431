import { z } from "zod";
import { modes } from "../core/mode.ts";
import { decisionSchema, planSchema } from "../plan/plan-schema.ts";
import { startRequest } from "../run/start-run.ts";

const repository = z.string().min(1).max(4096).describe("Path in the repository; default: the one of this server");
const runName = z.string().min(1).max(200).describe("Name of the run");
const story = z
  .string()
  .regex(/^S[0-9]{1,6}$/, 'it is not of the form "S1"')
  .describe("Id of a story, such as S1");
const wait = z
  .number()
  .min(0)
  .max(3600)
  .describe("Wait this long for the run's end or a question; progress is reported meanwhile");

const { goal, mode, agent, deliver, parallel, maxUsd, maxTokens, timeoutMinutes, includeDirty } = startRequest.shape;
const asked = {
  repository: repository.optional(),
  goal: goal.describe("What should be true when the work is done, in plain words"),
};

const explain = z.boolean().default(false).describe("Include every signal and its weight");

/** What each tool takes. */
export const inputs = {
  decide: z.strictObject({ ...asked, explain }),
  plan: z.strictObject({
    ...asked,
    explain,
    mode: mode.describe("The shape to plan for; default: the one that is decided"),
  }),
  run: z.strictObject({
    repository: repository.optional(),
    goal: asked.goal.optional(),
    plan: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("A plan from the plan tool, edited or not, in place of a goal"),
    mode: mode.describe("The shape; default: decided, then asked about"),
    yes: z.boolean().default(false).describe("Take the suggested mode and run the plan without asking anybody"),
    agent: agent.describe("Agent, with a model if any: NAME or NAME:MODEL; default: as configured"),
    deliver: deliver.describe("What is left; default: a local branch"),
    parallel: parallel.describe("The most agents at once"),
    maxUsd: maxUsd.describe("Stop at this cost"),
    maxTokens: maxTokens.describe("Stop at this many tokens"),
    timeoutMinutes: timeoutMinutes.describe("Stop after this long"),
    includeDirty: includeDirty.describe("Build on uncommitted changes too"),
    keep: z.boolean().default(false).describe("Let the run go on when this connection ends; default: it is stopped"),
    waitSeconds: wait.optional(),
  }),
  status: z.strictObject({ run: runName.optional(), waitSeconds: wait.default(0) }),
  answer: z.strictObject({
    run: runName,
    id: z.string().min(1).max(40).describe("Id of the question, such as q1"),
    answer: z
      .union([z.string(), z.boolean(), z.null(), z.record(z.string(), z.unknown())])
      .describe("As the question says; null leaves the run"),
    waitSeconds: wait.default(0),
  }),
  diff: z.strictObject({
    run: runName.optional(),
    story: story.optional(),
    stat: z.boolean().default(false).describe("Names and counts instead of the lines"),
  }),
  stop: z.strictObject({ run: runName, story: story.optional() }),
  resume: z.strictObject({
    run: runName,
    keep: z.boolean().default(false).describe("Let the run go on when this connection ends"),
    waitSeconds: wait.optional(),
  }),
};

const decision = decisionSchema.extend({
  clarity: z.enum(["clear", "vague"]),
  question: z.string().nullable().describe("What the goal must answer before it can be run"),
});

export const runStates = ["running", "needs_input", "stopped", "finished", "gone"] as const;

/** What is told of a run. */
export const runReport = z.looseObject({
  run: z.string(),
  state: z.enum(runStates).describe("stopped: resume goes on with it; gone: it ended before it began"),
  outcome: z.string().nullable(),
  goal: z.string(),
  repository: z.string(),
  mode: z.enum(modes).nullable(),
  branch: z.string().nullable(),
  url: z.string().nullable(),
  question: z
    .looseObject({ id: z.string(), kind: z.string(), question: z.string() })
    .nullable()
    .describe("Open, for the answer tool"),
  stories: z.array(z.looseObject({ id: z.string(), title: z.string(), status: z.string() })),
  tokens: z.number(),
  usd: z.number().nullable(),
  // Some clients show their model nothing but the structured content.
  text: z.string().describe("The same in words, with the next step"),
});
export type RunReport = z.infer<typeof runReport>;

/** What each tool gives beside its text. */
export const outputs = {
  decide: z.looseObject({ ...decision.shape, notices: z.array(z.string()) }),
  plan: z.looseObject({ ...planSchema.shape, decision: decision.nullable(), notices: z.array(z.string()) }),
  run: runReport,
  status: runReport,
  answer: runReport,
  diff: z.looseObject({ run: z.string(), diff: z.string(), cut: z.boolean() }),
  stop: z.looseObject({ said: z.string() }),
  resume: runReport,
};
