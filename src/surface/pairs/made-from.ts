import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import { topicsOf } from "../../core/words.ts";
import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { changesWithEverything } from "./co-change.ts";
import type { Finding } from "./pair-rules.ts";
import { sharedFileKind } from "./shared-file.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * A file that is made from another one: written by a template of its name, or by a program that nobody here knows, so that
 * nearly every commit that changed it changed the other one too. Whoever edits it by hand edits what is made anew.
 */

const template = /\.(?:tmpl|tpl|template|in|j2|jinja2?|erb|ejs|mustache|hbs|tt|gotmpl|stub)$/i;
/** What a grammar or a description of messages is compiled to keeps its name, and not its ending. */
const compiled = /\.(?:y|yy|l|ll|peg|pest|g4|proto|thrift|fbs|re2?c|rl)$/i;
/** A program that writes a file is called after it. */
const generator = /^(?:build|gen|generate|make|compile|create|update|regenerate|write)[-_.]/i;
const leastTogether = 12;
/** Of the commits that changed what is made. */
const nearlyAlways = 0.78;
/** A surface of more files is looked at through its first ones. */
const mostFiles = 60;

/** `user` writes by hand what is made from what `maker` writes. */
export function writesWhatIsMade(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const rule = "shared-file";
  const made = user.existing.slice(0, mostFiles);
  for (const source of maker.existing.slice(0, mostFiles)) {
    const path = made.find((one) => isNamedAfter(one, source));
    if (path !== undefined) {
      return { rule, why: `${user.story.id}'s \`${path}\` is made from \`${source}\`, which ${maker.story.id} writes` };
    }
  }
  const told = user.existing.length === 0 ? null : toldSource(user, maker);
  if (told !== null) {
    return { rule, why: `${user.story.id} edits what is made from \`${told}\`, which ${maker.story.id} writes` };
  }
  for (const path of made) {
    const source = alwaysWith(path, maker, evidence);
    if (source === null) continue;
    const why = `${user.story.id}'s \`${path}\` hardly ever changed without \`${source}\`, which ${maker.story.id} writes`;
    return { rule, why };
  }
  return null;
}

const madeFrom =
  /\b(?:made|generated|built|produced|compiles?|compiled|rendered|extracted|derived|written)\s+(?:from|out of)\s+((?:[\w./'-]+\s+){0,5}[\w./'-]+)/gi;

/** A file of `maker` that a text says something is made from. */
function toldSource({ text }: StorySurface, maker: StorySurface): string | null {
  for (const [, phrase = ""] of text.matchAll(madeFrom)) {
    const said = topicsOf(phrase);
    const path = maker.existing.find((one) => !topicsOf(nameOf(one)).isDisjointFrom(said));
    if (path !== undefined) return path;
  }
  return null;
}

function isNamedAfter(path: string, source: string): boolean {
  if (template.test(source)) return nameOf(path) === nameOf(source).replace(template, "");
  const [made = ""] = nameOf(path).split(".");
  const [maker = ""] = nameOf(source).split(".");
  if (generator.test(maker) && made.length > 4 && isSaidBy(maker.replace(generator, ""), made)) return true;
  if (!compiled.test(source)) return false;
  const name = nameOf(source).replace(compiled, "");
  return isCode(path) && nameOf(path).split(/[._]/)[0] === name && extensionOf(path) !== extensionOf(source);
}

const isSaidBy = (said: string, made: string) => said.replace(/[-_]/g, "") === made.replace(/[-_]/g, "");

/** No source, no test and no file that everybody writes to: what is left is made, or told, of what the source is. */
function alwaysWith(path: string, maker: StorySurface, evidence: SurfaceEvidence): string | null {
  const { changes } = evidence.history;
  const own = changes.get(path) ?? [];
  const isOwnWork = isCode(path) || isTest(path) || sharedFileKind(path) !== null;
  if (isOwnWork || own.length < leastTogether || changesWithEverything(path, evidence)) return null;
  const ordinals = new Set(own);
  for (const source of maker.sources.slice(0, mostFiles)) {
    // Files side by side are versions of one thing, which change together by hand.
    if (folderOf(source) === folderOf(path)) continue;
    const both = (changes.get(source) ?? []).filter((ordinal) => ordinals.has(ordinal)).length;
    if (both >= leastTogether && both >= nearlyAlways * own.length) return source;
  }
  return null;
}
