/**
 * Records what the real agents print. Installs pinned versions into a cache folder, runs each against the scripted
 * model, and writes stdout, stderr and the end of each scenario to test/captures/AGENT/VERSION/.
 *
 *     bun scripts/record-captures.ts [AGENT or AGENT@VERSION ...] [--only SCENARIO,SCENARIO] [--into FOLDER]
 *
 * Each is played in a home and a folder that are thrown away. What is meant for our sandbox is played there alone where
 * bubblewrap can't be had: the script and the recording say so.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { AgentTask } from "../src/agents/agent.ts";
import { defaultAgentLimits } from "../src/agents/agent.ts";
import { claude } from "../src/agents/claude/claude.ts";
import { codex } from "../src/agents/codex/codex.ts";
import { opencode } from "../src/agents/opencode/opencode.ts";
import { pi } from "../src/agents/pi/pi.ts";
import { addUsage, noUsage } from "../src/core/usage.ts";
import { type ScriptedModel, startScriptedModel } from "../src/demo/scripted/server.ts";
import { childEnvironment } from "../src/host/environment.ts";
import type { Child, ChildExit } from "../src/host/host.ts";
import { confined, findSandboxProgram, type Sandbox } from "../src/host/sandbox.ts";
import { sandboxView } from "../src/host/sandbox-view.ts";
import { systemHost } from "../src/host/system.ts";
import { scriptedHome, scriptedModels } from "./agents/homes.ts";
import { cacheFolder, type InstalledAgent, installAgents, installVersion } from "./agents/installed.ts";
import { newNormaliser, thinOut, trimLine } from "./agents/normalise.ts";
import { capturePrompt, type Scenario, scenarios } from "./agents/scenarios.ts";

const specs = { claude, codex, opencode, pi };
const host = systemHost();
const patienceMs = 120_000;
const key = "the text of a private key";

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, into: { type: "string" } },
});
const only = values.only?.split(",") ?? null;
const capturesFolder = values.into ?? join(import.meta.dirname, "..", "test", "captures");

/** What is pinned, and versions that are named and are not. */
function agentsOf(wanted: readonly string[]): InstalledAgent[] {
  const pinned = wanted.length === 0 || wanted.some((name) => !name.includes("@")) ? installAgents(wanted) : [];
  const versions = wanted.filter((name) => name.includes("@")).map((name) => name.split("@"));
  return [...pinned, ...versions.map(([name = "", version = ""]) => installVersion(name, version))];
}

const noSandbox = whyNoSandbox();
for (const agent of agentsOf(names)) {
  for (const scenario of scenarios) {
    if (scenario.agents !== undefined && !scenario.agents.includes(agent.name)) continue;
    if (only !== null && !only.includes(scenario.name)) continue;
    const name = `${agent.name}@${agent.version} ${scenario.name}`;
    const open = scenario.sandbox === true && noSandbox !== null;
    if (open && wasConfined(agent, scenario)) {
      console.log(`${name}: left as it was recorded in the sandbox; here ${noSandbox}`);
      continue;
    }
    if (open) console.log(`${name}: not confined, only in a home that is thrown away: ${noSandbox}`);
    const started = host.elapsed();
    const end = await record(agent, scenario);
    console.log(`${name}: ${end}, ${Math.round(host.elapsed() - started)} ms`);
  }
}

/** A recording in the sandbox says more than one without it, and is not given up for that. */
function wasConfined(agent: InstalledAgent, scenario: Scenario): boolean {
  const file = join(capturesFolder, agent.name, agent.version, `${scenario.name}.exit.json`);
  return existsSync(file) && !readFileSync(file, "utf8").includes('"confined": false');
}

/** Why there is no sandbox of ours on this machine; `null`: there is. */
function whyNoSandbox(): string | null {
  const program = findSandboxProgram(host);
  if (typeof program !== "string") return program.why;
  const tried = spawnSync(program, ["--unshare-user-try", "--unshare-pid", "--ro-bind", "/", "/", "true"]);
  return tried.status === 0 ? null : "bubblewrap (bwrap) does not work here";
}

