import type { ClarityRule } from "./unclear.ts";

/** What comes before an order, and after it, without saying more. */
const lead = String.raw`(?:(?:please|pls|ok(?:ay)?|now|also|then|next|and|just|first|can you|could you|would you|let's|bitte|jetzt|und|dann|auch|s'il te plaît|stp|maintenant|por favor|ahora|agora|per favore|adesso|proszę|teraz|пожалуйста|теперь),?\s+)*`;
const tail = String.raw`(?:,?\s+(?:please|pls|too|as well|again|first|now|instead|next|then|asap|thanks|thx|up|out|away|here|there|bitte|auch|noch|mal|nochmal|zuerst|jetzt|weg|ab|aus|um|an|aussi|d'abord|maintenant|encore|también|ahora|otra vez|primero|por favor|también|também|agora|anche|adesso|prima|też|teraz|proszę|тоже|теперь|сначала|пожалуйста))*[\s.!…]*$`;
/** One word, and the small words that some verbs need. */
const verb = String.raw`(?:get rid of|take care of|have a look at|take a look at|go (?:on )?with|\p{L}+(?:\s+(?:up|out|off|down|away|back|over|on|with|at|into|bitte|mal|noch|auch|doch))*)`;

const wordsBetween = String.raw`(?:[\p{Ll}-]+\s+){0,2}`;
const ordinal =
  "first|second|third|fourth|last|latter|former|other|same|next|previous|remaining|original|earlier|alternative";
const choice =
  "approach|option|suggestion|idea|variant|proposal|solution|alternative|possibility|choice|plan|point|item";

/** Something that was spoken of before, by language: a pronoun, or an adjective whose noun was left out. */
const objects = [
  // English
  String.raw`(?:the|that|this|those|these)\s+${wordsBetween}(?:one|ones|thing|things|stuff)`,
  String.raw`(?:the|that)\s+(?:${ordinal})(?:\s+(?:two|three|few|${choice}))?`,
  "(?:it|that|this|them|those|these|both(?: of them)?|all of (?:them|it)|the (?:rest|others?|two))",
  // German
  "(?:den|die|das|dem|der)\\s+(?:ander|zweit|erst|dritt|letzt|alt|neu|kaputt|fehlerhaft|wacklig|wackelig|instabil|rot|langsam|groß|klein|gleich|vorig|ober|unter|falsch|richtig|doppelt|überflüssig|übrig)e[nrs]?",
  "(?:das|dieses|diese|diesen|jenes|jene|jenen|es|sie|ihn|den da|das da|die da|das (?:\\p{L}+e )?(?:Ding|Zeug)|die (?:\\p{L}+e )?Sache)",
  // French
  "(?:l['’]autre|les autres|cel(?:ui|le)(?:-ci|-là)?|ceux(?:-ci|-là)?|ça|cela|ceci|(?:le|la|les)\\s+(?:deuxième|second|seconde|dernier|dernière|premier|première|vieux|vieille|ancien|ancienne|cassée?|instable|lente?|même|nouveau|nouvelle)s?|(?:le|ce|l['’]autre)\\s+(?:truc|machin)|(?:la|cette|l['’]autre)\\s+chose)",
  // Spanish and Portuguese
  "(?:(?:el|la|los|las|lo|al?)\\s+(?:otr[oa]s?|segund[oa]|últim[oa]s?|primer[oa]?|viej[oa]s?|antigu[oa]s?|rot[oa]s?|lent[oa]s?|inestables?|mism[oa]s?|anterior(?:es)?|nuev[oa]s?)(?:\\s+cosas?)?|es[eoa]s?|ést?[eoa]s?|est[eoa]s?|aquell[oa]s?|aquel)",
  "(?:(?:o|a|os|as)\\s+(?:outr[oa]s?|segund[oa]|últim[oa]s?|primeir[oa]|velh[oa]s?|antig[oa]s?|lent[oa]s?|instáve(?:l|is)|mesm[oa]s?|anterior(?:es)?|nov[oa]s?)(?:\\s+coisas?)?|isso|isto|aquilo|aquel[ea]s?|ess[ea]s?)",
  // Italian
  "(?:l['’]altr[oa]|gli altri|le altre|(?:il|lo|la|i|gli|le)\\s+(?:second[oa]|prim[oa]|vecchi[oa]?|rott[oa]|lent[oa]|stess[oa]|precedente|nuov[oa])(?:\\s+cosa)?|l['’](?:ultim[oa]|altra cosa)|quest[oaei]|quell[oaei](?:\\s+(?:instabile|rott[oa]|vecchi[oa]|lent[oa]))?)",
  // Polish and Russian
  "(?:to|(?:ten|tę|te|tamten|tamtą|tamto|tamte)(?:\\s+\\p{L}+(?:y|ą|e|i))?|drugi|drugą|drugie|inny|inną|inne|ostatni|ostatnią|stary|starą|stare|resztę)",
  "(?:(?:тот|ту|то|те|этот|эту|это|эти)(?:\\s+\\p{L}+(?:ый|ий|ой|ую|юю|ое|ые|ие))?|друг(?:ой|ую|ое|ие)|втор(?:ой|ую|ое)|последн(?:ий|юю|ее|ие)|стар(?:ый|ую|ое|ые)|остальн(?:ые|ое))",
].join("|");

