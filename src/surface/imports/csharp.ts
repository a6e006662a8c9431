import { captures, type ImportTarget, type Language, type Project, withoutComments } from "./language.ts";

/** C#. `using` names namespaces, not files; by convention a type has a file of its own, so names in use are followed. */
export const csharp: Language = { extensions: ["cs", "razor", "cshtml"], scan, resolve };

function scan(text: string): string[] {
  const code = withoutComments(text).replace(/"(?:\\.|[^"\\\n])*"/g, "");
  return [...new Set(captures(code, /\b([A-Z]\w*[a-z]\w*)\b/g))];
}

/** More files of one name than this and the name says nothing. */
const maxNamesakes = 2;

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const files = project.tree.named(`${reference}.cs`).filter((path) => path !== from);
  return files.length > maxNamesakes ? [] : files.map((path) => ({ path, kind: "file" as const }));
}
