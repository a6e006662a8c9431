import { saysApart } from "./apart.ts";
import type { GoalText } from "./goal-text.ts";
import { actsOnProgram } from "./issue-body.ts";
import { isWorkVerb, translateWord } from "./lexicon.ts";
import { linesIn } from "./lists.ts";
import { nameKey } from "./name-key.ts";
import { numberedItems, stepWords } from "./numbered.ts";

const nextWords =
  "(?:only )?then|afterwards|(?:only )?after (?:that|this)|with (?:that|this) in place|next(?! to\\b)|finally|lastly|in the end|at the end|(?:close|finish|round it off) with|on (?:top of )?(?:that|this|it)|go on with|puis|ensuite|à la suite|danach|dann|anschließend|daraufhin|luego|después|a continuación|depois|em seguida|poi|następnie|potem|затем|потом|然后|再(?!次)|之后|接着|随后|その後|次に|続いて|それから|그 ?다음|이후에?|마지막으로|이어서|à la fin|enfin|zum schluss|zuletzt|al final|por último|no fim|por fim|infine|alla fine|na koniec|в конце|наконец|最后|最後に";
const nextStep = new RegExp(
  [
    String.raw`(?:[,;:.，；。、\n]|\)|(?<=\S)[ \t][-–—])\s*(?:(?:and|und|et|y|e|oraz|i|и)\s+)?(?:${nextWords}|when (?:they|it|that)(?:'re|'s| are| is) (?:green|done|ready|in place|merged))(?=[\s,:，、]|$|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])`,
    String.raw`[,;]\s[^,;.]{3,60}\s(?:at last|last)(?=\s*(?:[.;]|$))`,
    String.raw`\s(?:and|und)\s+(?:after (?:that|this)|afterwards|(?:at|in) the end|finally|lastly|close with)\s`,
    // In German the verb comes first.
    String.raw`[,;]\s+(?:und\s+)?\p{L}+\s+(?:danach|anschließend)(?=\s)`,
    String.raw`\s(?:afterwards|danach|anschließend)(?=\s*(?:[.;]|$))`,
  ].join("|"),
  "giu",
);
const firstWords = "first|zuerst|d'abord|primero|primeiro|najpierw|сначала|首先|まず";
const ordersSteps = new RegExp(
  String.raw`(?<!\p{L})(?:${firstWords})(?!\p{Script=Latin})(?:[^.]|\.\S){3,}(?<!\p{L})(?:after|${nextWords})(?!\p{Script=Latin})|\bonce (?:that|this|it|they|both|these)(?:'s|'re| (?:is|are|works?|exists?))\b|\bin (?:this|that|exactly this|the following) order\b|\bstep by step\b|\b(?:start|begin)s?\s+(?:with|in|by|from|at)\b[\s\S]{3,}\b(?:then|next|go on|carry|after|when)\b`,
  "iu",
);
/** Lines that are numbered, called a step, or begin by saying when their turn is. */
const stepLine = new RegExp(
  String.raw`^\s*(?:\(?(?:\d+|[a-h])[.)]\s+\S|(?:[-*•]\s+)?(?:${stepWords}) \d|(?:[-*•]\s+)?(?:first|${nextWords})(?=[,:]|[ \t]+\S)|(?:[-*•]\s+)?(?:(?:start|begin|last)(?=[,:]\s)|(?:start|begin) (?:with|by)(?=\s)))`,
  "gimu",
);

/** What stands apart from the title is a report sooner than what goes on with its sentence. */
const maxOrderChars = { apart: 200, goingOn: 600 };
const standsApart = /^[^\n]*\n\s*\n/;

/**
 * How many things the goal wants one after another; 0: it orders none. A longer body tells what happened in what order; of
 * it only what is plainly numbered, or told to somebody, orders steps.
 */
export function stepsOf(goal: GoalText): number {
  const { title, bodyShape } = goal;
  const isPlain = bodyShape.headings === 0 || (bodyShape.headings === 1 && planHeading.test(goal.text));
  const isOrder = isPlain && bodyShape.quotations === 0 && !toReproduce.test(goal.text);
  return isOrder ? stepsOfPlain(goal) : joinedSteps(title);
}

/** What was done to see a fault, and not what is to be done. */
const toReproduce =
  /\b(?:steps )?to reproduce\b|\brepro(?:duction)?(?: steps)?:|^\W*(?:describe the bug|bug report|expected (?:behaviou?r|result)|actual (?:behaviou?r|result)|screenshots?)\b/im;

