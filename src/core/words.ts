/** Words that say what kind of work it is, or nothing: two stories that share one have nothing in common by that. */
const empty = new Set(
  (
    "the a an of to for in on and or with from add added adds fix fixes fixed fixing update updated updates remove " +
    "removed use using when not is are be by as at into it its this that test tests testing docs doc feat chore " +
    "refactor ci build make improve support allow new more all some via instead only also should if no merge change " +
    "changes changed implement rename move create set get handle handling better clearer nicer simpler safer proper error errors code file files type types"
  ).split(" "),
);

/** The single words of a text: `parseHTMLPage` is parse, html, page. Lower case. */
export function wordsIn(text: string): string[] {
  return (
    text
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

/** The words of a text that name something, plurals as singulars. */
export function topicsOf(text: string): Set<string> {
  const topics = wordsIn(text).filter((word) => word.length > 2 && !empty.has(word));
  return new Set(topics.map(singular));
}

/** A topic as the text that it was found in has it: `headers`, where the topic is `header`. */
export function wordOf(topic: string, text: string): string {
  return wordsIn(text).find((word) => singular(word) === topic) ?? topic;
}

/** Good enough to find `forwarders` in `forwarder`: both sides are treated alike. */
export function singular(word: string): string {
  return word.length > 4 && word.endsWith("s") ? word.slice(0, -1) : word;
}

/** Whether a name is made of more than one word, so that two places that hold it mean the same thing. */
export function isCompound(name: string): boolean {
  return /[a-z0-9][A-Z]/.test(name) || /[A-Za-z0-9]_+[A-Za-z0-9]/.test(name);
}
