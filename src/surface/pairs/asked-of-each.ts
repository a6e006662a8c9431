import { extensionOf, folderOf } from "../../core/path.ts";
import { isTest } from "../../ecosystems/file-kind.ts";
import { saysItStays } from "./focus-names.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";

/*
 * What is asked of each of a kind from then on, where no type tells who is one: the story gives it to several files of a
 * folder and writes the place that asks for it. Whoever works on another file of that folder must give it too.
 */

const asksEach =
  /\b(?:each|every|all(?: of)?(?: the)?)\s+(?:[\w-]+\s+){1,3}?(?:has|have|needs?|is|are|ought)\s+to\b|\b(?:each|every|all(?: of)?(?: the)?)\s+(?:[\w-]+\s+){1,3}?(?:must|shall|should)\b/i;
const mayLack = /\b(?:optional|may (?:also )?(?:say|give|have|tell)|by default|with a default|unless)\b/i;
/** So many files of one folder that get it are no chance. */
const leastGiven = 2;

/** Folders of which a story gives several files what it asks for elsewhere, with the ending of these files. */
const asked = onceEach(({ text, tells, story, sources }: StorySurface): readonly (readonly [string, string])[] => {
  if (!tells || !asksEach.test(text) || mayLack.test(text) || saysItStays(story.brief)) return [];
  const folders = Map.groupBy(sources, folderOf);
  return [...folders].flatMap(([folder, paths]) => {
    const endings = new Set(paths.map(extensionOf));
    const asks = paths.length >= leastGiven && paths.length < sources.length && endings.size === 1;
    return asks ? [[folder, [...endings][0] ?? ""] as const] : [];
  });
});

/** `maker` asks something of each file of a folder, gives it to some, and `user` writes another one there. */
export function isAskedToo(maker: StorySurface, user: StorySurface): Omit<Finding, "first"> | null {
  if (asked(maker).length === 0 || areTwins(maker, user)) return null;
  for (const [folder, ending] of asked(maker)) {
    const path = user.sources.find((one) => folderOf(one) === folder && extensionOf(one) === ending && !isTest(one));
    if (path === undefined) continue;
    const why = `${maker.story.id} asks something of each file like those in \`${folder}/\` that it writes, and ${user.story.id} writes \`${path}\``;
    return { rule: "needs-what-goes", why };
  }
  return null;
}
