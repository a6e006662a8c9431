/**
 * The whole product with the real agents: the compiled binary runs goals in the three modes with each of the four
 * programs, against a scripted model, and what is on the branch and in the summary is compared with what was served.
 *
 *     npm run test:agents [-- AGENT ...]
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../src/core/event.ts";
import { addUsage, noUsage } from "../src/core/usage.ts";
import { type ScriptedModel, startScriptedModel } from "../src/demo/scripted/server.ts";
import { hasVariable, listProcesses } from "../src/host/process-list.ts";
import { runCommand } from "../src/host/run-command.ts";
import { systemHost } from "../src/host/system.ts";
import { scriptedHome, scriptedModels } from "./agents/homes.ts";
import { type InstalledAgent, installAgents } from "./agents/installed.ts";
import { goalFor, liveScript, noteText } from "./agents/live-script.ts";
import { runCall } from "./agents/tool-calls.ts";
import { build } from "./build.ts";

const host = systemHost();
const patienceMs = 240_000;
const killPatienceMs = 8000;
const wanted = process.argv.slice(2);

/** How each mode is asked for, and what it has to show. */
const modes = [
  { mode: "focused", names: ["alpha"] },
  { mode: "sequential", names: ["alpha", "beta"] },
  { mode: "parallel", names: ["alpha", "beta", "gamma"] },
] as const;

function installed(): InstalledAgent[] {
  try {
    return installAgents(wanted);
  } catch (error) {
    console.log(`SKIPPED: the agents' programs can't be installed here: ${String(error).split("\n")[0]}`);
    return [];
  }
}

