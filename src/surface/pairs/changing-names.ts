import { changesContract, isOnlyBetter, tellsNewContract } from "./contract-words.ts";
import { saysItStays } from "./focus-names.ts";
import { isCodeLike, isThing, lead, name, type Saying, things } from "./written-name.ts";

/*
 * Sentences about what a name is to those who use it: what it takes and gives, where it lies, what it derives from. The
 * words for it are many and plain, so a name counts only where it is written as code would write it.
 */

/** What is turned into something else, or made to take something. */
const turning = new RegExp(`\\b(?:turn|make|let|convert|change|give|have)s?\\s+${lead}(${name})`, "gi");

/** A sentence that speaks of how something is called, and changes it. */
const ofSignature =
  /\b(signatures?|parameters?|params?|arguments?|args?|async|asynchronous|promises?|return (?:type|value)|overloads?|positional|keyword-only|required|optional|callbacks?|nullable|generics?|abstract|immutable|frozen)\b|\b(takes?|accepts?|returns?|throws?|raises?|expects?|requires?|yields?|resolves?)\b.{0,60}\b(instead|now|no longer|rather than|an? (object|options|tuple|list|array|map|result|promise|struct|record))\b|\b(now|no longer|instead)\b.{0,30}\b(takes?|accepts?|returns?|throws?|raises?|expects?|requires?|yields?|resolves?)\b/i;
const ofChange =
  /\b(add|adds|adding|change|changes|changing|remove|removes|drop|drops|reorder|reorders|swap|swaps|make|makes|making|turn|turns|convert|converts|switch|switches|require|requires|let|give|gives|replace|replaces|move|moves|extend|extends|seal|now|no longer|instead|rather than|new|extra|additional)\b/i;
