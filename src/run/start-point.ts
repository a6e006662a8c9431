import { BaroError } from "../core/error.ts";
import { mostGoalLength } from "../core/goal.ts";
import { type Found, nobody, type Person } from "../core/person.ts";
import type { GivenPlan } from "../core/plan.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { someOf } from "../text/some-of.ts";
import { commitDirtyState } from "./dirty-base.ts";
import { feedbackGoal, openFollowUp } from "./follow-up.ts";
import { type Repository, resolveBase } from "./repository.ts";
import type { Follows, Invocation } from "./run-context.ts";

/** What a new run starts from. */
export interface StartPoint {
  goal: string;
  /** The person typed it. */
  typed: boolean;
  given: GivenPlan | null;
  base: string;
  follows: Follows | null;
  /** What the person should know about it. */
  notices: string[];
}

/** What was asked for: words (null: none yet) or a plan that was made elsewhere. */
export type Asked = string | null | GivenPlan;

interface Wanted {
  asked: Asked;
  found?: Found;
  /** Aborted when the time is up: a forge that does not answer is given up then. */
  looking: AbortSignal;
}

/** Finds the goal and the commit to build on; who is asked for a goal sees what was `found`. Null: they left. */
export async function findStart(
  { host, options, person, typed = false }: Pick<Invocation, "host" | "options" | "person" | "typed">,
  repository: Repository,
  { asked, found, looking }: Wanted,
): Promise<StartPoint | null> {
  if (options.followUp !== null)
    return startOfFollowUp({ host, options, person, typed }, repository, { asked, looking });
  const named = await resolveBase(host, repository, options.base);
  if (asked !== null && typeof asked !== "string") {
    const base = await baseOf(host, options, repository, named);
    return { goal: asked.plan.goal, typed: false, given: asked, ...base, follows: null };
  }
  const goal = await requireGoal(asked, person, found);
  if (goal === null) return null;
  const base = await baseOf(host, options, repository, named);
  return { goal, typed: typed || (asked === null && options.ask === "terminal"), given: null, ...base, follows: null };
}

async function baseOf(
  host: Host,
  options: RunOptions,
  repository: Repository,
  named: string,
): Promise<Pick<StartPoint, "base" | "notices">> {
  if (!options.includeDirty || !repository.dirty) return { base: named, notices: [] };
  if (named === repository.head) {
    const own = [options.stateDir, options.cacheDir];
    const { root, underWay } = repository;
    const { commit, foreign, submodules, unlooked } = await commitDirtyState(host, {
      root,
      head: named,
      underWay,
      own,
    });
    const leftOut = (why: string, paths: readonly string[]) =>
      paths.length === 0 ? [] : [`Left out, because ${why}: ${someOf(paths)}`];
    return {
      base: commit,
      notices: [
        ...leftOut("it belongs to another repository", foreign),
        ...leftOut("it is not committed in its submodule", submodules),
        ...leftOut("git is told to take it as unchanged (`git ls-files -v`)", unlooked),
      ],
    };
  }
  throw new BaroError("usage", `Cannot include uncommitted changes: they belong to HEAD, not to "${options.base}"`, {
    hint: "Leave out --base or --include-dirty",
  });
}

async function startOfFollowUp(
  { host, options, person, typed = false }: Pick<Invocation, "host" | "options" | "person" | "typed">,
  repository: Repository,
  { asked, looking }: Wanted,
): Promise<StartPoint | null> {
  const { followUp } = options;
  if (followUp === null) return null;
  const { root } = repository;
  const work = await openFollowUp(host, options, { root, looking }, followUp);
  const given = asked !== null && typeof asked !== "string" ? asked : null;
  const words = given?.plan.goal ?? (typeof asked === "string" ? asked : null);
  const goal =
    words === null && followUp.goalFrom !== undefined
      ? await feedbackGoal(host, options, { root, looking }, work, followUp.goalFrom)
      : await requireGoal(words, person);
  if (goal === null) return null;
  return {
    goal,
    typed: given === null && (words === null ? followUp.goalFrom === undefined && options.ask === "terminal" : typed),
    given,
    base: work.head,
    notices: [],
    follows: { branch: work.branch, pr: work.request?.number ?? null, target: work.request?.target ?? null },
  };
}

/** The goal to work on: as given, or asked for. Null when the person left. Throws `usage` and `input-needed`. */
export async function requireGoal(given: string | null, person: Person | null, found?: Found): Promise<string | null> {
  const goal = given ?? (person === null ? null : await person.askGoal(found));
  if (goal === nobody) throw nobodyToAsk();
  if (goal === null) {
    if (person !== null) return null;
    throw nobodyToAsk();
  }
  if (goal.includes("\0")) {
    throw new BaroError("usage", "Cannot use a goal that contains a NUL character", {
      hint: "Is it a binary file? Write the goal as text",
    });
  }
  if (goal.length > mostGoalLength) {
    throw new BaroError("usage", `Cannot use a goal of ${goal.length} characters: the limit is ${mostGoalLength}`, {
      hint: "Put the details in a file in the repository and name it in the goal",
    });
  }
  return goal;
}

function nobodyToAsk(): BaroError {
  return new BaroError("input-needed", "Cannot start: there is no goal and nobody to ask", {
    hint: 'Give it as words, with --goal-file FILE, or on stdin: baro "GOAL", baro -',
  });
}
