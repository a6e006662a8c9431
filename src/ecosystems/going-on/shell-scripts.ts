import { shellWord } from "../../text/quoting.ts";

/** The script of a shell that a command is; `null`: it is something else. */
export function shellScript(command: string): string | null {
  return /^(?:(?:ba|z|da)?sh (?:-[\w-]+ )*)?(?:\.\/)?([\w@.-]+(?:\/[\w@.-]+)*)(?: |$)/.exec(command)?.[1] ?? null;
}

/** What a script would check with, at the beginning of a line. */
const checking =
  /^[ \t]*(?:[A-Z_]+=\S+ )*(?:time |exec |npx |bunx |bundle exec |(?:uv|poetry|pdm) run )?(?:npm|pnpm|yarn|bun|deno|node|jest|vitest|mocha|eslint|prettier|biome|tsc|python[\d.]*|pytest|ruff|mypy|flake8|black|tox|cargo|go|golangci-lint|make|cmake|ctest|meson|ninja|bats|shellcheck|php|phpunit|composer|ruby|rspec|rake|rubocop|mvn|gradle|dotnet|swift|dart|flutter|mix|sbt|bazel|\.?\.?\/?[\w./-]+\.sh|\.\/[\w./-]+|(?:ba)?sh)(?= |$)(?! (?:install|ci|add|mod download|fetch|--version)\b)/gm;

/** The end of a loop, which runs what is in it more than once. */
const loop = /^[ \t]*done\b|;[ \t]*done\b/m;

/** Whether a script ends with the first of several programs that fails. */
export function stopsAtFirst(script: string): boolean {
  const ends = /^#!.* -\w*e|^[ \t]*set -(?:\w*e|o errexit)/m.test(script);
  const checks = [...script.matchAll(checking)].length;
  return ends && checks > (loop.test(script) ? 0 : 1);
}

/** The line of a script from which it ended, whatever functions it was in. */
const lineOfScript =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell reads it.
  'line=$LINENO; for at in "${!FUNCNAME[@]}"; do [ "${FUNCNAME[at]}" = source ] && break; line=${BASH_LINENO[at]}; done';

/**
 * A command that runs a script and tells the line that it ends at: with bash, where that is here. Such a script can't be made
 * to go on, as what comes after may need what failed. `null`: nobody knows how.
 */
export function tellingItsEnd(command: string, text: string): string | null {
  const [, flags = "", given = "", words = ""] =
    /^(?:(?:ba|da)?sh ((?:-[\w-]+ )*))?((?:\.\/)?[\w@.-]+(?:\/[\w@.-]+)*)((?: [\w@%+:,./=-]+)*)$/.exec(command) ?? [];
  const [, shebang = ""] = /^#!(.*)/.exec(text) ?? [];
  if (given === "" || !/^(?:\S*\/(?:env (?:-S )?)?(?:ba|da)?sh\b.*)?$/.test(shebang) || /\btrap\b.*\bERR\b/.test(text))
    return null;
  const ends = /(?:^| )-\w*e/.test(`${flags}${shebang.replace(/^\S+/, "")}`) ? "set -e; " : "";
  const file = given.includes("/") ? given : `./${given}`;
  const script = `trap '${lineOfScript}; echo "${given}: it ended at line $line" >&2' ERR; set -E; ${ends}. ${file}`;
  return `if command -v bash >/dev/null; then bash -c ${shellWord(script)} ${given}${words}; else ${command}; fi`;
}

/** What is left of a script behind the line that it says it ended at; `null`: nothing, or it does not say. */
export function leftOfScript(output: string, read: (file: string) => string): string | null {
  const [, given = "", line = ""] =
    [...output.matchAll(/^(?:\.\/)?([\w@./-]+): it ended at line (\d+)$/gm)].at(-1) ?? [];
  if (given === "") return null;
  const lines = read(given).split("\n");
  let at = Number(line);
  while (/\\$/.test(lines[at - 1] ?? "")) at += 1;
  const rest = lines.slice(at).join("\n");
  const isInLoop = loop.test(`${lines[at - 1] ?? ""}\n${rest}`);
  return isInLoop || [...rest.matchAll(checking)].length > 0 ? `line ${line} of ${given}` : null;
}
