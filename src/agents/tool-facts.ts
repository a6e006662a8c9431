import { isAbsolute, relative } from "node:path";
import type { ToolKind } from "../core/agent-event.ts";

/** Paths of a wire as paths below the folder that the agent works in; what lies outside begins with `..`. */
export function relativePaths(cwd: string, paths: readonly unknown[]): string[] {
  const result: string[] = [];
  for (const path of paths) if (typeof path === "string" && path !== "") result.push(relativePath(cwd, path));
  return result;
}

export function relativePath(cwd: string, path: string): string {
  if (!isAbsolute(path)) return path.startsWith("./") ? path.slice(2) : path;
  if (cwd === "") return path;
  const below = path.startsWith(cwd) && path[cwd.length] === "/" && !path.includes("/..");
  return below ? path.slice(cwd.length + 1) : relative(cwd, path);
}

/** Looks up what an agent's tool does; a tool that nobody listed is `other`. */
export function toolKind(kinds: Readonly<Record<string, ToolKind>>, nativeTool: string): ToolKind {
  return Object.hasOwn(kinds, nativeTool) ? (kinds[nativeTool] ?? "other") : "other";
}
