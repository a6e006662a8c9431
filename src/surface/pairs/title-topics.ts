import { topicsOf } from "../../core/words.ts";

/**
 * Verbs that the titles of changes begin with in most repositories: two stories that share one do the same kind of work,
 * and have nothing in common by that. Elsewhere in a title the same words may well name something.
 */
const workVerbs = new Set(
  (
    "add fix update use remove make improve move support allow change replace rename handle correct set refactor prevent " +
    "avoid simplify implement document resolve enable drop skip clean clarify bump ignore test run expose introduce " +
    "include do pass migrate upgrade show preserve ensure disable switch recreate align validate restore export delete " +
    "convert clear check rewrite reduce keep detect tweak sync prepare pin enforce apply track stop split return optimize " +
    "mention extract expand exclude enhance strip require render mark harden escape deprecate default start respect omit " +
    "merge increase emit warn unify send read normalize install hide forward format print log revert restructure reorder " +
    "relax refresh copy consolidate complete bring describe explain translate port speed cover write create rework tidy"
  ).split(" "),
);

/** What a title is about: its topics without its type, and without the verb that it begins with. */
export function titleTopics(title: string): Set<string> {
  const bare = title.replace(/^\s*[a-z]+(\([^)]*\))?!?:\s+/i, "");
  const [first = ""] = /^[A-Za-z]+/.exec(bare) ?? [];
  return topicsOf(isWorkVerb(first.toLowerCase()) ? bare.slice(first.length) : bare);
}

function isWorkVerb(word: string): boolean {
  const stems = [
    word,
    word.replace(/s$/, ""),
    word.replace(/e[sd]$/, ""),
    word.replace(/ed$/, "e"),
    word.replace(/d$/, ""),
  ];
  return [...stems, word.replace(/ing$/, ""), word.replace(/ing$/, "e"), word.replace(/ied$/, "y")].some((stem) =>
    workVerbs.has(stem),
  );
}
