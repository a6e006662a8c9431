import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { AgentStatus } from "../agents/agent.ts";
import { tryEndpoint } from "../agents/openai/try-endpoint.ts";
import { type AgentChoice, renderAgentChoice } from "../core/agent-name.ts";
import { skippedText } from "../core/check.ts";
import { BaroError } from "../core/error.ts";
import { planDelivery } from "../deliver/plan-delivery.ts";
import { findChecks, partText } from "../ecosystems/checks/find-checks.ts";
import { requireIdentity, requireSigning } from "../git/commit.ts";
import { readCommitFiles } from "../git/commit-files.ts";
import { tryGit } from "../git/git.ts";
import { passedVariables, unsetVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { listText, plural, sizeText } from "../text/units.ts";
import { asideFolder, isCleaning, listAside } from "../worktrees/set-aside.ts";
import { listVerdicts, verdictsFolder } from "../worktrees/verdicts/verdict-store.ts";
import { listWarm } from "../worktrees/warm/warm-store.ts";
import { agentStatus, agentStatuses } from "./agents.ts";
import { checkFilters } from "./diagnose-filters.ts";
import { checkSandbox } from "./diagnose-sandbox.ts";
import { checkedFrom, folderAt, inspectRepository, type Repository } from "./repository.ts";

/** One thing `baro doctor` looked at. Only `error` makes the whole not well. */
export interface DoctorCheck {
  name: string;
  state: "ok" | "warning" | "missing" | "error";
  detail: string;
  /** What to do about it, or null. */
  advice: string | null;
}

export interface Diagnosis {
  ok: boolean;
  checks: DoctorCheck[];
}

/** `merge-tree --write-tree` came with this version. */
const leastGit = [2, 38] as const;

/** The endpoint may take this long to list its models. */
const endpointMs = 6_000;

/**
 * What is installed, signed in and supported, and what to do about the rest. Asks nothing of a model. `offline`: nothing is
 * looked up over a network.
 */
export async function diagnose(host: Host, options: RunOptions, offline = false): Promise<Diagnosis> {
  const [git, agents, chosen, endpoint, repository, workers] = await Promise.all([
    checkGit(host, options.cwd),
    agentStatuses(host, options),
    Promise.all(chosenAgents(options).map((choice) => checkChosen(host, options, choice))),
    offline ? [] : checkEndpoint(host, options),
    checkRepository(host, options, offline),
    offline || (options.workers.length === 0 && options.queue === null) ? [] : checkWorkers(host, options),
  ]);
  const ready = agents.filter(({ installed, signedIn }) => installed && signedIn !== false);
  const anyAgent: DoctorCheck = {
    name: "an agent that is ready",
    state: ready.length > 0 ? "ok" : "warning",
    detail: ready.length > 0 ? ready.map(({ name }) => name).join(", ") : "none",
    advice:
      ready.length > 0
        ? null
        : "Install and sign in to one of the agents below, or set OPENAI_BASE_URL; baro demo needs none",
  };
  const checks = [
    git,
    checkFolder("state folder", options.stateDir),
    checkFolder("worktree folder", options.cacheDir),
    ...checkAside(options.cacheDir),
    ...(await checkWarm(options)),
    ...checkVerdicts(options),
    ...repository,
    ...checkVariables(host, options),
    anyAgent,
    ...chosen,
    ...endpoint,
    ...workers,
    ...agents.map(checkAgent),
  ];
  return { ok: checks.every(({ state }) => state !== "error"), checks };
}

/** The endpoint that was given, asked once. An error where it is what was chosen; else other agents can do without it. */
async function checkEndpoint(host: Host, options: RunOptions): Promise<DoctorCheck[]> {
  if (options.endpoint === null) return [];
  const using = chosenAgents(options).filter(({ name }) => name === "openai");
  const models = using.length === 0 ? [null] : using.map(({ model }) => model);
  const news = await tryEndpoint(options.endpoint, models, { now: () => host.now(), timeoutMs: endpointMs });
  const state = news.ok ? "ok" : using.length > 0 ? "error" : "warning";
  return [{ name: "endpoint", state, detail: news.detail, advice: news.advice }];
}

/** The machines that stories run on: each is started, and asked what it can do. */
async function checkWorkers(host: Host, options: RunOptions): Promise<DoctorCheck[]> {
  const { lookAtWorkers } = await import("./workers.ts");
  return (await lookAtWorkers(host, options)).map(({ worker, why, advice, agents, slots, version, waiting }) => {
    const isQueue = worker === options.queue;
    const name = isQueue ? "queue" : `worker ${worker}`;
    if (waiting === 0 && why === null) {
      return {
        name,
        state: "warning",
        detail: "no worker is waiting there",
        advice: "Start one with: baro worker --queue URL",
      };
    }
    if (waiting !== undefined && why === null) {
      return {
        name,
        state: "ok",
        detail: `${plural(waiting, "worker")} waiting at ${worker}, ${slots} at once`,
        advice: null,
      };
    }
    if (why !== null) return { name, state: "error", detail: why, advice };
    const ready = agents.filter((one) => one.ready).map((one) => one.name);
    const able = ready.length === 0 ? "no agent is ready" : ready.join(", ");
    const detail = `baro ${version}, ${slots} at once, ${able}`;
    return { name, state: ready.length === 0 ? "error" : "ok", detail, advice: null };
  });
}

/** Which of the person's variables agents, checks and set-up get. Only names are said, never values. */
function checkVariables({ env }: Host, { env: names }: RunOptions): DoctorCheck[] {
  if (names.length === 0) return [];
  const passed = Object.keys(passedVariables(env, names));
  const unset = unsetVariables(env, names);
  const state = unset.length > 0 ? "warning" : "ok";
  const detail = passed.length === 0 ? "none" : passed.join(", ");
  const advice = unset.length > 0 ? `Set ${unset.join(", ")}, or take the name out of env` : null;
  return [{ name: "variables passed on", state, detail, advice }];
}

async function checkGit(host: Host, cwd: string): Promise<DoctorCheck> {
  const name = "git";
  const advice = `Install git ${leastGit.join(".")} or newer`;
  try {
    const result = await tryGit(host, cwd, ["--version"]);
    const version = /\d+(\.\d+)+/.exec(result.stdout.toString("utf8"))?.[0] ?? "unknown";
    const [major, minor] = [Number(version.split(".")[0]), Number(version.split(".")[1])];
    const enough = major > leastGit[0] || (major === leastGit[0] && minor >= leastGit[1]);
    return { name, state: enough ? "ok" : "error", detail: version, advice: enough ? null : advice };
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "error", detail: error.message, advice };
  }
}

