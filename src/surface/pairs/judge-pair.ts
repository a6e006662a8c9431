import { extensionOf } from "../../core/path.ts";
import type { RuleName } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import { isCode, isUnreadCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { coChangeReason } from "./co-change.ts";
import { barrelReason, importReason, linkedReason } from "./link-reason.ts";
import { needFor } from "./needs.ts";
import { worksInside } from "./needs-what-goes.ts";
import { pairFeatures } from "./pair-features.ts";
import { type Weighing, weigh } from "./pair-model.ts";
import { reasonFor } from "./pair-reason.ts";
import { ruleFor } from "./pair-rules.ts";
import { type StorySurface, storySurface } from "./story-surface.ts";
import { areOneSentence, nameTheirOwn } from "./title-twins.ts";

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
  /** The weak evidence that was added up, when no rule decided alone and somebody wants to know. */
  weighed?: Weighing;
}

export interface JudgeOptions {
  /** Any doubt is order. */
  strict: boolean;
  /** Keep what was weighed: 200 stories have 20,000 pairs, and hardly anybody asks. */
  explain?: boolean;
}

/**
 * Most changes on both sides of an import don't disturb each other, and the weights know; but they were learned where
 * history could tell. With fewer commits than this nothing outweighs an import.
 */
const enoughHistory = 30;

/**
 * The weights were learned from titles. Where both briefs tell what is done, and nothing of it is seen by others, words and
 * folders in common must say this much more, in log-odds.
 */
const insideMargin = 1.2;

/** And this much, where each title names a unit of its own: what they share is what the units have in common. */
const apartMargin = 2;

/** Two stories of one title are parts of one work: where one imports what the other writes, this much less is enough. */
const partsMargin = -0.1;

/**
 * Judges whether two stories may run side by side. Pure: the same evidence gives the same verdict, and the order in
 * which the stories are given changes nothing but which of them `first` names.
 */
export function judgePair(a: Story, b: Story, evidence: SurfaceEvidence, options: JudgeOptions): PairJudgement {
  const { weighed, ...judgement } = judgeWeighing(a, b, evidence, options.strict);
  return weighed === undefined || options.explain !== true ? judgement : { ...judgement, weighed };
}

function judgeWeighing(a: Story, b: Story, evidence: SurfaceEvidence, strict: boolean): PairJudgement {
  const [one, other] = [storySurface(a, evidence), storySurface(b, evidence)];
  const finding = ruleFor(one, other, evidence) ?? needFor(one, other, evidence);
  if (finding !== null) return { verdict: "ordered", ...finding, doubt: false };

  const weighed = weigh(one, other, pairFeatures(one, other, evidence));
  if (weighed.margin > leastMargin(one, other, evidence)) {
    return {
      verdict: "ordered",
      rule: "coupled",
      ...reasonFor(one, other, evidence, weighed),
      doubt: false,
      weighed,
    };
  }
  const imported = importReason(one, other, evidence) ?? linkedReason(one, other, evidence);
  if (imported !== null && evidence.history.commits < enoughHistory) {
    return { verdict: "ordered", rule: "coupled", ...imported, doubt: false, weighed };
  }
  const linked = imported ?? barrelReason(one, other, evidence);
  const together = coChangeReason(one, other, evidence);
  const missing = evidence.missing[0] === undefined ? null : `Not all evidence could be had: ${evidence.missing[0]}`;
  const against = linked?.why ?? together ?? unreadReason(one, other) ?? missing;
  if (strict && against !== null) {
    return {
      verdict: "ordered",
      rule: "coupled",
      first: linked?.first ?? null,
      why: against,
      doubt: true,
      weighed,
    };
  }
  const why =
    against === null
      ? "no path in common, and neither imports what the other writes"
      : `no path in common; not enough to order them: ${against}`;
  return { verdict: "independent", rule: "coupled", first: null, why, doubt: against !== null, weighed };
}

/** What the evidence must weigh more than to put two stories in order. */
function leastMargin(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): number {
  if ([a, b].every(({ tells }) => tells) && areOneSentence(a, b)) return apartMargin;
  if ([a, b].every((surface) => worksInside(surface).tells)) return nameTheirOwn(a, b) ? apartMargin : insideMargin;
  const isOneWork = a.story.title === b.story.title;
  return isOneWork && (importReason(a, b, evidence) ?? barrelReason(a, b, evidence)) !== null ? partsMargin : 0;
}

/** Says which code was not looked into, when both stories write code; `null` when all of it was. */
function unreadReason(a: StorySurface, b: StorySurface): string | null {
  if (![a, b].every(({ paths }) => paths.some(isCode))) return null;
  const path = [...a.paths, ...b.paths].find(isUnreadCode);
  return path === undefined
    ? null
    : `imports in \`${path}\` are not read: .${extensionOf(path)} is not among the known languages`;
}
