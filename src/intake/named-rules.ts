import { listText } from "../text/units.ts";
import { type GoalText, wordsOf } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { listedUnits, ofEach, unitsToMake } from "./units.ts";
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

const nextWords =
  "(?:only )?then|afterwards|(?:only )?after that|next|finally|lastly|in the end|on (?:top of )?(?:that|this|it)|go on with|puis|ensuite|danach|dann|anschließend|luego|después|depois|poi|następnie|potem|затем|потом|然后|之后|その後|그 다음";
const nextStep = new RegExp(
  String.raw`(?:[,;:.，；。\n]|\)|\s[-–—])\s*(?:and\s+)?(?:${nextWords})(?=[\s,:]|$|[\p{Script=Han}])|[,;]\s[^,;.]{3,60}\s(?:at last|last)(?=\s*(?:[.;]|$))`,
  "giu",
);
const firstWords = "first|zuerst|d'abord|primero|primeiro|najpierw|сначала|首先|まず";
const ordersSteps = new RegExp(
  String.raw`(?<!\p{L})(?:${firstWords})(?!\p{Script=Latin})(?:[^.]|\.\S){3,}(?<!\p{L})(?:after|${nextWords})(?!\p{Script=Latin})|\bonce (?:that|this|it)(?: is|'s)\b|\bstep by step\b|\b(?:start|begin)s?\s+(?:with|in|by|from|at)\b[\s\S]{3,}\b(?:then|next|go on|carry|after|when)\b`,
  "iu",
);
/** Lines that are numbered, called a step, or begin by saying when their turn is. */
const stepLine = new RegExp(
  String.raw`^\s*(?:\(?(?:\d+|[a-h])[.)]\s+\S|(?:[-*•]\s+)?(?:step|phase|stage) \d|(?:[-*•]\s+)?(?:first|${nextWords})(?=\s|,))`,
  "gimu",
);

/** What stands apart from the title is a report sooner than what goes on with its sentence. */
const maxOrderChars = { apart: 200, goingOn: 600 };
const standsApart = /^[^\n]*\n\s*\n/;

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
  const steps = stepsOf(goal);
  const ordered = steps >= 2;
  if (ordered) rules.push(orderedSteps(steps));
  const units = listedUnits(goal, facts);
  // "The broken links" of each of three pages are no one failure.
  const ofMany = units.length >= 2 && ofEach.test(goal.order);
  if (whichSide.test(goal.order) || (!ofMany && fails.test(goal.title) && wantsRepair.test(goal.order))) {
    const detail = whichSide.test(goal.order)
      ? "it asks which of two sides is wrong"
      : "it describes one failure to repair";
    rules.push({ name: "one-failure", detail, weight: [-2, -3] });
  }
  const places = placesOnTheWay(goal, facts);
  if (places >= 4) rules.push(manyPlaces(places));
  // The list may stand in the sentence after the title.
  const whole = { ...goal, words: wordsOf(goal.order) };
  const separable =
    isAboutDocuments(whole) ||
    isAboutTests(whole) ||
    sweepWords(whole).length > 0 ||
    (units.length >= 3 && ofEach.test(goal.order));
  if (units.length >= 2 && separable && !ordered) rules.push(enumeratedUnits(units.map(({ path }) => path)));
  const made = unitsToMake(goal);
  if (units.length < 2 && made > 0) {
    rules.push({ name: "units-to-make", detail: `it asks for one of a kind for each of ${made}`, weight: [0.5, 1.5] });
  }
  return rules;
}

/**
 * How many things the goal wants one after another; 0: it orders none. A longer body tells what happened in what order; of
 * it only a plain numbered list orders steps.
 */
function stepsOf(goal: GoalText): number {
  const { title, order, bodyShape } = goal;
  const apart = standsApart.test(goal.text);
  const plain = bodyShape.headings === 0 && bodyShape.quotations === 0;
  const lines = plain ? (order.match(stepLine)?.length ?? 0) : 0;
  if (lines >= (apart ? 3 : 2)) return lines;
  const text = plain && bodyShape.chars <= (apart ? maxOrderChars.apart : maxOrderChars.goingOn) ? order : title;
  const joints = text.match(nextStep)?.length ?? 0;
  return joints > 0 || ordersSteps.test(text) ? Math.max(2, joints + 1) : 0;
}

/** Two things may be one story all the same; a list of steps that somebody wrote down is to be gone through in order. */
function orderedSteps(steps: number): NamedRule {
  const detail = steps === 2 ? "it asks for one thing after another" : `it asks for ${steps} things one after another`;
  return { name: "ordered-steps", detail, weight: [Math.min(4, 1.5 + (steps - 2)), -1.5] };
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
    weight: [Math.min(2.5, 0.5 * (places - 1)), -0.5],
  };
}

/** Each further unit that is listed makes it likelier, and none tips it alone. */
function enumeratedUnits(paths: readonly string[]): NamedRule {
  const strength = Math.log2(Math.min(paths.length, 8) - 0.6);
  return {
    name: "enumerated-units",
    detail: `it asks for the same in ${listText(paths.length > 6 ? [...paths.slice(0, 5), `${paths.length - 5} more`] : paths)}`,
    weight: [-0.6 * strength, 0.4 + 1.2 * strength],
  };
}
