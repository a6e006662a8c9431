/** What opens a comment or a string in a family of languages. */
export const commentStyles = {
  c: /["']|\/[/*]/g,
  /** As C, and a backtick opens a string of any number of lines. */
  backticks: /["'`]|\/[/*]/g,
  /** `#`, and strings in three quotes, which are comments as often as not. */
  hash: /"""|'''|["'#]/g,
} as const;

interface Options {
  style?: keyof typeof commentStyles;
  /** What stands in double quotes goes too, for looking at names alone. */
  dropStrings?: boolean;
}

/**
 * Takes comments out and leaves strings alone. A string ends with its line, so that an apostrophe or a quote in a regular
 * expression spoils one line and not the file. Takes time in proportion to the text, whatever is in it.
 */
export function withoutComments(text: string, { style = "c", dropStrings = false }: Options = {}): string {
  const unclosed = new Map<string, number>();
  const starts = new RegExp(commentStyles[style]);
  const kept: string[] = [];
  let from = 0;
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    const opening = match[0];
    const end = endOf(text, opening, match.index, unclosed);
    starts.lastIndex = end ?? match.index + 1;
    if (end === null || !(isComment(opening) || (dropStrings && opening === '"'))) continue;
    kept.push(text.slice(from, match.index), " ");
    from = end;
  }
  kept.push(text.slice(from));
  return kept.join("");
}

function isComment(opening: string): boolean {
  return opening.length > 1 || opening === "#";
}

/**
 * Where what opens here ends; `null` when nothing closes it, and it is a character like any other. `unclosed` remembers up
 * to where nothing does: looking again from each opening would take for ever.
 */
function endOf(text: string, opening: string, start: number, unclosed: Map<string, number>): number | null {
  if (start < (unclosed.get(opening) ?? 0)) return null;
  if (opening === "//" || opening === "#") return endOfLine(text, start);
  const end = opening.length > 1 ? endOfBlock(text, opening, start) : endOfString(text, opening, start);
  if (end !== null) return end;
  unclosed.set(opening, opening.length > 1 || opening === "`" ? text.length : endOfLine(text, start));
  return null;
}

function endOfBlock(text: string, opening: string, start: number): number | null {
  const closing = opening === "/*" ? "*/" : opening;
  const close = text.indexOf(closing, start + opening.length);
  return close < 0 ? null : close + closing.length;
}

function endOfString(text: string, quote: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === quote) return at + 1;
    else if (char === "\n" && quote !== "`") return null;
  }
  return null;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