const written =
  /`([A-Za-z_$@#][\w$.:#]*(?:\(\))?)[^`\n]{0,80}`|\b([A-Za-z_$][\w$]*)\(\)|\b([a-z$_]\w*[A-Z]\w*|[A-Z]\w*[a-z][A-Z]\w*|[A-Za-z]+_\w+)\b/g;

const contract =
  "take|accept|return|give|get|throw|raise|yield|expect|want|require|resolve|report|register|derive|inherit|extend|implement|be|become|go|receive|emit|produce";
/** What something is made to do within: nobody who uses it sees that. */
const inside =
  "through|pass|read|use|reuse|skip|ignore|handle|check|look|search|try|wait|log|print|walk|stop|keep|respect|honou?r|work|cache|fall|detect|support|close|clear|cope|run|start|copy|avoid|compare|count|sort|warn|tolerate|recogni[sz]e|do|note|note|show|write|collect|borrow|tell|sleep|end|begin|draw|render|survive|find|also|faster|safer|quicker|smaller|simpler|more";
const fates: readonly (readonly [RegExp, Saying["how"]])[] = [
  [
    new RegExp(
      `\\bcalls?\\s+${lead}(${name})\\s+${name}\\b|(${name})\\s+becomes?\\b|\\bgives?\\s+${lead}(${name})\\s+(?:an?\\s+)?(?:other|another|new|better|shorter|longer|proper|\\S+er)?\\s*name\\b`,
      "gi",
    ),
    "renames",
  ],
  [
    new RegExp(
      [
        `\\b(?:better|shorter|longer|clearer|nicer|plainer|simpler|proper|good|new|different|other|\\w+er|more \\w+)\\s+(?:\\w+\\s+){0,2}names?\\s+(?:than|for)\\s+${lead}(${name})`,
        `(${name})\\s+(?:should|must|shall|has to|is to|needs to|ought to|could)\\s+(?:rather |better |really )?be\\s+(?:called|named|spelled|spelt|known as|renamed)\\b`,
        `\\b(?:chang|correct|fix|shorten|pluralis|pluraliz|moderni[sz])(?:e|es|s|ing)?\\s+the\\s+(?:name|spelling)\\s+of\\s+${lead}(${name})`,
        `(${name})\\s+(?:needs?|gets?|deserves?|wants?)\\s+(?:an?\\s+)?(?:[\\w-]+\\s+){0,2}name\\b`,
        `\\bnames?\\s+${lead}(${name})\\s+${name}\\s+(?:instead|from now on|now)\\b`,
        `\\bspells?\\s+${lead}(${name})\\s+(?:out|as|with|without|in full)\\b`,
        `\\b(?:call|name)s?\\s+[^.;()]{1,60}?\\s+(?:instead of|rather than|and not|not)\\s+${lead}(${name})(?!\\S*\\()`,
      ].join("|"),
      "gi",
    ),
    "renames",
  ],
  [
    new RegExp(
      `\\b(?:no longer needs?|do(?:es)? without|kills?|hides?|privatis?z?es?)\\s+${lead}(${name})|\\bmakes?\\s+${lead}(${name})\\s+(?:private|internal|unexported|package-private)\\b|(${name})\\s+(?:goes(?: away)?|is (?:gone|unused|dead\\b.{0,20}))(?=[\\s.,:;!]|$)|(${name})\\s+(?:is|are)\\s+(?:no longer|not)\\s+(?:kept|supported|exported|accepted|(?:read|used|set|sent|known|emitted|honou?red|needed|there)\\s+any\\s?(?:more|longer))|(?:[,;:]|\\band)\\s+no\\s+(?:more\\s+)?${lead}(${name})|\\bleaves?\\s+(?:out\\s+)?${lead}(${name})\\s+out\\b`,
      "gi",
    ),
    "removes",
  ],
  [
    new RegExp(
      `\\b(?:mov(?:e|es|ing)|extract(?:s|ing)?|relocat(?:e|es|ing)|fold(?:s|ing)?|merg(?:e|es|ing)|split(?:s|ting)?|hoist(?:s|ing)?|lift(?:s|ing)?|push(?:es|ing)?|pull(?:s|ing)?|break(?:s|ing)?)\\s+(?:up\\s+)?${lead}(${name})`,
      "gi",
    ),
    "moves",
  ],
  [
    new RegExp(
      [
        `\\b(?:replac(?:e|es|ing)|supersed(?:e|es|ing)|swap(?:s|ping)? out)\\s+${lead}(${name})`,
        `\\b(?:instead of|rather than|in place of|in lieu of)\\s+${lead}(${name})`,
        `\`[^\`]{2,60}\`[^.;\`]{0,40}\\sfor\\s+(\`[^\`]{2,60}\`(?:\\s*(?:,|and|or)\\s+\`[^\`]{2,60}\`){0,6})`,
      ].join("|"),
      "gi",
    ),
    "replaces",
  ],
  [
    new RegExp(
      [
        `(${name})\\s+(?:should|must|will|shall|has to|is to|needs to|can|may|now|no longer)\\s+(?:now\\s+|no longer\\s+|also\\s+|only\\s+|not\\s+)?(?:${contract})(?:s|es)?\\b`,
        `(${name})\\s+(?:takes|accepts|returns|gets|throws|raises|yields|expects|wants|requires|receives)\\s+(?:an?|the|its|one|two|no|only|instead)\\b`,
        `(${name})\\s+(?:throws|raises|returns|yields)\\s+(?:instead|rather|on|when|if)\\b`,
        `(${name})\\s+(?:is|are)\\s+(?:now\\s+)?(?:called|passed|given|handed)\\s+(?:with|only|an?|the|its)\\b`,
        `\\b(?:turns?|converts?|generalis?z?es?|retypes?|types?|seals?|gives?|changes?|freezes?|extends?|widens?|narrows?)\\s+${lead}(${name})`,
        `\\b(?:lets?|haves?|makes?)\\s+${lead}(${name})(?![^\\s'’])(?!\\s+(?:also\\s+|only\\s+|always\\s+)?(?:${inside})\\b)`,
        `\\badds?\\s+\`?[\\w$]+\\([^)]*\\)[^\`\\n]{0,40}\`?\\s+to\\s+${lead}(${name}(?:\\s*(?:,|and|or)\\s+${name}){0,3})`,
        `(${name})\\s+(?:only|still|just)\\s+(?:takes|accepts|wants|expects|requires|needs)\\b`,
        `\\b(?:pass|hand|give|feed|thread)(?:es|s)?\\s+.{1,60}?\\s+(?:to|into|through)\\s+${lead}(${name})`,
        `\\b(?:signature|arguments?|parameters?|return (?:type|value)|result|type|order|constructor|fields?)\\s+of\\s+${lead}(${name})`,
        `\\badds?\\s+.{1,60}?\\s+to\\s+(?:the\\s+)?(${name})\\s+(?:interface|trait|protocol|behaviou?r|contract|base class|abstract class)\\b`,
        `(${name})\\s+(?:comes? (?:out|back)|turns?|is turned)\\s+(?:as|into)\\b`,
        `\\b(?:errors?|failures?|results?|values?)\\s+(?:from|of|in)\\s+${lead}(${name})\\s+(?:instead|rather|as|with)\\b`,
        `\\b(?:swap|reorder|flip|reverse|exchange|rearrange)s?\\s+.{1,40}?\\s+(?:of|in|to|for)\\s+${lead}(${name})`,
        `\\b(?:argument|parameter|param|field|member|method|variant|return value)s?\\s+(?:of|to|for|in|on|from)\\s+${lead}(${name})`,
        `\\bstop(?:s|ped)?\\s+(?!us|call|import|rely|depend|crash|fail)\\w+ing\\s+${lead}(${name}(?:\\s*(?:,|and|or)\\s+${name}){0,3})`,
        `\\babstract\\s+.{1,60}?\\s+to\\s+${lead}(${name})`,
        `\\b(?:hold|keep|store|carry|contain|write|send|have)s?\\s+(?:${name}|(?:an?|the|no)\\s+\\w+)\\s+(?:as|in|under|for)\\s+${lead}(\`[^\`]{2,60}\`)\\s+(?:where|instead|rather|and not|not|from now on)\\b`,
      ].join("|"),
      "gi",
    ),
    "changes",
  ],
];

