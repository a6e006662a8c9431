import { z } from "zod";
import { agentNames } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import type { EventOf } from "../core/event.ts";
import { mostGoalLength } from "../core/goal.ts";
import { modes } from "../core/mode.ts";
import { deliverChoices } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { runCommand } from "../host/run-command.ts";
import { describeRun } from "../store/find-run.ts";
import { liveOwner } from "../store/owner.ts";
import { listRunNames, type RunFolder, runFolder } from "../store/run-folder.ts";
import { readRun } from "./read-run.ts";

/** The names of agents with a model, if any. No command line comes over the network. */
const agent = z.string().regex(new RegExp(`^(${[...agentNames, "demo"].join("|")})(:[\\w./:@-]{1,100})?$`));

/** What a page asks for when it starts a run. */
export const startRequest = z.strictObject({
  repository: z.string().min(1).max(4096),
  goal: z.string().min(1).max(mostGoalLength),
  mode: z.enum(["auto", ...modes]).optional(),
  agent: agent.optional(),
  deliver: z.enum(deliverChoices).optional(),
  parallel: z.number().int().min(1).max(64).optional(),
  maxUsd: z.number().positive().max(100_000).optional(),
  maxTokens: z.number().int().positive().max(1e12).optional(),
  timeoutMinutes: z.number().positive().max(10_080).optional(),
  includeDirty: z.boolean().optional(),
});
export type StartRequest = z.infer<typeof startRequest>;

/** The words behind `baro` that do what was asked for; the goal comes on stdin. */
export function startArguments(asked: StartRequest): string[] {
  const { mode, agent: name, deliver, parallel, maxUsd, maxTokens, timeoutMinutes, includeDirty } = asked;
  const flag = (given: string | number | undefined, text: string) =>
    given === undefined ? [] : [`--${text}`, String(given)];
  return [
    "run",
    "-",
    ...flag(asked.repository, "cwd"),
    ...flag(mode, "mode"),
    ...flag(name, "agent"),
    ...flag(deliver, "deliver"),
    ...flag(parallel, "parallel"),
    ...flag(maxUsd, "max-usd"),
    ...flag(maxTokens, "max-tokens"),
    ...(timeoutMinutes === undefined ? [] : ["--timeout", `${Math.ceil(timeoutMinutes * 60)}s`]),
    ...(includeDirty === true ? ["--include-dirty"] : []),
  ];
}

/** Getting ready may take a look at a forge and at every agent. */
const readyMs = 90_000;
const pollMs = 40;

/** Where a run is started, and where its state goes. */
interface Starting {
  stateDir: string;
  cwd: string;
}

/** A process that is about to begin a run. */
interface Beginner {
  pid: number;
  exit: Promise<unknown>;
  /** The end of what it has said. */
  said(): string;
}

/**
 * Starts `baro` with these words as a process of its own, whose questions wait for whoever looks at the run, and waits until
 * it has its run. `isPage`: the goal was typed on the page. Gives the run's name; throws with what it said when it ends before.
 */
export async function startRun(
  host: Host,
  at: Starting & { isPage?: boolean },
  words: readonly string[],
  goal: string,
): Promise<string> {
  const { program, args } = ownCommand(host, [...words, ...(at.isPage === true ? asksPage : asksElsewhere)]);
  const before = new Set(listRunNames(at.stateDir));
  using child = await host.launch({ program, args, cwd: at.cwd, env: host.env, stdin: goal, log: null });
  return await runOf(host, at.stateDir, before, child);
}

/**
 * Delivers a run as `baro deliver` does, in a process that outlives this one, and gives what came of it: what fell short has
 * its reason there. Throws with what it said when nothing could be tried.
 */
export async function deliverElsewhere(host: Host, at: Starting, run: string): Promise<EventOf<"delivery.finished">> {
  const newest = () => readRun(at.stateDir, run).findLast((event) => event.type === "delivery.finished");
  const before = newest();
  const { program, args } = ownCommand(host, ["deliver", run, "--cwd", at.cwd, "--json"]);
  using child = await host.launch({ program, args, cwd: at.cwd, env: host.env, stdin: null, log: null });
  await child.exit;
  const after = newest();
  if (after !== undefined && after.seq !== before?.seq) return after;
  throw failureOf(child.said(), "Cannot deliver: it was stopped");
}

