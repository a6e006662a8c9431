import { z } from "zod";
import { parseJson } from "../core/parse-json.ts";
import { agentEvent, change, checkFacts, contentRules, objectName, story } from "./protocol-values.ts";

/**
 * What conductor and worker say to each other, one JSON text a line. The conductor asks and the worker does; nothing in here
 * is a secret, and what there is of files is in git's own packs. Readers ignore fields that they don't know.
 */
export const protocolVersion = 4;

/** What each version says first, and what it is asked first: all that follows may differ. */
export const anyHello = z.object({ is: z.literal("hello"), v: z.number(), version: z.string().max(100) });
export const anyOpen = z.object({ is: z.literal("open"), v: z.number() });

const texts = z.array(z.string());
const base = { base: objectName };

/** Of an attempt's raw output, in base64. */
const saidFile = z.object({ name: z.string().max(255), bytes: z.base64() });

/**
 * What is asked about next when an agent is done. `whole`: `kept` has all of the changes that a commit can hold. `hooks`: some
 * would be run. `null`: nobody looked.
 */
const left = z.object({ changes: z.array(change), whole: z.boolean(), hooks: z.boolean() }).nullable();
export type Left = NonNullable<z.infer<typeof left>>;

/** What may be asked of a lease: the arguments, and what comes back. */
export const operations = {
  openWorktree: {
    args: z.object({ story, ...base, work: objectName.nullable() }),
    value: z.object({ path: z.string() }),
  },
  requireOurs: { args: z.object({}), value: z.null() },
  runAgent: {
    args: z.object({
      story,
      attempt: z.number().int().min(1),
      prompt: z.string(),
      agent: z.object({ name: z.string(), model: z.string().nullable() }),
      session: z.string().nullable(),
    }),
    // What an agent says comes as events; the answer says that it has ended, and what it left.
    value: z.object({ kept: objectName.nullable(), log: objectName.nullable(), output: z.array(saidFile), left }),
  },
  inspect: { args: z.object({}), value: z.array(change) },
  peek: { args: z.object({}), value: z.array(change).nullable() },
  snapshot: { args: z.object({ paths: texts }), value: objectName.nullable() },
  revert: { args: z.object({ paths: texts }), value: z.null() },
  runHooks: {
    args: z.object({ story, again: z.boolean() }),
    value: z.object({ checks: z.array(checkFacts), message: z.string().nullable() }),
  },
  commit: {
    args: z.object({ story, attempt: z.number().int().min(1), paths: texts, whole: z.boolean() }),
    // `tree`: where that has come before, there is nothing to fetch.
    value: z.object({ commit: objectName, tree: objectName }).nullable(),
  },
  checkWorktree: { args: z.object({ story, command: z.string() }), value: checkFacts },
  checkCommit: { args: z.object({ commit: objectName, command: z.string() }), value: checkFacts },
  keepLeftOut: { args: z.object({ story, paths: texts }), value: objectName.nullable() },
  keep: { args: z.object({ story }), value: objectName.nullable() },
  release: { args: z.object({}), value: z.null() },
  abandon: { args: z.object({}), value: z.null() },
} as const;

export type Operation = keyof typeof operations;
export type ArgsOf<T extends Operation> = z.infer<(typeof operations)[T]["args"]>;
export type ValueOf<T extends Operation> = z.infer<(typeof operations)[T]["value"]>;

/** A story's place on a worker. A call and its answer name the fence that they are under; of two, the higher one holds. */
const underLease = { lease: z.string().max(200), fence: z.number().int().min(1) };
const numbered = { ...underLease, n: z.number().int().min(0) };
/** Objects that are worth no fetch of their own, with all that the other side has not got of them: a pack of git's in base64. */
const packed = { objects: z.array(objectName).min(1).max(100), pack: z.string() };

/** How a run's stories are worked on, wherever that is. */
export const settings = z.object({
  run: z.string().regex(/^[\w.-]{1,120}$/),
  /** The commit that the run builds on. */
  ...base,
  folder: z.string(),
  trailers: z.boolean(),
  checkTimeoutMs: z.number().positive(),
  /** The person's own set-up commands; `null`: what the repository declares and the worker's person trusts. */
  setup: texts.nullable(),
  /** What is in no commit and decides what is committed; see `git/content-rules.ts`. */
  content: contentRules,
  /** Names of variables, never values: the worker has its own. */
  env: texts,
  sandbox: z.union([z.boolean(), z.literal("net-off")]),
  agentLimits: z.object({ silenceMs: z.number(), toolMs: z.number(), maxTurns: z.number() }),
  effort: z.string().nullable(),
  instructions: z.string().nullable(),
  /** Dollars are counted, so that they can be limited. */
  priced: z.boolean(),
  /** A conductor that is silent for this long is gone. */
  patienceMs: z.number().positive(),
});
export type WorkerSettings = z.infer<typeof settings>;

/** Nothing that git takes for an option or for a program to start. */
const exchangeUrl = z.string().regex(/^(?:(?:https?|ssh|git|file):\/\/|\/|(?:[\w.-]+@)?[\w.-]+:(?!:))[^\s]*$/);

