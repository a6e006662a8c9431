import { tmpdir } from "node:os";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { settleNotes } from "../agents/shield/notes.ts";
import { renderAgentChoice } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import type { Found } from "../core/person.ts";
import type { GivenPlan } from "../core/plan.ts";
import { worktreeFolder } from "../core/worktree-folder.ts";
import { findChecks } from "../ecosystems/checks/find-checks.ts";
import { requireIdentity, requireSigning } from "../git/commit.ts";
import { readCommitFiles } from "../git/commit-files.ts";
import { passedVariables, unsetVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { RunOptions } from "../settings/options.ts";
import { recordOptions } from "../settings/recorded-options.ts";
import { reapLeftOvers, sandboxNotes } from "../store/left-overs.ts";
import { reapWorktrees } from "../store/reap-worktrees.ts";
import { runFolder, runName, workBranch } from "../store/run-folder.ts";
import { reapThrowAways } from "../worktrees/throw-away.ts";
import { meteredAsker, type RunAgents, readyAgents } from "./agents.ts";
import { requireClearGoal } from "./decide-mode.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { begunLookUp, linkLookUp } from "./look-up-link.ts";
import { type OpeningTime, openInTime } from "./opening-time.ts";
import { planRunDelivery } from "./plan-run-delivery.ts";
import { preflight } from "./preflight.ts";
import { requireReadableFiles } from "./readable-base.ts";
import { requireReadableGit } from "./readable-git.ts";
import {
  checkedFrom,
  folderAt,
  hidePassedValues,
  hideRepositorySecrets,
  inspectRepository,
  type Repository,
} from "./repository.ts";
import type { Invocation, Run } from "./run-context.ts";
import { openSandbox } from "./sandbox.ts";
import { type Asked, findStart } from "./start-point.ts";
import { lineOf, openStream } from "./stream.ts";
import { requireWholeBase } from "./whole-base.ts";
import { requireFilters } from "./working-filters.ts";

/**
 * Preflight of a new run of a goal or of a plan that was given: repository, base, agents and delivery are known to work
 * before anything is spent or written. Then the run gets its name, its folder and its first event. Null: the person left.
 */
export async function openRun(invocation: Invocation, asked: Asked): Promise<Run | null> {
  return await openInTime(invocation, (time, looking) => open(time, asked, looking));
}

/** The repository, and what everything that the run starts there is held to: known to work before anything may be written. */
async function openPlace(time: OpeningTime): Promise<{ repository: Repository; sandbox: Sandbox | null }> {
  const { invocation } = time;
  const { host, options } = invocation;
  time.waitsFor("git");
  requireReadableGit(options.cwd);
  const whole = requireWholeBase(host, options.cwd, options.base);
  whole.catch(() => {});
  const repository = await inspectRepository(host, options.cwd);
  await whole;
  const { root } = repository;
  hidePassedValues(host, options.env);
  await inTurn([
    hideRepositorySecrets(host, root),
    ...(options.dryRun ? [] : [requireIdentity(host, root), proveSigning(time, root)]),
  ]);
  // From here on something may be written.
  await preflight(invocation, root);
  return { repository, sandbox: await openSandbox(host, options, root) };
}

async function open(time: OpeningTime, asked: Asked, looking: AbortSignal): Promise<Run | null> {
  const { invocation } = time;
  const { host, options, person, watcher } = invocation;
  const { repository, sandbox } = await openPlace(time);
  const { root } = repository;
  // Nobody writes a goal to hear then that no agent is there.
  const early =
    asked === null && person !== null && options.followUp === null ? await readyAgents(host, options) : null;
  const found = early === null ? {} : { found: foundBy(invocation, repository, early) };
  time.waitsFor(options.followUp === null ? "git" : "the remote of the work to go on with");
  const start = await findStart(invocation, repository, { asked, looking, ...found });
  if (start === null) return null;
  const { goal, typed, base, follows, given, notices } = start;
  const named = given?.plan.stories.flatMap(({ writes, reads }) => [...writes, ...reads]) ?? [];
  const readable = requireReadableFiles(host, root, base, named).then(() => requireFilters(host, repository, base));
  readable.catch(() => {});
  const finds = given === null ? linkLookUp(host, options, root) : null;
  // A forge's answer comes while agents and delivery are looked at.
  const lookUp = finds === null ? null : begunLookUp(finds, { goal, remote: repository.remote }, looking);
  const ready = early === null ? readyAgents(host, options) : Promise.resolve(early);
  time.waitsFor("the agents");
  const agents = await ready.catch(async (error: unknown) => {
    const unasked = person === null && given === null && follows === null;
    if (unasked) await requireClearGoal(host, goal, { root, base, remote: repository.remote });
    throw error;
  });
  time.waitsFor("git");
  const filtered = await readable;
  const folder = await folderAt(host, repository, base);
  time.waitsFor("the remote and its forge");
  const delivery = await planRunDelivery(invocation, { root, target: follows?.target ?? null }, looking);
  // Whoever waited has left.
  looking.throwIfAborted();
  const name = runName(host.shown(goal), host.newId());
  const stream = openStream(host, runFolder(options.stateDir, name), [], watcher);
  const run: Run = {
    ...invocation,
    options: checkedFrom(options, folder),
    ending: time.ending,
    repository,
    base,
    folder,
    branch: workBranch(name),
    run: name,
    goal,
    typedGoal: typed ? goal : null,
    followUp: follows !== null,
    follows,
    delivery,
    leaves: delivery.why,
    agents,
    sandbox,
    ask: meteredAsker(host, agents, { options, sandbox, run: name }, { root, folder, commit: base }, stream),
    lookUp,
    stream,
    interrupts: listenForInterrupts(host),
  };
  person?.join?.(lineOf(host, stream));
  await begin(run, given, [...notices, ...filtered]);
  return { ...run, options: time.left(run.options) };
}

function proveSigning(time: OpeningTime, root: string): Promise<void> {
  time.waitsFor("the program that signs your commits");
  return requireSigning(time.invocation.host, root);
}

/** Waits for all that was begun side by side. What fails first in the list is what is told, whenever it failed. */
async function inTurn(begun: readonly Promise<unknown>[]): Promise<void> {
  for (const one of begun) one.catch(() => {});
  for (const one of begun) await one;
}

/** What is said to the person before they write a goal. */
function foundBy({ host, options }: Invocation, repository: Repository, agents: RunAgents): Found {
  const { root, branch, dirty } = repository;
  const checks = options.verify === null ? checksIn(host, repository) : Promise.resolve(options.verify);
  return {
    root,
    branch,
    dirty: dirty && !options.includeDirty,
    agent: renderAgentChoice(agents.writer.choice),
    checks,
  };
}

/** The commands, those that lack something here told as such. What can't be read is said by the run, which looks again. */
async function checksIn(host: Host, repository: Repository): Promise<string[]> {
  try {
    const { root, head } = repository;
    const from = await folderAt(host, repository, head);
    const { checks, skipped } = await findChecks(host, root, await readCommitFiles(host, root, head), from);
    const missing = skipped.flatMap(({ command, cause }) => (command === null || cause !== "missing" ? [] : [command]));
    return [...checks, ...missing.map((command) => `${command} (can't run here)`)];
  } catch (error) {
    if (error instanceof BaroError) return [];
    throw error;
  }
}

function variableNotices({ host, options }: Pick<Run, "host" | "options">): string[] {
  const unset = unsetVariables(host.env, options.env);
  if (unset.length === 0) return [];
  return [`Not passed on, because ${unset.length === 1 ? "it is" : "they are"} not set: ${unset.join(", ")}`];
}

async function begin(run: Run, given: GivenPlan | null, told: readonly string[]): Promise<void> {
  const { host, repository, options, agents, stream } = run;
  const { root, branch, head, dirty, remote } = repository;
  const choice = agents.writer.choice;
  await stream.emit({
    type: "run.started",
    goal: run.goal,
    ...(run.typedGoal === null ? {} : { typed: true as const }),
    repo: { root, branch, head, dirty, remote },
    agent: renderAgentChoice(choice),
    version: pkg.version,
    flags: recordOptions(options),
    base: run.base,
    workBranch: run.branch,
    scripted: choice.name === "demo",
    variables: Object.keys(passedVariables(host.env, options.env)),
    ...(run.folder === "" ? {} : { folder: run.folder }),
    ...(run.follows === null ? {} : { follows: run.follows }),
    ...(given === null ? {} : { given: given.plan }),
    ...(given?.decision == null ? {} : { decided: given.decision }),
  });
  const reaped = await reapWorktrees(host, options);
  await reapThrowAways(host, options.cacheDir);
  await reapLeftOvers(host, options);
  const settled = settleNotes(sandboxNotes(options.stateDir));
  const notices = [
    ...settled,
    ...repositoryNotices(repository, options),
    ...folderNotices(run),
    ...longPathNotices(options, run.run),
    ...networkNotices(run),
    ...variableNotices(run),
    ...told,
    ...run.delivery.notices,
    ...(reaped.length > 0 ? [`Removed the old worktrees of ${reaped.join(", ")}`] : []),
  ];
  for (const message of notices) await stream.emit({ type: "run.notice", message });
}

/** What the person should know about the repository before the run builds on it. */
function repositoryNotices(repository: Repository, options: RunOptions): string[] {
  const notices: string[] = [];
  if (repository.dirty && !options.includeDirty) {
    notices.push("Uncommitted changes are left out; include them with --include-dirty");
  }
  if (repository.branch === null) notices.push("HEAD is detached: the work starts from the checked-out commit");
  if (repository.underWay !== null)
    notices.push(`A ${repository.underWay} is in progress: the work starts from ${options.base} as it is`);
  if (repository.shallow)
    notices.push("The clone is shallow: its history says little about which files change together");
  return notices;
}

/** Whoever stands in a folder that is not in the base means its files, and those are not there. */
function folderNotices({ repository, folder, options }: Run): string[] {
  const stands = repository.folder;
  if (stands === "" || folder !== "") return [];
  const instead = options.includeDirty
    ? "git ignores it"
    : "what is not committed can be taken along with --include-dirty, unless git ignores it";
  return [
    `You stand in "${stands}", which the commit to start from does not have: the work starts at the root, and paths are meant from there (${instead})`,
  ];
}

/** Who keeps the network where it was to be off. */
function networkNotices({ options, agents }: Run): string[] {
  if (options.sandbox !== "net-off") return [];
  const own = ["openai", "demo"];
  const all = [
    agents.writer,
    agents.planner,
    ...Object.values(agents.tiers),
    ...agents.fallbacks.map(({ agent }) => agent),
  ];
  const names = [...new Set(all.map(({ choice }) => choice.name))].filter((name) => !own.includes(name));
  if (names.length === 0) return [];
  return [`The sandbox has no network, except for ${names.join(", ")}, which must reach its model`];
}

/** A Unix socket's path holds about 100 bytes: a worktree of more than this leaves a tool too few for its own name. */
const mostWorktreePathBytes = 80;

function longPathNotices({ cacheDir, dryRun }: RunOptions, run: string): string[] {
  const path = join(worktreeFolder(cacheDir, run), "w1");
  if (dryRun) return [];
  // Tools make sockets where temporary files are, most often in a folder of their own there.
  return [
    longPath("The worktrees' paths are", path, "XDG_CACHE_HOME"),
    longPath("The folder for temporary files is", tmpdir(), "TMPDIR"),
  ].flat();
}

function longPath(what: string, path: string, variable: string): string[] {
  const bytes = Buffer.byteLength(path);
  if (bytes <= mostWorktreePathBytes) return [];
  const instead = `set ${variable} to a shorter path`;
  return [
    `${what} ${bytes} bytes long ("${path}"): agents, set-up or checks that open a socket there may fail; ${instead}`,
  ];
}
