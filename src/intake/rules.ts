import type { Decision, Signal } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import { boundMode, parallelSurfaces } from "./bound.ts";
import { findUnclear } from "./clarity.ts";
import { actsOnLink } from "./clarity-links.ts";
import { factSignals, reasonFor } from "./explain.ts";
import { readFeatures } from "./features.ts";
import { type GoalText, readGoal } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { readNamedRules } from "./named-rules.ts";
import { scoreFeatures } from "./score.ts";
import type { Unclear } from "./unclear.ts";

/** Above this the rules decide alone; below, a model may be asked. */
export const decisiveConfidence = 0.75;

export interface RulesDecision {
  decision: Decision;
  /** No model needs to be asked. */
  decisive: boolean;
}

/** Decides by evidence alone. Pure and total; the answer whenever no model is there. */
export function decideByRules(goal: string, facts: IntakeFacts): RulesDecision {
  const text = readGoal(goal);
  const { probabilities, signals } = scoreFeatures(readFeatures(text, facts), readNamedRules(text, facts));
  const evidence = [...factSignals(text, facts), ...signals];
  const unclear = findUnclear(text, facts);
  if (unclear !== null) return { decision: vague(unclear, evidence, probabilities), decisive: true };
  const fixed = fixedMode(text, facts);
  if (fixed !== null) return { decision: certain(fixed, evidence), decisive: true };
  const mode = chooseMode(probabilities);
  const bounded = boundMode({ mode, probabilities, goal: text, facts });
  return {
    decision: {
      mode: bounded.mode,
      confidence: bounded.probabilities[bounded.mode],
      reason: bounded.reason ?? reasonFor(mode, evidence, parallelSurfaces(text, facts)),
      source: "rules",
      signals: bounded.signal === null ? evidence : [bounded.signal, ...evidence],
      clarity: "clear",
      question: null,
      probabilities: bounded.probabilities,
    },
    decisive: bounded.probabilities[bounded.mode] >= decisiveConfidence,
  };
}

/** A fan-out that was wrong costs more than one that was missed: it must be this likely, not only the likeliest. */
const parallelAtLeast = 0.45;

/** The likeliest mode; the first of equals, which is the cheapest. */
export function chooseMode(probabilities: Readonly<Record<Mode, number>>): Mode {
  const open = modes.filter((mode) => mode !== "parallel" || probabilities.parallel >= parallelAtLeast);
  return open.reduce((best, mode) => (probabilities[mode] > probabilities[best] ? mode : best), "focused" as Mode);
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
  const likeliest = chooseMode(probabilities);
  // Whatever the answer will be, nothing was shown that could run apart.
  const mode = likeliest === "parallel" ? "focused" : likeliest;
  return {
    mode,
    confidence: probabilities[mode],
    reason: `The goal is no clear work order: ${unclear.detail}.`,
    source: "rules",
    signals: [{ name: unclear.rule, detail: unclear.detail, weight: 0 }, ...evidence],
    clarity: "vague",
    question: unclear.question,
    ...(unclear.nothingToDo === true ? { nothingToDo: true } : {}),
    probabilities,
  };
}