const repository = z.object({ name: z.string().max(200), remote: z.string().max(2000).nullable() });
export type RepositoryName = z.infer<typeof repository>;

export const toWorker = z.discriminatedUnion("is", [
  z.object({
    is: z.literal("open"),
    v: z.number(),
    repository,
    agents: texts,
    settings,
    /** The repository that both reach, where there is no way from one to the other; no credential is in it. */
    exchange: z.object({ url: exchangeUrl }).exactOptional(),
  }),
  /** What can you do? `agents`: only these; `null`: all that are known. */
  z.object({ is: z.literal("look"), agents: texts.nullable() }),
  z.object({ is: z.literal("call"), ...numbered, op: z.string(), args: z.unknown() }),
  /** Whoever asked does not want it any more. */
  z.object({ is: z.literal("stop"), ...numbered }),
  /** The lease is over for the conductor: whatever is at work for it ends. */
  z.object({ is: z.literal("drop"), ...underLease }),
  /** Commits of the conductor's, ahead of the calls that name them. `whole`: they need nothing that is there. */
  z.object({ is: z.literal("pack"), ...packed, whole: z.boolean() }),
  /** The plan is accepted, and stories are to come: worktrees may be made. */
  z.object({ is: z.literal("prepare"), ...base, count: z.number().int().min(0).max(1_000) }),
  z.object({ is: z.literal("ping") }),
]);
export type ToWorker = z.infer<typeof toWorker>;

export const agentState = z.object({
  name: z.string(),
  ready: z.boolean(),
  version: z.string().nullable(),
  /** What is missing, and what to do about it. */
  why: z.string().nullable(),
});
export type AgentState = z.infer<typeof agentState>;

export const hello = z.object({
  is: z.literal("hello"),
  v: z.number(),
  version: z.string(),
  host: z.string().max(300),
  os: z.string().max(40),
  arch: z.string().max(40),
  slots: z.number().int().min(1).max(10_000),
  labels: z.array(z.string().max(200)).max(100),
  /** The repositories that it works on; empty: any. */
  repositories: z.array(z.string().max(2000)).max(1000),
});
export type Hello = z.infer<typeof hello>;

const wrong = z.object({
  /** `trouble`: of the story's files alone; `worker`: the worker can't do it, another one may. */
  kind: z.enum(["trouble", "worker"]),
  message: z.string(),
  lost: z.boolean(),
});
export type Wrong = z.infer<typeof wrong>;

export const fromWorker = z.discriminatedUnion("is", [
  hello,
  /** `warm`: it has had this repository before. `path`: its own repository for the run. */
  z.object({ is: z.literal("opened"), path: z.string(), warm: z.boolean(), agents: z.array(agentState) }),
  z.object({ is: z.literal("refused"), why: z.string(), hint: z.string().nullable() }),
  z.object({ is: z.literal("seen"), agents: z.array(agentState), troubles: texts }),
  z.object({ is: z.literal("answer"), ...numbered, value: z.unknown().optional(), wrong: wrong.optional() }),
  /** What an agent said, in order; `seq` counts the events of one call from 0. */
  z.object({ is: z.literal("events"), ...numbered, seq: z.number().int().min(0), events: z.array(agentEvent) }),
  /** The story's work as it stood so long ago, while its agent goes on: a commit of the worker's repository. */
  z.object({ is: z.literal("kept"), ...underLease, commit: objectName, agoMs: z.number().min(0).exactOptional() }),
  /** What is told of next. */
  z.object({ is: z.literal("pack"), ...underLease, ...packed }),
  z.object({ is: z.literal("notice"), message: z.string() }),
  z.object({ is: z.literal("pong") }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** A message as its line, with the end of the line. */
export function encode(message: ToWorker | FromWorker): string {
  return `${JSON.stringify(message)}\n`;
}

/** Reads a line; what is wrong with it otherwise. A greeting that a shell prints is no message. */
export function decode<T>(schema: z.ZodType<T>, line: string): T | { wrong: string } {
  let value: unknown;
  try {
    value = parseJson(line);
  } catch {
    return { wrong: "it is no JSON text" };
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join(".") ?? "";
  return { wrong: `${where === "" ? "" : `${where}: `}${issue?.message ?? "it has another form"}` };
}

/** Why a worker is of no use to a baro of this version; `null`: it is. */
export function mismatch({ v, version }: z.infer<typeof anyHello>, own: string): { why: string; hint: string } | null {
  if (v !== protocolVersion) {
    const why = `it is baro ${version} and speaks version ${v} of the workers' protocol; baro ${own} here speaks version ${protocolVersion}`;
    return { why, hint: `Update baro ${v < protocolVersion ? "there" : "here"}: both machines need the same one` };
  }
  if (majorOf(version) === majorOf(own)) return null;
  return {
    why: `it is baro ${version}, which does not work with ${own}`,
    hint: "Install the same version on both machines",
  };
}

/** The first number of a version: both sides have to have the same. */
function majorOf(version: string): string {
  return /^\d+/.exec(version)?.[0] ?? version;
}
