import pkg from "../../package.json" with { type: "json" };
import { renderAgentChoice } from "../core/agent-name.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { Plan } from "../core/plan.ts";
import { requireIdentity, requireSigning } from "../git/commit.ts";
import type { Host } from "../host/host.ts";
import { recordOptions } from "../settings/recorded-options.ts";
import { reapWorktrees } from "../store/reap-worktrees.ts";
import { runFolder } from "../store/run-folder.ts";
import { runName, workBranch } from "../store/run-name.ts";
import { askerOf, assembleCrew } from "./agents.ts";
import { requireClearGoal } from "./decide-mode.ts";
import { meteredAsk } from "./metered-ask.ts";
import { planRunDelivery } from "./plan-run-delivery.ts";
import { inspectRepository, type Repository } from "./repository.ts";
import type { Session } from "./run-context.ts";
import { type Asked, findGround } from "./start-point.ts";
import { openStream } from "./stream.ts";

/** Who takes part in a run beside the machine. */
export interface Company {
  person: Person | null;
  watcher: Watcher;
}

/**
 * Preflight of a new run of a goal or of a plan that was given: repository, base, agents and delivery are known to work
 * before anything is spent or written. Then the run gets its name, its folder and its first event. Null: the person left.
 */
export async function openSession(
  host: Host,
  options: RunOptions,
  asked: Asked,
  company: Company,
): Promise<Omit<Session, "interrupts"> | null> {
  const repository = await inspectRepository(host, options.cwd);
  const { root } = repository;
  if (!options.dryRun) {
    await requireIdentity(host, root);
    await requireSigning(host, root);
  }
  const ground = await findGround(host, options, repository, asked, company.person);
  if (ground === null) return null;
  const crew = await assembleCrew(host, options).catch(async (error: unknown) => {
    const { goal, base, given, follows } = ground;
    const unasked = company.person === null && given === null && follows === null;
    if (unasked) await requireClearGoal(host, goal, { root, base, remote: repository.remote });
    throw error;
  });
  const delivery = await planRunDelivery(
    host,
    options,
    { root, target: ground.follows?.target ?? null },
    company.person,
  );
  const run = runName(ground.goal, host.newId());
  const branch = workBranch(run);
  const stream = openStream(host, runFolder(options.stateDir, run), [], company.watcher);
  const ask = meteredAsk(host, askerOf(host, crew.planner, options, root), stream);
  const { goal, base, follows, given } = ground;
  const followUp = follows !== null;
  const work = { repository, base, branch, run, goal, followUp, follows, delivery, leaves: delivery.why };
  const session = { host, options, ...work, ask, crew, stream, ...company };
  await begin(session, given);
  const reaped = reapWorktrees(host, options);
  if (reaped.length > 0) {
    await stream.emit({ type: "run.notice", message: `Removed the old worktrees of ${reaped.join(", ")}` });
  }
  return session;
}

async function begin(session: Omit<Session, "interrupts">, given: Plan | null): Promise<void> {
  const { repository, options, crew, stream } = session;
  const { root, branch, head, dirty, remote } = repository;
  const choice = crew.writer.choice;
  await stream.emit({
    type: "run.started",
    goal: session.goal,
    repo: { root, branch, head, dirty, remote },
    agent: renderAgentChoice(choice),
    version: pkg.version,
    flags: recordOptions(options),
    base: session.base,
    workBranch: session.branch,
    scripted: choice.name === "demo",
    ...(session.follows === null ? {} : { follows: session.follows }),
    ...(given === null ? {} : { given }),
  });
  for (const message of [...repositoryNotices(repository, options), ...session.delivery.notices]) {
    await stream.emit({ type: "run.notice", message });
  }
}

/** What the person should know about the repository before the run builds on it. */
function repositoryNotices(repository: Repository, options: RunOptions): string[] {
  const notices: string[] = [];
  if (repository.dirty && !options.includeDirty) {
    notices.push("Uncommitted changes are left out; take them along with --include-dirty");
  }
  if (repository.branch === null) notices.push("HEAD is detached: the work starts from the commit that is checked out");
  if (repository.underWay !== null)
    notices.push(`A ${repository.underWay} is under way: the work starts from ${options.base} as it is`);
  if (repository.shallow) notices.push("The clone is shallow: history tells little about what belongs together");
  return notices;
}
