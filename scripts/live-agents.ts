/**
 * The whole product with the real agents: the compiled binary runs goals in the three modes with each of the four
 * programs, against a scripted model, and what is on the branch and in the summary is compared with what was served.
 * Then those that speak the Agent Client Protocol, a story whose agent meets a limit and another one finishes, and chats and
 * the protocol's inspector that call the tools of `baro mcp`.
 *
 *     npm run test:agents [-- AGENT ...] [--all] [--newest]
 *
 * `--all`: also those whose programs are large, in all modes. `--newest`: what npm has now, instead of what is pinned.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../src/core/event.ts";
import { addUsage, noUsage } from "../src/core/usage.ts";
import type { Script } from "../src/demo/scripted/script.ts";
import { type ScriptedModel, startScriptedModel } from "../src/demo/scripted/server.ts";
import { hasVariable, listProcesses } from "../src/host/process-list.ts";
import { runCommand } from "../src/host/run-command.ts";
import { systemHost } from "../src/host/system.ts";
import { startGeminiModel } from "./agents/gemini-model.ts";
import { scriptedHome, scriptedModels } from "./agents/homes.ts";
import { allFigures, type Figure, installAcpAgents, installAgents, installInspector } from "./agents/installed.ts";
import { chats, playChat } from "./agents/live-chat.ts";
import { playInspector } from "./agents/live-inspector.ts";
import { git, makeLiveRepository, parseEvents } from "./agents/live-repository.ts";
import { goalFor, liveScript, noteText } from "./agents/live-script.ts";
import { type Row, renderTable } from "./agents/live-table.ts";
import { playPlannerTakeOver, playTakeOver } from "./agents/live-take-over.ts";
import { runCall } from "./agents/tool-calls.ts";
import { build } from "./build.ts";

const host = systemHost();
const patienceMs = 240_000;
const killPatienceMs = 8000;
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const all = process.argv.includes("--all");
const newest = process.argv.includes("--newest");

/** How each mode is asked for, and what it has to show. */
const modes = [
  { mode: "focused", names: ["alpha"] },
  { mode: "sequential", names: ["alpha", "beta"] },
  { mode: "parallel", names: ["alpha", "beta", "gamma"] },
] as const;

/** One way to name an agent, the program behind it, and what is asked of it. */
interface Player {
  way: string;
  version: string;
  /** Goes first on the PATH. */
  bin: string;
  counts: readonly Figure[];
  modes: readonly (typeof modes)[number][];
  killed: boolean;
}

function players(): Player[] {
  const own = installed(() => installAgents(wanted, newest)).flatMap(({ name, version, bin }): Player[] => {
    const one = { version, bin, modes, killed: true };
    const wire = { ...one, way: `${name}:${scriptedModels[name]}`, counts: allFigures };
    return name === "opencode" ? [wire, { ...wire, way: "acp:opencode acp" }] : [wire];
  });
  const acp = installed(() => installAcpAgents(wanted, all)).map(({ way, version, bin, counts }): Player => {
    return { way, version, bin, counts, modes: all ? modes : modes.slice(0, 1), killed: all };
  });
  return [...own, ...acp];
}

function installed<T>(install: () => T[]): T[] {
  try {
    return install();
  } catch (error) {
    console.log(`SKIPPED: the agents' programs can't be installed here: ${String(error).split("\n")[0]}`);
    return [];
  }
}

