import type { ReadText } from "./task-parts.ts";

/** Files of programs that run several commands for one name, and end with the first that fails. */
export const sessionFiles = ["tox.ini", "noxfile.py", "Rakefile", "rakefile", "Rakefile.rb"] as const;

/** What tox, nox and Rake say of the command that they ended at, where others stand behind it; `null`: none, or it was the last. */
export function leftBehind(output: string, text: ReadText): string | null {
  return toxLeft(output, text("tox.ini")) ?? noxLeft(output, text("noxfile.py")) ?? rakeLeft(output, text);
}

function toxLeft(output: string, settings: string): string | null {
  if (settings === "" || /^ignore_errors\s*=\s*true\b/im.test(settings)) return null;
  const blocks = [...settings.matchAll(/^commands\s*=[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*#.*))*)/gm)].map(
    ([, block = ""]) =>
      block
        .replace(/\\\n\s*/g, " ")
        .split("\n")
        .map(wordsOf)
        .filter((words) => words !== "" && !words.startsWith("#")),
  );
  const ended = [
    ...output.matchAll(/^ERROR: InvocationError for command (.+) \(exited with code \d+\)$/gm),
    ...output.matchAll(/^\S+: exit \d+ \([\d.]+ seconds\) .*?> (.+?) pid=\d+$/gm),
  ].map(([, command = ""]) => wordsOf(command.replace(/^'([^']+)'/, "$1").replace(/^\S*\//, "")));
  return leftIn(blocks, ended, "tox.ini");
}

/** A command's words without quotes, and without what tox does with its end. */
function wordsOf(line: string): string {
  return line
    .trim()
    .replace(/^[-!] */, "")
    .replace(/["']/g, "")
    .replace(/\s+/g, " ");
}

function noxLeft(output: string, settings: string): string | null {
  const blocks = settings
    .split(/^def /m)
    .slice(1)
    .map((body) =>
      [...body.matchAll(/\b\w+\.run(?:_always)?\(([^)]*)\)/g)].map(([, given = ""]) =>
        [...given.matchAll(/(?:^|,)\s*(["'])(.*?)\1/g)].map((match) => match[2]).join(" "),
      ),
    );
  const ended = [...output.matchAll(/^nox > Command (.+) failed with exit code \d+$/gm)].map(([, one = ""]) =>
    wordsOf(one),
  );
  return leftIn(blocks, ended, "noxfile.py");
}

/** The first of the commands that ended something behind which there is more. Words that are put in by a program may differ. */
function leftIn(blocks: readonly string[][], ended: readonly string[], file: string): string | null {
  const isSame = (one: string, other: string) =>
    one === other || (one.includes("{") && other.startsWith(one.split("{")[0] ?? one));
  for (const command of ended) {
    const found = blocks.filter((block) => block.some((one) => isSame(one, command)));
    const isLast = found.some((block) => isSame(block.at(-1) ?? "", command));
    if (found.length > 0 && !isLast) return `\`${command}\` in ${file}`;
  }
  return null;
}

/** Rake tells the line of the task that raised: behind it, or on it, there may be more commands. */
function rakeLeft(output: string, text: ReadText): string | null {
  for (const [, file = "", line = ""] of output.matchAll(/^(?:\.\/)?([Rr]akefile(?:\.rb)?):(\d+):in /gm)) {
    const [own = "", ...rest] = text(file)
      .split("\n")
      .slice(Number(line) - 1);
    if (own === "") continue;
    const around = /^\s*/.exec(own)?.[0].length ?? 0;
    const end = rest.findIndex((one) => one.trim() !== "" && (/^\s*/.exec(one)?.[0].length ?? 0) < around);
    const behind = around === 0 ? [] : rest.slice(0, end < 0 ? undefined : end);
    const calls = (one: string) => [...one.matchAll(/(?:^|[\s;{(])(?:sh|ruby|system)\b(?!:)/g)].length;
    if (calls(own) > 1 || behind.some((one) => calls(one) > 0)) return `line ${line} of ${file}`;
  }
  return null;
}