// Not below the temporary folder: every agent may write there, and nothing would be learned about what it may not.
const root = realpathSync(mkdtempSync(join(homedir(), ".baro-live-")));
let failures = 0;
try {
  const agents = installed();
  const binary = join(root, "baro");
  if (agents.length > 0) build("src/main.ts", binary);
  for (const agent of agents) {
    for (const way of ways(agent)) {
      for (const { mode, names } of modes) {
        const label = `${way} ${agent.version} ${mode}`;
        const started = host.elapsed();
        const problems = await play(binary, agent, way, mode, names);
        failures += problems.length;
        const verdict = problems.length === 0 ? "ok" : `FAILED\n  ${problems.join("\n  ")}`;
        console.log(`${label}: ${verdict} (${Math.round((host.elapsed() - started) / 100) / 10} s)`);
      }
      if (host.platform !== "linux") continue;
      const left = await killedInTool(binary, agent, way);
      failures += left === 0 ? 0 : 1;
      console.log(`${way} ${agent.version} killed: ${left === 0 ? "ok" : `FAILED: ${left} processes were left`}`);
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** An agent by its own wire; one of them speaks the Agent Client Protocol as well. */
function ways(agent: InstalledAgent): string[] {
  const own = `${agent.name}:${scriptedModels[agent.name]}`;
  return agent.name === "opencode" ? [own, "acp:opencode acp"] : [own];
}

/** Runs one goal, and gives what was not as it has to be. */
async function play(
  binary: string,
  agent: InstalledAgent,
  way: string,
  mode: (typeof modes)[number]["mode"],
  names: readonly string[],
): Promise<string[]> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const repository = join(place, "repository");
  const home = join(place, "home");
  makeRepository(repository);
  const model = await startScriptedModel(liveScript(mode === "sequential"));
  try {
    const env = scriptedHome(home, model.url, `${agent.bin}:${process.env["PATH"] ?? ""}`);
    const before = stateOf(repository);
    const flags = ["--mode", mode, "--agent", way, "--intake", "rules", "--json", "--deliver", "branch", "--no-verify"];
    const result = await runCommand(host, {
      program: binary,
      args: ["run", goalFor(names), ...flags],
      cwd: repository,
      env: { ...env, BARO_HOME: join(home, "baro"), LIVE_PLACE: place },
      timeoutMs: patienceMs,
      detached: true,
    });
    const events = parseEvents(result.stdout.toString("utf8"));
    const problems = [...judge(events, repository, names, model, way), ...notLeftAlone(before, repository, place)];
    if (result.exitCode !== 0)
      problems.unshift(`exit code ${result.exitCode}: ${result.stderr.toString("utf8").slice(-600)}`);
    return problems;
  } finally {
    await model.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Kills the binary without a chance to clean up while a tool runs, and counts what outlives it. */
async function killedInTool(binary: string, agent: InstalledAgent, way: string): Promise<number> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const home = join(place, "home");
  makeRepository(join(place, "repository"));
  const model = await startScriptedModel((request) => ({ calls: [runCall(request, "touch started; exec sleep 600")] }));
  const alive = () => listProcesses().filter(({ pid }) => hasVariable(pid, `HOME=${home}`));
  try {
    const env = scriptedHome(home, model.url, `${agent.bin}:${process.env["PATH"] ?? ""}`);
    const flags = [
      "--mode",
      "focused",
      "--agent",
      way,
      "--intake",
      "rules",
      "--json",
      "--deliver",
      "branch",
      "--no-verify",
    ];
    const child = spawn(binary, ["run", goalFor(["alpha"]), ...flags], {
      cwd: join(place, "repository"),
      env: { ...env, BARO_HOME: join(home, "baro") },
      stdio: "ignore",
    });
    const runs = () =>
      readdirSync(home, { recursive: true, encoding: "utf8" }).some((file) => file.endsWith("/started"));
    for (let waited = 0; waited < patienceMs && !runs(); waited += 100) await host.sleep(100);
    if (!runs()) throw new Error("The tool never ran");
    child.kill("SIGKILL");
    for (let waited = 0; waited < killPatienceMs && alive().length > 0; waited += 100) await host.sleep(100);
    return alive().length;
  } finally {
    await model.close();
    for (const { pid } of alive()) process.kill(pid, "SIGKILL");
    rmSync(place, { recursive: true, force: true });
  }
}

function judge(
  events: readonly RunEvent[],
  repository: string,
  names: readonly string[],
  model: ScriptedModel,
  way: string,
): string[] {
  const problems: string[] = [];
  const finished = events.find((event) => event.type === "run.finished");
  const delivered = events.find((event) => event.type === "delivery.finished");
  if (finished?.outcome !== "delivered") problems.push(`the outcome is ${finished?.outcome ?? "not told"}`);
  if (delivered?.branch == null) return [...problems, "no branch was delivered"];
  const files = git(repository, "diff", "--name-only", `main...${delivered.branch}`).split("\n");
  const expected = names.map((name) => `notes/${name}.md`).sort();
  if (files.join() !== expected.join()) problems.push(`the branch changes ${files.join(", ")}`);
  for (const name of names) {
    const text = git(repository, "show", `${delivered.branch}:notes/${name}.md`);
    if (text !== noteText(name).trim()) problems.push(`notes/${name}.md holds ${JSON.stringify(text)}`);
  }
  const served = model.served.map(({ usage }) => usage).reduce(addUsage, noUsage);
  // One release prints no count of what was reasoned, and the protocol has no counts that every agent keeps.
  const comparable = way.startsWith("acp:") ? null : JSON.stringify([served.input, served.cachedInput, served.output]);
  const told = finished?.usage ?? noUsage;
  if (comparable !== null && comparable !== JSON.stringify([told.input, told.cachedInput, told.output])) {
    problems.push(`the summary tells ${JSON.stringify(told)}, and ${JSON.stringify(served)} was served`);
  }
  const unknown = events.filter((event) => event.type === "agent.unknown");
  if (unknown.length > 0) problems.push(`not understood: ${JSON.stringify(unknown[0])}`);
  return problems;
}

function notLeftAlone(before: string, repository: string, place: string): string[] {
  const problems: string[] = [];
  if (stateOf(repository) !== before) problems.push("the person's checkout is not as it was");
  const left = listProcesses().filter(
    ({ pid }) => hasVariable(pid, `LIVE_PLACE=${place}`) || hasVariable(pid, `HOME=${place}/home`),
  );
  if (left.length > 0) problems.push(`${left.length} processes were left`);
  return problems;
}

function stateOf(repository: string): string {
  const head = git(repository, "rev-parse", "HEAD", "--abbrev-ref", "HEAD");
  return [
    head,
    git(repository, "status", "--porcelain", "--ignored"),
    git(repository, "config", "--local", "--list"),
  ].join("\n");
}

function parseEvents(stdout: string): RunEvent[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RunEvent);
}

function makeRepository(folder: string): void {
  mkdirSync(join(folder, "lib"), { recursive: true });
  writeFileSync(join(folder, "README.md"), "# Modules\n");
  for (const name of modes.flatMap(({ names }) => names)) {
    writeFileSync(join(folder, "lib", `${name}.js`), `export const ${name} = () => "${name}";\n`);
  }
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "config", "user.name", "Ada");
  git(folder, "config", "user.email", "ada@example.com");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message", "Start");
}

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trimEnd();
}
