import { folderOf, foldersUp, joinPath } from "../../core/path.ts";
import type { FileTree } from "../file-tree.ts";
import { withoutComments } from "./comments.ts";
import type { ImportTarget, Language, Project } from "./language.ts";

/** Python. A reference is a dotted module, `module:name` for each name of a `from` import. */
export const python: Language = { extensions: ["py", "pyi", "pyx"], scan, resolve };

const statement =
  /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+c?import[ \t]*(\([^)]{0,8000}\)|[^\n]+(?:\\\n[^\n]+)*)|c?import[ \t]+([^\n]+))/gm;

function scan(text: string): string[] {
  const found: string[] = [];
  for (const [, module, names, plain] of withoutComments(text, { style: "hash" }).matchAll(statement)) {
    for (const name of namesOf(names ?? plain ?? "")) found.push(module === undefined ? name : `${module}:${name}`);
  }
  return found;
}

/** `a as b, c` and `(a, # why\n b)` name a, c and a, b. */
function namesOf(list: string): string[] {
  return list
    .replace(/[()\\]/g, " ")
    .split(",")
    .map((item) => item.trim().split(/\s/, 1)[0] ?? "")
    .filter((name) => name !== "");
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const [module = "", name] = reference.split(":");
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll(".", "/");
  if (dots > 0) {
    const up = joinPath(folderOf(from), "../".repeat(dots - 1));
    return up === null ? [] : moduleAt(joinPath(up, path) ?? "", name, project);
  }
  for (const root of rootsFor(from, project.tree)) {
    const found = moduleAt(joinPath(root, path) ?? path, name, project);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Where absolute imports can start: the importing file's folders upwards, and the usual source roots. The inside of a
 * package is none of them, or `import typing` would mean the package's own `typing.py`.
 */
function rootsFor(from: string, tree: FileTree): string[] {
  const above = foldersUp(folderOf(from)).filter((folder) => !isPackage(folder, tree));
  return [
    ...above,
    ...above.flatMap((folder) => ["src", "lib", "python"].map((root) => joinPath(folder, root) ?? root)),
  ];
}

function isPackage(folder: string, tree: FileTree): boolean {
  return folder !== "" && tree.has(`${folder}/__init__.py`);
}

/** `from package import name`: the name may be a module of its own, else it is made by the package. */
function moduleAt(path: string, name: string | undefined, project: Project): ImportTarget[] {
  const candidates: string[] = [];
  if (name !== undefined && name !== "*") {
    const inner = path === "" ? name : `${path}/${name}`;
    candidates.push(`${inner}.py`, `${inner}/__init__.py`, `${inner}.pyi`);
  }
  if (path !== "") candidates.push(`${path}.py`, `${path}/__init__.py`, `${path}.pyi`, `${path}.pyx`);
  else candidates.push("__init__.py");
  const file = candidates.find((candidate) => project.tree.has(candidate));
  return file === undefined ? [] : [{ path: file, kind: "file" }];
}
