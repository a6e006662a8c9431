import { singular, topicsOf, wordsIn } from "../../core/words.ts";
import { onceEach } from "./once-each.ts";
import { isWorkVerb, type StorySurface } from "./story-surface.ts";
import { nameTheirOwn } from "./title-twins.ts";

/*
 * Titles that begin with a unit and its kind: "Depth middleware: …" and "URL length middleware: …". The kind is what all its
 * units are called, and ties no two of them.
 */

interface Head {
  words: readonly string[];
  /** Whether a colon ends it: then it is a unit and its kind, and nothing else. */
  isWhole: boolean;
}

const mostWords = 5;
/** Without a colon only the first words may be such a head. */
const mostOpen = 3;
const articles = new Set(["the", "a", "an", "all", "each", "every", "its", "our", "new"]);

const headOf = onceEach(({ story }: StorySurface): Head => {
  const bare = story.title.replace(/^\s*[a-z]+(\([^)]*\))?!?:\s+/, "");
  const colon = bare.search(/:\s/);
  const said = wordsIn(colon < 0 ? bare : bare.slice(0, colon)).map(singular);
  const isWhole = colon >= 0 && said.length <= mostWords;
  const start = said.findIndex((word) => !articles.has(word) && !(isWorkVerb(word) && !isWhole));
  const words = start < 0 ? [] : said.slice(start);
  return { words: isWhole ? words : words.slice(0, mostOpen), isWhole };
});

/** The words of the kind of which each title names a unit of its own; `null` where they don't. */
export function kindOfUnits(a: StorySurface, b: StorySurface): ReadonlySet<string> | null {
  const [one, other] = [headOf(a), headOf(b)];
  const heads = headsOf(one, other);
  if (heads === null) return null;
  const [mine, theirs] = heads;
  let kind = 0;
  while (kind < Math.min(mine.length, theirs.length) && mine.at(-1 - kind) === theirs.at(-1 - kind)) kind++;
  const [unit, otherUnit] = [mine.slice(0, -kind), theirs.slice(0, -kind)];
  if (kind === 0 || unit.length === 0 || otherUnit.length === 0 || unit.some((word) => otherUnit.includes(word))) {
    return null;
  }
  const isSaid =
    one.isWhole && other.isWhole
      ? !unit.every((word) => b.pathTopics.has(word)) && !otherUnit.every((word) => a.pathTopics.has(word))
      : nameTheirOwn(a, b);
  const isNamed = topicsOf(mine.at(-1) ?? "").size > 0;
  return isSaid && isNamed ? new Set(mine.slice(-kind)) : null;
}

/** Both heads, each up to the last word that they have in common: one without a colon goes on behind its kind. */
function headsOf(one: Head, other: Head): [readonly string[], readonly string[]] | null {
  const upTo = ({ words, isWhole }: Head, kind: string | undefined) =>
    isWhole ? words : words.slice(0, kind === undefined ? 0 : words.indexOf(kind) + 1);
  const kind = one.isWhole
    ? one.words.at(-1)
    : other.isWhole
      ? other.words.at(-1)
      : one.words.slice(1).find((word) => other.words.includes(word, 1));
  const heads: [readonly string[], readonly string[]] = [upTo(one, kind), upTo(other, kind)];
  return heads.every((words) => words.length > 1) ? heads : null;
}
