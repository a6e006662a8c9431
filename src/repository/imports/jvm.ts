import { folderOf } from "../../core/path.ts";
import { nearestTo } from "../file-tree.ts";
import { withoutComments } from "./comments.ts";
import { captures, type ImportTarget, type Language, type Project } from "./language.ts";

/**
 * Java, Kotlin, Scala and Groovy. Classes of the own package need no import, so names in use count as references too:
 * `~Name` means a type of that name in the same folder.
 */
export const jvm: Language = { extensions: ["java", "kt", "kts", "scala", "groovy"], scan, resolve };

function scan(text: string): string[] {
  const code = withoutComments(text, { dropStrings: true });
  const imports = captures(code, /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+(?:\.\*)?)/gm);
  const names = captures(code, /\b([A-Z]\w*[a-z]\w*)\b/g);
  return [...new Set([...imports, ...names.map((name) => `~${name}`)])];
}

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  if (reference.startsWith("~")) return typeIn(folderOf(from), reference.slice(1), from, project);
  const parts = reference.replace(/\.\*$/, "").split(".");
  // `import a.b.C.D` may name a nested type, a static member or a function of a file.
  for (let length = parts.length; length > 1; length--) {
    const found = typeFile(parts.slice(0, length), project);
    if (found.length > 0) return found;
  }
  return packages(from, (reference.endsWith(".*") ? parts : parts.slice(0, -1)).join("/"), project);
}

function typeFile(parts: readonly string[], project: Project): ImportTarget[] {
  const suffix = parts.join("/");
  for (const extension of extensions) {
    const named = project.tree.named(`${parts.at(-1)}.${extension}`);
    const files = named.filter((path) => `/${path}`.endsWith(`/${suffix}.${extension}`));
    // One type for several platforms is declared once for all of them.
    const file = files.find((path) => /(^|\/)src\/(main|commonMain)\//.test(path)) ?? files[0];
    if (file !== undefined) return [{ path: file, kind: "file" }];
  }
  return [];
}

const extensions = ["java", "kt", "scala", "groovy"];

/** A type of the own package: beside the file, or in the source set that a test looks at. */
function typeIn(folder: string, name: string, from: string, project: Project): ImportTarget[] {
  for (const place of [folder, ...testedFolders(folder)]) {
    for (const extension of extensions) {
      const path = `${place === "" ? "" : `${place}/`}${name}.${extension}`;
      if (path !== from && project.tree.has(path)) return [{ path, kind: "file" }];
    }
  }
  return [];
}

/** The same package in other source sets of the module: `src/main`, or `src/commonMain` and its like. */
function testedFolders(folder: string): string[] {
  const [, module, own, language, rest] = /^(.*?)src\/(\w+)\/(java|kotlin|scala|groovy)(\/.*|)$/.exec(folder) ?? [];
  if (module === undefined) return [];
  const languages = language === "java" ? ["java", "kotlin"] : [language, "java"];
  return ["main", "commonMain", "jvmMain", "testFixtures", "test", "commonTest"]
    .filter((set) => set !== own)
    .flatMap((set) => languages.map((other) => `${module}src/${set}/${other}${rest}`));
}

/** More folders of one package than this and the package says nothing. */
const maxFolders = 4;

function packages(from: string, suffix: string, project: Project): ImportTarget[] {
  const folders = project.tree
    .foldersNamed(suffix.slice(suffix.lastIndexOf("/") + 1))
    .filter((folder) => `/${folder}`.endsWith(`/${suffix}`));
  // A test in the same package is not what is imported.
  const sources = folders.filter((folder) => !/(^|\/)src\/\w*[tT]est\w*\//.test(folder));
  const found = nearestTo(from, sources.length > 0 ? sources : folders);
  return found.length > maxFolders ? [] : found.map((path) => ({ path, kind: "package" }));
}
