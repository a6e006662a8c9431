import type { GoalText } from "./goal-text.ts";
import { linesIn } from "./lists.ts";
import type { NamedRule } from "./named-rule.ts";

/** One thing that goes wrong, told as a fact. */
export const fails =
  /\b(?:an?|the|this|that|one|our)\s(?:[\w`'"./-]+\s){0,5}(?:is|keeps?|started|starts)?\s*(?:fail(?:s|ing|ed)|flaky|red|broken|crash(?:es|ing|ed)|hang(?:s|ing)|panics?|panicking|leaks?|leaking|throws?|segfaults?|times? out)\b/i;
const wantsRepair = /\b(?:fix|repair|make it pass|find out|figure out|investigate|debug|track down|diagnose)\b/i;
/** A question of which side is wrong is answered by whoever looks at both. */
const whichSide =
  /\bwhether\b[^.?!]{3,80}\bor\b[^.?!]{3,80}\b(?:wrong|right|at fault|broken|to blame|correct|stale|outdated)\b/i;

/** What the form of a report asks for. */
const isReport =
  /^\W*(?:describe the (?:bug|issue|problem)|bug report|(?:steps )?to reproduce|repro(?:duction)?(?: steps)?|expected (?:behaviou?r|results?)|actual (?:behaviou?r|results?)|(?:issue|bug|problem) description|required info(?:rmation)?|for bugs)\W*(?:$|:)/im;
const shouldBe =
  /(?<!\p{L})(?:should|must|ought to|soll(?:te)?|muss|doit|devrait|debe(?:ría)?|deve(?:ria)?|dovrebbe|powin(?:ien|na|no)|долж(?:ен|на|но))(?!\p{L})|应该|应当|べき|해야/iu;
const isNow =
  /(?<!\p{L})(?:now|currently|at the moment|right now|today|instead|so far|derzeit|aktuell|momentan|jetzt|stattdessen|actuellement|maintenant|au lieu|ahora|actualmente|agora|atualmente|adesso|attualmente|teraz|obecnie|сейчас|теперь)(?!\p{L})|现在|目前|今は|現在|지금|현재/iu;
const mostReportChars = 400;

/** How something behaves now and how it should: one behaviour, where nothing is listed. */
function tellsBothWays({ text, bodyShape }: GoalText): boolean {
  const isPlain = text.length <= mostReportChars && bodyShape.headings === 0 && linesIn(text).length === 0;
  return isPlain && shouldBe.test(text) && isNow.test(text);
}

/** What a goal says of one thing that is wrong: a failure, the form of a report, or a behaviour; `null`: nothing. */
export function oneFault(goal: GoalText, { ofMany, ordered }: { ofMany: boolean; ordered: boolean }): NamedRule | null {
  if (whichSide.test(goal.order))
    return { name: "one-failure", detail: "it asks which of two sides is wrong", weight: [-2.6, -4] };
  if (!ofMany && fails.test(goal.title) && wantsRepair.test(goal.order))
    return { name: "one-failure", detail: "it describes one failure to repair", weight: [-2.6, -4] };
  if (isReport.test(goal.text))
    return { name: "one-report", detail: "it is a report of one fault", weight: [-2.6, -4] };
  if (ofMany || ordered || !tellsBothWays(goal)) return null;
  return { name: "one-behaviour", detail: "it says how something is and how it should be", weight: [-1.4, -1.6] };
}
