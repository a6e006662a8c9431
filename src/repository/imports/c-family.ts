import { folderOf, foldersUp, joinPath, nameOf } from "../../core/path.ts";
import { withoutComments } from "./comments.ts";
import { captures, firstFile, type ImportTarget, type Language, type Project } from "./language.ts";

/** C, C++ and Objective-C: `#include` and `#import`, looked for beside the file, upwards, then anywhere by suffix. */
export const cFamily: Language = {
  extensions: ["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "inl", "ipp", "m", "mm", "cu", "cuh"],
  scan: (text) => captures(withoutComments(text), /^[ \t]*#[ \t]*(?:include|import)[ \t]*["<]([^">\n]+)[">]/gm),
  resolve,
};

function resolve(reference: string, from: string, project: Project): ImportTarget[] {
  const above = foldersUp(folderOf(from));
  const near = above.flatMap((folder) =>
    [reference, `include/${reference}`, `src/${reference}`].map((path) => joinPath(folder, path)),
  );
  const found = firstFile(project.tree, near);
  if (found.length > 0) return found;
  const clean = joinPath("", reference);
  if (clean === null) return [];
  const others = project.tree.named(nameOf(clean)).filter((path) => `/${path}`.endsWith(`/${clean}`));
  // Two headers of one name: guessing would be a lie.
  return others.length === 1 ? firstFile(project.tree, others) : [];
}
