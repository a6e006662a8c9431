import type { RuleName } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { coChangeReason } from "./co-change.ts";
import type { SurfaceEvidence } from "./evidence.ts";
import { needFor } from "./needs.ts";
import { pairFeatures } from "./pair-features.ts";
import { weigh } from "./pair-model.ts";
import { importReason, reasonFor } from "./pair-reason.ts";
import { ruleFor } from "./pair-rules.ts";
import { storySurface } from "./story-surface.ts";
import { unreadReason } from "./unread-code.ts";

/** What is decided about two stories that no declared dependency orders. */
export interface PairJudgement {
  verdict: "independent" | "ordered";
  /** The rule that put them in order; for independent stories, the last one that they passed. */
  rule: RuleName;
  /** Which one should go first, where the evidence says so. */
  first: "a" | "b" | null;
  /** One line of evidence that a person can check. */
  why: string;
  /** True when some evidence speaks against independence, or is missing: `strict` puts such a pair in order. */
  doubt: boolean;
}

export interface JudgeOptions {
  /** Any doubt is order. */
  strict: boolean;
}

/**
 * Most changes on both sides of an import don't disturb each other, and the weights know; but they were learned where
 * history could tell. With fewer commits than this nothing outweighs an import.
 */
const enoughHistory = 30;

/**
 * Judges whether two stories may run side by side. Pure: the same evidence gives the same verdict, and the order in
 * which the stories are given changes nothing but which of them `first` names.
 */
export function judgePair(a: Story, b: Story, evidence: SurfaceEvidence, { strict }: JudgeOptions): PairJudgement {
  const [one, other] = [storySurface(a, evidence), storySurface(b, evidence)];
  const finding = ruleFor(one, other, evidence) ?? needFor(one, other, evidence);
  if (finding !== null) return { verdict: "ordered", ...finding, doubt: false };

  const { parts, margin } = weigh(one, other, pairFeatures(one, other, evidence));
  if (margin > 0) {
    return {
      verdict: "ordered",
      rule: "coupled",
      ...reasonFor(one, other, evidence, { parts, margin }),
      doubt: false,
    };
  }
  const imported = importReason(one, other, evidence);
  if (imported !== null && evidence.history.commits < enoughHistory) {
    return { verdict: "ordered", rule: "coupled", ...imported, doubt: false };
  }
  const together = coChangeReason(one, other, evidence);
  const missing = evidence.missing[0] === undefined ? null : `Not all evidence could be had: ${evidence.missing[0]}`;
  const against = imported?.why ?? together ?? unreadReason(one, other) ?? missing;
  if (strict && against !== null) {
    return {
      verdict: "ordered",
      rule: "coupled",
      first: imported?.first ?? null,
      why: against,
      doubt: true,
    };
  }
  const apart = `${a.id} and ${b.id} have no path in common`;
  const why =
    against === null
      ? `${apart}, and neither imports what the other writes`
      : `${apart}; too little to order them: ${against}`;
  return { verdict: "independent", rule: "coupled", first: null, why, doubt: against !== null };
}
