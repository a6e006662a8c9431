import { unreachable } from "../core/error.ts";
import { defaultCap, type Mode } from "../core/mode.ts";
import type { EnforcedPlan, PairVerdict, Plan, PlanChange } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import type { SurfaceEvidence } from "../repository/evidence.ts";
import { judgePair } from "../surface/pairs/judge-pair.ts";
import type { CostModel } from "./cost-model.ts";
import { inOrder } from "./order.ts";
import { planOutlook } from "./outlook.ts";
import { joinOverCap } from "./rules/cap.ts";
import { cutCycles, dropUnknownDependencies } from "./rules/dependencies.ts";
import { doesNotPay } from "./rules/does-not-pay.ts";
import { chain, collapseToOne } from "./rules/mode-shapes.ts";
import { ownNamedSharedFiles } from "./rules/named-shared-files.ts";
import { type JudgePair, judgePairs, orderPairs } from "./rules/order-pairs.ts";
import { ownLockfiles } from "./rules/own-lockfile.ts";
import { joinVerification } from "./rules/verification-only.ts";
import { widthOf } from "./shape.ts";

export interface EnforceInput {
  /** The mode that was chosen; what the plan itself says gives way to it. */
  mode: Mode;
  /** The most stories; `null`: the mode's own cap. */
  cap: number | null;
  /** The most agents at once in a parallel plan. */
  parallelism: number;
  /** Any doubt about two stories' independence puts them in order. */
  strict: boolean;
  /** Tell of every pair what was weighed. */
  explain?: boolean;
  evidence: SurfaceEvidence;
  costs: CostModel | null;
}

interface Shaped {
  mode: Mode;
  stories: Story[];
  changes: PlanChange[];
  pairs: PairVerdict[];
  pairsLeftOut?: number;
}

interface Context extends EnforceInput {
  goal: string;
  judge: JudgePair;
}

/**
 * Makes a plan obey every rule. Pure, and idempotent: its own result, enforced in the mode that it says, comes out as
 * it went in. No rule drops work: what can't run apart is joined together or put in order, and said.
 */
export function enforcePlan(plan: Plan, input: EnforceInput): EnforcedPlan {
  const { evidence, strict, explain = false } = input;
  const judge: JudgePair = (a, b) => judgePair(a, b, evidence, { strict, explain });
  const context = { ...input, goal: plan.goal, judge };
  const known = dropUnknownDependencies(plan.stories);
  const acyclic = cutCycles(known.stories, costOfCut(judge));
  const working = joinVerification(acyclic.stories);
  const named = ownNamedSharedFiles(working.stories, evidence);
  const locked = ownLockfiles(named.stories, evidence);
  const shaped = shape(input.mode, locked.stories, context);
  const parallelism =
    shaped.mode === "parallel" ? Math.max(1, Math.min(input.parallelism, widthOf(shaped.stories))) : 1;
  return {
    plan: { version: 1, goal: plan.goal, mode: shaped.mode, stories: shaped.stories },
    changes: [
      ...known.changes,
      ...acyclic.changes,
      ...working.changes,
      ...named.changes,
      ...locked.changes,
      ...shaped.changes,
    ],
    pairs: shaped.pairs,
    ...(shaped.pairsLeftOut === undefined ? {} : { pairsLeftOut: shaped.pairsLeftOut }),
    width: widthOf(shaped.stories),
    parallelism,
    ...(evidence.missing.length === 0 ? {} : { missing: [...evidence.missing] }),
    expected: planOutlook(shaped.stories, shaped.mode, parallelism, input.costs),
  };
}

/** A dependency is worth keeping when the evidence asks for that very order, less when it asks for any. */
function costOfCut(judge: JudgePair) {
  return (first: Story, second: Story): number => {
    const { verdict, first: leads } = judge(first, second);
    if (verdict === "independent") return 0;
    return leads === "a" ? 2 : leads === "b" ? 0 : 1;
  };
}

function shape(mode: Mode, stories: Story[], context: Context): Shaped {
  switch (mode) {
    case "focused":
      return focused(stories, context, "A focused run is one story");
    case "sequential":
      return sequential(stories, context);
    case "parallel":
      return parallel(stories, context);
    default:
      return unreachable(mode);
  }
}

function focused(stories: Story[], { goal }: Context, why: string): Shaped {
  return { mode: "focused", pairs: [], ...collapseToOne(goal, stories, why) };
}

function sequential(stories: Story[], context: Context): Shaped {
  const cap = context.cap ?? defaultCap.sequential;
  if (stories.length <= 1 || cap <= 1) return single(stories, context, cap);
  const chained = chain(stories);
  const capped = joinOverCap(chained.stories, cap, context.evidence.ignoreCase);
  return {
    mode: "sequential",
    stories: capped.stories,
    changes: [...chained.changes, ...capped.changes],
    pairs: [],
  };
}

function parallel(stories: Story[], context: Context): Shaped {
  const { evidence, costs, parallelism } = context;
  const cap = context.cap ?? defaultCap.parallel;
  if (stories.length <= 1 || cap <= 1) return single(stories, context, cap);
  const capped = joinOverCap(stories, cap, evidence.ignoreCase);
  const judged = judgePairs(capped.stories, context.judge);
  const ordered = orderPairs(capped.stories, judged.ordered);
  const told = {
    pairs: judged.verdicts,
    ...(judged.leftOut === 0 ? {} : { pairsLeftOut: judged.leftOut }),
  };
  const changes = [...capped.changes, ...ordered.changes];
  const refusal = doesNotPay(ordered.stories, { parallelism, costs, ignoreCase: evidence.ignoreCase });
  if (refusal === null) return { mode: "parallel", stories: inOrder(ordered.stories), changes, ...told };
  changes.push({ rule: "does-not-pay", stories: ordered.stories.map((story) => story.id), why: refusal.why });
  // A cap that was meant for a fan-out is too wide for a chain.
  const narrower = { ...context, cap: Math.min(cap, defaultCap.sequential) };
  const cheaper = shape(refusal.mode, ordered.stories, narrower);
  return { ...cheaper, changes: [...changes, ...cheaper.changes], ...told };
}

/** One story, or a cap of one: there is nothing to put in order or to run side by side. */
function single(stories: Story[], context: Context, cap: number): Shaped {
  if (stories.length > 1) return focused(stories, context, `The most stories is ${cap}, so the run is focused`);
  const changes: PlanChange[] = stories.map(({ id }) => ({
    rule: "focused-is-one",
    stories: [id],
    why: "The plan has one story, so the run is focused",
  }));
  return { mode: "focused", stories, changes, pairs: [] };
}
