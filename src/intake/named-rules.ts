import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { isAboutDocuments, isAboutTests, wordsIn } from "./vocabulary.ts";

/**
 * Evidence that people give to an agent and that titles of past changes hardly ever carry, so that no weight can be
 * fitted to it. Few, named, and set by hand: log-odds against `focused`, as in `weights.ts`.
 */
export interface NamedRule {
  name: string;
  detail: string;
  weight: readonly [sequential: number, parallel: number];
}

const ordersSteps =
  /\bfirst\b[^.]{3,}\bthen\b|[,;.，；。]\s*(?:and\s+)?(?:then|afterwards|after that|finally|puis|ensuite|danach|dann|luego|después|depois|poi|затем|потом|然后|之后|その後|그 다음)(?=\s|$|[\p{Script=Han}])|\bonce (?:that|this|it)(?: is|'s)\b|\bstep \d\b/iu;
const numberedStep = /^\s*\d+[.)]\s+\S/gm;

/** The named rules that a goal meets. */
export function readNamedRules(goal: GoalText, facts: IntakeFacts): NamedRule[] {
  const rules: NamedRule[] = [];
  const ordered = ordersSteps.test(goal.text) || (goal.text.match(numberedStep)?.length ?? 0) >= 3;
  if (ordered) rules.push({ name: "ordered-steps", detail: "asks for one thing after another", weight: [1.5, -1.5] });
  const listed = facts.surfaces.filter(({ by }) => by === "list" || by === "path" || by === "code");
  const separable = isAboutDocuments(goal) || isAboutTests(goal) || wordsIn("sweep", goal).length > 0;
  if (listed.length >= 4 && separable && !ordered) {
    const detail = `the same for each of ${listed.length} places that exist (${listed.map(({ path }) => path).join(", ")})`;
    rules.push({ name: "enumerated-units", detail, weight: [-1, 3] });
  }
  return rules;
}