/** A heading under which somebody says in what order to go on; steps to reproduce are another thing. */
const planHeading =
  /^[#*\s]*(?:the |my |proposed |rough )?(?:plan|approach|steps|to-?do|tasks?|order of work|plan of attack|vorgehen|schritte|étapes|pasos|passos)[*\s]*:?[*\s]*$/im;

function stepsOfPlain({ text, title, order, bodyShape }: GoalText): number {
  const inline = inlineSteps(text);
  if (inline !== null) return inline;
  const apart = standsApart.test(text);
  // A long line was cut where its title ends; the marks between its clauses are in the text alone.
  const said = text.includes("\n") ? order : text;
  const lines = said.match(stepLine)?.length ?? 0;
  const listed = linesIn(order);
  if (lines >= (apart ? 3 : 2)) return saysApart.test(text) && !needsEarlier(listed) ? 0 : lines;
  if (listed.length >= 2 && needsEarlier(listed)) return listed.length;
  const most = apart ? maxOrderChars.apart : maxOrderChars.goingOn;
  const joined = joinedSteps(bodyShape.chars <= most ? said : title);
  const told = toldSteps(text);
  return told >= 2 ? Math.max(told, joined) : joined;
}

const needing = "needs?|requires?|builds? (?:up)?on|depends? on|relies on|based (?:up)?on|uses?|reuses?";
const needs = new RegExp(String.raw`\b(?:${needing})\s+(?:the|that|this)\s+(?:new\s+)?(?<word>\p{L}{4,})`, "giu");
const needsAbove = new RegExp(String.raw`\b(?:${needing})\s[^.;]{0,40}\babove\b`, "iu");

/** Whether an item of a list says that it needs what an earlier one makes: "(needs the event)". */
export function needsEarlier(items: readonly string[]): boolean {
  return items.some((item, at) => {
    const earlier = items.slice(0, at).join("\n").toLowerCase();
    const known = [...item.matchAll(needs)].some(({ groups }) =>
      earlier.includes(groups?.["word"]?.toLowerCase() ?? ""),
    );
    return at > 0 && (known || needsAbove.test(item));
  });
}

/** What a sentence joins by words that say which comes after which. */
function joinedSteps(text: string): number {
  const joints = text.match(nextStep)?.length ?? 0;
  if (joints === 0 && !ordersSteps.test(text)) return chainedSteps(text);
  return Math.max(2, joints + 1, Math.min(mostSteps, clausesToDo(text)));
}

/** What a sentence orders clause by clause, when a later one needs to know of an earlier one. */
function chainedSteps(text: string): number {
  const clauses = text.split(clauseEnd);
  const areOrders = clauses.every((clause) => isWorkVerb(translateWord(firstWord(clause))) && /\s\S+\s\S/.test(clause));
  return clauses.length >= leastChained && areOrders && refersBack(clauses) ? clauses.length : 0;
}
const leastChained = 3;
/** A semicolon or the end of a line; a long line that goes on in lower case was only wrapped. */
const clauseEnd = /;\s+|(?:(?<!.{50})\n|\n(?=\s*\p{Lu}))(?!\s*(?:[-*•]|$))/u;

/** Of what a sentence joins with commas, as many may be steps. */
const mostSteps = 4;

/** Clauses that each say what to do: "add a class, wire it into the reader, and only then write the guide". */
function clausesToDo(text: string): number {
  const clauses = text.split(clauseJoint).map((clause) => clause.replace(clauseStart, ""));
  return clauses.filter((clause) => isWorkVerb(translateWord(firstWord(clause))) && /\s\S+\s\S/.test(clause)).length;
}

const clauseJoint = /[,;]\s+|\s(?:and|und|et|y|e)\s+/u;
const clauseStart = new RegExp(String.raw`^\s*(?:and\s+)?(?:(?:${firstWords}|${nextWords})[\s,]+)?`, "iu");

/** Steps that are numbered in running text. Null: nothing is. */
function inlineSteps(text: string): number | null {
  const found = numberedItems(text);
  if (found === null) return null;
  const { items, isNumbered } = found;
  return refersBack(items) || (isNumbered && !saysApart.test(text)) ? items.length : 0;
}

const sentenceEnd = /(?<=[\p{L}\p{N}\x60"')][.!;])\s+|\n+/u;
const firstSentence = new RegExp(String.raw`^(?:${firstWords})(?!\p{L}),?\s+(?<rest>.+)`, "iu");
const laterSentence = new RegExp(
  String.raw`^(?:and\s+)?(?:${nextWords}|(?:once|when|after|as soon as)\s[^,]{3,80})(?!\p{L}),?\s+(?<rest>.+)`,
  "iu",
);

/** Sentences that each say when their turn is and then what to do, as one says it to somebody; a report tells what was done. */
function toldSteps(text: string): number {
  const sentences = text.split(sentenceEnd).map((sentence) => sentence.replace(/^[^:]{0,40}:\s+/, "").trim());
  const first = sentences.findIndex((sentence) => orders(firstSentence.exec(sentence)?.groups?.["rest"]));
  if (first < 0) return 0;
  const later = sentences.slice(first + 1).filter((one) => orders(laterSentence.exec(one)?.groups?.["rest"]));
  return later.length === 0 ? 0 : later.length + 1;
}

function orders(rest: string | undefined): boolean {
  const word = firstWord(rest ?? "");
  return isWorkVerb(translateWord(word)) && !/ed$/.test(word) && !actsOnProgram.test(word);
}

function firstWord(text: string): string {
  return text.toLowerCase().match(/\p{L}+/u)?.[0] ?? "";
}

const backwards =
  /\b(?:(?<!\b(?:when|if|as|that|once|while|because|before|after|so|where)\s)its?|them|they|these|those|both|now|then|instead|that one|the (?:old|same|former|above|remaining|rest))\b/i;
const theWord = /\b(?:the|that|this|der|die|das|den|le|la|les|el|los|las|o|os|as)\s+(\p{L}{4,})/giu;
const codeWord = /`[^`]+`|\b\w*[a-z][A-Z]\w*\b|\b\w+_\w+\b|[\w./-]*\w\.[a-z]{1,5}\b/g;

/** Whether a later item of a list needs to know of an earlier one: it points at it, or has a name of its own in common. */
export function refersBack(items: readonly string[]): boolean {
  const seen = new Set<string>();
  return items.some((item, at) => {
    const names = (item.match(codeWord) ?? []).map((word) => nameKey(word.replace(/^.*\//, "").replace(/\..*$/, "")));
    const earlier = items.slice(0, at).join("\n").toLowerCase();
    const known = [...item.matchAll(theWord)].some(([, word = ""]) => earlier.includes(word.toLowerCase()));
    const back = at > 0 && (known || backwards.test(item) || names.some((one) => seen.has(one)));
    for (const one of names) if (one.length > 2) seen.add(one);
    return back;
  });
}
