import { firstFile, type ImportTarget, type Project } from "./language.ts";

const extensions = [
  "",
  ".ts",
  ".tsx",
  ".d.ts",
  ".js",
  ".jsx",
  ".mts",
  ".cts",
  ".mjs",
  ".cjs",
  ".json",
  ".vue",
  ".svelte",
];
const indexes = [
  "/index.ts",
  "/index.tsx",
  "/index.js",
  "/index.jsx",
  "/index.mjs",
  "/index.mts",
  "/index.d.ts",
  "/index.vue",
  "/mod.ts",
];

/** The file that a path without extension, with that of its compiled form, or of a folder means. */
export function sourceFile(path: string | null, project: Project): ImportTarget[] {
  if (path === null) return [];
  const stem = path.replace(/\.(?:([cm]?)jsx?|d\.[cm]?ts)$/, "");
  // An import of "./a.js" means a.ts where sources are TypeScript.
  const sources = stem === path ? [] : [".ts", ".tsx", ".mts", ".cts", ".d.ts"].map((extension) => stem + extension);
  const inFolder = indexes.map((index) => (path === "" ? index.slice(1) : path + index));
  return firstFile(project.tree, [...extensions.map((extension) => path + extension), ...sources, ...inFolder]);
}
