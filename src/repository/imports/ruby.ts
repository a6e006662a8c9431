import { folderOf, foldersUp, joinPath, nameOf } from "../../core/path.ts";
import { nearestTo } from "../file-tree.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project } from "./language.ts";

/** Ruby: `require`, `require_relative`, `autoload`, and constants that an autoloader would find (`::A::B` is a/b.rb). */
export const ruby: Language = { extensions: ["rb", "rake", "gemspec", "ru"], scan, resolve };

function scan(text: string): string[] {
  const code = text.replace(/^[ \t]*#[^\n]*/gm, "");
  const relative = captures(code, /\brequire_relative[\s(]+["']([^"'\n#]+)["']/g).map((path) => `./${path}`);
  const plain = captures(
    code,
    /\b(?:require|load)[\s(]+["']([^"'\n#]+)["']|\bautoload[\s(]+:\w+,\s*["']([^"'\n]+)["']/g,
  );
  // What a file opens is not a reference: every file of a library says `module Library`.
  const constants = captures(code, /(?<!\b(?:module|class) )\b([A-Z]\w*(?:::[A-Z]\w*){0,9})\b/g).map(
    (name) => `::${name}`,
  );
  return [...new Set([...relative, ...plain, ...constants])];
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  if (reference.startsWith("::")) return constantFile(reference.slice(2), from, project);
  const file = reference.endsWith(".rb") ? reference : `${reference}.rb`;
  if (reference.startsWith(".")) return firstFile(project.tree, [joinPath(folderOf(from), file)]);
  return bySuffix(file, from, project);
}

/** Looked for within the modules that the file's own place stands for, innermost first, as Ruby does. */
function constantFile(name: string, from: string, project: Project): ImportTarget[] {
  const parts = name.split("::").map(underscored);
  const place = loadPath.exec(from)?.[1]?.replace(/\.rb$/, "") ?? "";
  for (const folder of foldersUp(place)) {
    for (let length = parts.length; length > 0; length--) {
      const file = [...(folder === "" ? [] : [folder]), ...parts.slice(0, length)].join("/");
      const found = bySuffix(`${file}.rb`, from, project);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** What follows a folder that names are looked up in. */
const loadPath = /(?:^|\/)(?:lib|app\/[\w-]+(?:\/concerns)?)\/(.+)$/;

/** The nearest file below a load path (`lib/`, `app/KIND/`, `spec/`, `test/`) that ends in this path; one, or none at all. */
function bySuffix(file: string, from: string, project: Project): ImportTarget[] {
  const files = project.tree.named(nameOf(file)).filter((path) => {
    const root = `/${path}`.slice(0, -file.length);
    return (
      path !== from &&
      /\/(lib|app\/[\w-]+(\/concerns)?|spec|test)\/$|^\/$/.test(root) &&
      `/${path}`.endsWith(`/${file}`)
    );
  });
  const [only, ...others] = nearestTo(from, files);
  return only !== undefined && others.length === 0 ? [{ path: only, kind: "file" }] : [];
}

/** `HTTPServer` is http_server, as the autoloader has it. */
function underscored(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
