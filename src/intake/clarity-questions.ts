import { shorten } from "../text/shorten.ts";
import { wordsOf } from "./goal-text.ts";
import { isWorkVerb } from "./lexicon.ts";
import type { ClarityRule } from "./unclear.ts";

/** How a question for an answer begins, by language. */
const asksAnswer = [
  "why what what's how where when who which whose",
  "warum wieso weshalb wie was wo wann wer welche welcher welches wozu",
  "pourquoi comment quel quelle quels quelles qu'est-ce où quand qui",
  "qué cómo dónde cuál cuándo quién porqué",
  "como onde qual quando quem",
  "perché come dove quale quando chi cosa cos'è dov'è",
  "dlaczego czemu jak co gdzie kiedy kto który która",
  "почему зачем как что где когда кто какой какая чому як що",
].flatMap((list) => list.split(" "));
/** Others may ask for work just as well; with a question mark at its end it surely is a question. */
const interrogatives = [...asksAnswer, ..."is are was were does do did has have should est-ce c'est".split(" ")];
const beginsWith = (words: readonly string[]) =>
  new RegExp(String.raw`^[\s¿¡]*(?:${words.join("|")}|por qu[eéê]|о чём)(?=$|[\s\p{P}])`, "iu");
const begins = beginsWith(interrogatives);
const beginsForAnswer = beginsWith(asksAnswer);

/** Without a question mark only these are surely questions: "Is" and "How" also begin titles of changes. */
const surelyAsks = new RegExp(
  [
    String.raw`^[\s¿]*(?:why|what|what's|where|who|how (?:do|does|did|can|is|are|much|many|would|to))(?=$|[\s?])`,
    String.raw`^[^\p{L}\p{N}]*(?:explain|tell) (?:me|us|to me|why|how|what)\b`,
    String.raw`^\s*(?:warum|wieso|weshalb|wie funktioniert|was ist|pourquoi|comment (?:fonctionne|marche)|qu'est-ce|[¿\s]*por qué|[¿\s]*cómo funciona|por que|como funciona|o que é|perché|come funziona|cos'è|dlaczego|czemu|jak działa|co to jest|почему|зачем|как работает|что такое)(?=$|[\s?])`,
    "为什么|为何|怎么(?:工作|运作|实现|用|回事)|是什么|如何工作",
    "なぜ|どうして|どのように|とは何|何ですか",
    "^왜(?=\\s)|어떻게 (?:동작|작동)|무엇인가요|뭐예요|뭔가요",
  ].join("|"),
  "iu",
);

const start = String.raw`(?:^|[\s,¿])`;
/** A request in the form of a question, or whether something could be done: what it asks for is work. */
const asksPolitely = new RegExp(
  [
    String.raw`^[^\p{L}\p{N}]*(?:can|could|would|will|might)\s+(?:you|we|someone|somebody|anyone|baro|i)\b|^[^\p{L}\p{N}]*(?:could|would)\s+(?:the|it be)\b`,
    String.raw`\b(?:please|pls|plz|is it possible to|any chance (?:to|of|you|we))\b`,
    String.raw`${start}(?:kannst|könntest|würdest|magst|kann|könnte|würde|können|könnten|würden|könnt) (?:du|sie|ihr|wir|man|jemand|bitte)(?=\s)`,
    String.raw`${start}(?:bitte|l(?:ä|ie)ße? sich|lässt sich|(?:ist|wäre) es möglich)(?=[\s,])`,
    String.raw`${start}(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|peut-on|pourrait-on|tu peux|vous pouvez|tu pourrais|vous pourriez|(?:qu')?on (?:peut|pourrait)|(?:est-il|serait-il|c'est|ce serait) possible|y a moyen|svp|stp|s'il (?:te|vous) pla[iî]t)(?=[\s,])`,
    String.raw`${start}(?:(?:me |nos |se )?(?:puedes?|pueden|podrías?|podrían|podés|podemos|podríamos)|(?:es|sería) posible|hay (?:forma|manera) de|por favor)(?=[\s,])`,
    String.raw`${start}(?:(?:você )?(?:pode|poderia|podes|podem|podemos|poderíamos)|consegues?|conseguem|conseguiria|d[aá](?:ria|va)? p(?:ra|ara)|tem como|(?:é|seria) possível)(?=\s)`,
    String.raw`${start}(?:puoi|potresti|può|potrebbe|potete|potreste|possiamo|potremmo|si (?:può|potrebbe|riesce a)|riesci a|(?:è|sarebbe) possibile|per (?:favore|piacere))(?=[\s,])`,
    String.raw`${start}(?:możesz|mógłbyś|mogłabyś|możecie|moglibyście|możemy|może pan\w*|można|da(?:łoby)? się|jest możliwość|proszę)(?=[\s,])|^(?:czy )?\p{L}{3,}[aeiy]sz(?=\s)`,
    String.raw`${start}(?:можешь|можете|сможешь|сможете|можем|мог(?:ла)? бы|могли бы|можно|нельзя ли|возможно ли|пожалуйста)(?=[\s,])|^\p{L}{3,}[еёи]шь(?=\s)`,
    "^(?:请|麻烦|能不能|能否|能|可以|可否|你能|帮)|能不能|能否|可否|可不可以|(?:可以|能).+[吗么嘛][？?]?$|(?:好吗|行吗)[？?]?$",
    "(?:くれますか|くれませんか|もらえますか|もらえませんか|いただけますか|いただけませんか|ください|お願いします|できますか|できませんか|可能ですか|いいですか|(?:でき|可能)(?:る|ない)?でしょうか)[。？?]*$",
    "(?:주세요|주실래요|줄래요?|주시겠어요|수는? ?(?:있나요|있을까요|있어요?|있습니까|없나요|없을까요)|가능한가요|가능할까요|될까요|부탁드?려?요?)[.？?]*$",
  ].join("|"),
  "iu",
);

