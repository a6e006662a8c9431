import { shorten } from "../text/shorten.ts";
import { isWorkVerb } from "./lexicon.ts";
import type { ClarityRule } from "./unclear.ts";

/** How a question begins, by language; with a question mark at its end it surely is one. */
const interrogatives = [
  "why what what's how where when who which whose is are was were does do did has have should",
  "warum wieso weshalb wie was wo wann wer welche welcher welches wozu",
  "pourquoi comment quel quelle quels quelles est-ce qu'est-ce où quand qui c'est",
  "qué cómo dónde cuál cuándo quién porqué",
  "como onde qual quando quem",
  "perché come dove quale quando chi cosa cos'è dov'è",
  "dlaczego czemu jak co gdzie kiedy kto który która",
  "почему зачем как что где когда кто какой какая чому як що",
].flatMap((list) => list.split(" "));
const begins = new RegExp(String.raw`^[\s¿¡]*(?:${interrogatives.join("|")}|por qu[eéê]|о чём)(?=$|[\s\p{P}])`, "iu");

/** Without a question mark only these are surely questions: "Is" and "How" also begin titles of changes. */
const surelyAsks = new RegExp(
  [
    String.raw`^[\s¿]*(?:why|what|what's|where|who|how (?:do|does|did|can|is|are|much|many|would|to))(?=$|[\s?])`,
    String.raw`^\W*(?:explain|tell) (?:me|us|to me|why|how|what)\b`,
    String.raw`^\s*(?:warum|wieso|weshalb|wie funktioniert|was ist|pourquoi|comment (?:fonctionne|marche)|qu'est-ce|[¿\s]*por qué|[¿\s]*cómo funciona|por que|como funciona|o que é|perché|come funziona|cos'è|dlaczego|czemu|jak działa|co to jest|почему|зачем|как работает|что такое)(?=$|[\s?])`,
    "为什么|为何|怎么(?:工作|运作|实现|用|回事)|是什么|如何工作",
    "なぜ|どうして|どのように|とは何|何ですか",
    "^왜(?=\\s)|어떻게 (?:동작|작동)|무엇인가요|뭐예요|뭔가요",
  ].join("|"),
  "iu",
);

/** A request in the form of a question: what it asks for is work. */
const asksPolitely = new RegExp(
  [
    String.raw`^\W*(?:can|could|would|will|might)\s+(?:you|we|someone|baro)\b|^\W*please\b`,
    String.raw`\b(?:kannst|könntest|würdest) du\b|\b(?:können|könnten|würden) sie\b`,
    String.raw`(?:^|[\s,])(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|tu peux|vous pouvez)(?=\s)`,
    String.raw`(?:^|[\s,¿])(?:(?:me )?puedes|podrías|puede|podría|podés)(?=\s)`,
    String.raw`(?:^|[\s,])(?:(?:você )?pode|poderia|podes|podem)(?=\s)|(?:^|[\s,])(?:puoi|potresti|può|potrebbe)(?=\s)`,
    String.raw`(?:^|[\s,])(?:czy )?(?:możesz|mógłbyś|mogłabyś|możecie|może pan\w*)(?=\s)`,
    String.raw`(?:^|[\s,])(?:можешь|можете|мог(?:ла)? бы|могли бы|не мог бы)(?=\s)`,
    "^(?:请|麻烦|能不能|能否|能|可以|可否|你能|帮)|(?:好吗|行吗)[？?]?$",
    "(?:くれますか|くれませんか|もらえますか|もらえませんか|いただけますか|いただけませんか|ください|お願いします)[。？?]*$",
    "(?:주세요|주실래요|줄래요?|주시겠어요|주실 수 있나요|줄 수 있나요|줄 수 있어요?|부탁드?려?요?)[.？?]*$",
  ].join("|"),
  "iu",
);

const asksWork =
  /[,;.:]\s*(?:and|then|und|et|y|и)?\s*(?:please\s+)?(fix|change|make|add|implement|remove|correct|repair|document|update)\b/i;

/** A question wants an answer; whether it also wants a change is the person's to say. */
export const questionRule: ClarityRule = (goal) => {
  if (goal.type !== null || goal.areas.length > 0) return null;
  const { title } = goal;
  const marked = /[?？؟]\s*$/.test(title);
  const polite = asksPolitely.test(title);
  const wantsWords =
    polite && /\b(explain|tell (?:me|us)|show me|describe how|summari[sz]e|say (?:why|how|what))\b/i.test(title);
  // "Do not use Date" and "How the router works: document it" are work; a question mark settles the rest.
  const plainly = marked && !polite && (begins.test(title) || !isWorkVerb(goal.words[0] ?? ""));
  const asks = wantsWords || plainly || (surelyAsks.test(title) && !polite);
  if (!asks || asksWork.test(title)) return null;
  return {
    rule: "question",
    detail: "the goal asks a question and asks for no change",
    question: `"${shorten(title, 80)}" is a question. Should something be changed, and if so what?`,
  };
};
