import { shellWord } from "../../text/quoting.ts";
import { mostParts, type Scope } from "./scope.ts";

/** `go test ./...`: the packages that were touched. Which others import them only the compiler could say. */
export const goScope: Scope = ({ command, project, changed }) => {
  const whole = /^go test (?:\.\/\S*\.\.\. ?)+$/.exec(command);
  if (whole === null) return null;
  const files = [...project.files, ...changed];
  const packages = new Set(files.filter((path) => path.endsWith(".go")).map(folderOf));
  const tested = new Set(files.filter((path) => path.endsWith("_test.go")).map(folderOf));
  const modules = new Set(files.filter((path) => /(^|\/)go\.mod$/.test(path)).map(folderOf));
  const touched = new Set<string>();
  for (const path of changed) {
    const folder = nearest(packages, path);
    const isModule = /(^|\/)go\.(?:mod|sum|work|work\.sum)$/.test(path);
    // A module of its own is not part of the one around it.
    const isElsewhere = !project.has("go.work") && nearest(modules, path) !== "";
    if (folder === null || isModule || isElsewhere) return null;
    touched.add(folder);
  }
  const some = [...touched].sort();
  if (some.length > mostParts || some.length === packages.size || !some.some((folder) => tested.has(folder)))
    return null;
  return `go test ${some.map((folder) => shellWord(folder === "" ? "." : `./${folder}`)).join(" ")}`;
};

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The innermost of the folders around a path: what is embedded, and test data, belongs to the package above it. */
function nearest(folders: ReadonlySet<string>, path: string): string | null {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folders.has(folder)) return folder;
    if (folder === "") return null;
  }
}
