/** Splits a command line at spaces; quotes keep words together, and nothing else is special: no shell is involved. */
export function splitCommand(commandLine: string): { program: string; args: string[] } {
  const words = [...commandLine.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(
      /"([^"]*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) => double ?? single ?? "",
    ),
  );
  const [program = "", ...args] = words;
  return { program, args };
}
