import { nearestTo } from "../file-tree.ts";
import { withoutComments } from "./comments.ts";
import { captures, type ImportTarget, type Language, type Project } from "./language.ts";

/** More files of one name than this side by side and the name says nothing. */
const maxNamesakes = 2;

/**
 * A language that names what it uses and no file: by convention a type has a file of its own, so the names in use are
 * followed to files of their name.
 */
export function namedAfterTypes(extensions: readonly string[], made: RegExp): Language {
  const ending = extensions[0] ?? "";
  const scan = (text: string) => {
    const code = withoutComments(text, { dropStrings: true });
    const own = new Set(captures(code, made));
    return [...new Set(captures(code, /\b([A-Z]\w*[a-z]\w*)\b/g))].filter((name) => !own.has(name));
  };
  const resolve = (reference: string, from: string, project: Project): ImportTarget[] => {
    const named = project.tree.named(`${reference}.${ending}`).filter((path) => path !== from);
    const files = nearestTo(from, named);
    return files.length > maxNamesakes ? [] : files.map((path) => ({ path, kind: "file" as const }));
  };
  return { extensions, scan, resolve };
}
