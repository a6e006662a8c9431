import { namesBy } from "./report.ts";

/** What a file that can't be read or loaded is called among the names of what fails. */
export const unloadedMark = "does not load";

const python = /^ {2}File "((?![</])[^"\n]+)", line \d+(?:, in <module>)?\n(?: {4}.*\n){0,3}?(?:\w+Error: )/gm;
const pythonErrors = /^(?:SyntaxError|IndentationError|TabError|ImportError|ModuleNotFoundError): /m;
const ruby =
  /^(?:.*?(?:in [`'][^'\n]*'|from): ?|\s+from )?((?![</])[^\s:()]+\.(?:rb|rake|ru)):\d+(?::in |: syntax error)/gm;
const rubyErrors = /\((?:SyntaxError|LoadError)\)$|: syntax error, /m;

/** Run-times, and where each says which file it could not read. */
const signs: readonly { error: RegExp; file: RegExp; onlyFirst?: true }[] = [
  { error: pythonErrors, file: python },
  { error: rubyErrors, file: ruby, onlyFirst: true },
  // Node: the file and its line stand above the error.
  {
    error: /^SyntaxError: /m,
    file: /^(?:file:\/\/)?((?![</])[^\s:()]+\.[cm]?[jt]sx?):\d+\n(?:.*\n){1,4}?\n?SyntaxError: /gm,
  },
  {
    error: /^Error: Cannot find module '\.|ERR_MODULE_NOT_FOUND/m,
    file: /\bimported from ((?!\/)\S+\.[cm]?[jt]sx?)$/gm,
  },
  { error: /\bsyntax error at /, file: /^.*\bsyntax error at ((?!\/)\S+\.p[lm]|(?!\/)\S+\.t) line \d+/gm },
  { error: /\bParse error: /, file: /^(?:PHP )?Parse error: .* in ((?!\/)\S+\.php) on line \d+$/gm },
  {
    error: /\bsyntax error\b/i,
    file: /^(?:\S+: )?((?!\/)\S+\.(?:ba|z|k)?sh|(?!\/)\S+\.bats): (?:line )?\d+: .*[Ss]yntax error/gm,
  },
];

/**
 * The files that a red check's output says it could not load, by name: programs that end before their first test sum up
 * nothing. Paths in the project have no slash in front; what lies elsewhere is not ours to name.
 */
export function unloadedIn(output: string): string[] {
  const files = signs.flatMap(({ error, file, onlyFirst }) => {
    if (!error.test(output)) return [];
    const found = namesBy(output, file);
    return onlyFirst === true ? found.slice(0, 1) : found;
  });
  return [...new Set(files)].map((file) => `${file}: ${unloadedMark}`);
}
