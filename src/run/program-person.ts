import { openingMode } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { ModeOutlook, Person } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { readChoice, readMode, readReview, readWords, readYesOrNo } from "./answers.ts";
import { type AnsweredFrom, newAsking } from "./asking.ts";

/** The person behind a program: questions are `question.asked` events, answers lines on stdin or left in the run's folder. */
export function programPerson(host: Host, from: AnsweredFrom): Person {
  const { ask, join, leave } = newAsking(host, from);
  return {
    askGoal: () => ask({ kind: "goal", question: "What should be true when baro is done?" }, readWords),
    answer: (question, stop, about = "clarity") =>
      ask({ kind: about, question }, about === "delivery" ? readYesOrNo : readWords, stop),
    chooseMode: (decision, outlook, { leaves, story }, stop) => {
      const { mode, confidence, reason } = decision;
      const shown = { suggested: mode, confidence, reason, leaves, only: story, modes: modesOf(outlook) };
      return ask(
        { kind: "mode", question: "Which mode?", ...shown, opensOn: openingMode(decision) },
        readMode(story === null ? null : mode),
        stop,
      );
    },
    reviewPlan: async (enforced, stop, soFar) => {
      const { plan, expected = null, missing = [] } = enforced;
      const { changes = 0, isEdited: edited = false } = soFar ?? {};
      const shown = { mode: plan.mode, expected, missing, changes, edited };
      const question = { kind: "plan" as const, question: "Run this plan?", ...shown };
      return (await ask(question, readReview(enforced, changes), stop)) ?? { action: "leave" };
    },
    choose: ({ kind, question, answers }, stop) => ask({ kind, question, answers }, readChoice(answers), stop),
    join,
    leave,
  };
}

function modesOf(outlook: ModeOutlook): ({ mode: Mode } & ModeOutlook[Mode])[] {
  return modes.map((mode) => ({ mode, ...outlook[mode] }));
}
