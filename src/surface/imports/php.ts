import { folderOf, joinPath } from "../file-tree.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project } from "./language.ts";

/** PHP: `use` of classes (by psr-4 where composer.json says so, else by suffix), `require` and `include` of files. */
export const php: Language = { extensions: ["php", "phtml"], scan, resolve };

function scan(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*(\/\/|#)[^\n]*/gm, "");
  const classes = captures(code, /^\s*use\s+(?:function\s+|const\s+)?\\?([\w\\]+(?:\{[^}]*\})?)/gm).flatMap(flatten);
  const files = captures(code, /\b(?:require|include)(?:_once)?\b[^;\n'"]*["']([^"'\n]+\.php)["']/g);
  const names = captures(code, /\b(?:new|extends|implements|instanceof)\s+\\?([A-Z]\w*)|\b([A-Z]\w*)::/g);
  return [...new Set([...classes.map((name) => `\\${name}`), ...files, ...names.map((name) => `~${name}`)])];
}

function flatten(name: string): string[] {
  const group = /^(.*)\{([^}]*)\}$/.exec(name);
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
  const aliases = Object.entries(project.manifest("composer.json")?.aliases ?? {});
  for (const [prefix, folders] of aliases) {
    if (!name.startsWith(prefix)) continue;
    const rest = `${name.slice(prefix.length).replaceAll("\\", "/")}.php`;
    const found = firstFile(
      project.tree,
      folders.map((folder) => joinPath(folder, rest)),
    );
    if (found.length > 0) return found;
  }
  const parts = name.split("\\");
  const namesakes = project.tree.named(`${parts.at(-1) ?? ""}.php`);
  // Two folders of the name at least must agree, else any class of the same short name would do.
  const suffix = `${parts.slice(-2).join("/")}.php`;
  const fitting = namesakes.filter((path) => `/${path}`.endsWith(`/${suffix}`));
  return fitting.length === 1 ? firstFile(project.tree, fitting) : [];
}