/** After these words and before those a plain word is a name too. */
const madeTo = new RegExp(`\\b(?:have|let|make)s?\\s+${lead}(${name})\\s+(?:${contract}|async|abstract)\\b`, "gi");

/** What a sentence says is changed for whoever uses it. */
export function changingOf(sentence: string): Saying[] {
  if (isOnlyBetter(sentence)) return [];
  const said = fates.flatMap(([pattern, how]) =>
    [...sentence.matchAll(pattern)].flatMap(([, ...groups]) =>
      groups
        .flatMap((listed) => listed?.split(between) ?? [])
        .filter((one) => isNameIn(sentence, one))
        .map((listed) => ({ listed, how })),
    ),
  );
  if (saysItStays(sentence)) return said.filter(({ how }) => how !== "changes");
  said.push(...[...sentence.matchAll(madeTo)].map(([, listed = ""]) => ({ listed, how: "changes" as const })));
  if (!ofSignature.test(sentence) || !ofChange.test(sentence)) return said;
  const called = [...sentence.matchAll(written)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const turned = [...sentence.matchAll(turning)].map((match) => match[1] ?? "");
  return [...said, ...[...called, ...turned].map((listed) => ({ listed, how: "changes" as const }))];
}

const between = /\s*(?:,|\band\b|\bor\b)\s+/i;

/** Names that a title writes, however it says that something becomes of them; those that follow "to" or another name are new. */
const spoken =
  /(?<!\b(?:to|into|by|with|than|as|use|of|via|in favou?r of|becomes?)\s+(?:(?:an?|the|new)\s+)?)(?:`([A-Za-z_$@#][\w$.:#]*[?!]?(?:\(\))?)[^`\n]{0,80}`|(?<![\w$.:`/-])([A-Za-z_$][\w$]*(?:::|#)[A-Za-z_$][\w$]{2,}|[A-Z]\w*\.[a-z_]\w{2,}|(?:[A-Za-z_$][\w$]*(?:\.|::|#|\\))*[A-Za-z_$][\w$]*\(\)|_+[a-z]\w*|[a-z$_]\w*[A-Z]\w*|[A-Z]\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]{2,}\w*|[A-Za-z]\w*_\w+))/g;
const besideThing = new RegExp(
  `\\b(?:the|our|its|every|each)\\s+(${name})\\s+(?:${things}|recipes?|routines?|wrappers?)\\b`,
  "gi",
);

/** A plain name that a title begins with: "unescape returns a result". */
const begins =
  /^(?:\w+(?:\([^)]*\))?!?:\s+)?([a-z]\w{2,})\s+(?:now\s+)?(?:should|must|shall|has to|needs to|takes|accepts|returns|gets|throws|raises|yields|expects|wants|requires|receives|resolves|reports|comes back|becomes)\b/;
/** A plain name that a title begins with, and that "it" takes up: "retire is dead weight: remove it". */
const isOfIt =
  /^([a-z]\w{2,})\s+(?:is|was|has|does)\b.*\b(?:remove|drop|delete|rename|inline|move|replace|kill|retire)\s+it\b/;

/** What a title means when it says that something changes for whoever uses it, in whatever words. */
export function meantByTitle(title: string): Saying[] {
  if (!changesContract(title)) return [];
  // "Writer: split the buffer" is done inside of the writer; "Writer: a list instead of a map" is not.
  const isPlace = ([written]: RegExpExecArray) => title.startsWith(`${written}: `) && !tellsNewContract(title);
  const found = [...title.matchAll(spoken)]
    .filter((match) => !isPlace(match))
    .filter(({ index }) => !isCodeLike(/\S*[\w`)](?=\s+$)/.exec(title.slice(0, index))?.[0] ?? ""))
    .map((match) => match[1] ?? match[2] ?? "");
  const named = [...title.matchAll(besideThing)].map((match) => match[1] ?? "");
  return [...found, ...named, begins.exec(title)?.[1] ?? "", isOfIt.exec(title)?.[1] ?? ""].map((listed) => ({
    listed,
    how: "changes",
  }));
}

/**
 * A plain word is a name when it is a capitalised one that no sentence begins with, or when the word beside it says that
 * it names a thing.
 */
function isNameIn(sentence: string, one: string): boolean {
  if (isCodeLike(one) || (/^[A-Z][a-z]/.test(one) && !sentence.trimStart().startsWith(one))) return true;
  return isThing(sentence, one);
}
