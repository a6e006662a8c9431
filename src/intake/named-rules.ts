import { listText } from "../text/units.ts";
import { saysApart } from "./apart.ts";
import { withoutCompany } from "./company.ts";
import { deedsOf, leastDeeds } from "./deeds.ts";
import { type GoalText, wordsOf } from "./goal-text.ts";
import type { IntakeFacts, NamedSurface } from "./intake-facts.ts";
import type { NamedRule } from "./named-rule.ts";
import { ofEach, saysOfEach } from "./of-each.ts";
import { fails, oneFault } from "./one-fault.ts";
import { stepsOf } from "./steps.ts";
import { areSiblings, goesApart, kindOf, listedUnits, listsPlacesAlone, unitsToMake } from "./units.ts";
import { isAboutDocuments, isAboutTests, isSubstitution, sweepWords } from "./vocabulary.ts";

/** The named rules that a goal meets. */
export function readNamedRules(goal: GoalText, facts: Pick<IntakeFacts, "surfaces">): NamedRule[] {
  const rules: NamedRule[] = [];
  const units = listedUnits(goal, facts);
  const steps = goesApart(goal, facts) || listsPlacesAlone(goal, units) ? 0 : stepsOf(goal);
  const ordered = steps >= 2;
  if (ordered) rules.push(orderedSteps(steps));
  // "The broken links" of each of three pages are no one failure.
  const one = oneFault(goal, { ofMany: units.length >= 2 && ofEach.test(goal.order), ordered });
  if (one !== null) rules.push(one);
  const places = placesOnTheWay(goal, facts);
  if (places >= 4) rules.push(manyPlaces(places));
  const separable = units.length >= 2 && !ordered && areSeparable(goal, facts, units);
  if (separable) rules.push(enumeratedUnits(goal, facts, units));
  else if (!ordered && deedsOf(goal) >= leastDeeds) rules.push(severalDeeds(deedsOf(goal)));
  const made = ordered ? 0 : unitsToMake(goal);
  if (units.length < 2 && made > 0) {
    // A longer body tells what a change is made of: of past changes with such lists, 2 of 109 were units.
    const apart = goal.bodyShape.chars > mostOrderChars ? 0 : 2;
    rules.push({
      name: "units-to-make",
      detail: `it asks for one of a kind for each of ${made}`,
      weight: [0.65, apart],
    });
  }
  return rules;
}

const mostOrderChars = 400;

/** A file of one language's texts, by its ending or by what it is called: `po/pt_BR.po`, `locales/de.json`. */
function isTranslation(path: string): boolean {
  return (
    /\.(?:po|xlf|xliff|arb|resx|strings|ftl)$/i.test(path) ||
    /\b(?:i18n|l10n|locales?|lang(?:uages?)?|translations?|messages)\/(?:.*[./_-])?[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?\.\w+$/.test(
      path,
    )
  );
}

/** What is written beside code and changes nothing that other code sees: one place needs nothing of another. */
const besideCode =
  /^\s*(?:please\s+)?(?:document|annotate|comment|proof-?read|spell-?check|translate)\b|\b(?:docstrings?|\w*doc comments?|doc-comments?|(?:header|licen[cs]e|copyright) (?:comments?|headers?)|type (?:hints|annotations)|comments only)\b|\b(?:comments|(?:an?|one|the)\s+(?:`[^`\n]+`\s+)?(?:[\w-]+\s+)?comment)(?=\s+(?:to|into|in|at|on|for|that|which|above|of|with)\b|[.,;]|\s*$)/i;
function areSaidApart(goal: GoalText): boolean {
  return (saysOfEach(goal.order) || saysApart.test(goal.text)) && !isSubstitution(goal);
}

function areSeparable(goal: GoalText, facts: Pick<IntakeFacts, "surfaces">, units: readonly NamedSurface[]): boolean {
  // The list may stand in the sentence after the title.
  const whole = { ...goal, words: wordsOf(goal.order.split("\n").map(withoutCompany).join("\n")) };
  const texts = isAboutDocuments(whole) || isAboutTests(whole) || sweepWords(whole).length > 0;
  return (
    texts ||
    (units.length >= 3 &&
      (units.every(({ path }) => kindOf(path) === "doc" || kindOf(path) === "test" || isTranslation(path)) ||
        /\breadmes?\b/i.test(goal.title) ||
        (listsPlacesAlone(goal, units) && !isSubstitution(goal)) ||
        saysOfEach(goal.order) ||
        saysApart.test(goal.text) ||
        besideCode.test(goal.order) ||
        goesApart(goal, facts)))
  );
}

/** Two things may be one story all the same; a list of steps that somebody wrote down is to be gone through in order. */
function orderedSteps(steps: number): NamedRule {
  const detail = steps === 2 ? "it asks for one thing after another" : `it asks for ${steps} things one after another`;
  return { name: "ordered-steps", detail, weight: [Math.min(5.2, 2 * (steps - 1)), -2] };
}

/** Of the titles of past changes that join three deeds or more, seven of ten went through several modules. */
function severalDeeds(deeds: number): NamedRule {
  return {
    name: "several-deeds",
    detail: `it asks for ${deeds} things that each have an object of their own`,
    weight: [Math.min(3.2, 1.6 + 0.8 * (deeds - leastDeeds)), 0.2],
  };
}

/** The places that a longer order goes through, one after the other, where it is no report of what went wrong. */
function placesOnTheWay(goal: GoalText, facts: Pick<IntakeFacts, "surfaces">): number {
  const { order, bodyShape } = goal;
  const isLong = order.split(/\s+/).length >= leastWords && bodyShape.quotations === 0 && !fails.test(order);
  return isLong && !ofEach.test(order) && listedUnits(goal, facts).length < 4 ? facts.surfaces.length : 0;
}
const leastWords = 30;

function manyPlaces(places: number): NamedRule {
  return {
    name: "many-places",
    detail: `a long order goes through ${places} places`,
    weight: [Math.min(3.2, 0.65 * (places - 1)), -0.65],
  };
}

/** Each further unit that is listed makes it likelier, and none tips it alone; side by side, and said of each, they do. */
function enumeratedUnits(
  goal: GoalText,
  facts: Pick<IntakeFacts, "surfaces">,
  units: readonly NamedSurface[],
): NamedRule {
  const paths = units.map(({ path }) => path);
  const areTasks = goesApart(goal, facts);
  // Said outright, it counts as much as lying side by side.
  const told = saysApart.test(goal.order) && units.length >= 3 && !isSubstitution(goal);
  const side = (told || areTasks || areSiblings(units)) && areSaidApart(goal);
  const sure = (side ? 1 + 0.31 * Math.min(paths.length - 1, 3) : 1) * (told ? 1.6 : 1);
  const strength = Math.log2(Math.min(paths.length, 8) - 0.6) * sure;
  return {
    name: "enumerated-units",
    detail: `it ${areTasks ? "lists a task each for" : "asks for the same in"} ${listText(paths.length > 6 ? [...paths.slice(0, 5), `${paths.length - 5} more`] : paths)}`,
    weight: [-0.8 * strength, 0.5 + 1.6 * strength],
  };
}
