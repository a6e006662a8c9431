/*
 * Whether a title speaks of what code is to those who use it: it takes away, renames, moves, or has something taken,
 * given or thrown in another way. Work on the inside (faster, safer, documented, tested) changes nothing for a user.
 */

const prefix = /^\s*(?:\[[^\]]{0,40}\]\s*)?(?:[^\w\s`($@]+\s+)?(?:([a-z]+)(?:\(([^)]{0,60})\))?!?:\s+)?/;
const insideKinds = /^(?:docs?|tests?|ci|perf|style|build|bench|chore|fix|bugfix|hotfix|examples?|samples?)$/;
/** A scope or a name, and a colon. */
const scope = /^[`\w./()@$#: -]{1,60}?:\s+/;
const insideWork =
  /^(?:document|explain|describ|clarif|test|cover|benchmark|speed|optimi[sz]|fix|comment|mention|log|bump|upgrad|tid|format|lint|avoid|prevent|ensur|check|validat|improv|allow|support|detect|correct|cach|memoi[sz]|reus|do not|don't|never|skip|ignor|respect|show|print|more|assert|verif|translat)(?:e|y|s|es|ies|ed|ied|ing|ying)?\b(?!\()/i;
/** What nobody outside sees go. */
const insideThings =
  /^(?:remov|delet|drop|clean|get)\w*\s+(?:up\s+|rid of\s+)?(?:the\s+|an?\s+|some\s+|all\s+|more\s+)?(?:\w+\s+){0,2}?(?:dead|unused|unreachable|useless|redundant|unnecessary|unneeded|duplicated?|needless|superfluous|stale|dirty|potential|leaks?|optimi[sz]ations?|whitespace|spaces|semicolons?|casts?|casting|calls?|usages?|requires?|assertions?|comments?|docstrings?|caching|imports?|duplication|workarounds?|hacks?|warnings?|typos?|logic)\b/i;
const better =
  /\bmak(?:e|es|ing)\b.*\b(?:reliabl[ey]|faster|safer|robust|thread-safe|readable|easier|nicer|work|consistent|compile)\b/i;

const verbs =
  "return|take|accept|throw|raise|yield|resolve|report|expose|give|get|receive|want|need|expect|require|emit|produce|hand|pass|deliver|answer|signal|store|keep|hold|carry|collect|derive|inherit|extend|implement|come|go|be|become|turn|pack|wrap|represent|call|panic|fail|wait|register|declare|define";
const shapes =
  "lists?|tuples?|(?:frozen)?sets?|arrays?|slices?|vectors?|vecs?|maps?|mappings?|dicts?|dictionar(?:y|ies)|hash(?:es)?|objects?|structs?|records?|enums?|unions?|strings?|bytes|buffers?|numbers?|ints?|integers?|floats?|decimals?|booleans?|bools?|iterators?|iterables?|generators?|streams?|channels?|pointers?|references?|handles?|class(?:es)?|dataclass(?:es)?|interfaces?|protocols?|traits?|functions?|closures?|methods?|propert(?:y|ies)|attributes?|keywords?|options?|results?|promises?|futures?|coroutines?|tables?|pairs?|triples?|symbols?|atoms?|void|null|nil|none|errors?|exceptions?|callbacks?|contexts?|entries|entry|value objects?|durations?|dates?|paths?|urls?|ids?";

const newContracts: readonly RegExp[] = [
  /** What it does from then on, told against what it did. */
  new RegExp(
    `\\b(?:${verbs})(?:s|es|ed|d|ing)?\\b.{0,80}?\\b(?:instead|rather than|in place of|no longer|no more|any ?more|any longer)\\b`,
    "i",
  ),
  new RegExp(
    `\\b(?:${verbs})(?:s|es|ing)?\\b.{0,60}?,? (?:and )?not\\b (?:an?|the|as|just|only|by|from|through|via|with)?\\b`,
    "i",
  ),
  /\b(?:no longer|no more|never\b.{0,40}\bany ?more)\b/i,
  /** The shape of something. */
  new RegExp(
    `\\b(?:as|into|be|becomes?|returns?|returning|yields?|takes?|accepts?)\\s+(?:an?\\s+|one\\s+|the\\s+)?(?:[\\w-]+\\s+){0,2}(?:${shapes})\\b`,
    "i",
  ),
  new RegExp(
    `:\\s+(?:an?\\s+|one\\s+|now\\s+)*(?:(?:ordered|sorted|plain|typed|frozen|flat|nested|new|named|single|lazy|immutable|read-only)\\s+)*(?:${shapes})\\s+(?:of|with|for|from|instead)\\b`,
    "i",
  ),
  /** What goes in. */
  /\b(?:signatures?|arguments?|args?|parameters?|params?|keyword-only|positional|return (?:type|value)s?|constructors?|overloads?|generic|type parameters?)\b/i,
  /\b(?:first|second|third|fourth|last|another|extra|additional|required|mandatory)\s+(?:argument|parameter|value|field|method|member|type)\b/i,
  /\b(?:now|must|should|shall|has to|have to|is to|needs? to)\s+(?:also\s+|only\s+|always\s+)?(?:return|take|accept|throw|raise|yield|report|expose|give|get|receive|want|expect|require|implement|be (?:async|abstract|static|final|private|internal|immutable|frozen|a|an|called|named|passed|given))\b/i,
  /\b(?:gets?|receives?|takes?|needs?|wants?|requires?|given|passed|handed)\s+(?:the|an?|its|one|two|no|only)\b/i,
  /\b(?:hand|pass|thread|feed)(?:s|es|ing)?\b.{1,80}?\b(?:to|into|through|over|as)\b/i,
  /\b(?:better|shorter|longer|clearer|nicer|new|proper|different|other|another)\b.{0,40}\bnames?\b|\b(?:called|named|spel(?:led|t))\b|\bfrom now on\b/i,
  /(?:[,;:]|\band)\s+no\s+\S/i,
  /\b(?:async(?:hronous)?|abstract|immutable|frozen|nullable|optional|private|internal|chain(?:ing|able)|fluent)\b/i,
];

/** Hands laid on something, which may be on the inside of what the title begins with. */
const workOn: readonly RegExp[] = [
  /\b(?!turn(?:s|ed|ing)? (?:on|off)\b|changed\b)(?:mak|turn|convert|seal|freez|chang|switch|generali[sz]|retyp|swap|reorder|flip|invert|split|merg|fold|mov|extract|hoist|lift|push|pull|replac|remov|delet|dropp?|retir|renam|inlin|eliminat|unif|collaps|redesign|rework|thread|hid)(?:e|es|s|ed|ing|y|ies)?\b/i,
  /\bget(?:s|ting)? rid of\b|\bdo(?:es)? away with\b|\bphas(?:e|es|ing) out\b|\b(?:throw|rip|tak|tear)e?s? (?:out|away)\b|\bstop(?:s|ped)? \w+ing\b/i,
];

/** Whether a title says that it changes something for its users. */
export function changesContract(title: string): boolean {
  const [whole = "", kind = ""] = prefix.exec(title) ?? [];
  if (insideKinds.test(kind) || /^\s*\[(?:fix|docs?|tests?)\b/i.test(title)) return false;
  const bare = title.slice(whole.length);
  const work = bare.slice(scope.exec(bare)?.[0].length ?? 0);
  if ([bare, work].some((text) => insideWork.test(text) || insideThings.test(text) || isOnlyBetter(text))) return false;
  return [...newContracts, ...workOn].some((pattern) => pattern.test(bare));
}

/** Whether a title says what something is to its users from then on, and not only what is done to it. */
export function tellsNewContract(title: string): boolean {
  return newContracts.some((pattern) => pattern.test(title));
}

/** Whether a sentence makes something better and not other: "make parse_args faster". */
export function isOnlyBetter(sentence: string): boolean {
  return better.test(sentence);
}

/** Whether a title says that it works on what only its own file can see: "Rename the private helper". */
export function isPrivateWork(title: string): boolean {
  return /\b(?:renam|tid|refactor|clean|simplif|inlin|remov|dropp?|extract|mov|split|merg|reorder|delet|call)(?:e|y|s|es|ies|ing|ying)?\s+(?:up\s+)?(?:the|an?|its|some|all|two|three)?\s*(?:\w+\s+)?(?:private|unexported|file-local)\b/i.test(
    title,
  );
}

/** A title without its type and its scope: "fix(writer): ..." speaks of no writer. */
export function withoutScope(title: string): string {
  return title.slice(prefix.exec(title)?.[0].length ?? 0).replace(/^[a-z][\w/-]*:\s+/, "");
}
