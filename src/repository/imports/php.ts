import { folderOf, foldersUp, joinPath } from "../../core/path.ts";
import { withoutComments } from "./comments.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project } from "./language.ts";

/**
 * PHP: `use` of classes (by psr-4 where a composer.json says so, else by suffix), `require` and `include` of files. Classes
 * of the own namespace need no `use`: `~Name` means one of that name in the same folder.
 */
export const php: Language = { extensions: ["php", "phtml"], scan, resolve };

function scan(text: string): string[] {
  const code = withoutComments(text.replace(/^[ \t]*#(?!\[)[^\n]*/gm, ""));
  const used = /^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?\\?([\w\\]+(?:\{[^}]{0,4000}\})?)/gm;
  const qualified = captures(code, /\\([A-Z]\w*(?:\\[A-Z]\w*)+)/g);
  const classes = [...captures(code, used).flatMap(flatten), ...qualified];
  const files = captures(code, /\b(?:require|include)(?:_once)?\b[^;\n'"]{0,200}["']([^"'\n]+\.php)["']/g);
  const names = captures(withoutComments(code, { dropStrings: true }), /(?<![\\\w$>])([A-Z]\w*[a-z]\w*)\b/g);
  return [...new Set([...classes.map((name) => `\\${name}`), ...files, ...names.map((name) => `~${name}`)])];
}

function flatten(name: string): string[] {
  const group = /^(.*)\{([^}]*)\}$/s.exec(name);
  if (group === null) return [name];
  return (group[2] ?? "").split(",").map((part) => `${group[1] ?? ""}${part.trim().split(/\s/, 1)[0] ?? ""}`);
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  if (reference.startsWith("~"))
    return firstFile(project.tree, [joinPath(folderOf(from), `${reference.slice(1)}.php`)]);
  if (!reference.startsWith("\\")) {
    const path = reference.replace(/^\//, "");
    return firstFile(project.tree, [joinPath(folderOf(from), path), joinPath("", path)]);
  }
  const name = reference.slice(1);
  const mapped = byPrefix(name, from, project);
  return mapped.length > 0 ? mapped : bySuffix(name, project);
}

/** By the tables of the composer.json files above, nearest first; the longest prefix that fits is asked first. */
function byPrefix(name: string, from: string, project: Project): ImportTarget[] {
  for (const above of foldersUp(folderOf(from))) {
    const aliases = Object.entries(project.manifest(joinPath(above, "composer.json") ?? "")?.aliases ?? {});
    const fitting = aliases.filter(([prefix]) => name.startsWith(prefix)).sort((a, b) => b[0].length - a[0].length);
    for (const [prefix, folders] of fitting) {
      const rest = `${name.slice(prefix.length).replaceAll("\\", "/")}.php`;
      const paths = folders.map((folder) => joinPath(joinPath(above, folder) ?? "", rest));
      const found = firstFile(project.tree, paths);
      if (found.length > 0) return found;
    }
  }
  return [];
}

function bySuffix(name: string, project: Project): ImportTarget[] {
  const parts = name.split("\\");
  // Two folders of the name at least must agree, else any class of the same short name would do.
  if (parts.length < 2) return [];
  const suffix = `${parts.slice(-2).join("/")}.php`;
  const fitting = project.tree.named(`${parts.at(-1)}.php`).filter((path) => `/${path}`.endsWith(`/${suffix}`));
  return fitting.length === 1 ? firstFile(project.tree, fitting) : [];
}
