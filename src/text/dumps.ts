/** Bytes as `xxd`, `od` and `hexdump` show them: a place in each line, then the bytes, then what they look like as letters. */

interface Dump {
  start: number;
  end: number;
  /** What stands in each line between the place and the letters. */
  lines: string[];
}

/** Within JSON a line's end is written out; in a cell of `od -c` that is the byte itself. */
const lineEnd = /\r?\n|(?<!(?<! ) {2}\\{0,3})(?:\\{1,4}r)?\\{1,4}n/g;
/** `00000010: 6e61` of xxd; `0000020 6e` of the others, which begin what they show as letters with a mark. */
const dumpLine = /^[ \t]*[0-9a-f]{6,16}(:[ \t]|[ \t]+)(.*)$/i;
/** In JSON the first line comes after the text's quote. */
const afterQuote = /^.*"(?=[ \t]*[0-9a-f]{6,16}:?[ \t])/i;
const cells = /^(?:[ \t]+(?:[0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{8}|[0-9a-f]{16}|[0-7]{3}|[0-7]{6}))+[ \t]*$/i;
/** `od -c`: four columns for each byte. */
const letterCell = / {3}(?:\\["\\]|\S)| {2}\\{1,2}[0abfnrtv]| [0-7]{3}| {4}/g;
const letterLine = new RegExp(`^[ \\t]*[0-7]{7}((?:${letterCell.source})+)$`);

/** Those parts of a text that are dumps, each with its lines. */
export function dumpLines(text: string): Dump[] {
  const dumps: Dump[] = [];
  let open: Dump | null = null;
  for (const { start, end, line } of linesOf(text)) {
    const shown = cellsOf(line);
    if (shown === null) {
      // The last line of `od` is a place alone.
      open = null;
      continue;
    }
    if (open === null) {
      open = { start, end, lines: [] };
      dumps.push(open);
    }
    open.end = end;
    open.lines.push(shown);
  }
  return dumps;
}

function* linesOf(text: string) {
  let start = 0;
  for (const { 0: broken, index } of text.matchAll(lineEnd)) {
    yield { start, end: index, line: text.slice(start, index) };
    start = index + broken.length;
  }
  yield { start, end: text.length, line: text.slice(start) };
}

function cellsOf(told: string): string | null {
  const line = told.replace(afterQuote, "");
  // A long one is none of a dump's.
  if (line.length > 400) return null;
  const letters = letterLine.exec(line)?.[1];
  if (letters !== undefined && !cells.test(letters)) return `c${letters}`;
  const [, mark = "", rest = ""] = dumpLine.exec(line) ?? [];
  if (rest === "") return null;
  const bare = mark.startsWith(":") ? rest.trimStart().split(/ {2,}/, 1)[0] : rest.replace(/[ \t]+[|>].*$/, "");
  return cells.test(` ${bare}`) ? ` ${bare}` : null;
}

/** The bytes that a dump shows, in each order that its lines may mean. */
export function dumpedBytes(lines: readonly string[]): Buffer[] {
  const letters = lines.filter((line) => line.startsWith("c"));
  if (letters.length > 0) return [Buffer.from(letters.flatMap((line) => letterBytes(line.slice(1))))];
  const groups = lines.flatMap((line) => line.trim().split(/[ \t]+/));
  const hex = groups.map((group) => Buffer.from(group, "hex"));
  const all = [Buffer.concat(hex), Buffer.concat(hex.map((group) => Buffer.from(group).reverse()))];
  if (groups.every((group) => /^[01]{8}$/.test(group)))
    all.push(Buffer.from(groups.map((group) => Number.parseInt(group, 2))));
  if (groups.every((group) => /^[0-7]{3}$/.test(group)))
    all.push(Buffer.from(groups.map((group) => Number.parseInt(group, 8))));
  if (groups.every((group) => /^[0-7]{6}$/.test(group))) all.push(Buffer.concat(groups.map(octalWord)));
  return all;
}

/** `od` without options: two bytes as one number, the lower one first. */
function octalWord(group: string): Buffer {
  const word = Number.parseInt(group, 8);
  return Buffer.from([word & 255, (word >> 8) & 255]);
}

const named: Readonly<Record<string, number>> = { "0": 0, a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

function letterBytes(line: string): number[] {
  return (line.match(letterCell) ?? []).map((cell) => {
    const text = cell.trim();
    if (/^[0-7]{3}$/.test(text)) return Number.parseInt(text, 8);
    if (text.length > 1) return named[text.at(-1) ?? ""] ?? text.charCodeAt(1);
    return text === "" ? 32 : text.charCodeAt(0);
  });
}
