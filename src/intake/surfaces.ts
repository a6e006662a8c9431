import { fileKind } from "../ecosystems/file-kind.ts";
import { editDistance } from "../text/nearest.ts";
import type { NamedSurface } from "./intake-facts.ts";
import { languageCode } from "./language-code.ts";
import { meantTogether, namedWithAffix } from "./listed-names.ts";
import { extension } from "./lists.ts";
import { familyOfNames, type Mention, product } from "./mentions.ts";
import { nameKey } from "./name-key.ts";

/** What the files of the base say about the places that a goal names. */
export interface Resolved {
  surfaces: NamedSurface[];
  absent: { path: string; nearest: string | null }[];
}

/** Folders that hold modules: a name found right below them is the module that people mean. */
const holders = /^(?:packages|crates|libs?|apps|modules|src|internal|pkg|plugins|services|cmd|components)$/;
const maxPerMention = 8;

/**
 * Finds what a goal's words name among the files of the base. One pass over the list whatever the number of words.
 * `isOwn`: whether a file is of the kind that the goal is about, where a name alone leaves that open.
 */
export function resolveMentions(
  files: readonly string[],
  paths: readonly string[],
  mentions: readonly Mention[],
  { lists = [], isOwn = () => true }: { lists?: Lists; isOwn?: (file: string) => boolean } = {},
): Resolved {
  const wanted = new Map<string, Mention[]>();
  // A path is one mention, however many names are in it: "docs/live.rst" is no second place called "live".
  const apart = mentions.filter(({ text }) => !paths.some((path) => path.includes(text.replace(/^\.\//, ""))));
  for (const mention of apart) {
    for (const key of keysOf(mention.text)) wanted.set(key, [...(wanted.get(key) ?? []), mention]);
  }
  const found = findNamed(files, wanted);
  const surfaces = [...foundSurfaces(files, found, lists), ...affixSurfaces(files, found, lists)];
  const absent: Resolved["absent"] = [];
  for (const path of paths) {
    const matched = matchedBy(files, path, isOwn);
    if (matched.length > 0) {
      surfaces.push(...matched.map((file) => surfaceOf({ text: path, by: "path" }, file, files)));
      continue;
    }
    const match = resolvePath(files, path);
    if (match !== null) surfaces.push(surfaceOf({ text: path, by: "path" }, match, files));
    else if (/\.\w+$/.test(path) && !path.includes("*") && !isEnding(files, path))
      absent.push({ path, nearest: nearestPath(files, path) });
  }
  return { surfaces: disjoint(surfaces), absent };
}

type Lists = readonly (readonly string[])[];

function foundSurfaces(files: readonly string[], found: ReadonlyMap<Mention, string[]>, lists: Lists): NamedSurface[] {
  const alike = new Map(lists.flatMap((names) => [...meantTogether(placesOf(names, found))]));
  return [...found].flatMap(([mention, candidates]) => {
    const best = bestOf(mention, alike.get(mention.text) ?? candidates);
    return best === null ? [] : [surfaceOf(mention, best, files)];
  });
}

/** Lists of which most names are no place's own. */
function affixSurfaces(files: readonly string[], found: ReadonlyMap<Mention, string[]>, lists: Lists): NamedSurface[] {
  const unknown = lists.filter((names) => placesOf(names, found).size * 2 <= names.length);
  return unknown.flatMap((names) =>
    [...namedWithAffix(files, names)].map(([text, file]) => surfaceOf({ text, by: "list" }, file, files)),
  );
}

function placesOf(names: readonly string[], found: ReadonlyMap<Mention, string[]>): Map<string, string[]> {
  return new Map([...found].flatMap(([{ text }, paths]) => (names.includes(text) ? [[text, paths] as const] : [])));
}

/** Pages of the manual end in their section: `git-add.1`. */
const manualSection = /(?<=[a-z]{2})\.[1-8]$/i;

/** `provider/google` may be written `google`, `provider-google` or `providerGoogle` on disk. */
function keysOf(text: string): string[] {
  if (product.test(text)) return [nameKey(text)];
  // A file's extension is not a name: `helpers.py` is not a file called `py`.
  const parts = text
    .replace(/[()]+$/, "")
    .replace(extension, "")
    .replace(manualSection, "")
    .split(/[/.:]/)
    .filter((part) => part !== "");
  const language = languageCode(text);
  return [...new Set([nameKey(text), nameKey(parts.at(-1) ?? ""), ...(language === null ? [] : [language])])].filter(
    (key) => key.length >= 2,
  );
}

function findNamed(files: readonly string[], wanted: ReadonlyMap<string, Mention[]>): Map<Mention, string[]> {
  const found = new Map<Mention, string[]>();
  if (wanted.size === 0) return found;
  const initials = new Set([...wanted.keys()].map((key) => key.charCodeAt(0)));
  // The cheap look first: of a hundred thousand names, most begin otherwise.
  const mayBeNamed = (path: string, start: number) => {
    const initial = path.charCodeAt(start);
    const lower = initial >= upperA && initial <= upperZ ? initial + 32 : initial;
    const plain = (lower >= lowerA && lower <= lowerZ) || (lower >= digit0 && lower <= digit9);
    return !plain || initials.has(lower);
  };
  const note = (name: string, path: string) => {
    for (const mention of wanted.get(nameKey(name)) ?? []) {
      const list = found.get(mention) ?? [];
      if (list.length < maxPerMention * 4) list.push(path);
      found.set(mention, list);
    }
  };
  const seen = new Set<string>();
  const noteFolders = (folder: string) => {
    for (let path = folder; path !== "" && !seen.has(path); path = path.slice(0, Math.max(path.lastIndexOf("/"), 0))) {
      seen.add(path);
      note(path.slice(path.lastIndexOf("/") + 1), `${path}/`);
    }
  };
  let folder = "/";
  for (const file of files) {
    const slash = file.lastIndexOf("/");
    // Files come sorted, so a folder is looked at once and not once per file.
    if (slash >= 0 && (slash !== folder.length || !file.startsWith(folder))) {
      folder = file.slice(0, slash);
      noteFolders(folder);
    }
    if (!mayBeNamed(file, slash + 1)) continue;
    const dot = file.indexOf(".", slash + 2);
    note(file.slice(slash + 1, dot < 0 ? undefined : dot), file);
  }
  return found;
}

const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];

/** A folder before a file, a module's folder before a folder inside one, code before tests, the shallow before the deep. */
function bestOf(mention: Mention, candidates: readonly string[]): string | null {
  const kindRank = { code: 0, other: 2, test: 3, doc: 3 } as const;
  const rank = (path: string) => {
    const folder = path.endsWith("/");
    const parent = path.replace(/\/$/, "").split("/").at(-2) ?? "";
    const isModule = folder && (parent === "" || holders.test(parent));
    // A template or a workflow that is called like a package is not what is meant.
    const depth = path.split("/").length + (/(?:^|\/)\./.test(path) ? 1000 : 0);
    if (mention.by === "code") return (folder ? 5 : kindRank[fileKind(path)]) * 100 + depth;
    return (isModule ? 0 : folder ? 1 : 2 + kindRank[fileKind(path)]) * 100 + depth;
  };
  return candidates.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function surfaceOf(mention: Mention, path: string, files: readonly string[]): NamedSurface {
  const count = path.endsWith("/") ? files.reduce((sum, file) => sum + (file.startsWith(path) ? 1 : 0), 0) : 1;
  return { mention: mention.text, path, files: count, by: mention.by };
}

function mostOf(files: readonly string[]): string[] {
  const kinds = [...Map.groupBy(files, (file) => file.slice(file.lastIndexOf("."))).values()];
  return kinds.reduce((most, one) => (one.length > most.length ? one : most), []);
}

/** A glob of more files than this means the folder. */
const mostMatched = 24;

/** The files that a glob names, where they are few: `guide/*.md`; of a family of names also folders. */
function matchedBy(files: readonly string[], path: string, isOwn: (file: string) => boolean): string[] {
  if (!/\*[^/*]*\.\w+$|\*$|-\*-/.test(path) || path.includes("**")) return [];
  const glob = new RegExp(`^(?:.*/)?${path.split("*").map(RegExp.escape).join("[^/]*")}$`);
  if (familyOfNames.test(path)) return familyOf(files, glob, isOwn);
  const all = files.filter((file) => glob.test(file));
  // Of everything in a folder, the files of the kind that most of them are.
  const matched = path.endsWith("/*") ? mostOf(all) : all;
  return matched.length >= 2 && matched.length <= mostMatched ? matched : [];
}

/** The files of the goal's kind that are called so (`schema-*` in a goal about tests is tests), else all of one folder, else folders. */
function familyOf(files: readonly string[], glob: RegExp, isOwn: (file: string) => boolean): string[] {
  const isFew = (found: readonly string[]) => found.length >= 2 && found.length <= mostMatched;
  const all = files.filter((file) => glob.test(file));
  const own = all.filter(isOwn);
  if (isFew(own)) return own;
  const together = largestOf(all.filter((file) => !isOwn(file)));
  if (isFew(together)) return together;
  const folders = new Set(files.map((file) => file.slice(0, Math.max(0, file.lastIndexOf("/")))));
  const named = largestOf([...folders].filter((folder) => glob.test(folder)));
  return isFew(named) ? named.map((folder) => `${folder}/`) : [];
}

/** Those that lie in one folder with most others. */
function largestOf(paths: readonly string[]): string[] {
  const groups = [...Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/") + 1)).values()];
  return groups.reduce((most, one) => (one.length > most.length ? one : most), []);
}

function resolvePath(files: readonly string[], path: string): string | null {
  const plain = path.replace(/\/+$/, "").replace(/\/\*+$/, "");
  const [asFolder, asEnd] = [`${plain}/`, `/${plain}`];
  let suffix: string | null = null;
  for (const file of files) {
    if (file === plain) return file;
    if (file.startsWith(asFolder)) return asFolder;
    if (suffix === null && file.endsWith(asEnd)) suffix = file;
  }
  return suffix;
}

/** `.japanese.md` is how files end, where some do. */
function isEnding(files: readonly string[], path: string): boolean {
  return path.startsWith(".") && files.some((file) => file.endsWith(path) && !file.endsWith(`/${path}`));
}

/** The file that a mistyped path most likely meant: the same name elsewhere, else a neighbour of nearly that name. */
function nearestPath(files: readonly string[], path: string): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  let best: { file: string; distance: number } | null = null;
  for (const file of files) {
    const start = file.lastIndexOf("/") + 1;
    if (Math.abs(file.length - start - name.length) > 2) continue;
    const other = file.slice(start).toLowerCase();
    if (other !== name && other[0] !== name[0]) continue;
    const distance = editDistance(name, other);
    if (distance <= 2 && (best === null || distance < best.distance)) best = { file, distance };
  }
  return best?.file ?? null;
}

/** Surfaces that don't hold one another: of a folder and a file in it, the one named more exactly stays. */
function disjoint(surfaces: readonly NamedSurface[]): NamedSurface[] {
  const kept: NamedSurface[] = [];
  for (const surface of surfaces.toSorted((a, b) => b.path.length - a.path.length)) {
    // What every package has, named by the way, is a part of the package that is named, and not another place.
    const parts = kept.filter((other) => other.by === "list" && everywhere.test(other.mention) && isIn(other, surface));
    for (const part of parts) if (!everywhere.test(surface.mention)) kept.splice(kept.indexOf(part), 1);
    if (!kept.some((other) => isIn(other, surface))) kept.push(surface);
  }
  return kept.toReversed();
}

const everywhere = /^(?:tests?|specs?|changelogs?|readmes?|docs?|documentation|examples?|src|lib)$/i;

function isIn({ path }: NamedSurface, outer: NamedSurface): boolean {
  return path === outer.path || path.startsWith(outer.path);
}
