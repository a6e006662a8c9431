/** The script of a shell that a command is; `null`: it is something else. */
export function shellScript(command: string): string | null {
  return /^(?:(?:ba|z|da)?sh (?:-[\w-]+ )*)?(?:\.\/)?([\w@.-]+(?:\/[\w@.-]+)*)(?: |$)/.exec(command)?.[1] ?? null;
}

/** What a script would check with, at the beginning of a line. */
const checking =
  /^[ \t]*(?:[A-Z_]+=\S+ )*(?:time |exec |npx |bunx |bundle exec |(?:uv|poetry|pdm) run )?(?:npm|pnpm|yarn|bun|deno|node|jest|vitest|mocha|eslint|prettier|biome|tsc|python[\d.]*|pytest|ruff|mypy|flake8|black|tox|cargo|go|golangci-lint|make|cmake|ctest|meson|ninja|bats|shellcheck|php|phpunit|composer|ruby|rspec|rake|rubocop|mvn|gradle|dotnet|swift|dart|flutter|mix|sbt|bazel|\.?\.?\/?[\w./-]+\.sh|\.\/[\w./-]+|(?:ba)?sh)(?= |$)(?! (?:install|ci|add|mod download|fetch|--version)\b)/gm;

/** Whether a script ends with the first of several programs that fails. */
export function stopsAtFirst(script: string): boolean {
  const ends = /^#!.* -\w*e|^[ \t]*set -(?:\w*e|o errexit)/m.test(script);
  return ends && [...script.matchAll(checking)].length > 1;
}
