import { folderOf, nameOf } from "../../core/path.ts";
import type { Story } from "../../core/story.ts";
import { isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { factsOf, type StorySurface, textOf } from "./story-surface.ts";

/*
 * Files and folders that a story moves, renames or removes: who imports them, or names them by their place, is left with a
 * place where nothing is.
 */

const path = "[`\"']?((?:[\\w@.+-]+/)*[\\w@+-][\\w@.+-]*(?:\\.\\w+|/))[`\"']?";
const folder = "[`\"']?((?:[\\w@.+-]+/)+[\\w@+-]+)[`\"']?";
const verbs =
  "(?:renam(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|relocat(?:e|es|ed|ing)|drop(?:s|ped|ping)?|git mv|get(?:s|ting)? rid of)";
const fates =
  "(?:goes|go|moves?|becomes?|belongs?|(?:is|are|gets?)\\s+(?:moved|renamed|removed|deleted|dropped|relocated))\\b(?!\\s+from\\b)";
const goings = [path, folder].flatMap((one) => [
  new RegExp(
    `\\b${verbs}\\s+(?:the\\s+)?(?:whole\\s+)?(?:files?\\s+|modules?\\s+|folders?\\s+|director(?:y|ies)\\s+)?${one}(?![\\w'’/]|\\.\\w)`,
    "gi",
  ),
  new RegExp(`(?<![\\w/.])${one}\\s+${fates}`, "gi"),
]);
const moving = /\b(?:mov|relocat|renam|put|goes|lives?|belongs?)\w*\b/i;
/** Names that files of many folders have: a new one is no other one's next place. */
const everyday = /^(?:index|mod|main|lib|__init__|readme|package|types|utils|config|setup)\b/i;

/** Places that a text says go, as it writes them; a folder without a slash at its end. */
function saidToGo(text: string): string[] {
  const said = text
    .slice(0, longestText)
    .split(/(?<=[.;!?])\s+|\n+/)
    .flatMap((sentence) =>
      goings.flatMap((pattern) =>
        [...sentence.slice(0, longestSentence).matchAll(pattern)].map(([, one = ""]) => one.replace(/\/$/, "")),
      ),
    );
  return [...new Set(said)];
}

const longestText = 20_000;
const longestSentence = 400;

/** Files at the base that are not where they were when the story is done. */
const goingFiles = onceEach((surface: StorySurface): ReadonlySet<string> => {
  const { existing, created, text } = surface;
  const said = saidToGo(text).flatMap((one) =>
    existing.filter((file) => file === one || file.endsWith(`/${one}`) || `/${folderOf(file)}/`.includes(`/${one}/`)),
  );
  const moved = moving.test(text) ? existing.filter((file) => created.some((to) => isSameFile(file, to))) : [];
  return new Set([...said, ...moved]);
});

function isSameFile(from: string, to: string): boolean {
  return nameOf(from) === nameOf(to) && !everyday.test(nameOf(from)) && isTest(from) === isTest(to);
}

/** How another file writes the place of one: its name, and the folder that it lies in. */
function tailOf(place: string): string {
  return place.split("/").slice(-2).join("/");
}

/** The places of a story that must be looked up in the base's files. */
export const placesToLookUp = onceEach((story: Pick<Story, "title" | "brief" | "acceptance" | "writes">): string[] => {
  const text = textOf(story);
  const said = saidToGo(text).filter((one) => one.includes("/"));
  const declared = moving.test(text)
    ? story.writes.filter((one) => story.writes.some((to) => to !== one && isSameFile(one, to)))
    : [];
  return [...new Set([...said, ...declared].flatMap(waysToWrite))];
});

/** A file by its tail; a folder by its name with a slash, which a file's name follows. */
function waysToWrite(place: string): string[] {
  return /\.\w+$/.test(place) ? [tailOf(place)] : [`${nameOf(place)}/`];
}

/** A file of `user` imports what `maker` moves or removes, or names the place where it was. */
export function usesMoved(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const going = goingFiles(maker);
  if (going.size === 0) return null;
  const rule = "needs-what-goes";
  for (const [from, { imports }] of factsOf(user, evidence)) {
    const file = imports.find((imported) => going.has(imported));
    if (file === undefined) continue;
    const why = `${maker.story.id} moves or removes \`${file}\`, which ${user.story.id}'s \`${from}\` imports`;
    return { rule, why };
  }
  for (const place of placesToLookUp(maker.story)) {
    const held = new Set(evidence.names.get(place)?.held);
    const from = user.existing.find((file) => held.has(file) && !going.has(file));
    if (from === undefined || !touches(place, going)) continue;
    return { rule, why: `${maker.story.id} moves or removes \`${place}\`, which ${user.story.id}'s \`${from}\` names` };
  }
  return null;
}

function touches(place: string, going: ReadonlySet<string>): boolean {
  return [...going].some((file) => `/${file}`.includes(`/${place}`));
}