/** The folder, or what it will be made in, must be writable. */
function checkFolder(name: string, path: string): DoctorCheck {
  let existing = path;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (canBeWritten(existing)) return { name, state: "ok", detail: path, advice: null };
  const advice =
    name === "state folder"
      ? "Set BARO_HOME to a folder that can be written"
      : "Set XDG_CACHE_HOME to a folder that can be written";
  return { name, state: "error", detail: `"${path}" can't be written`, advice };
}

/** Nobody makes anything in a file, though it may be written. */
function canBeWritten(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** What runs set aside to be removed goes by itself; where nobody is at it, the next run's end goes on. */
function checkAside(cacheDir: string): DoctorCheck[] {
  const left = listAside(cacheDir).length;
  if (left === 0) return [];
  const at = isCleaning(cacheDir);
  const detail = `${plural(left, "folder")} in ${asideFolder(cacheDir)}${at ? ", being removed" : ""}`;
  const advice = at ? null : "They go at the end of the next run, or now with: baro clean --set-aside";
  return [{ name: "waits to be removed", state: "ok", detail, advice }];
}

/** What waits for the next run, of all repositories. */
async function checkWarm({ cacheDir }: RunOptions): Promise<DoctorCheck[]> {
  const waiting = await listWarm(cacheDir);
  if (waiting.length === 0) return [];
  const bytes = waiting.reduce((sum, { note }) => sum + (note?.bytes ?? 0), 0);
  const roots = [...new Set(waiting.flatMap(({ note }) => (note === null ? [] : [note.root])))];
  const detail = `${plural(waiting.length, "worktree")} (${sizeText(bytes)}) of ${listText(roots)}`;
  return [{ name: "set up for next runs", state: "ok", detail, advice: null }];
}

/** What is known of checks from earlier runs, of all repositories. */
function checkVerdicts({ stateDir }: RunOptions): DoctorCheck[] {
  const known = listVerdicts(stateDir).length;
  if (known === 0) return [];
  const detail = `${plural(known, "green check")} in ${verdictsFolder(stateDir)}; --fresh-checks runs them again`;
  return [{ name: "known from earlier runs", state: "ok", detail, advice: null }];
}

/** Outside a repository there is nothing to say: doctor works everywhere. */
async function checkRepository(host: Host, options: RunOptions, offline: boolean): Promise<DoctorCheck[]> {
  try {
    const repository = await inspectRepository(host, options.cwd);
    return [
      { name: "repository", state: "ok", detail: repository.root, advice: null },
      await checkCommits(host, repository.root),
      ...(offline ? [] : [await checkDelivery(host, repository.root)]),
      { name: "sandbox", ...(await checkSandbox(host, options, repository.root)) },
      ...(await checkFilters(host, repository.root)),
      ...(await checkChecks(host, options, repository)),
    ];
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return [{ name: "repository", state: "warning", detail: error.message, advice: error.hint ?? null }];
  }
}

/** What a run would leave; where there is a remote and no pull request can be had, what to do for one. */
async function checkDelivery(host: Host, root: string): Promise<DoctorCheck> {
  const name = "delivery";
  const input = { root, base: "HEAD", target: null };
  const plan = await planDelivery(host, { ...input, choice: "auto", signal: AbortSignal.timeout(15_000) });
  if (plan.kind === "pr" || plan.remote === null) return { name, state: "ok", detail: plan.why, advice: null };
  try {
    await planDelivery(host, { ...input, choice: "pr", signal: AbortSignal.timeout(15_000) });
    return { name, state: "ok", detail: plan.why, advice: null };
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "warning", detail: plan.why, advice: error.hint ?? null };
  }
}

