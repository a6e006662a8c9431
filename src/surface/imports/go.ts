import { folderOf, foldersUp, joinPath } from "../file-tree.ts";
import { captures, type ImportTarget, type Language, type Project, withoutComments } from "./language.ts";

/** Go. An import names a package, which is a folder of this module or of another one in the repository. */
export const go: Language = { extensions: ["go"], scan, resolve };

const block = /^import\s*(?:\(([^)]*)\)|([^\n(]+))/gm;

function scan(text: string): string[] {
  return captures(withoutComments(text), block).flatMap((list) => captures(list, /["`]([^"`\n]+)["`]/g));
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  return fromOwnModule(reference, from, project) ?? fromOtherModule(reference, project);
}

/** `null` when the reference is no package of the module that the file belongs to. */
function fromOwnModule(reference: string, from: string, project: Project): ImportTarget[] | null {
  for (const folder of foldersUp(folderOf(from))) {
    const name = project.manifest(joinPath(folder, "go.mod") ?? "go.mod")?.name ?? null;
    if (name === null) continue;
    const inside = reference === name || reference.startsWith(`${name}/`);
    return inside ? packageAt(joinPath(folder, reference.slice(name.length)) ?? "", project) : null;
  }
  return null;
}

/** Another module of the same repository, or a repository without go.mod: the longest suffix that is a folder. */
function fromOtherModule(reference: string, project: Project): ImportTarget[] {
  const parts = reference.split("/");
  for (let length = parts.length; length > 0; length--) {
    const known = project.packageFolder("go", parts.slice(0, length).join("/"));
    if (known !== null) return packageAt(joinPath(known, parts.slice(length).join("/")) ?? "", project);
  }
  if (!reference.includes(".")) return [];
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