async function record(agent: InstalledAgent, scenario: Scenario): Promise<string> {
  // Not below the temporary folder, which every agent may write.
  const root = realpathSync(mkdtempSync(join(homedir(), ".baro-capture-")));
  const place = { root, home: join(root, "home"), work: join(root, "work"), folder: join(root, "folder") };
  for (const folder of Object.values(place)) mkdirSync(folder, { recursive: true });
  makeRepository(place.work);
  mkdirSync(join(place.home, ".ssh"));
  writeFileSync(join(place.home, ".ssh", "id_canary"), `${key}\n`);
  const model = await startScriptedModel(scenario.turn);
  try {
    const home = scriptedHome(place.home, model.url, `${agent.bin}:${process.env["PATH"] ?? ""}`);
    const { ANTHROPIC_API_KEY: _, ...keyless } = home;
    const env = scenario.subscription === true ? { ...keyless, CLAUDE_CODE_OAUTH_TOKEN: "test-token" } : home;
    let session: string | null = null;
    if (scenario.resume === true) {
      const first = await run(agent, scenario, model, place, env, null);
      session = sessionOf(first.stdout);
    }
    const before = model.served.length;
    const { stdout, stderr, exit } = await run(agent, scenario, model, place, env, session);
    const served = model.served.slice(before);
    const normalise = newNormaliser({
      [place.work]: "/repo",
      [place.home]: "/person/home",
      [root]: "/person",
      [cacheFolder]: "/opt/agents",
      [root.replace(/[/.]/g, "-")]: "-person",
      [new URL(model.url).host]: "127.0.0.1:8080",
    });
    const folder = join(capturesFolder, agent.name, agent.version);
    mkdirSync(folder, { recursive: true });
    const lines = thinOut(stdout.split("\n")).map((line) => trimLine(normalise(line)));
    writeFileSync(join(folder, `${scenario.name}.jsonl`), lines.join("\n"));
    writeFileSync(join(folder, `${scenario.name}.stderr`), normalise(stderr).slice(-4000));
    const usage = served.map((request) => request.usage).reduce(addUsage, noUsage);
    const usageBefore = model.served.slice(0, before).reduce((sum, request) => addUsage(sum, request.usage), noUsage);
    const facts = { ...exit, requests: served.length, outcomes: served.map(({ outcome }) => outcome), usage };
    const more = {
      ...(session === null ? {} : { usageBefore }),
      ...(scenario.sandbox === true && noSandbox !== null ? { confined: false } : {}),
      ...(scenario.name.startsWith("canaries") ? { canaries: canaryFacts(root, stdout) } : {}),
    };
    writeFileSync(join(folder, `${scenario.name}.exit.json`), `${JSON.stringify({ ...facts, ...more }, null, 2)}\n`);
    return `${exit.exitCode ?? exit.signal}, ${served.length} requests`;
  } finally {
    await model.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** What an agent could do that no story may. */
function canaryFacts(root: string, stdout: string) {
  return {
    wroteByTool: existsSync(join(root, "by-tool.txt")),
    wroteByCommand: existsSync(join(root, "by-command.txt")),
    readKey: stdout.includes(key),
  };
}

interface Place {
  home: string;
  work: string;
  folder: string;
}

async function run(
  agent: InstalledAgent,
  scenario: Scenario,
  model: ScriptedModel,
  place: Place,
  env: Record<string, string>,
  session: string | null,
): Promise<{ stdout: string; stderr: string; exit: ChildExit }> {
  const spec = specs[agent.name];
  const task: AgentTask = {
    prompt: capturePrompt,
    cwd: place.work,
    model: scenario.model ?? scriptedModels[agent.name],
    resume: session,
    env: {},
    readOnly: scenario.answerSchema !== undefined,
    writable: [],
    sandbox: scenario.sandbox === true && noSandbox === null ? sandboxFor(place, env) : null,
    logDir: null,
    limits: defaultAgentLimits,
    ...(scenario.answerSchema === undefined ? {} : { answerSchema: scenario.answerSchema }),
  };
  const command = await spec.command(task, { folder: place.folder, env });
  const invocation = { program: join(agent.bin, spec.program), args: command.args };
  const state = spec.stateFolders(env);
  const reach = { cwd: place.work, write: [place.work, place.folder, ...state], needsNetwork: true };
  const child = await host.spawn({
    ...confined({ ...host, env }, task.sandbox, reach, invocation),
    cwd: place.work,
    env: childEnvironment(env, command.env, spec.passes(env)),
    stdin: new TextEncoder().encode(command.stdin ?? ""),
    detached: true,
  });
  const done = new AbortController();
  void interfere(scenario, child, model, place.work, done.signal);
  const [stdout, stderr, exit] = await Promise.all([collect(child.stdout), collect(child.stderr), child.exit]);
  done.abort();
  return { stdout, stderr, exit };
}

/** As a run would have it; the agent itself is installed where no sandbox looks. */
function sandboxFor({ folder }: Place, env: Record<string, string>): Sandbox {
  const program = findSandboxProgram(host);
  if (typeof program !== "string") throw new Error(program.why);
  const view = { env, repository: null, ours: [], shown: [cacheFolder], cacheFolder: join(folder, "caches") };
  return { ...sandboxView(view), program, network: true, filter: null, notes: join(folder, "notes") };
}

/** Does to the agent what the scenario wants done, and ends what takes too long. */
async function interfere(
  scenario: Scenario,
  child: Child,
  model: ScriptedModel,
  work: string,
  done: AbortSignal,
): Promise<void> {
  const until = async (what: () => boolean) => {
    while (!what() && !done.aborted) await host.sleep(20, done);
  };
  if (scenario.signalInTool !== undefined) {
    await until(() => existsSync(join(work, "started")));
    // A moment for the agent to say that the tool runs.
    await host.sleep(500, done);
    if (!done.aborted) process.kill(child.pid, scenario.signalInTool);
  }
  if (scenario.giveUpMs !== undefined) {
    await until(() => model.served.some((request) => request.outcome !== "answered"));
    await host.sleep(scenario.giveUpMs, done);
    if (!done.aborted) await child.stop();
  }
  await host.sleep(patienceMs, done);
  if (done.aborted) return;
  console.log(`${scenario.name}: stopped after ${patienceMs} ms`);
  await child.stop();
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
}

function makeRepository(folder: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], { cwd: folder });
  writeFileSync(join(folder, "notes.txt"), "alpha\nbeta\n");
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message", "Start");
}

function sessionOf(stdout: string): string {
  const session = /"(?:session_id|thread_id|sessionID)":"([^"]+)"|^\{"type":"session"[^\n]*?"id":"([^"]+)"/m.exec(
    stdout,
  );
  const id = session?.[1] ?? session?.[2];
  if (id === undefined) throw new Error(`No session to resume in: ${stdout.slice(0, 500)}`);
  return id;
}
