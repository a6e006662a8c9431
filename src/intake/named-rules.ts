import { listText } from "../text/units.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { listedUnits } from "./units.ts";
import { isAboutDocuments, isAboutTests, sweepWords } from "./vocabulary.ts";

/**
 * Evidence that people give to an agent and that titles of past changes hardly ever carry, so that no weight can be
 * fitted to it. Few, named, and set by hand: log-odds against `focused`, as in the model.
 */
export interface NamedRule {
  name: string;
  detail: string;
  weight: readonly [sequential: number, parallel: number];
}

const ordersSteps =
  /\bfirst\b[^.]{3,}\bthen\b|[,;.，；。]\s*(?:and\s+)?(?:then|afterwards|after that|finally|puis|ensuite|danach|dann|luego|después|depois|poi|następnie|potem|затем|потом|然后|之后|その後|그 다음)(?=\s|$|[\p{Script=Han}])|\bonce (?:that|this|it)(?: is|'s)\b|\bstep \d\b/iu;
const numberedStep = /^\s*\d+[.)]\s+\S/gm;

const maxOrderChars = 200;

/** One thing that goes wrong, told as a fact. */
const fails =
  /\b(?:an?|the|this|that|one|our)\s(?:[\w`'"./-]+\s){0,5}(?:is|keeps?|started|starts)?\s*(?:fail(?:s|ing|ed)|flaky|red|broken|crash(?:es|ing|ed)|hang(?:s|ing)|panics?|panicking|leaks?|leaking|throws?|segfaults?|times? out)\b/i;
const wantsRepair = /\b(?:fix|repair|make it pass|find out|figure out|investigate|debug|track down|diagnose)\b/i;
/** A question of which side is wrong is answered by whoever looks at both. */
const whichSide =
  /\bwhether\b[^.?!]{3,80}\bor\b[^.?!]{3,80}\b(?:wrong|right|at fault|broken|to blame|correct|stale|outdated)\b/i;

/** The named rules that a goal meets. */
export function readNamedRules(goal: GoalText, facts: Pick<IntakeFacts, "surfaces">): NamedRule[] {
  const rules: NamedRule[] = [];
  const ordered = isOrdered(goal);
  if (ordered)
    rules.push({ name: "ordered-steps", detail: "it asks for one thing after another", weight: [1.5, -1.5] });
  if (whichSide.test(goal.order) || (fails.test(goal.title) && wantsRepair.test(goal.order))) {
    const detail = whichSide.test(goal.order)
      ? "it asks which of two sides is wrong"
      : "it describes one failure to repair";
    rules.push({ name: "one-failure", detail, weight: [-2, -3] });
  }
  const units = listedUnits(facts);
  const separable = isAboutDocuments(goal) || isAboutTests(goal) || sweepWords(goal).length > 0;
  if (units.length >= 2 && separable && !ordered) rules.push(enumeratedUnits(units.map(({ path }) => path)));
  return rules;
}

/** A longer body tells what happened in what order; of it only a plain numbered list orders steps. */
function isOrdered({ title, order, bodyShape: { chars, headings, quotations } }: GoalText): boolean {
  const plain = headings === 0 && quotations === 0;
  const steps = plain ? (order.match(numberedStep)?.length ?? 0) : 0;
  return ordersSteps.test(plain && chars <= maxOrderChars ? order : title) || steps >= 3;
}

/** Each further unit that is listed makes it likelier, and none tips it alone. */
function enumeratedUnits(paths: readonly string[]): NamedRule {
  const strength = Math.log2(Math.min(paths.length, 8));
  return {
    name: "enumerated-units",
    detail: `it asks for the same in ${listText(paths.length > 6 ? [...paths.slice(0, 5), `${paths.length - 5} more`] : paths)}`,
    weight: [-0.6 * strength, 0.4 + 1.2 * strength],
  };
}