// Not below the temporary folder: every agent may write there, and nothing would be learned about what it may not.
const root = realpathSync(mkdtempSync(join(homedir(), ".baro-live-")));
let failures = 0;
try {
  const everybody = players();
  const binary = join(root, "baro");
  if (everybody.length > 0) build("src/main.ts", binary);
  const rows = await inTwos(everybody, (player) => playAll(binary, player));
  if (wanted.length === 0) {
    for (const { from, to, bins } of takeOvers(everybody)) {
      const at = { root, binary, from, to, path: pathOf(...bins) };
      tell(`${from}, then ${to}`, await timed(() => playTakeOver(host, at)));
      tell(`${from} plans, then ${to}`, await timed(() => playPlannerTakeOver(host, at)));
    }
    for (const inspector of installed(() => [installInspector()])) {
      tell("mcp-inspector", await timed(() => playInspector(host, { root, binary, inspector, path: pathOf() })));
    }
  }
  for (const chat of chats) {
    const player = everybody.findLast(({ way }) => way === `${chat}:${scriptedModels[chat]}`);
    if (player === undefined) continue;
    const run = () => playChat(host, { root, binary, chat, path: pathOf(player.bin) });
    tell(`${chat} ${player.version} calls baro mcp`, await timed(run));
  }
  console.log(`\n${renderTable(rows)}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** What each gives, in order; two are at work at once, because agents mostly wait for themselves. */
async function inTwos<T, U>(list: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  const entries = list.entries();
  const worker = async () => {
    for (const [at, one] of entries) done[at] = await work(one);
  };
  await Promise.all([worker(), worker()]);
  return done;
}

/** One agent in all that is asked of it. */
async function playAll(binary: string, player: Player): Promise<Row> {
  const { way, version, counts } = player;
  const row: Row = { way, version, modes: [], counts, killed: null };
  for (const { mode, names } of player.modes) {
    const played = await timed(() => play(binary, player, mode, names));
    tell(`${way} ${version} ${mode}`, played);
    if (played.problems.length === 0) row.modes.push(mode);
  }
  if (!player.killed || host.platform !== "linux") return row;
  const left = await killedInTool(binary, player);
  tell(`${way} ${version} killed`, { problems: left === 0 ? [] : [`${left} processes were left`] });
  return { ...row, killed: left === 0 };
}

function tell(label: string, { problems, ms }: { problems: string[]; ms?: number }): void {
  failures += problems.length;
  const verdict = problems.length === 0 ? "ok" : `FAILED\n  ${problems.join("\n  ")}`;
  console.log(`${label}: ${verdict}${ms === undefined ? "" : ` (${Math.round(ms / 100) / 10} s)`}`);
}

async function timed(run: () => Promise<string[]>): Promise<{ problems: string[]; ms: number }> {
  const started = host.elapsed();
  const problems = await run();
  return { problems, ms: host.elapsed() - started };
}

function pathOf(...bins: readonly string[]): string {
  return [...bins, process.env["PATH"] ?? ""].join(":");
}

/** Who meets a limit, and who goes on: at two providers each, told on two wires. */
function takeOvers(everybody: readonly Player[]): { from: string; to: string; bins: string[] }[] {
  const [claude, codex, pi] = ["claude", "codex", "pi"].map((name) =>
    everybody.findLast(({ way }) => way.startsWith(`${name}:`)),
  );
  const pairs = [
    [claude, codex],
    [codex, pi],
  ];
  return pairs.flatMap(([one, other]) =>
    one === undefined || other === undefined ? [] : [{ from: one.way, to: other.way, bins: [one.bin, other.bin] }],
  );
}

/** Runs one goal, and gives what was not as it has to be. */
async function play(
  binary: string,
  { way, bin, counts }: Player,
  mode: (typeof modes)[number]["mode"],
  names: readonly string[],
): Promise<string[]> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const repository = join(place, "repository");
  const home = join(place, "home");
  makeLiveRepository(
    repository,
    modes.flatMap(({ names }) => names),
  );
  const model = await modelFor(way, liveScript(mode === "sequential"));
  try {
    const env = homeFor(way, home, model.url, bin);
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
    const problems = [...judge(events, repository, names, model, counts), ...notLeftAlone(before, repository, place)];
    if (result.exitCode !== 0)
      problems.unshift(`exit code ${result.exitCode}: ${result.stderr.toString("utf8").slice(-600)}`);
    return problems;
  } finally {
    await model.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Kills the binary without a chance to clean up while a tool runs, and counts what outlives it. */
async function killedInTool(binary: string, { way, bin }: Player): Promise<number> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const home = join(place, "home");
  makeLiveRepository(
    join(place, "repository"),
    modes.flatMap(({ names }) => names),
  );
  const model = await modelFor(way, (request) => ({ calls: [runCall(request, "touch started; exec sleep 600")] }));
  const alive = () => listProcesses().filter(({ pid }) => hasVariable(pid, `HOME=${home}`));
  try {
    const env = homeFor(way, home, model.url, bin);
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

/** One of them speaks a protocol of its own. */
function modelFor(way: string, script: Script): Promise<ScriptedModel> {
  return way.includes("gemini") ? startGeminiModel(script) : startScriptedModel(script);
}

/** The home of a scripted agent; one of them takes its model and its key from variables alone. */
function homeFor(way: string, home: string, url: string, bin: string): Record<string, string> {
  const env = scriptedHome(home, url, `${bin}:${process.env["PATH"] ?? ""}`);
  if (way.includes("gemini")) return { ...env, GEMINI_API_KEY: "test-key", GOOGLE_GEMINI_BASE_URL: url };
  if (!way.includes("qwen")) return env;
  return { ...env, OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "test-key", OPENAI_MODEL: "scripted-1" };
}

function judge(
  events: readonly RunEvent[],
  repository: string,
  names: readonly string[],
  model: ScriptedModel,
  counts: readonly Figure[],
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
    if (!files.includes(`notes/${name}.md`)) continue;
    const text = git(repository, "show", `${delivered.branch}:notes/${name}.md`);
    if (text !== noteText(name).trim()) problems.push(`notes/${name}.md holds ${JSON.stringify(text)}`);
  }
  const served = model.served.map(({ usage }) => usage).reduce(addUsage, noUsage);
  const told = finished?.usage ?? noUsage;
  const figures = (usage: typeof told) => JSON.stringify(counts.map((figure) => usage[figure]));
  if (figures(served) !== figures(told)) {
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
