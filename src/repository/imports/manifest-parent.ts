import { joinPath } from "../../core/path.ts";
import type { Project } from "./language.ts";

/** Where a configuration lies that another one builds on: beside it, or in a package of the workspace. */
export function parentPath(
  parent: string,
  folder: string,
  project: Pick<Project, "tree" | "packageFolder">,
): string | null {
  const path = parent.startsWith(".") ? joinPath(folder, parent) : inPackage(parent, project);
  if (path === null) return null;
  const candidates = [path, `${path}.json`, path === "" ? "tsconfig.json" : `${path}/tsconfig.json`];
  return candidates.find((candidate) => project.tree.has(candidate)) ?? null;
}

function inPackage(parent: string, { packageFolder }: Pick<Project, "packageFolder">): string | null {
  const parts = parent.split("/");
  const length = parent.startsWith("@") ? 2 : 1;
  const folder = packageFolder("npm", parts.slice(0, length).join("/"));
  return folder === null ? null : joinPath(folder, parts.slice(length).join("/"));
}
