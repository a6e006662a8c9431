import { nearestTo } from "../file-tree.ts";
import { withoutComments } from "./comments.ts";
import { captures, type ImportTarget, type Language, type Project } from "./language.ts";

/** C#. `using` names namespaces, not files; by convention a type has a file of its own, so names in use are followed. */
export const csharp: Language = { extensions: ["cs", "razor", "cshtml"], scan, resolve };

const made = /\b(?:class|interface|struct|record|enum|delegate)\s+([A-Z]\w*)/g;

function scan(text: string): string[] {
  const code = withoutComments(text, { dropStrings: true });
  const own = new Set(captures(code, made));
  return [...new Set(captures(code, /\b([A-Z]\w*[a-z]\w*)\b/g))].filter((name) => !own.has(name));
}

/** More files of one name than this side by side and the name says nothing. */
const maxNamesakes = 2;

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const named = project.tree.named(`${reference}.cs`).filter((path) => path !== from);
  const files = nearestTo(from, named);
  return files.length > maxNamesakes ? [] : files.map((path) => ({ path, kind: "file" as const }));
}