/** The checks that a run would make here, and why others would not be made. */
async function checkChecks(host: Host, options: RunOptions, repository: Repository): Promise<DoctorCheck[]> {
  const name = "check";
  const { verify } = checkedFrom(options, await folderAt(host, repository, "HEAD"));
  if (verify !== null) return verify.map((command) => ({ name, state: "ok", detail: command, advice: null }));
  const { root } = repository;
  const from = await folderAt(host, repository, "HEAD");
  const files = await readCommitFiles(host, root, "HEAD");
  const { checks, examples, skipped } = await findChecks(host, root, files, from);
  return [
    ...checks.map((command): DoctorCheck => {
      const example = examples.get(command);
      const detail = example === undefined ? command : `${command}; ${partText(example)}`;
      return { name, state: "ok", detail, advice: null };
    }),
    ...skipped.map((one): DoctorCheck => {
      return { name, state: "warning", detail: skippedText({ ...one, next: null }), advice: one.next };
    }),
  ];
}

/** Whether commits can be made: git knows the person, and can sign where they want it. */
async function checkCommits(host: Host, root: string): Promise<DoctorCheck> {
  const name = "commits";
  try {
    await requireIdentity(host, root);
    await requireSigning(host, root);
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "error", detail: error.message, advice: error.hint ?? null };
  }
  const author = await tryGit(host, root, ["var", "GIT_AUTHOR_IDENT"]);
  const detail = `as ${author.stdout.toString("utf8").replace(/ \d+ [+-]\d+\s*$/, "")}`;
  return { name, state: "ok", detail, advice: null };
}

/** The agents that flags or the configuration name; the scripted one is always there. */
function chosenAgents({ agent, planner, tiers }: RunOptions): AgentChoice[] {
  const named = [agent, planner, ...Object.values(tiers)].filter((choice) => choice !== null);
  const byName = new Map(named.map((choice) => [choice.command ?? choice.name, choice]));
  return [...byName.values()].filter(({ name }) => name !== "demo");
}

/** What was chosen is needed: no other agent takes its place. */
async function checkChosen(host: Host, options: RunOptions, choice: AgentChoice): Promise<DoctorCheck> {
  const status = await agentStatus(host, options, choice);
  const check = checkAgent(status);
  const lacks = !status.installed || status.signedIn === false;
  const what = choice.command === null ? choice.name : renderAgentChoice(choice);
  return { ...check, name: `chosen ${what}`, state: lacks ? "error" : check.state };
}

function checkAgent(status: AgentStatus): DoctorCheck {
  const name = `agent ${status.name}`;
  if (!status.installed)
    return { name, state: "missing", detail: status.lacks ?? "not installed", advice: status.advice };
  const untried = status.supported === false;
  const signedIn = status.signedIn === null ? "sign-in unknown" : status.signedIn ? "signed in" : "not signed in";
  const version =
    status.version === null
      ? []
      : [status.tried === null ? status.version : `${status.version} (tried: ${status.tried})`];
  const where = status.path === null ? [] : [status.path];
  const state = untried || status.signedIn === false ? "warning" : "ok";
  return { name, state, detail: [...version, signedIn, ...where].join(", "), advice: status.advice };
}
