import { comparedOnly } from "./clarity-comparisons.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import type { ClarityRule } from "./unclear.ts";

/** Signs of a name out of code, a number or a quotation: then something exact is said. */
const exact = /[`"'“”„«»(/#=]|\d|\b\w+\.\w|\b\p{Ll}+\p{Lu}|--\w/u;
const please = String.raw`^(?:please\s+|pls\s+|can (?:you|we)\s+|could (?:you|we)\s+|we should\s+|let's\s+)?`;
/** What people add that tells nothing more: how often, that they don't know, and that it is theirs. */
const aside =
  "please|pls|again|sometimes|often|randomly|occasionally|lately|now|today|somehow|anymore|any more|at all|tbh|imo|imho|idk|(?:i )?dunno|i don['’]?t know(?: why)?|not sure why|no idea(?: why)?|for (?:us|me|some reason|no reason)|(?:with|on|in|for|from|at) (?:my|our|some|certain|several) [\\p{L}-]+(?: [\\p{L}-]+)?";
const end = String.raw`(?:[,;]?\s+(?:${aside}))*[\s.!?…]*$`;
const article = String.raw`(?:(?:the|our|my|this|these|all)\s+)?`;
/** One or two words; more of them begin to say what it is about. */
const subject = String.raw`(?<subject>(?!(?:it|that|this)\b)[\p{L}][\p{L}\w-]*(?:\s+[\p{L}][\p{L}\w-]*)?)`;

const better = String.raw`(?:faster|quicker|better|nicer|cleaner|simpler|easier|smoother|prettier|leaner|lighter|safer|stable|robust|scalable|modern|great|scale|perform|(?:more|less)\s+\p{L}+)(?:\s+to (?:use|read|understand|learn|work with|look at|navigate|follow|maintain|set up|install|configure|test|debug|extend|get started with))?`;
/**
 * A name without an article is a product's, a package's or all of a matter; "the search" is a part of one, and may well be
 * started on.
 */
const name = String.raw`(?<subject>(?!(?:it|that|this|them|us|sure|things?|everything|all|the|our|my|a|an)\b)[\p{L}@][\p{L}\w/@-]*)`;
const wishes = [
  String.raw`${please}(?:make|get)\s+${name}\s+(?:(?:a|an|much|way|so|even|bit|lot|little)\s+){0,3}${better}(?:\s+(?:and|&)\s+${better})?${end}`,
  String.raw`${please}(?:improve|enhance|optimi[sz]e|polish|moderni[sz]e|speed up|revamp|rework)\s+(?<article>(?:the|our|my)\s+)?${name}${end}`,
  String.raw`^(?:bitte\s+)?mach(?:e|t|en)?\s+${name}\s+(?:(?:bitte|mal|etwas|viel|deutlich)\s+)*(?:schneller|besser|schöner|stabiler|robuster|moderner|einfacher)${end}`,
  String.raw`^(?:bitte\s+)?(?:verbessere|optimiere|améliore[rz]?|optimise[rz]?|mejora|mejorar|optimiza|melhor[ae]r?|migliora|migliorare)\s+(?<article>(?:das|die|den|le|la|les|el|los|las|o|a|il|lo|gli)\s+)?${name}${end}`,
  String.raw`^(?:пожалуйста,?\s+)?сделай(?:те)?\s+${name}\s+(?:(?:чуть|немного|намного|гораздо)\s+)*(?:быстрее|лучше|удобнее|красивее|стабильнее|проще|над[её]жнее|понятнее|современнее)${end}`,
].map((pattern) => new RegExp(pattern, "iu"));

const not = "(?:n['’]?t| not)";
/** A place that half of all users are at narrows an impression down to nothing. */
const atLarge =
  "(?:\\s+(?:on|in) (?:mobile|desktop|phones?|tablets?|dark mode|light mode|small screens|prod(?:uction)?|staging|general))?";
const symptom = new RegExp(
  String.raw`^${article}${subject}\s+(?:(?:just|always|still|often|sometimes|keeps?|randomly)\s+)?(?:fails|failing|crashes|crashing|hangs|hanging|breaks|freezes|gets? (?:lost|stuck)|disappears|vanishes|(?:is|are|feels?|looks?|seems?|got|gets?)\s+(?:(?:really|too|so|very|quite|a bit|super|kind of|kinda)\s+)*(?:slow|broken|flaky|wrong|off|weird|odd|ugly|bad|unstable|buggy|dated|clunky|down)${atLarge}|(?:does|do|did|will|wo|can|ca)${not} (?:work|load|show(?: up)?|start|render|respond|update|appear)|(?:(?:is|are)(?: not|n['’]?t)|not) (?:working|loading|showing(?: up)?|starting|rendering|responding|updating|appearing|displaying))${end}`,
  "iu",
);
/** Something isn't done now and then, by language: how often, and that it isn't. */
const nowAndThen =
  /(?<!\p{L})(?:sometimes|occasionally|randomly|now and then|manchmal|gelegentlich|ab und zu|parfois|de temps en temps|a veces|de vez en cuando|às vezes|de vez em quando|a volte|ogni tanto|czasem|czasami|иногда|порой)(?!\p{L})|有时|偶尔|たまに|時々|ときどき|가끔|때때로|종종/iu;
const isNotDone =
  /(?<!\p{L})(?:not|n['’]?t|doesn['’]?t|isn['’]?t|aren['’]?t|don['’]?t|nicht|keine?|pas|no|não|non|nie|не)(?!\p{L})|不|没|ない|ません|안\s|않|못/iu;
const saysWhen =
  /[,;:，、；]|(?<!\p{L})(?:when|if|while|after|before|with|without|because|wenn|falls|nach|bei|weil|ohne|quand|lorsque|sans|après|cuando|sin|tras|con|quando|sem|com|após|senza|dopo|gdy|kiedy|jeśli|bez|po|przy|когда|если|при|после|без)(?!\p{L})|当|如果|的时候|之后|后|とき(?!どき)|場合|ので|すると|(?:으|하|되)면\s|때\s|경우/iu;
const mostSymptomWords = 7;

function isNowAndThen(title: string): boolean {
  const isShort = title.split(/\s+/).length <= mostSymptomWords && title.length <= 60;
  return isShort && nowAndThen.test(title) && isNotDone.test(title) && !saysWhen.test(title);
}

/** What fails there can be seen by running it. */
const canBeRun =
  /\b(?:tests?|specs?|suites?|builds?|lint\w*|ci|pipelines?|type ?checks?|compil\w*|jobs?|workflows?)\b/i;

const openSets = [
  String.raw`${please}(?:support|cover|handle|implement|allow|add(?:\s+support\s+for)?)\s+more\s+(?:of\s+)?(?:(?:the|our)\s+)?${subject}${end}`,
  String.raw`${please}(?:align|sync|synchroni[sz]e|catch up|keep up|comply|conform|bring \w+ in line|get in line|be compliant|follow)\s*(?:\w+\s+)?(?:with|to)?\s*the\s+(?:latest|newest|current|new|official|upstream|recent)\s+(?:\w+\s+)?(?:specs?|specifications?|standards?|upstream|guidelines?|conventions?|practices|changes|state)${end}`,
].map((pattern) => new RegExp(pattern, "iu"));

/** A wish for more or better about an area as a whole: it says where, and neither what nor how far. */
export const wishRule: ClarityRule = (goal, facts) => {
  if (goal.type !== null || goal.body !== "") return null;
  const title = goal.title.trim();
  if (openSets.some((pattern) => pattern.test(title)) && !exact.test(title)) {
    return {
      rule: "open-set",
      detail: `"${title}" doesn't say which`,
      question: "Which ones? Name them, or the part that comes first.",
    };
  }
  if (isWish(goal, facts) || isOpinion(goal, facts)) {
    return {
      rule: "area-only",
      detail: `"${title}" says where, and not what should be different`,
      question: "What exactly should be better, and how would you notice it?",
    };
  }
  const sick = symptom.exec(title)?.groups?.["subject"] ?? (isNowAndThen(title) ? title : undefined);
  // The apostrophe of "doesn't" and of "n'est" is no quotation.
  if (sick !== undefined && !exact.test(title.replace(/(?<=\p{L})['’](?=\p{L})/gu, "")) && !canBeRun.test(sick)) {
    return {
      rule: "symptom-only",
      detail: `"${title}" doesn't say when, nor what should happen instead`,
      question: "What is broken: what happens now, when, and what should happen instead?",
    };
  }
  return null;
};

function isWish({ title }: GoalText, { surfaces }: Pick<IntakeFacts, "surfaces">): boolean {
  const groups = wishes.map((pattern) => pattern.exec(title.trim())?.groups).find((found) => found !== undefined);
  const one = groups?.["subject"];
  if (one === undefined) return false;
  // A file or a function is a place small enough to look at; a folder, or what is no place of its own, is not.
  const places = surfaces.filter(({ mention }) => mention === one);
  // The file that a package is called after stands for the package.
  if (places.length > 0)
    return places.every(({ path }) => path.endsWith("/") || path.split("/").slice(0, -1).includes(one));
  return groups?.["article"] === undefined && !exact.test(title);
}

/** That something could be nicer is an opinion, of whatever size it is; a file is small enough to look at. */
function isOpinion({ title }: GoalText, { surfaces }: Pick<IntakeFacts, "surfaces">): boolean {
  const subject = comparedOnly(title);
  // The apostrophe of an article is no quotation, and a product's name may be spelled like one out of code.
  if (subject === null || exact.test(subject.replace(/(?<=\p{L})['’](?=\p{L})/gu, "").toLowerCase())) return false;
  return surfaces.every(({ path, mention }) => path.endsWith("/") || path.split("/").slice(0, -1).includes(mention));
}
