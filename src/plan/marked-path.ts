import { isAtBase } from "./path-at-base.ts";

/** What may be written around a path, and is only a mark of it where the file without it is there at the base. */
const marks: readonly (readonly [RegExp, string])[] = [
  // A name within the file, a line, a place as compilers write it.
  [/(?:::?|#|@)~?[A-Za-z_$][\w$.:<>~()-]*$/, ""],
  [/@\d+(?:-\d+)?$/, ""],
  [/\(\d+(?:,\s*\d+)*\)$/, ""],
  [/(?:#|\?)L?\d+(?:(?:-|–|:|,)L?\d+)*$/i, ""],
  [/[[{]L?\d+(?:\s*(?:-|–|:|\.\.|,)\s*L?\d+)*[\]}]$/i, ""],
  // A file is no folder.
  [/(?<=\.\w+)\/$/, ""],
  // As a shell or Markdown has it.
  [/\\([ [\](){}*?&'])/g, "$1"],
  [/^_(.+)_$/, "$1"],
  // What goes with the file anyway.
  [/\s+(?:and|with|plus|\+|&)\s+(?:(?:its|the|their|all)\s+)*(?:unit\s+)?tests?$/i, ""],
];

/** The file at the base that a marked path names: with a mark less, decoded, or in its own letters. `null`: none. */
export function markedPath(written: string, files: readonly string[]): string | null {
  if (isAtBase(written, files) && !isFileAsFolder(written, files)) return null;
  const unmarked = marks.map(([mark, kept]) => written.replace(mark, kept));
  const found = [...unmarked, decoded(written), ofExpression(written)].find(
    (path) => path !== written && isAtBase(path, files),
  );
  return found ?? inOwnLetters(written, files);
}

/** `src/a.ts/`, where that is a file. */
function isFileAsFolder(path: string, files: readonly string[]): boolean {
  return path.endsWith("/") && files.includes(path.slice(0, -1));
}

/** What a regular expression for one path alone matches. */
function ofExpression(path: string): string {
  return path.replace(/^\^|\$$/g, "").replace(/\\([./-])/g, "$1");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** One file, and one alone, that is written with other capitals. */
function inOwnLetters(path: string, files: readonly string[]): string | null {
  if (/[*?{]/.test(path)) return null;
  const wanted = path.toLowerCase();
  const same = files.filter((file) => file.length === path.length && file.toLowerCase() === wanted);
  return same.length === 1 ? (same[0] ?? null) : null;
}