/** As `startRun`, but the run ends when this process does, however that happens; `baro resume` goes on with it. */
export async function startTiedRun(host: Host, at: Starting, words: readonly string[], goal: string): Promise<string> {
  const { program, args } = ownCommand(host, [...words, ...asksElsewhere]);
  const before = new Set(listRunNames(at.stateDir));
  const child = await host.spawn({
    program,
    args,
    cwd: at.cwd,
    env: wholeEnvironment(host),
    stdin: goal,
    detached: true,
  });
  void forgetAll(child.stdout);
  const said = keepEnd(child.stderr);
  try {
    return await runOf(host, at.stateDir, before, { pid: child.pid, exit: child.exit, said });
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/**
 * Runs `baro` with these words to its end, with this text on stdin, and gives what it printed. Throws with what it said when
 * it fails. Once `signal` is aborted nothing of it is left.
 */
export async function askOwnProgram(
  host: Host,
  request: { cwd: string; words: readonly string[]; text: string; signal: AbortSignal; fine?: readonly number[] },
): Promise<string> {
  const { cwd, words, text, signal, fine = [0] } = request;
  const { program, args } = ownCommand(host, words);
  const env = wholeEnvironment(host);
  const ended = await runCommand(host, { program, args, cwd, env, stdin: text, signal, detached: true });
  if (ended.exitCode !== null && fine.includes(ended.exitCode)) return ended.stdout.toString("utf8");
  throw failureOf(ended.stderr.toString("utf8"), "Cannot answer: it was stopped");
}

/** The goal is what a person typed on the page, and who looks at it answers. */
const asksPage = ["--ask", "page", "--quiet"];
/** The goal is another program's. */
const asksElsewhere = ["--ask", "elsewhere", "--quiet"];

function ownCommand(host: Host, words: readonly string[]): { program: string; args: string[] } {
  const [program = "", ...leading] = host.self;
  return { program, args: [...leading, ...words] };
}

function wholeEnvironment(host: Host): Record<string, string> {
  return Object.fromEntries(
    Object.entries(host.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function forgetAll(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

const mostSaid = 64 * 1024;

/** Reads all of it and keeps the end of what was said, as far as it has come. */
export function keepEnd(chunks: AsyncIterable<Uint8Array>): () => string {
  let said = "";
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of chunks) said = (said + decoder.decode(chunk, { stream: true })).slice(-mostSaid);
  })();
  return () => said;
}

async function runOf(host: Host, stateDir: string, before: ReadonlySet<string>, child: Beginner): Promise<string> {
  let over = false;
  void child.exit.then(() => {
    over = true;
  });
  const deadline = host.elapsed() + readyMs;
  while (host.elapsed() < deadline) {
    const wasOver = over;
    const names = listRunNames(stateDir);
    const own = names.find((run) => isBegunBy(runFolder(stateDir, run), child.pid));
    const found = own ?? (wasOver ? names.find((run) => !before.has(run)) : undefined);
    if (found !== undefined) return found;
    if (wasOver) throw failureOf(child.said(), "Cannot start: the run ended before it began");
    await host.sleep(pollMs);
  }
  throw new BaroError("failed", "Cannot start: the run did not begin within 90 s", { hint: "Look with: baro runs" });
}

/** The process holds the run, and has written its first event. */
function isBegunBy(folder: RunFolder, pid: number): boolean {
  return liveOwner(folder)?.pid === pid && describeRun(folder).trouble === null;
}

/** What a command line said before it ended, as the error that it was. */
function failureOf(said: string, otherwise: string): BaroError {
  const line = (head: string) =>
    said
      .split("\n")
      .findLast((each) => each.startsWith(`${head}: `))
      ?.slice(head.length + 2);
  const hint = line("hint");
  return new BaroError("failed", line("error") ?? otherwise, hint === undefined ? {} : { hint });
}
