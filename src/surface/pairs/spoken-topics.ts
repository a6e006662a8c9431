import { topicsOf, wordsIn } from "../../core/words.ts";
import { onceEach } from "./once-each.ts";
import type { StorySurface } from "./story-surface.ts";

/** Words that a sentence is made with, and that say nothing of what it is about. */
const everyday = new Set(
  (
    "they their them there like just when where what which while still every each both one two three first last next adapt always never " +
    "given have has was were can cannot may must than then too very well also now instead whether without place show page write read " +
    "case line section example said says make before after same too print different other such own"
  ).split(" "),
);

/** The words that a story's title and brief are about, as stems, and the numbers that they tell. */
export const spokenTopics = onceEach(({ story }: StorySurface): ReadonlySet<string> => {
  const text = `${story.title}\n${story.brief}`;
  const topics = [...topicsOf(text)].filter((topic) => !everyday.has(topic)).map(stem);
  const numbers = text.match(/(?<![\w.])\d+(?:\.\d+|\d\d)(?![\w]|\.\d)/g) ?? [];
  return new Set([...topics.filter((topic) => topic.length > 2 && !everyday.has(topic)), ...numbers]);
});

/** Good enough to find "exported" in "export" and "bodies" in "body". */
export function stem(word: string): string {
  const one = word.replace(/ies?$/, "y").replace(/(?<=\w{2}[^s])s$/, "");
  return one.length < 6 ? one : one.replace(/(?:ation|ated|ating|ate|ing|ed|e)$/, "");
}

/** Stems as the text that they were found in has them. */
export function asSaid(stems: readonly string[], text: string): string {
  const words = wordsIn(text);
  return stems.map((one) => `"${words.find((word) => stem(word) === one) ?? one}"`).join(", ");
}
