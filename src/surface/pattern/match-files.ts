import { literalPrefixes, normalisePattern, type Pattern, parsePattern, patternMatches } from "./pattern.ts";
import { inOneCase } from "./pattern-syntax.ts";

/** The files that each pattern matches, by the pattern's text: one pass over the paths, however many patterns. */
export function matchFiles(
  paths: ReadonlySet<string>,
  patterns: Iterable<string>,
  ignoreCase: boolean,
): Map<string, readonly string[]> {
  const matched = new Map<string, string[]>();
  const byPrefix = new Map<string, Set<Pattern>>();
  for (const text of patterns) {
    if (matched.has(text)) continue;
    matched.set(text, []);
    const pattern = { ...parsePattern(text), text };
    for (const prefix of literalPrefixes(pattern)) {
      const key = lowered(prefix, ignoreCase);
      byPrefix.set(key, (byPrefix.get(key) ?? new Set()).add(pattern));
    }
  }
  if (byPrefix.size === 0) return matched;
  for (const path of paths) {
    for (const pattern of candidatesFor(lowered(path, ignoreCase), byPrefix)) {
      if (patternMatches(pattern, path, { ignoreCase })) matched.get(pattern.text)?.push(path);
    }
  }
  return matched;
}

/** The plain paths among the patterns that match nothing at the base: files that a story means to create. */
export function createdPaths(touched: ReadonlyMap<string, readonly string[]>, files: ReadonlySet<string>): string[] {
  const created = [...touched].filter(([, matched]) => matched.length === 0).map(([text]) => normalisePattern(text));
  return created.filter((text) => !/[*?{}]|\/$/.test(text) && !files.has(text));
}

/** The patterns that start with the path itself or with one of its folders: no other can match it. */
function candidatesFor(path: string, byPrefix: ReadonlyMap<string, ReadonlySet<Pattern>>): ReadonlySet<Pattern> {
  let all: ReadonlySet<Pattern> = byPrefix.get("") ?? none;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    const below = byPrefix.get(path.slice(0, end));
    if (below !== undefined) all = all.size === 0 ? below : all.union(below);
  }
  const exact = byPrefix.get(path);
  return exact === undefined ? all : all.union(exact);
}

const none: ReadonlySet<Pattern> = new Set();

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
const ascii = /^[\x00-\x7f]*$/;

function lowered(path: string, ignoreCase: boolean): string {
  const composed = ascii.test(path) ? path : path.normalize("NFC");
  return ignoreCase ? inOneCase(composed) : composed;
}
