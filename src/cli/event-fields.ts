import type { RunEventBody } from "../core/event.ts";

type Type = RunEventBody["type"];
/** Every field of an event, none forgotten and none made up: the compiler holds this list to the events. */
type FieldsOf<T extends Type> = Record<
  Exclude<keyof Extract<RunEventBody, { type: T }>, "type" | "story" | "attempt">,
  1
>;

const usage = { input: 1, cachedInput: 1, output: 1, reasoning: 1 } as const;
const check = {
  command: 1,
  ok: 1,
  ms: 1,
  verdict: 1,
  failing: 1,
  newlyFailing: 1,
  counts: 1,
  why: 1,
  exitCode: 1,
  next: 1,
  tail: 1,
  baseOk: 1,
  flaky: 1,
} as const;

/** What each event says beside its type, and for those of a story and an agent beside `story` and `attempt`. */
const fields: { readonly [T in Type]: FieldsOf<T> } = {
  "run.started": {
    goal: 1,
    repo: 1,
    agent: 1,
    version: 1,
    flags: 1,
    base: 1,
    folder: 1,
    workBranch: 1,
    scripted: 1,
    variables: 1,
    follows: 1,
    given: 1,
  },
  "run.resumed": { pid: 1, variables: 1 },
  "run.notice": { message: 1 },
  "goal.read": { goal: 1, link: 1 },
  "goal.clarified": { question: 1, answer: 1 },
  "model.answered": { question: 1, ok: 1, ms: 1, usd: 1, ...usage },
  "intake.decided": {
    mode: 1,
    confidence: 1,
    reason: 1,
    source: 1,
    signals: 1,
    clarity: 1,
    question: 1,
    probabilities: 1,
    nothingToDo: 1,
  },
  "mode.chosen": { mode: 1, by: 1, suggested: 1 },
  "plan.proposed": { stories: 1 },
  "plan.enforced": { mode: 1, stories: 1, changes: 1, pairs: 1, width: 1, parallelism: 1 },
  "plan.accepted": { by: 1 },
  "story.started": { agent: 1, model: 1, worktree: 1, base: 1, why: 1 },
  "agent.session": { session: 1 },
  "agent.switched": { from: 1, to: 1, why: 1 },
  "agent.text": { text: 1, parent: 1 },
  "agent.reasoning": { text: 1, parent: 1 },
  "agent.tool.called": { call: 1, tool: 1, nativeTool: 1, input: 1, paths: 1, parent: 1 },
  "agent.tool.finished": { call: 1, ok: 1, exitCode: 1, output: 1, outputBytes: 1 },
  "agent.usage": { ...usage, usd: 1, requests: 1, estimated: 1, parent: 1 },
  "agent.retry": { waitMs: 1, why: 1 },
  "agent.error": { kind: 1, message: 1, resetAt: 1 },
  "agent.notice": { message: 1 },
  "agent.unknown": { line: 1 },
  "agent.finished": { ok: 1, why: 1, exitCode: 1, signal: 1, ms: 1 },
  "surface.violated": { paths: 1, action: 1, why: 1, tell: 1 },
  "files.left_out": { paths: 1, why: 1, kept: 1, tell: 1 },
  "story.troubled": { message: 1, lost: 1 },
  "story.committed": { commit: 1, base: 1 },
  "story.verified": check,
  "story.merged": { commit: 1, files: 1, insertions: 1, deletions: 1 },
  "story.conflicted": { paths: 1, gone: 1, next: 1 },
  "conflict.predicted": { stories: 1, paths: 1 },
  "story.kept": { commit: 1, ref: 1 },
  "story.stopped": {},
  "story.told": { text: 1 },
  "run.paused": { paused: 1 },
  "story.dropped": { commit: 1, why: 1 },
  "branch.rebuilt": { head: 1, landed: 1 },
  "story.finished": { outcome: 1, reason: 1, ms: 1, usage: 1, held: 1 },
  "limit.reached": { limit: 1, message: 1 },
  "check.skipped": { command: 1, cause: 1, why: 1, next: 1 },
  "run.verified": check,
  "delivery.finished": { kind: 1, branch: 1, url: 1, why: 1, next: 1, pushed: 1 },
  "run.finished": {
    outcome: 1,
    exitCode: 1,
    wallMs: 1,
    agentMs: 1,
    savedMs: 1,
    speedup: 1,
    usage: 1,
    usd: 1,
    files: 1,
    insertions: 1,
    deletions: 1,
    mode: 1,
    stories: 1,
  },
};

/** Every event with its fields, in the order in which a run says them. */
export function eventRows(): [type: string, fields: string][] {
  return Object.entries(fields).map(([type, names]) => [type, Object.keys(names).join(", ")]);
}
