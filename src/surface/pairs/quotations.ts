import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { saysItStays } from "./focus-names.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";

/*
 * What a story quotes of its own files is what it changes there: a message, a heading, the key of a translation. Whoever else
 * holds it letter for letter (a test, a page, another locale) holds what will be no more.
 */

/** What stands in backticks is code, and told apart so that none of its marks opens a quotation. */
const quoted = /`[^`\n]{1,200}`|(?<!\w)"([^"\n]{1,200})"|(?<!\w)'([^'\n]{1,200})'(?!\w)|“([^”\n]{1,200})”/g;
const mostQuoted = 12;
const shortest = 8;
/** One word is a name, which others look at. */
const leastBlanks = 1;

/** The longest piece of each quotation that stands in code as it does in the text: not where a value is put in. */
export function quotationsToLookUp(text: string): string[] {
  return [...text.matchAll(quoted)]
    .map(([, ...groups]) => groups.find((one) => one !== undefined) ?? "")
    .flatMap((one) => longestPiece(one) ?? [])
    .slice(0, mostQuoted);
}

function longestPiece(one: string): string | null {
  const pieces = one
    .split(/\.{3}|…|[{<[(%$\\][^\s]*/)
    .map((piece) => piece.trim().replace(/[.:,;!?]+$/, ""))
    .filter((piece) => piece.split(" ").length > leastBlanks && piece.length >= shortest && /^\w/.test(piece));
  return pieces.sort((a, b) => b.length - a.length)[0] ?? null;
}

const toldBy = onceEach((surface: StorySurface) => ({
  quotes: surface.tells && !saysItStays(surface.story.brief) ? quotationsToLookUp(surface.text) : [],
}));

/** `maker` quotes a text of its files, which `user`'s files hold too. */
export function holdsQuotation(
  maker: StorySurface,
  user: StorySurface,
  { names }: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const { quotes } = toldBy(maker);
  if (quotes.length === 0 || areTwins(maker, user)) return null;
  for (const quote of quotes) {
    const held = new Set(names.get(quote)?.held);
    if (!maker.existing.some((path) => held.has(path))) continue;
    const path = user.existing.find((one) => held.has(one));
    if (path === undefined) continue;
    const why = `${maker.story.id} changes the text "${quote}", which ${user.story.id}'s \`${path}\` holds too`;
    return { rule: "needs-what-goes", why };
  }
  return null;
}
