import { type Feature, logOdds } from "./feature.ts";
import type { PastChange, Precedent } from "./intake-facts.ts";
import { isOfTexts, isSmall, isWide, usual } from "./precedent-features.ts";

/** A precedent of so many changes ago counts a third of one of today: a series goes on as it began, and ways change. */
const fades = { last: 10, lately: 100 };
/** How many same titles' worth of trust what is usual has against the precedents. */
const trust = 0.3;

/** What the precedents were like, those of lately before the old ones. */
export function latelyFeatures(precedents: readonly Precedent[], history: readonly PastChange[]): Feature[] {
  const ages = new Map(history.map(({ commit }, index) => [commit, index]));
  return Object.entries(fades).flatMap(([name, fadesAfter]) => {
    const shares = precedents.map((precedent) => {
      const age = ages.get(precedent.commit) ?? history.length;
      return { precedent, share: precedent.likeness * Math.exp(-age / fadesAfter) };
    });
    const support = shares.reduce((sum, { share }) => sum + share, 0);
    const mean = (rate: number, of: (precedent: Precedent) => number) =>
      shares.reduce((sum, { precedent, share }) => sum + share * of(precedent), trust * rate) / (support + trust);
    const relative = (rate: number, is: (precedent: Precedent) => boolean) =>
      logOdds(mean(rate, (precedent) => Number(is(precedent)))) - logOdds(rate);
    const { wide, texts, small, lines, textShare } = usual;
    const values = {
      wide: relative(wide, isWide),
      texts: relative(texts, isOfTexts),
      small: relative(small, isSmall),
      lines: mean(lines, (precedent) => Math.log(1 + precedent.lines)) - lines,
      "text-share": mean(textShare, ({ textLines, lines: all }) => textLines / Math.max(1, all)) - textShare,
      support: Math.log(1 + support),
    };
    return Object.entries(values).map(([what, value]) => ({ name: `${name}-${what}`, value, detail: "" }));
  });
}
