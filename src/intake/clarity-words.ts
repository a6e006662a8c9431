import { isForeignWord, particularWords } from "./general-words.ts";
import { type GoalText, wordsOf } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { isWorkVerb } from "./lexicon.ts";
import { stepsOf } from "./steps.ts";
import type { ClarityRule } from "./unclear.ts";
import { vagueFrom, vagueness } from "./vagueness.ts";
import { isAboutDocuments, isKnownWord } from "./vocabulary.ts";

const questionFor: readonly [RegExp, string][] = [
  [
    /^(fix|solve|debug|broken|bug|error|issue|problem)/,
    "What is broken: what happens now, and what should happen instead?",
  ],
  [/^(test|tests|testing)/, "Which part should be tested?"],
  [/^(doc|document)/, "Which part should be documented, and for whom?"],
  [
    /^(improve|optimi|performance|better|faster|enhance|polish|modernize)/,
    "What exactly should be better, and how would you notice it?",
  ],
  [/^(refactor|clean|tidy|tweak)/, "Which part should be changed, and to what end?"],
  [/^(update|upgrade)/, "What should be updated, and to which version or state?"],
];
const openQuestion = "What should be true in this repository when the work is done?";

/** Nothing was said: blanks, an empty code fence, a comment, an emoji, or claims about how to run alone. */
export const emptyRule: ClarityRule = (goal) => {
  if (/[\p{L}\p{N}]/u.test(goal.text)) return null;
  if (goal.claims.length > 0) {
    return {
      rule: "claims-only",
      detail: `it says only how to run: "${goal.claims[0]}"`,
      question: `The goal says how to run and not what to do. ${openQuestion}`,
    };
  }
  return { rule: "empty", detail: "the goal has no words", question: openQuestion };
};

/** Going on needs something to go on with. */
export const continueRule: ClarityRule = (goal, facts) => {
  if (
    !/^[^\p{L}\p{N}]*(please\s+)?(continue|resume|go on|carry on|proceed|keep going|finish( it)?|next)[^\p{L}\p{N}]*$/iu.test(
      goal.text,
    )
  )
    return null;
  const question = facts.followUp
    ? "What should be done next on this work?"
    : "There is no earlier work to go on with here: what should be done?";
  return { rule: "nothing-to-continue", detail: "the goal only says to go on", question };
};

/** What is wrong, said without a verb, is a work order all the same. */
const defect = /^(?:typos?|crash|crashes|leaks?|deadlock|regression|freeze|hang|flake|flicker)$/;

/** A wish without an object: every word of it fits any repository, or it sounds like those that do. */
export const generalRule: ClarityRule = (goal, facts) => {
  // A path or a name that exists is a place, and no word of what to do there.
  if (facts.surfaces.length > 0 && goal.body === "" && /^[!-~]+$/.test(goal.title)) {
    return {
      rule: "only-a-place",
      detail: `"${goal.title}" says where but not what`,
      question: `What should be done with ${goal.title}?`,
    };
  }
  if (goal.areas.length > 0 || goal.body.length > 40 || facts.surfaces.length > 0) return null;
  const words = goal.words;
  const says = particularWords(goal.rest);
  const isSymptom = says.length <= 3 && goal.type === null && isHedged.test(goal.rest) && !/[`_"']|\d/.test(goal.rest);
  if (says.length === 0 || isSymptom || soundsVague(goal)) {
    const asked = words.map((word) => questionFor.find(([pattern]) => pattern.test(word))?.[1]);
    const question = asked.find((one) => one !== undefined) ?? openQuestion;
    return { rule: "names-nothing", detail: `"${goal.title}" would fit any repository`, question };
  }
  // Scripts without spaces say in three signs what takes a line elsewhere.
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(goal.title);
  if (words.length === 1 && !(unspaced && goal.title.length >= 4)) {
    return {
      rule: "one-word",
      detail: `"${goal.title}" is one word`,
      question: `What should be done about "${goal.title}"?`,
    };
  }
  const plainEnglish = /^[\p{ASCII}]+$/u.test(goal.title);
  // Three words of which none is known may be a sentence of a language whose verbs are not listed.
  const foreign =
    words.some(isForeignWord) ||
    (words.length === 3 && !words.some((word) => particularWords(word).length === 0 || isKnownWord(word)));
  const saysWhat = words.some((word) => isWorkVerb(word) || defect.test(word));
  if (words.length <= 3 && goal.type === null && plainEnglish && !foreign && !saysWhat) {
    return {
      rule: "no-verb",
      detail: `"${goal.title}" has no verb`,
      question: `What should be done about "${goal.title}"?`,
    };
  }
  return null;
};

/** Two names that change places, in the languages that say it with two small words. */
const fromTo = /\b(?:from|von|vom|de|da|dal|desde)\s+(\S+)\s+(?:to|auf|zu|nach|a|à|para|al|em)\s+(\S+)/iu;

/** Something about a subject is off, now and then: neither what happens is said nor when. */
const hedged = [
  String.raw`\b(?:some(?:thing|how)|sometimes|occasionally|randomly|every now and then)\b.*\b(?:wrong|off|strange|weird|odd|fishy|funny|broken|not right)\b|\b(?:wrong|strange|weird|odd|broken|not right)\b.{0,12}\b(?:sometimes|occasionally|randomly|somehow|now and then)\b`,
  String.raw`\b(?:irgend\w+|manchmal|gelegentlich)\b.*\b(?:falsch|komisch|seltsam|merkwürdig|kaputt|nicht richtig|stimmt nicht|stimmt was nicht)`,
  String.raw`\b(?:quelque chose|parfois|de temps en temps)\b.*\b(?:bizarre|étrange|faux|fausses?|cassée?|cloche|va pas)\b`,
  // How something seems, and no more.
  String.raw`\b(?:feels?|looks?|seems?)\s+(?:(?:really|so|too|very|kind of|a bit)\s+)?(?:slow|sluggish|ugly|weird|off|odd|clunky|dated|wrong|bad)(?:\s+(?:lately|now|today|again|these days))?[.!…]*$`,
  String.raw`^\p{Script=Han}{1,6}(?:好|太|很|真|有点|非常)\p{Script=Han}{1,2}[了啊呀]?[。！!]*$`,
  "(?:が|は)(?:なんか|ちょっと)?(?:おかしい|遅い|重い|変|ダサい)(?:です)?[よね]*[。！!]*$",
  "(?:이상해요|느려요|별로예요|이상하네요)[.!]*$",
  String.raw`\b(?:algo|a veces|às vezes|qualcosa|a volte)\b.*\b(?:raro|raras?|mal|estranh[oa]s?|errad[oa]s?|stran[oaie]|sbagliat[oaie])\b`,
];
const isHedged = new RegExp(hedged.join("|"), "iu");

/** What is quoted, spelled like code or typed like a commit has named something, whatever the other words are. */
function soundsVague({ type, rest, body }: GoalText): boolean {
  if (type !== null || /["“”„«»「」『』`]|[\w.]\/|--\w/.test(rest)) return false;
  const [, old = "", next = ""] = fromTo.exec(rest) ?? [];
  if (particularWords(`${old} ${next}`).length > 0) return false;
  return vagueness(`${rest}\n${body}`) >= vagueFrom;
}

