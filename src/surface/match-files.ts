import type { FileTree } from "./file-tree.ts";
import { literalPrefixes, parsePattern, patternMatches } from "./pattern.ts";

/** The files that each pattern matches, by the pattern's text. Looks at the whole tree for wildcards alone. */
export function matchFiles(
  tree: FileTree,
  patterns: Iterable<string>,
  foldCase: boolean,
): Map<string, readonly string[]> {
  const matched = new Map<string, readonly string[]>();
  for (const text of patterns) if (!matched.has(text)) matched.set(text, matchesOf(tree.paths, text, foldCase));
  return matched;
}

/** The files of `paths` that one pattern matches. */
export function matchesOf(paths: ReadonlySet<string>, text: string, foldCase: boolean): readonly string[] {
  const pattern = parsePattern(text);
  if (!/[*?{}]|\/$/.test(pattern.text) && paths.has(pattern.text)) return [pattern.text];
  const prefixes = literalPrefixes(pattern).map((prefix) => (foldCase ? prefix.toLowerCase() : prefix));
  const found: string[] = [];
  for (const path of paths) {
    const folded = foldCase ? path.toLowerCase() : path;
    // A cheap test first: the exact one splits the path.
    if (!prefixes.some((prefix) => folded.startsWith(prefix))) continue;
    if (patternMatches(pattern, path, { foldCase })) found.push(path);
  }
  return found;
}