/** What ought to be instead, said beside the question. */
const saysWhatShouldBe = new RegExp(
  [
    String.raw`[,;.:?!]\s*(?:and|then|und|et|y|и)?\s*(?:please\s+)?(?:fix|change|make|add|implement|remove|correct|repair|document|update)\b`,
    String.raw`[,;.:?!](?=\s).*${start}(?:should(?:n'?t)?|must|needs? to|ought to|soll|sollen|sollte|sollten|muss|müsste|darf|doit|doivent|devrait|devraient|faudrait|debe|deben|debería|deberían|tiene que|deve|devem|deveria|tem que|dovrebbe|dovrebbero|devono|powinien|powinna|powinno|powinny|musi|должен|должна|должно|должны|надо|нужно)(?=$|[\s\p{P}])`,
    "[，；。：？！、?].*(?:应该|应当|需要|べき|はず|ほしい|해야|되어야|돼야|좋겠)",
  ].join("|"),
  "iu",
);

/** A report under a title that asks: what it shows and expects says what is to be changed. */
const reports =
  /^\s*(?:```|~~~|#{1,6}\s)|\b(?:expected|actual(?:ly)?|instead of|should(?:n'?t)?|must|repro\w*|erwartet|attendu|esperado|atteso|oczekiwan\w+|ожидаем\w*|ожидал\w*)\b|期望|预期|期待|기대|예상/im;

/** What people put before a question and after it. */
const greeting =
  /^\s*(?:(?:hi|hello|hey|hallo|bonjour|salut|hola|olá|ciao|cześć|привет)(?:\s+(?:all|there|everyone|team|folks|zusammen|alle|à tous|a todos))?|(?:just\s+)?(?:an?\s+)?(?:quick\s+)?(?:question|frage|pregunta|pergunta|domanda|pytanie|вопрос|q|help|support))\s*[:,!.–—-]\s*/iu;
const thanks =
  /(?<=[?？])\s*(?:(?:many\s+)?thanks|let'?s (?:discuss|talk)|(?:any )?(?:opinions|thoughts|ideas)|thank you|thx|cheers|danke|vielen dank|merci|gracias|muchas gracias|obrigad[oa]|grazie|dzięki|спасибо)\b[^?？]*$/iu;

/** Whether a sentence behind the question orders something, or says what ought to be, in any language. */
function ordersBelow(body: string): boolean {
  const sentences = body.split(/(?<=[.!?。！？])\s*|\n+/u);
  return sentences.some(
    (sentence) => isWorkVerb(wordsOf(sentence)[0] ?? "") || (sentence !== "" && saysWhatShouldBe.test(`. ${sentence}`)),
  );
}

/** A question wants an answer; whether it also wants a change is the person's to say. */
export const questionRule: ClarityRule = (goal) => {
  const isLabel = goal.areas.every((area) => greeting.test(`${area}:`));
  if (goal.type !== null || !isLabel) return null;
  const title = goal.title.replace(greeting, "").replace(thanks, "");
  const marked = /[?？؟]\s*$/.test(title);
  const polite = asksPolitely.test(title) && !beginsForAnswer.test(title);
  const wantsWords =
    polite && /\b(explain|tell (?:me|us)|show me|describe how|summari[sz]e|say (?:why|how|what))\b/i.test(title);
  // "Do not use Date" and "How the router works: document it" are work; a question mark settles the rest.
  const plainly = marked && !polite && (begins.test(title) || !isWorkVerb(wordsOf(title)[0] ?? ""));
  const asks = wantsWords || plainly || (surelyAsks.test(title) && !polite);
  if (!asks || saysWhatShouldBe.test(title) || reports.test(goal.body) || ordersBelow(goal.body)) return null;
  return {
    rule: "question",
    detail: "the goal asks a question and asks for no change",
    question: `"${shorten(title, 80)}" is a question. Should something be changed, and if so what?`,
  };
};
