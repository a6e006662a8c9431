import { z } from "zod";
import { type AgentEvent, agentErrorKinds, toolKinds } from "../core/agent-event.ts";
import { type CheckFacts, commitHooks } from "../core/check.ts";
import { weights } from "../core/story.ts";
import { plainSettings, plainValue } from "../git/content-rules.ts";
import type { Change } from "../worktrees/change.ts";

// What conductor and worker tell each other about stories, field by field: each is the other's outside.

/** A commit's or a tree's name; nothing that git could take for an option or a range. */
export const objectName = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const texts = z.array(z.string());
const count = z.number().int().min(0);

export const story = z.object({
  id: z.string().regex(/^S[0-9]+$/),
  title: z.string(),
  brief: z.string(),
  writes: texts,
  reads: texts,
  dependsOn: texts,
  acceptance: texts,
  verify: texts,
  weight: z.enum(weights),
});

export const change: z.ZodType<Change> = z.object({
  path: z.string(),
  kind: z.enum(["added", "modified", "deleted"]),
  node: z.enum(["file", "symlink", "repository", "special", "linked"]),
  bytes: z.number().min(0),
  oid: objectName.nullable(),
  leadsOut: z.boolean(),
  ignored: z.literal(true).exactOptional(),
  ignoredFolder: z.string().exactOptional(),
  byCheck: z.literal(true).exactOptional(),
  submodule: z.literal(true).exactOptional(),
  stray: z.literal(true).exactOptional(),
});

export const checkFacts: z.ZodType<CheckFacts> = z.object({
  command: z.string(),
  hook: z.enum(commitHooks).exactOptional(),
  ok: z.boolean(),
  ms: z.number().min(0),
  verdict: z.enum(["passed", "failed", "as_on_base", "not_run"]).exactOptional(),
  failing: texts.exactOptional(),
  newlyFailing: texts.exactOptional(),
  counts: z.object({ passed: count, failed: count, skipped: count }).nullable().exactOptional(),
  why: z.string().nullable().exactOptional(),
  exitCode: z.number().int().nullable().exactOptional(),
  next: z.string().nullable().exactOptional(),
  stops: z.string().exactOptional(),
  tail: z.string(),
  baseOk: z.boolean().nullable().exactOptional(),
  flaky: z.boolean().exactOptional(),
  known: z.object({ run: z.string(), agoMs: z.number().min(0) }).exactOptional(),
});

/** Settings that name no program and no place: nothing else of a person's configuration travels. */
const plainSetting = z.tuple([z.enum(plainSettings), z.string().regex(plainValue)]);
const ownAndPersons = z.object({ repository: z.string(), person: z.string() });

export const contentRules = z.object({
  settings: z.array(plainSetting).max(20),
  attributes: ownAndPersons,
  ignores: ownAndPersons,
  filters: z.array(z.string().regex(/^\S{1,500}$/)).max(100),
});

const parent = { parent: z.string().exactOptional() };
const ends = { exitCode: z.number().int().nullable() };

export const agentEvent: z.ZodType<AgentEvent> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent.session"), session: z.string() }),
  z.object({
    type: z.literal("agent.finished"),
    ok: z.boolean(),
    why: z.enum(["done", "killed", ...agentErrorKinds]),
    ...ends,
    signal: z.string().nullable(),
    ms: z.number().min(0),
  }),
  z.object({ type: z.literal("agent.text"), text: z.string(), ...parent }),
  z.object({ type: z.literal("agent.reasoning"), text: z.string(), ...parent }),
  z.object({
    type: z.literal("agent.tool.called"),
    call: z.string(),
    tool: z.enum(toolKinds),
    nativeTool: z.string(),
    input: z.unknown(),
    paths: texts,
    ...parent,
  }),
  z.object({
    type: z.literal("agent.tool.finished"),
    call: z.string(),
    ok: z.boolean().nullable(),
    ...ends,
    output: z.string(),
    outputBytes: z.number().min(0),
  }),
  z.object({
    type: z.literal("agent.usage"),
    usd: z.number().min(0).nullable(),
    requests: z.number().min(0).nullable(),
    model: z.string().exactOptional(),
    input: z.number().min(0),
    cachedInput: z.number().min(0),
    output: z.number().min(0),
    reasoning: z.number().min(0),
    estimated: z.boolean().exactOptional(),
    usdEstimated: z.boolean().exactOptional(),
    ...parent,
  }),
  z.object({
    type: z.literal("agent.retry"),
    attempt: z.number(),
    waitMs: z.number().nullable(),
    why: z.string(),
  }),
  z.object({
    type: z.literal("agent.error"),
    kind: z.enum(agentErrorKinds),
    message: z.string(),
    resetAt: z.string().nullable(),
  }),
  z.object({ type: z.literal("agent.notice"), message: z.string() }),
  z.object({ type: z.literal("agent.unknown"), line: z.string() }),
]);
