import { nameKey } from "./name-key.ts";

/** Fewer names in a row may well be there by the way. */
const leastNames = 3;
/** One name of a list may be found nowhere, or be another word for what is there. */
const leastShare = 0.75;
/** Shorter names are the beginning of too many others. */
const leastLength = 4;

/**
 * What the names of one list are alike in: of several places that a name may mean, the one beside those of the others is
 * meant, and folders where the others are folders. `candidates`: the places of each name of the list, a folder's end in "/".
 * Gives, by name, what is left of them; names of no such list are left out.
 */
export function meantTogether(candidates: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const byPlace = new Map<string, Set<string>>();
  for (const [name, paths] of candidates) {
    for (const path of paths) byPlace.set(placeOf(path), (byPlace.get(placeOf(path)) ?? new Set()).add(name));
  }
  // A template or a workflow that is called like a package is not what is meant, where the package is there as well.
  const [place, names] = [...byPlace].reduce(
    (most, one) => (worth(one) > worth(most) ? one : most),
    ["", new Set<string>()],
  );
  if (names.size < leastNames || names.size < leastShare * candidates.size) return new Map();
  const isThere = (path: string) => placeOf(path) === place;
  return new Map([...names].map((name) => [name, (candidates.get(name) ?? []).filter(isThere)]));
}

function worth([place, names]: readonly [string, ReadonlySet<string>]): number {
  return names.size - (/(?:^|\/)\./.test(place) ? 0.5 : 0);
}

/** The folder that holds it, and whether it is one itself. */
function placeOf(path: string): string {
  const plain = path.replace(/\/$/, "");
  return `${plain.slice(0, plain.lastIndexOf("/") + 1)}${path.endsWith("/") ? "*/" : "*"}`;
}

/**
 * The files of one folder that carry the names of a list before or after a word that they share: `Danish` and `Dutch` in
 * `DanishLanguage.cs` and `DutchLanguage.cs`. Empty: most of the names are not found so.
 */
export function namedWithAffix(files: readonly string[], names: readonly string[]): Map<string, string> {
  const keys = names.map((name) => ({ name, key: nameKey(name) })).filter(({ key }) => key.length >= leastLength);
  if (keys.length < leastNames || keys.length < leastShare * names.length) return new Map();
  const groups = new Map<string, Map<string, string>>();
  for (const file of files) {
    for (const { name, group } of affixesOf(file, keys)) {
      const found = groups.get(group) ?? new Map<string, string>();
      groups.set(group, found.set(name, file));
    }
  }
  const most = [...groups.values()].reduce((best, one) => (one.size > best.size ? one : best), new Map());
  return most.size >= leastNames && most.size >= leastShare * names.length ? most : new Map();
}

/** The names that a file's own begins or ends with, each with what it shares with its neighbours. */
function affixesOf(file: string, keys: readonly { name: string; key: string }[]): { name: string; group: string }[] {
  const start = file.lastIndexOf("/") + 1;
  const dot = file.indexOf(".", start + 1);
  const end = dot < 0 ? "" : file.slice(dot);
  const own = nameKey(file.slice(start, dot < 0 ? undefined : dot));
  return keys.flatMap(({ name, key }) => {
    if (own.length === key.length) return [];
    if (own.startsWith(key)) return [{ name, group: `${file.slice(0, start)}*${own.slice(key.length)}${end}` }];
    return own.endsWith(key) ? [{ name, group: `${file.slice(0, start)}${own.slice(0, -key.length)}*${end}` }] : [];
  });
}
