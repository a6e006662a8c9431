import { leftBehind } from "./named-commands.ts";
import { leftOfScript } from "./shell-scripts.ts";
import { firstText, type ReadText } from "./task-parts.ts";

/** What programs say that ended before all was run; the first group, where there is one, names what did not run. */
const signs: readonly RegExp[] = [
  /^Bail out!.*/m,
  /^!+ (?:stopping after \d+ failures|Interrupted: .*) !+$/m,
  /^\s*Testing stopped early after \d+ maximum allowed failures\.$/m,
  /^\s*\d+ did not run$/m,
  /^Test Suites: .*\b\d+ of \d+ total$/m,
  /^\[INFO\] .+ \.{3,} SKIPPED(?: |$)/m,
  /^ninja: build stopped: .*/m,
  /^task: Failed to run task .*/m,
];

/**
 * Whether the output of a check tells that it ended before all of it was run, as a person would find it; `null`: nothing says
 * so. `text`: of the files beside it.
 */
export function cutShortBy(output: string, text: ReadText): string | null {
  const said = signs
    .map((sign) =>
      sign
        .exec(output)?.[0]
        .replace(/^!+ | !+$/g, "")
        .trim(),
    )
    .find((line) => line !== undefined);
  return said ?? recipeCut(output, text) ?? leftOfScript(output, text) ?? leftBehind(output, text);
}

/** The files below that an output names where a make in another make stopped: what they hold says whether there was more. */
export function cutShortFiles(output: string): string[] {
  return [...new Set(nestedCuts(output).map(({ file }) => file))];
}

function nestedCuts(output: string): { file: string; line: number }[] {
  const folders: string[] = [];
  const cuts: { file: string; line: number }[] = [];
  for (const line of output.split("\n")) {
    const [, depth, folder] = /^make\[(\d+)\]: Entering directory ['`]([\w@./-]+)'$/.exec(line) ?? [];
    if (folder !== undefined) folders[Number(depth)] = folder;
    const [, at, file = "", number] = /^make\[(\d+)\]: \*\*\* \[([\w.-]+):(\d+): [^\]]+\] Error \d+$/.exec(line) ?? [];
    const place = folders[Number(at)];
    if (number !== undefined && place !== undefined && !/^\/|\.\./.test(place)) {
      cuts.push({ file: `${place === "." ? "" : `${place}/`}${file}`, line: Number(number) });
    }
  }
  return cuts;
}

/** make and just tell the line of a recipe at which they stopped: behind it there may be others. */
function recipeCut(output: string, text: ReadText): string | null {
  for (const [, file = "", line = ""] of output.matchAll(/^make: \*\*\* \[([\w.-]+):(\d+): [^\]]+\] Error \d+$/gm)) {
    if (hasMore(text(file), Number(line))) return `line ${line} of ${file}`;
  }
  const nested = nestedCuts(output).find(({ file, line }) => hasMore(text(file), line));
  if (nested !== undefined) return `line ${nested.line} of ${nested.file}`;
  const notMade = /^make: Target ['`]([^'`]+)' not remade because of errors\.$/m.exec(output)?.[1];
  const makefile = firstText(["GNUmakefile", "makefile", "Makefile"], text);
  if (notMade !== undefined && hasRecipe(makefile, notMade)) return `what \`${notMade}\` waits for`;
  const [, recipe, line] = /^error: recipe `([^`]+)` failed on line (\d+)\b/im.exec(output) ?? [];
  const justfile = firstText(["justfile", "Justfile", ".justfile"], text);
  return recipe !== undefined && hasMore(justfile, Number(line)) ? `line ${line} of the recipe ${recipe}` : null;
}

/** Whether a recipe goes on behind a line of it, counted from 1. What one line goes on with on the next is that line. */
function hasMore(text: string, line: number): boolean {
  const lines = text.split("\n");
  let at = line - 1;
  while (/\\$/.test(lines[at] ?? "")) at += 1;
  for (const next of lines.slice(at + 1)) {
    if (/^[ \t]+[^\s#]/.test(next)) return true;
    if (next.trim() !== "" && !/^[ \t]*#/.test(next)) return false;
  }
  return false;
}

/** Whether a target has commands of its own beside what it waits for. */
function hasRecipe(text: string, target: string): boolean {
  const lines = text.split("\n");
  const name = target.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const at = lines.findIndex((line) => new RegExp(`^(?:[\\w./-]+ )*${name}(?: [\\w./-]+)*\\s*::?(?!=)`).test(line));
  return at !== -1 && (/;\s*\S/.test(lines[at] ?? "") || hasMore(text, at + 1));
}
