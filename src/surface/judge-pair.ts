import type { RuleName } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import type { SurfaceEvidence } from "./evidence.ts";
import { matchesOf } from "./match-files.ts";
import { firstIntersection, parsePattern, spansRepository } from "./pattern.ts";

/** What is decided about two stories that no declared dependency orders. */
export interface PairJudgement {
  verdict: "independent" | "ordered";
  /** The rule that put them in order; `overlap` for a pair that passed every rule. */
  rule: RuleName;
  /** Which one should go first, where the evidence says so. */
  first: "a" | "b" | null;
  /** One line of evidence that a person can check. */
  why: string;
  /** True when evidence was missing or weak, so that `strict` puts them in order. */
  doubt: boolean;
}

export interface JudgeOptions {
  /** Any doubt is order. */
  strict: boolean;
}

/** Judges whether two stories may run side by side. Pure: the same evidence gives the same verdict. */
export function judgePair(a: Story, b: Story, evidence: SurfaceEvidence, options: JudgeOptions): PairJudgement {
  const { foldCase } = evidence;
  const undeclared = [a, b].find(
    ({ writes }) => writes.length === 0 || writes.some((text) => spansRepository(parsePattern(text))),
  );
  if (undeclared !== undefined) {
    const why = undeclared.writes.length === 0 ? "declares no surface" : "may write anywhere in the repository";
    return ordered("surface-required", null, `${undeclared.id} ${why}`);
  }
  const common = firstIntersection(a.writes, b.writes, { foldCase });
  if (common !== null) {
    const what = common.a === common.b ? `\`${common.a}\`` : `what matches \`${common.a}\` and \`${common.b}\``;
    return ordered("overlap", null, `${a.id} and ${b.id} may both write ${what}`);
  }
  const coupled = importBetween(a, b, evidence) ?? importBetween(b, a, evidence);
  if (coupled !== null) return ordered("coupled", coupled.owner === a ? "a" : "b", coupled.why);
  if (options.strict && evidence.missing.length > 0) {
    return { ...ordered("coupled", null, `Not all evidence could be had: ${evidence.missing[0]}`), doubt: true };
  }
  const why = `${a.id} and ${b.id} have no path in common, and neither imports what the other writes`;
  return { verdict: "independent", rule: "overlap", first: null, why, doubt: evidence.missing.length > 0 };
}

function importBetween(user: Story, owner: Story, evidence: SurfaceEvidence): { owner: Story; why: string } | null {
  const owned = new Set(touchedBy(owner, evidence));
  for (const path of touchedBy(user, evidence)) {
    const target = evidence.facts.get(path)?.imports.find((imported) => owned.has(imported));
    if (target !== undefined) {
      return { owner, why: `${owner.id} writes \`${target}\`, which ${user.id}'s \`${path}\` imports` };
    }
  }
  return null;
}

function touchedBy(story: Story, { touched, files, foldCase }: SurfaceEvidence): string[] {
  return story.writes.flatMap((text) => touched.get(text) ?? matchesOf(files, text, foldCase));
}

function ordered(rule: RuleName, first: "a" | "b" | null, why: string): PairJudgement {
  return { verdict: "ordered", rule, first, why, doubt: false };
}
