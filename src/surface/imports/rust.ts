import { folderOf, foldersUp, joinPath, nameOf } from "../file-tree.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project, withoutComments } from "./language.ts";

/** Rust. References are `mod name` and flattened `use` paths. */
export const rust: Language = { extensions: ["rs"], scan, resolve };

const used = /\buse\s+([^;]{1,4000});/g;
const inline = /\b((?:crate|super|self)(?:::\w+)+)/g;

function scan(text: string): string[] {
  const code = withoutComments(text);
  const modules = captures(code, /\bmod\s+(\w+)\s*;/g).map((name) => `mod ${name}`);
  const uses = captures(code, used).flatMap((tree) => flatten(tree.replace(/\s+as\s+\w+/g, "").replace(/\s+/g, "")));
  return [...new Set([...modules, ...uses, ...captures(code, inline)])];
}

const maxPaths = 500;

/** `a::{b,c::{d,e}}` stands for a::b, a::c::d, a::c::e. */
function flatten(tree: string): string[] {
  const done: string[] = [];
  const open = [tree];
  for (let path = open.pop(); path !== undefined && done.length < maxPaths; path = open.pop()) {
    const group = /\{([^{}]*)\}/.exec(path);
    if (group === null) {
      done.push(path.replace(/^::/, "").replace(/::(self|\*)$/, ""));
      continue;
    }
    const before = path.slice(0, group.index);
    const after = path.slice(group.index + group[0].length);
    for (const choice of (group[1] ?? "").split(",")) if (choice !== "") open.push(before + choice + after);
  }
  return done;
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  if (reference.startsWith("mod ")) {
    const name = reference.slice(4);
    return firstFile(project.tree, moduleFiles(`${ownFolder(from)}/${name}`));
  }
  const [head = "", ...rest] = reference.split("::");
  const root = crateRoot(from, project);
  if (head === "crate") return root === null ? [] : longestModule(`${root}/src`, rest, project);
  if (head === "self") return longestModule(ownFolder(from), rest, project);
  if (head === "super") return fromSuper(from, rest, project);
  const folder = project.packageFolder("cargo", head);
  if (folder === null) return longestModule(ownFolder(from), [head, ...rest], project);
  const inside = longestModule(joinPath(folder, "src") ?? "src", rest, project);
  const entry = firstFile(
    project.tree,
    ["src/lib.rs", "src/main.rs"].map((file) => joinPath(folder, file)),
  );
  return [...inside, ...entry, { path: folder, kind: "package" }];
}

function fromSuper(from: string, rest: readonly string[], project: Project): ImportTarget[] {
  let folder = folderOf(ownFolder(from));
  let at = 0;
  for (; rest[at] === "super"; at++) folder = folderOf(folder);
  const found = longestModule(folder, rest.slice(at), project);
  return found.length > 0
    ? found
    : firstFile(project.tree, [...moduleFiles(folder), `${folder}/lib.rs`, `${folder}/main.rs`]);
}

/** The folder in which a file's own submodules lie. */
function ownFolder(from: string): string {
  const folder = folderOf(from);
  return /^(mod|lib|main)\.rs$/.test(nameOf(from))
    ? folder
    : `${folder === "" ? "" : `${folder}/`}${nameOf(from).replace(/\.rs$/, "")}`;
}

function crateRoot(from: string, project: Project): string | null {
  return foldersUp(folderOf(from)).find((folder) => project.tree.has(joinPath(folder, "Cargo.toml") ?? "")) ?? null;
}

function longestModule(folder: string, parts: readonly string[], project: Project): ImportTarget[] {
  const base = folder.replace(/^\//, "");
  for (let length = parts.length; length > 0; length--) {
    const found = firstFile(project.tree, moduleFiles(joinPath(base, parts.slice(0, length).join("/")) ?? ""));
    if (found.length > 0) return found;
  }
  return [];
}

function moduleFiles(path: string): string[] {
  const clean = path.replace(/^\//, "");
  return [`${clean}.rs`, `${clean}/mod.rs`];
}
