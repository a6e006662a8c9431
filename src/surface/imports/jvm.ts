import { folderOf } from "../file-tree.ts";
import { captures, type ImportTarget, type Language, type Project, withoutComments } from "./language.ts";

/**
 * Java, Kotlin, Scala and Groovy. Classes of the own package need no import, so names in use count as references too:
 * `~Name` means a type of that name in the same folder.
 */
export const jvm: Language = { extensions: ["java", "kt", "kts", "scala", "groovy"], scan, resolve };

function scan(text: string): string[] {
  const code = withoutComments(text);
  const imports = captures(code, /^\s*import\s+(?:static\s+)?([\w.]+(?:\.\*)?)/gm);
  const names = captures(code.replace(/"(?:\\.|[^"\\\n])*"/g, ""), /\b([A-Z]\w*[a-z]\w*)\b/g);
  return [...new Set([...imports, ...names.map((name) => `~${name}`)])];
}

const extensions = ["java", "kt", "scala", "groovy"];

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  if (reference.startsWith("~")) return typeIn(folderOf(from), reference.slice(1), from, project);
  const parts = reference.split(".");
  // `import a.b.C.D` may name a nested type, a static member or a function of a file.
  for (let length = parts.length; length > 1; length--) {
    const name = parts[length - 1] ?? "";
    const suffix = parts.slice(0, length).join("/");
    if (name === "*") return packages(parts.slice(0, length - 1).join("/"), project);
    for (const extension of extensions) {
      const file = project.tree
        .named(`${name}.${extension}`)
        .find((path) => `/${path}`.endsWith(`/${suffix}.${extension}`));
      if (file !== undefined) return [{ path: file, kind: "file" }];
    }
  }
  return packages(parts.slice(0, -1).join("/"), project);
}

function typeIn(folder: string, name: string, from: string, project: Project): ImportTarget[] {
  // A test lies in the same package of another source root.
  const folders = new Set([
    folder,
    folder.replace("src/test/", "src/main/"),
    folder.replace("src/androidTest/", "src/main/"),
  ]);
  for (const place of folders) {
    for (const extension of extensions) {
      const path = `${place === "" ? "" : `${place}/`}${name}.${extension}`;
      if (path !== from && project.tree.has(path)) return [{ path, kind: "file" }];
    }
  }
  return [];
}

function packages(suffix: string, project: Project): ImportTarget[] {
  const roots = [
    "src/main/java",
    "src/main/kotlin",
    "src/test/java",
    "src/test/kotlin",
    "src",
    "app/src/main/java",
    "",
  ];
  const folder = roots
    .map((root) => (root === "" ? suffix : `${root}/${suffix}`))
    .find((path) => project.tree.hasFolder(path));
  return folder === undefined ? [] : [{ path: folder, kind: "package" }];
}
