/** Files that programs leave behind on their own: not a story's work unless its surface names them. */
export type LeftOut = "lockfile" | "build output" | "editor file";

const lockfiles = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "Cargo.lock",
  "go.sum",
  "poetry.lock",
  "uv.lock",
  "Pipfile.lock",
  "pdm.lock",
  "Gemfile.lock",
  "composer.lock",
  "mix.lock",
  "packages.lock.json",
  "gradle.lockfile",
  "flake.lock",
  "Podfile.lock",
  "pubspec.lock",
]);

const buildFolders = new Set([
  "node_modules",
  "__pycache__",
  ".pytest_cache",
  ".mypy_cache",
  ".ruff_cache",
  ".tox",
  ".venv",
  "target",
  "dist",
  ".next",
  ".turbo",
  ".parcel-cache",
  ".nyc_output",
  "coverage",
  ".gradle",
  "_build",
  "deps",
]);

const editorFolders = new Set([".idea", ".vscode", ".vs", ".fleet", ".zed", ".history"]);
const editorFile = /(^\.DS_Store$|^Thumbs\.db$|^\.?#.*|~$|\.sw[a-p]$|\.orig$|\.rej$|\.iml$|\.code-workspace$)/;
const builtFile =
  /(\.pyc$|\.pyo$|\.class$|\.tsbuildinfo$|^\.eslintcache$|^\.coverage$|^npm-debug\.log|^yarn-error\.log)/;

/** What kind of left-over a path is, or `null` when it may be somebody's work. `tracked`: the base has it. */
export function leftOutKind(path: string, tracked: boolean): LeftOut | null {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (lockfiles.has(name)) return "lockfile";
  if (editorFile.test(name) || parts.slice(0, -1).some((part) => editorFolders.has(part))) return "editor file";
  // A folder called "dist" or "deps" that is tracked holds sources or released files, and is looked at as such.
  const built = builtFile.test(name) || parts.slice(0, -1).some((part) => buildFolders.has(part));
  return built && !tracked ? "build output" : null;
}
