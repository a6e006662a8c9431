import { isAbsolute, relative } from "node:path";

/** Paths of a wire as paths below the folder that the agent works in; what lies outside begins with `..`. */
export function relativePaths(cwd: string, paths: readonly (string | null | undefined)[]): string[] {
  const named = paths.filter((path): path is string => typeof path === "string" && path !== "");
  return named.map((path) => {
    if (!isAbsolute(path)) return path.replace(/^\.\//, "");
    return cwd === "" ? path : relative(cwd, path);
  });
}
