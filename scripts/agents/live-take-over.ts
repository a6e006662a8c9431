import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import type { Protocol, Script, ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../src/demo/scripted/server.ts";
import type { Host } from "../../src/host/host.ts";
import { runCommand } from "../../src/host/run-command.ts";
import { scriptedHome } from "./homes.ts";
import { git, makeLiveRepository, parseEvents } from "./live-repository.ts";
import { goalFor, liveScript, noteText } from "./live-script.ts";
import { writeCall } from "./tool-calls.ts";

const patienceMs = 240_000;
const names = ["alpha", "beta"] as const;

interface TakeOver {
  root: string;
  binary: string;
  /** Who meets the limit, and who goes on. */
  from: string;
  to: string;
  path: string;
}

/**
 * A story whose agent does half of it and then meets a usage limit of its provider; the next one finishes in the same
 * worktree. Both are the real programs, each at its own protocol of the scripted model. Gives what was not as it has to be.
 */
export async function playTakeOver(host: Host, at: TakeOver): Promise<string[]> {
  let heard = "";
  const script: Script = (request) => {
    if (request.protocol === protocolOf(at.from)) return halfOf(request);
    heard ||= request.user;
    return restOf(request);
  };
  return await play(host, at, { mode: "focused", script }, (events, repository) => {
    const told = heard.includes("notes/alpha.md") && heard.includes(`Another agent (${at.from})`);
    return [...judge(events, repository, at), ...(told ? [] : ["the next agent was not told what was done so far"])];
  });
}

/** The planner meets the limit before it has answered: the next one plans, and the first may write again. */
export async function playPlannerTakeOver(host: Host, at: TakeOver): Promise<string[]> {
  const work = liveScript(true);
  const script: Script = (request) => {
    const plans = request.protocol === protocolOf(at.from) && !request.lastUser.includes("## Rules");
    return plans ? { text: "", misbehave: { kind: "usage-limit" } } : work(request);
  };
  return await play(host, at, { mode: "sequential", script }, (events, repository) => judge(events, repository, at));
}

function protocolOf(way: string): Protocol {
  return way.startsWith("claude:") ? "messages" : "responses";
}

/** One run with a fallback, and what was wrong with it. */
async function play(
  host: Host,
  { root, binary, from, to, path }: TakeOver,
  { mode, script }: { mode: string; script: Script },
  judged: (events: readonly RunEvent[], repository: string) => string[],
): Promise<string[]> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const [repository, home] = [join(place, "repository"), join(place, "home")];
  makeLiveRepository(repository, names);
  const model = await startScriptedModel(script);
  try {
    const flags = ["--mode", mode, "--intake", "rules", "--json", "--deliver", "branch", "--no-verify"];
    const result = await runCommand(host, {
      program: binary,
      args: ["run", goalFor(names), "--agent", from, "--fallback", to, ...flags],
      cwd: repository,
      env: { ...scriptedHome(home, model.url, path), BARO_HOME: join(home, "baro") },
      timeoutMs: patienceMs,
      detached: true,
    });
    const events = parseEvents(result.stdout.toString("utf8"));
    const problems = judged(events, repository);
    if (result.exitCode === 0) return problems;
    return [`exit code ${result.exitCode}: ${result.stderr.toString("utf8").slice(-600)}`, ...problems];
  } finally {
    await model.close();
    rmSync(place, { recursive: true, force: true });
  }
}

const usage = { input: 1000, cachedInput: 0, output: 20, reasoning: 3 };

function halfOf(request: ScriptRequest): ScriptedTurn {
  if (request.turn > 0) return { text: "Half of it", misbehave: { kind: "usage-limit" } };
  return { usage, text: "I write alpha.", calls: [writeCall(request, "notes/alpha.md", noteText("alpha"))] };
}

function restOf(request: ScriptRequest): ScriptedTurn {
  if (request.turn > 0) return { usage, text: "All done." };
  return { usage, text: "I write beta.", calls: [writeCall(request, "notes/beta.md", noteText("beta"))] };
}

function judge(events: readonly RunEvent[], repository: string, { from, to }: TakeOver): string[] {
  const problems: string[] = [];
  const switched = events.filter((event) => event.type === "agent.switched").map((one) => `${one.from} ${one.to}`);
  if (switched.join() !== `${from} ${to}`) problems.push(`the switches are ${JSON.stringify(switched)}`);
  const branch = events.find((event) => event.type === "delivery.finished")?.branch ?? null;
  if (branch === null) return [...problems, "no branch was delivered"];
  const files = git(repository, "diff", "--name-only", `main...${branch}`).split("\n");
  if (files.join() !== names.map((name) => `notes/${name}.md`).join()) problems.push(`the branch changes ${files}`);
  return problems;
}
