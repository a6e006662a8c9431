import { folderOf, foldersUp, joinPath, nameOf } from "../../core/path.ts";
import { firstFile, type ImportTarget, type Language, type Project } from "./language.ts";
import { scanRust } from "./rust-scan.ts";

/** Rust. References are `mod name`, `file path` and flattened paths of modules. */
export const rust: Language = { extensions: ["rs"], scan: scanRust, resolve };

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const [kind = "", name] = reference.split(" ", 2);
  if (kind === "file") return firstFile(project.tree, [joinPath(folderOf(from), name ?? "")]);
  if (kind === "mod") return moduleFile(joinPath(ownFolder(from, project), name ?? ""), project);
  const [head = "", ...rest] = reference.split("::");
  if (head === "crate") return inCrate(crateFolder(from, project), rest, project);
  if (head === "self") return longestModule(ownFolder(from, project), rest, project);
  if (head === "super") return fromSuper(from, rest, project);
  const folder = project.packageFolder("cargo", head);
  if (folder === null) return longestModule(ownFolder(from, project), [head, ...rest], project);
  return [...fromPackage(folder, rest, project), { path: folder, kind: "package" }];
}

/** What is not a module of its own is made, or passed on, by the crate's root. */
function inCrate(folder: string, rest: readonly string[], project: Project): ImportTarget[] {
  const inside = longestModule(folder, rest, project);
  return inside.length > 0 ? inside : rootFile(folder, project);
}

function fromPackage(folder: string, rest: readonly string[], project: Project): ImportTarget[] {
  const root = declaredRoot(folder, project);
  if (root === null) return inCrate(joinPath(folder, "src") ?? "src", rest, project);
  const inside = longestModule(folderOf(root), rest, project);
  return inside.length > 0 ? inside : firstFile(project.tree, [root]);
}

function fromSuper(from: string, rest: readonly string[], project: Project): ImportTarget[] {
  let folder = folderOf(ownFolder(from, project));
  let at = 0;
  for (; rest[at] === "super"; at++) folder = folderOf(folder);
  const found = longestModule(folder, rest.slice(at), project);
  if (found.length > 0) return found;
  const parent = moduleFile(folder, project);
  return parent.length > 0 ? parent : rootFile(folder, project);
}

/** The folder in which a file's own submodules lie: the root of a crate and `mod.rs` have them beside themselves. */
function ownFolder(from: string, project: Project): string {
  const folder = folderOf(from);
  if (isRoot(from, project)) return folder;
  return joinPath(folder, nameOf(from).replace(/\.rs$/, "")) ?? folder;
}

function isRoot(from: string, project: Project): boolean {
  if (/^(mod|lib|main)\.rs$/.test(nameOf(from)) || holdsPrograms(folderOf(from), project)) return true;
  return foldersUp(folderOf(from)).some((folder) => declaredRoot(folder, project) === from);
}

/** The library's root, where the package's manifest names it. */
function declaredRoot(folder: string, project: Project): string | null {
  const entry = project.manifest(joinPath(folder, "Cargo.toml") ?? "")?.entries["."]?.[0];
  return entry === undefined ? null : joinPath(folder, entry);
}

/** Programs, tests, benchmarks and examples of one file are crates of their own. */
function holdsPrograms(folder: string, project: Project): boolean {
  const [, package_ = "", kind] = /^(?:(.*)\/)?(src\/bin|tests|benches|examples)$/.exec(folder) ?? [];
  return kind !== undefined && project.tree.has(joinPath(package_, "Cargo.toml") ?? "");
}

/** The folder of the root of the crate that a file is part of. */
function crateFolder(from: string, project: Project): string {
  const folder = folderOf(from);
  if (isRoot(from, project) && nameOf(from) !== "mod.rs") return folder;
  const above = foldersUp(folder);
  const root = above.find((one) => rootFile(one, project).length > 0 || holdsPrograms(one, project));
  if (root !== undefined) return root;
  const package_ = above.find((one) => project.tree.has(joinPath(one, "Cargo.toml") ?? ""));
  return joinPath(package_ ?? "", "src") ?? "src";
}

function rootFile(folder: string, project: Project): ImportTarget[] {
  return firstFile(
    project.tree,
    ["lib.rs", "main.rs"].map((file) => joinPath(folder, file)),
  );
}

function longestModule(folder: string, parts: readonly string[], project: Project): ImportTarget[] {
  for (let length = parts.length; length > 0; length--) {
    const found = moduleFile(joinPath(folder, parts.slice(0, length).join("/")), project);
    if (found.length > 0) return found;
  }
  return [];
}

function moduleFile(path: string | null, project: Project): ImportTarget[] {
  return path === null || path === "" ? [] : firstFile(project.tree, [`${path}.rs`, `${path}/mod.rs`]);
}
