import { folderOf, foldersUp, joinPath } from "../../core/path.ts";
import { withoutComments } from "./comments.ts";
import { captures, type ImportTarget, type Language, type Project } from "./language.ts";

/** Go. An import names a package, which is a folder of this module or of another one in the repository. */
export const go: Language = { extensions: ["go"], scan, resolve };

const block = /^import\s*(?:\(([^)]{0,20000})\)|([^\n(]+))/gm;

function scan(text: string): string[] {
  return captures(withoutComments(text, { style: "backticks" }), block).flatMap((list) =>
    captures(list, /["`]([^"`\n]+)["`]/g),
  );
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const own = ownModule(from, project);
  if (own !== null && (reference === own.name || reference.startsWith(`${own.name}/`))) {
    return packageAt(joinPath(own.folder, reference.slice(own.name.length)) ?? "", project);
  }
  return fromOtherModule(reference, project) ?? (own === null ? bySuffix(reference, project) : []);
}

/** The module that a file belongs to: the nearest go.mod's. */
function ownModule(from: string, project: Project): { folder: string; name: string } | null {
  for (const folder of foldersUp(folderOf(from))) {
    const name = project.manifest(joinPath(folder, "go.mod") ?? "go.mod")?.name ?? null;
    if (name !== null) return { folder, name };
  }
  return null;
}

/** Another module of the same repository; `null` when none goes by the beginning of this name. */
function fromOtherModule(reference: string, project: Project): ImportTarget[] | null {
  const parts = reference.split("/");
  for (let length = parts.length; length > 0; length--) {
    const known = project.packageFolder("go", parts.slice(0, length).join("/"));
    if (known !== null) return packageAt(joinPath(known, parts.slice(length).join("/")) ?? "", project);
  }
  return null;
}

/** Without go.mod the repository's own name is not known: the longest end of the import that is a folder here. */
function bySuffix(reference: string, project: Project): ImportTarget[] {
  if (!reference.includes(".")) return [];
  const parts = reference.split("/");
  for (let start = 1; start < parts.length; start++) {
    const found = packageAt(parts.slice(start).join("/"), project);
    if (found.length > 0) return found;
  }
  return [];
}

function packageAt(folder: string, project: Project): ImportTarget[] {
  const holdsGo = project.tree.filesIn(folder).some((path) => path.endsWith(".go"));
  return holdsGo ? [{ path: folder, kind: "package" }] : [];
}