const unknownSet =
  /\b(fix|close|resolve|implement|address|solve|do|finish|work through|clear)\b.{0,30}\b(all|every|each|everything|any|the (whole|entire|full))\b.{0,40}\b(issues?|bugs?|tickets?|backlog|todos?|requests?|pull requests|prs|problems?|roadmap|vulnerabilit\w+|feedback|tasks?|stories)\b|\b(backlog|roadmap)\b\s*$|\bfix (?:all|every|each|the) (?:(?:the|open|known|remaining) )*(?:errors?|warnings?)[^\p{L}\p{N}]*$/iu;
const product = "app|application|project|product|backend|frontend|repo|repository|website|site|platform|codebase";
const wholeProduct = new RegExp(
  [
    String.raw`\b(rewrite|port|convert|migrate|rebuild|redesign|re-?architect|moderni[sz]e|refactor|translate|replace)\b.{0,30}\b(everything|(whole|entire) \w+|all (of )?(the |our )?code|code ?base|from scratch)\b`,
    String.raw`\b(rewrite|port|rebuild|redesign|re-?architect|moderni[sz]e|refactor)\s+(the|our|my|this) (${product})(?=\s*($|[.,;!]|(in|into|with|from|as|so|and)\b|to (?!use\b)))`,
    String.raw`^[^\p{L}\p{N}]*(please |can you |let's )?(build|make|create|write|develop|implement|code|clone)\b.{0,40}\b(clone|(an?|the|my|our|new|complete|full|entire) ([\w-]+ ){0,4}?(${product}|saas|game|web ?site|operating system|os|browser|marketplace|social network|search engine|company|startup|business|erp|crm|shop|store|compiler|database))\b`,
  ].join("|"),
  "iu",
);

/** A set nobody can list, or a whole product: the first piece must be chosen by a person. */
export const hugeRule: ClarityRule = (goal, facts) => {
  if (isSpelledOut(goal, facts)) return null;
  // A place that exists, or a label to look for, makes a set that can be listed.
  if (unknownSet.test(goal.title) && facts.surfaces.length === 0 && !/\blabel|["`]/.test(goal.title)) {
    return {
      rule: "unknown-set",
      detail: "the goal names a set that the repository doesn't list",
      question: "Which ones? Name them, or paste their texts.",
    };
  }
  const items = goal.title.split(/,|\band\b|&/).length;
  const nothingYet = facts.codeFiles === 0 && facts.surfaces.length === 0 && items >= 3 && !isAboutDocuments(goal);
  if (!wholeProduct.test(goal.title) && !nothingYet) return null;
  // A body that spells the work out has answered the question already.
  if (goal.body.length > 300) return null;
  return {
    rule: "whole-product",
    detail: facts.codeFiles === 0 ? "a whole product, and no code to start from" : "the goal spans the whole product",
    question: "Which piece comes first, and how would you know that it works?",
  };
};

const clauseJoint = /[,;:.]\s+|\n|\s(?:and|then|und|dann|et|puis|y|luego|e|poi|i|potem)\s+/u;
const clauseStart =
  /^[\s\-*•\d.)(]*(?:\[[ x]\]\s*)?(?:(?:and|then|first|next|finally|afterwards|zuerst|dann|danach|puis|ensuite)[\s,]+)*/iu;
/** So many steps or places answer which piece comes first. */
const leastSpelled = { steps: 3, orders: 3, places: 2 };

/** Whether somebody has taken a large goal apart already: clauses that each order something, steps, or places inside folders. */
function isSpelledOut(goal: GoalText, { surfaces }: Pick<IntakeFacts, "surfaces">): boolean {
  const inner = new Set(surfaces.filter(({ mention }) => /\/./.test(mention)).map(({ path }) => path)).size;
  if (inner >= leastSpelled.places) return true;
  const orders = goal.text.split(clauseJoint).filter((clause) => {
    const said = clause.replace(clauseStart, "");
    return (
      isWorkVerb(wordsOf(said)[0] ?? "") && said.trim().split(/\s+/).length > 2 && particularWords(said).length > 0
    );
  }).length;
  return orders >= leastSpelled.orders || stepsOf(goal) >= leastSpelled.steps;
}
