import { shorten } from "../text/shorten.ts";
import { isWorkVerb } from "./lexicon.ts";
import type { ClarityRule } from "./unclear.ts";
import { isKnownWord } from "./vocabulary.ts";

/** Words that name nothing in particular. */
const general = new Set(
  "a an the this that these those it its my our your their some any all every everything something anything thing things stuff please just now again more better best good nice nicer great faster fast quick quickly properly correctly right wrong bad broken work works working do does done make makes go on up out in of for to with and or is are be code codebase app application project repo repository program software product feature features bug bugs issue issues problem problems error errors fix fixes fixed fixing improve improves improvement improvements improving improved performance quality refactor refactors refactoring refactored clean cleanup cleaning cleaner update updates updating updated upgrade change changes changing changed optimize optimise optimization polish tweak tweaks tidy modernize enhance enhancement continue resume proceed next finish start begin help test tests testing docs documentation document add implement build create write wip todo tbd asap misc various few little bit small minor big major new old ui ux design look feel user users me i we you us can could would should will want need like hi hello hey ok okay yes no thanks review check debug investigate try run solve handle undo redo retry same last previous thing-y robust time times as production ready production-ready prod ship release deploy done it's let's".split(
    " ",
  ),
);

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
      detail: `no work is named, only how to run: "${goal.claims[0]}"`,
      question: `The goal says how to run and not what to do. ${openQuestion}`,
    };
  }
  return { rule: "empty", detail: "the goal holds no word", question: openQuestion };
};

/** Going on needs something to go on with. */
export const continueRule: ClarityRule = (goal, facts) => {
  if (!/^\W*(please\s+)?(continue|resume|go on|carry on|proceed|keep going|finish( it)?|next)\W*$/i.test(goal.text))
    return null;
  const question = facts.followUp
    ? "What should be done next on this work?"
    : "There is no earlier work to go on with here: what should be done?";
  return { rule: "nothing-to-continue", detail: "the goal only says to go on", question };
};

/** A wish without an object: every word of it fits any repository. */
export const generalRule: ClarityRule = (goal, facts) => {
  // A path or a name that exists is a place, and no word of what to do there.
  if (facts.surfaces.length > 0 && goal.body === "" && /^[!-~]+$/.test(goal.title)) {
    return {
      rule: "only-a-place",
      detail: `"${goal.title}" says where, and not what`,
      question: `What should be done with ${goal.title}?`,
    };
  }
  if (goal.areas.length > 0 || goal.body.length > 40 || facts.surfaces.length > 0) return null;
  const words = goal.words;
  const particular = words.filter((word) => !general.has(word));
  if (particular.length === 0) {
    const question = questionFor.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1] ?? openQuestion;
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
  const foreign = words.length === 3 && !words.some((word) => general.has(word) || isKnownWord(word));
  if (words.length <= 3 && goal.type === null && plainEnglish && !foreign && !words.some(isWorkVerb)) {
    return {
      rule: "no-verb",
      detail: `"${goal.title}" has no verb`,
      question: `What should be done about "${goal.title}"?`,
    };
  }
  return null;
};

const interrogative =
  /^\W*(why|what|what's|how|where|when|who|which|whose|is|are|was|were|does|do|did|has|have|should|explain|tell me|describe how|summari[sz]e|pourquoi|comment|quel\w*|est-ce|qu'est|warum|wieso|wie|was|wo|welche\w*|por qué|porqué|qué|cómo|dónde|cuál|por que|como|onde|perché|come|dove|почему|зачем|как|что|где|чому|як|що|dlaczego|jak|co|gdzie|为什么|怎么|如何|什么|なぜ|どうして|どう|何|왜|어떻게|무엇)(?=$|[\s\p{P}]|[\p{Script=Han}\p{Script=Hiragana}])/iu;
const politeRequest =
  /^\W*(can|could|would|will|might)\s+(you|we|someone|baro)\b|^\W*(please|pourriez|peux|pouvez|kannst|könntest|puedes|podrías|pode|você pode|можешь|можете|puoi)\b/iu;
