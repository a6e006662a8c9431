import { z } from "zod";
import { agentNames } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import { modes } from "../core/mode.ts";
import { deliverChoices } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { describeRun } from "../store/find-run.ts";
import { liveOwner } from "../store/owner.ts";
import { listRunNames, type RunFolder, runFolder } from "../store/run-folder.ts";

/** The names of agents with a model, if any. No command line comes over the network. */
const agent = z.string().regex(new RegExp(`^(${[...agentNames, "demo"].join("|")})(:[\\w./:@-]{1,100})?$`));

/** What a page asks for when it starts a run. */
export const startRequest = z.strictObject({
  repository: z.string().min(1).max(4096),
  goal: z
    .string()
    .min(1)
    .max(64 * 1024),
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

/**
 * Starts `baro` with these words as a process of its own, whose questions wait for whoever looks at the run, and waits until
 * it has its run. Gives the run's name; throws with what it said when it ends before.
 */
export async function startRun(
  host: Host,
  at: { stateDir: string; cwd: string },
  words: readonly string[],
  goal: string,
): Promise<string> {
  const [program = "", ...leading] = host.self;
  const args = [...leading, ...words, "--ask", "elsewhere", "--quiet"];
  const before = new Set(listRunNames(at.stateDir));
  using child = await host.launch({ program, args, cwd: at.cwd, env: host.env, stdin: goal, log: null });
  let exit: { code: number | null } | null = null;
  void child.exit.then((code) => {
    exit = { code };
  });
  const deadline = host.elapsed() + readyMs;
  while (host.elapsed() < deadline) {
    const over = exit !== null;
    const names = listRunNames(at.stateDir);
    const own = names.find((run) => isBegunBy(runFolder(at.stateDir, run), child.pid));
    const found = own ?? (over ? names.find((run) => !before.has(run)) : undefined);
    if (found !== undefined) return found;
    if (over) throw startFailure(child.said());
    await host.sleep(pollMs);
  }
  throw new BaroError("failed", "Cannot start: the run did not begin within 90 s", { hint: "Look with: baro runs" });
}

/** The process holds the run, and has written its first event. */
function isBegunBy(folder: RunFolder, pid: number): boolean {
  return liveOwner(folder)?.pid === pid && describeRun(folder).trouble === null;
}

/** What a command line said before it ended, as the error that it was. */
function startFailure(said: string): BaroError {
  const line = (head: string) =>
    said
      .split("\n")
      .findLast((each) => each.startsWith(`${head}: `))
      ?.slice(head.length + 2);
  const hint = line("hint");
  return new BaroError(
    "failed",
    line("error") ?? "Cannot start: the run ended before it began",
    hint === undefined ? {} : { hint },
  );
}