const order = String.raw`${verb}\s+(?:${objects})`;
const refersOnly = [
  new RegExp(
    String.raw`^${lead}${order}(?:(?:\s*,\s*|\s+)(?:and|then|und|dann|et|puis|y|e|poi|i|и)\s+${order})*${tail}`,
    "iu",
  ),
  // What "it" is moved, renamed or turned into doesn't say what it is.
  new RegExp(
    String.raw`^${lead}(?:move|rename|revert|replace|port|convert|extract|split|merge|rewrite|translate|inline|swap|migrate|turn)\s+(?:it|them|those|these|this|that|the ${wordsBetween}ones?)\s+(?:to|into|with|by|for|using|in)\s+\p{L}[^,;.]{0,30}$`,
    "iu",
  ),
  /^(?:请|麻烦|帮我|帮忙|把|也|再|先|顺便|修复|修一下|修|改|删掉|删除|删|处理|做|用|换成|重构|优化|那)*(?:另(?:外)?一个|另外那个|那个|这个|那些|这些|第[一二三四五]个|上一?个|最后一个|\p{Script=Han}{1,5}的那?(?:个|些)|旧的|老的|坏的|剩下的)(?:也|都|一起|给)?(?:修好|修复|修一下|修|改一下|改掉|改了|改|删了|删掉|删除|处理一下|处理|弄一下|弄好|做了|做|去掉)?(?:一下)?[了吧。！!]*$/u,
  /^(?:(?:あの|その|この|もう一つの|もうひとつの|別の|前の|古い|\p{L}{1,6}[いなの])(?:やつ|ほう|方|もの)|もう一つ|もうひとつ|それ|これ|あれ|あっち|そっち|残り)(?:を|も|の方を|は)\p{L}{0,4}(?:直|修正|消|削除|やって|対応|変え|使|お願い)\p{L}*[。！!]*$/u,
  /^(?:(?:그|저|이|다른|나머지|두\s?번째|첫\s?번째|마지막|\p{Script=Hangul}{1,6}[한는은된])\s*(?:거|것|놈|걸|건)|나머지|그거|저거|이거)(?:을|를|도|만)?\s*(?:좀\s*)?(?:고쳐|수정|지워|삭제|바꿔|처리|해|써|사용)\p{Script=Hangul}*(?:\s\p{Script=Hangul}{1,4})?[.!]*$/u,
];

/** Somebody speaks on, and what was said before is not here: "fix the flaky one", "now do the other thing". */
export const antecedentRule: ClarityRule = (goal, facts) => {
  if (goal.type !== null || goal.areas.length > 0 || goal.body !== "" || facts.followUp) return null;
  const title = goal.title.trim();
  if (!refersOnly.some((pattern) => pattern.test(title))) return null;
  return {
    rule: "names-nothing",
    detail: `"${title}" speaks of something that was named elsewhere`,
    question: `Which one is meant by "${title}"? Name it as if nothing had been said before.`,
  };
};