const asksWork =
  /[,;.]\s*(?:and|then|und|et|y|и)?\s*(?:please\s+)?(fix|change|make|add|implement|remove|correct|repair)\b/i;

/** A question wants an answer; whether it also wants a change is the person's to say. */
export const questionRule: ClarityRule = (goal) => {
  if (goal.type !== null || goal.areas.length > 0) return null;
  const asks = /[?？؟]\s*$/.test(goal.title);
  const begins = interrogative.test(goal.title);
  const polite = politeRequest.test(goal.title);
  const explains = polite && /\b(explain|tell|show me|describe|summari[sz]e|clarify|say)\b/i.test(goal.title);
  const first = goal.words[0] ?? "";
  // "Do not use Date" and "How the router works: document it" are work; a question mark settles the rest.
  const question =
    explains || (asks && !polite && !isWorkVerb(first)) || (begins && !asks && startsAQuestion(goal.title));
  if (!question || asksWork.test(goal.title)) return null;
  return {
    rule: "question",
    detail: "the goal asks something and orders no change",
    question: `"${shorten(goal.title, 80)}" is a question. Should something be changed, and if so what?`,
  };
};

/** Without a question mark only these beginnings are surely a question: "Is" and "How" also begin titles of changes. */
function startsAQuestion(title: string): boolean {
  return /^\W*(why|what|what's|where|who|how (do|does|did|can|is|are|much|many|would|to)|explain|tell me|pourquoi|warum|por qué|почему|为什么|なぜ|왜)(?=$|[\s\p{P}]|\p{Script=Han})/iu.test(
    title,
  );
}

const unknownSet =
  /\b(fix|close|resolve|implement|address|solve|do|finish|work through|clear)\b.{0,30}\b(all|every|each|everything|any|the (whole|entire|full))\b.{0,40}\b(issues?|bugs?|tickets?|backlog|todos?|requests?|pull requests|prs|problems?|errors|roadmap|vulnerabilit\w+|warnings|feedback|tasks?|stories)\b|\b(backlog|roadmap)\b\s*$/i;
const product = "app|application|project|product|backend|frontend|repo|repository|website|site|platform|codebase";
const wholeProduct = new RegExp(
  [
    String.raw`\b(rewrite|port|convert|migrate|rebuild|redesign|re-?architect|moderni[sz]e|refactor|translate|replace)\b.{0,30}\b(everything|(whole|entire) \w+|all (of )?(the |our )?code|code ?base|from scratch)\b`,
    String.raw`\b(rewrite|port|rebuild|redesign|re-?architect|moderni[sz]e|refactor)\s+(the|our|my|this) (${product})(?=\s*($|[.,;!]|(to|in|into|with|from|using|as|so|and|on)\b))`,
    String.raw`^\W*(please |can you |let's )?(build|make|create|write|develop|implement|code|clone)\b.{0,40}\b(clone|(an?|the|my|our|new|complete|full|entire) ([\w-]+ ){0,4}?(${product}|saas|game|web ?site|operating system|os|browser|marketplace|social network|search engine|company|startup|business|erp|crm|shop|store|compiler|database))\b`,
  ].join("|"),
  "i",
);

/** A set nobody can list, or a whole product: the first piece must be chosen by a person. */
export const hugeRule: ClarityRule = (goal, facts) => {
  if (unknownSet.test(goal.title)) {
    return {
      rule: "unknown-set",
      detail: "the goal names a set that the repository doesn't list",
      question: "Which ones? Name them, or paste their texts.",
    };
  }
  const items = goal.title.split(/,|\band\b|&/).length;
  const nothingYet = facts.codeFiles === 0 && items >= 3;
  if (!wholeProduct.test(goal.title) && !nothingYet) return null;
  // A body that spells the work out has answered the question already.
  if (goal.body.length > 300) return null;
  return {
    rule: "whole-product",
    detail: facts.codeFiles === 0 ? "a whole product, and no code to start from" : "the goal spans the whole product",
    question: "Which piece comes first, and how would you know that it works?",
  };
};
