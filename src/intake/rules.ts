import type { Decision, Signal } from "../core/decision.ts";
import type { Mode } from "../core/mode.ts";
import { chooseMode } from "./choose-mode.ts";
import { findUnclear } from "./clarity.ts";
import { actsOnLink } from "./clarity-links.ts";
import type { ModeCosts } from "./cost.ts";
import { doubt, factSignals, reasonFor } from "./explain.ts";
import { readFeatures } from "./features.ts";
import { type GoalText, readGoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { shippedModel } from "./model.ts";
import { readNamedRules } from "./named-rules.ts";
import { score } from "./score.ts";
import { goalTokens } from "./tokens.ts";
import { comparable } from "./tongue.ts";
import type { Unclear } from "./unclear.ts";
import { parallelSurfaces } from "./units.ts";

export interface RulesDecision {
  decision: Decision;
  /** No model needs to be asked. */
  decisive: boolean;
}

/**
 * Decides by evidence alone. Pure and total; the answer whenever no model is there. `costs`: what the modes took in this
 * repository; `null`: nothing was measured yet.
 */
export function decideByRules(goal: string, facts: IntakeFacts, costs: ModeCosts | null = null): RulesDecision {
  const text = readGoalText(goal);
  const features = readFeatures(text, facts);
  const rules = readNamedRules(text, facts);
  // Whoever spells out the steps has said how large it is, in any language.
  const isSpelledOut = rules.some(({ name }) => name === "ordered-steps");
  const weighed = {
    tokens: goalTokens(text),
    words: text.words,
    features: isSpelledOut ? features : comparable(features, text, facts.precedents),
    rules,
  };
  const { probabilities, signals } = score(weighed);
  const evidence = [...factSignals(text, facts), ...signals];
  const unclear = findUnclear(text, facts);
  if (unclear !== null) return { decision: vague(unclear, evidence, probabilities), decisive: true };
  const fixed = fixedMode(text, facts);
  if (fixed !== null) return { decision: certain(fixed, evidence), decisive: true };
  const { decisiveAt } = shippedModel();
  const { decisive, ...bounded } = chooseMode({ probabilities, goal: text, facts, decisiveAt, costs });
  const reason = bounded.reason ?? reasonFor(bounded.mode, evidence, parallelSurfaces(text, facts), decisive);
  const chosenBy = bounded.signal !== null ? "bounds" : costs === null ? "typical-figures" : "figures-here";
  return {
    decision: {
      mode: bounded.mode,
      confidence: bounded.probabilities[bounded.mode],
      reason: decisive ? reason : `${reason} ${doubt(bounded.mode, bounded.probabilities, chosenBy)}`,
      source: "rules",
      signals: bounded.signal === null ? evidence : [bounded.signal, ...evidence],
      clarity: "clear",
      question: null,
      probabilities: bounded.probabilities,
    },
    decisive,
  };
}

interface Fixed {
  mode: Mode;
  rule: string;
  reason: string;
  confidence: number;
}

/** What needs no weighing. */
function fixedMode(goal: GoalText, facts: IntakeFacts): Fixed | null {
  if (facts.followUp) {
    return {
      mode: "focused",
      rule: "follow-up",
      reason: "A follow-up goes on with work that exists: one story on its branch.",
      confidence: 0.95,
    };
  }
  if (facts.link !== null && (facts.linked?.kind ?? facts.link.kind) === "pull-request" && actsOnLink(goal)) {
    return {
      mode: "focused",
      rule: "on-a-pull-request",
      reason: `The goal is about the pull request ${facts.link.text}: one story on its branch.`,
      confidence: 0.9,
    };
  }
  return null;
}

function certain(fixed: Fixed, evidence: Signal[]): Decision {
  const rest = (1 - fixed.confidence) / 2;
  const probabilities = { focused: rest, sequential: rest, parallel: rest, [fixed.mode]: fixed.confidence };
  const signal: Signal = { name: fixed.rule, detail: fixed.reason, weight: 5, towards: fixed.mode };
  return {
    mode: fixed.mode,
    confidence: fixed.confidence,
    reason: fixed.reason,
    source: "rules",
    signals: [signal, ...evidence],
    clarity: "clear",
    question: null,
    probabilities,
  };
}

function vague(unclear: Unclear, evidence: Signal[], probabilities: Record<Mode, number>): Decision {
  // Whatever the answer will be, nothing was shown that could run apart.
  const mode = probabilities.sequential > probabilities.focused ? "sequential" : "focused";
  return {
    mode,
    confidence: probabilities[mode],
    reason: `The goal is not clear enough to start on: ${unclear.detail}.`,
    source: "rules",
    signals: [{ name: unclear.rule, detail: unclear.detail, weight: 0 }, ...evidence],
    clarity: "vague",
    question: unclear.question,
    ...(unclear.nothingToDo === true ? { nothingToDo: true } : {}),
    probabilities,
  };
}
