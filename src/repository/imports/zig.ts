import { folderOf, joinPath } from "../../core/path.ts";
import { withoutComments } from "./comments.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project } from "./language.ts";

/** Zig: `@import("file.zig")` is relative; a bare name is a module, by custom a file of that name. */
export const zig: Language = {
  extensions: ["zig", "zon"],
  scan: (text) => captures(withoutComments(text), /@(?:import|embedFile)\("([^"\n]+)"\)/g),
  resolve,
};

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const relative = firstFile(project.tree, [joinPath(folderOf(from), reference)]);
  if (relative.length > 0 || reference.includes("/") || reference.includes(".")) return relative;
  const modules = project.tree.named(`${reference}.zig`);
  return modules.length === 1 ? firstFile(project.tree, modules) : [];
}
