import { parseJson } from "../core/parse-json.ts";
/** What a reader found where it was told to look. */
export type LooseJson =
  /** `end` is the place after the document; `mended`: it was not strict JSON, and was read as it was meant. */
  | { ok: true; value: unknown; end: number; mended: boolean }
  /** `end` is how far the reader got. */
  | { ok: false; end: number };

/** Deeper than this nobody writes, and a machine's stack is finite. */
const deepest = 256;

/**
 * Reads the document that begins at a place of a text, as models write them: JSON, or what Python prints and what is
 * typed into JavaScript. Single quotes, `True`, `False` and `None`, tuples, names without quotes, comments, trailing commas,
 * line ends inside a text and no comma behind a bracket are taken as they are meant. Nothing that is cut off is closed.
 */
export function readLooseJson(text: string, begin = 0): LooseJson {
  const cursor: Cursor = { text, at: begin, mended: false };
  try {
    const value = readValue(cursor, 0);
    return { ok: true, value, end: cursor.at, mended: cursor.mended };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, end: cursor.at };
  }
}

/** The same for a text that is nothing but the document, strict JSON first; `null`: it is none. */
export function parseLooseJson(text: string): { value: unknown; mended: boolean } | null {
  try {
    return { value: parseJson(text), mended: false };
  } catch {
    const found = readLooseJson(text);
    if (!found.ok || endOfBlank(text, found.end) < text.length) return null;
    return { value: found.value, mended: true };
  }
}

class Unreadable extends Error {}

interface Cursor {
  readonly text: string;
  at: number;
  mended: boolean;
}

const words = new Map<string, unknown>([
  ...[["true", true] as const, ["false", false] as const, ["null", null] as const],
  ...[["True", true] as const, ["False", false] as const, ["None", null] as const],
  ...[["undefined", null] as const, ["NaN", null] as const],
]);
const strictWords = new Set(["true", "false", "null"]);

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > deepest) throw new Unreadable();
  skipBlank(cursor);
  const first = cursor.text[cursor.at] ?? "";
  if (first === "{") return readObject(cursor, depth);
  if (first === "[") return readList(cursor, depth, "]");
  if (first === "(") return readTuple(cursor, depth);
  if (opens(first)) return readStrings(cursor);
  const number = match(cursor, /[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y);
  if (number !== null) {
    cursor.mended ||= !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(number);
    return Number(number.replaceAll("_", ""));
  }
  const word = match(cursor, /[A-Za-z]+(?!\w)/y) ?? "";
  if (!words.has(word)) throw new Unreadable();
  cursor.mended ||= !strictWords.has(word);
  return words.get(word);
}

function readObject(cursor: Cursor, depth: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  readItems(cursor, "}", () => {
    const key = readKey(cursor);
    skipBlank(cursor);
    if (!take(cursor, ":")) throw new Unreadable();
    entries.push([key, readValue(cursor, depth + 1)]);
  });
  return Object.fromEntries(entries);
}

function readKey(cursor: Cursor): string {
  if (opens(cursor.text[cursor.at] ?? "")) return readStrings(cursor);
  const name = match(cursor, /[A-Za-z_$][\w$-]*/y);
  if (name === null) throw new Unreadable();
  cursor.mended = true;
  return name;
}

function readList(cursor: Cursor, depth: number, end: string): unknown[] {
  const items: unknown[] = [];
  readItems(cursor, end, () => items.push(readValue(cursor, depth + 1)));
  return items;
}

/** A tuple; brackets around one value alone are only brackets. */
function readTuple(cursor: Cursor, depth: number): unknown {
  const begin = cursor.at;
  const items = readList(cursor, depth, ")");
  cursor.mended = true;
  return items.length === 1 && !/,\s*\)$/.test(cursor.text.slice(begin, cursor.at)) ? items[0] : items;
}

/** What stands between brackets, with commas between; one after the last is passed over, and one behind a bracket missed. */
function readItems(cursor: Cursor, end: string, readItem: () => void): void {
  cursor.at++;
  skipBlank(cursor);
  let before = "";
  for (let comma = true; !take(cursor, end); skipBlank(cursor)) {
    if (!comma && !/[}\]]/.test(before)) throw new Unreadable();
    cursor.mended ||= !comma;
    readItem();
    before = cursor.text[cursor.at - 1] ?? "";
    skipBlank(cursor);
    comma = take(cursor, ",");
    skipBlank(cursor);
    if (comma && cursor.text[cursor.at] === end) cursor.mended = true;
  }
}

/** A text, with those on the next lines: Python joins them. On one line a quote was forgotten, and what is meant is not known. */
function readStrings(cursor: Cursor): string {
  let text = readString(cursor);
  for (;;) {
    const next = endOfBlank(cursor.text, cursor.at);
    if (!/["']/.test(cursor.text[next] ?? "") || !cursor.text.slice(cursor.at, next).includes("\n")) return text;
    cursor.at = next;
    cursor.mended = true;
    text += readString(cursor);
  }
}

/** Quotes as an editor for prose makes them of plain ones, with what ends each. */
const proseQuotes: ReadonlyMap<string, string> = new Map([
  ["“", "”"],
  ["„", "“"],
  ["”", "”"],
  ["‘", "’"],
  ["’", "’"],
]);

function opens(mark: string): boolean {
  return mark === '"' || mark === "'" || proseQuotes.has(mark);
}

function readString(cursor: Cursor): string {
  const { text } = cursor;
  const quote = text[cursor.at] ?? "";
  const mark = proseQuotes.get(quote) ?? (text.startsWith(quote.repeat(3), cursor.at) ? quote.repeat(3) : quote);
  const begin = cursor.at + mark.length;
  for (cursor.at = begin; cursor.at < text.length; cursor.at++) {
    if (text[cursor.at] === "\\") cursor.at++;
    else if (text.startsWith(mark, cursor.at) && closes(text, cursor.at, mark)) {
      const inside = text.slice(begin, cursor.at);
      cursor.at += mark.length;
      return plainText(cursor, inside, mark);
    }
  }
  throw new Unreadable();
}

/** An apostrophe that nobody has escaped is followed by a letter: what ends a text is followed by what may follow one. */
function closes(text: string, at: number, mark: string): boolean {
  return !/['’]/.test(mark) || !/[\p{L}\p{N}]/u.test(text[at + 1] ?? "");
}

function plainText(cursor: Cursor, inside: string, mark: string): string {
  if (mark === '"') {
    try {
      return JSON.parse(`"${inside}"`) as string;
    } catch {
      // It holds line ends, or what Python escapes in its own way.
    }
  }
  cursor.mended = true;
  return inside.replace(escaped, (whole, long?: string, short?: string, byte?: string, one?: string) => {
    const code = long ?? short ?? byte;
    if (code !== undefined) return characterOf(code) ?? whole;
    return escapes[one ?? ""] ?? (one === "\n" ? "" : whole);
  });
}

const hex = "[0-9a-fA-F]";
const escaped = new RegExp(`\\\\(?:U(${hex}{8})|u(${hex}{4})|x(${hex}{2})|([\\s\\S]))`, "g");
const escapes: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "0": "\0" },
  ...{ "\\": "\\", "/": "/", '"': '"', "'": "'" },
};

function characterOf(code: string): string | null {
  const point = Number.parseInt(code, 16);
  return point <= 0x10_ff_ff ? String.fromCodePoint(point) : null;
}

function take(cursor: Cursor, mark: string): boolean {
  if (!cursor.text.startsWith(mark, cursor.at)) return false;
  cursor.at += mark.length;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? null;
  cursor.at += found?.length ?? 0;
  return found;
}

function skipBlank(cursor: Cursor): void {
  const end = endOfBlank(cursor.text, cursor.at);
  cursor.mended ||= /[#/]/.test(cursor.text.slice(cursor.at, end));
  cursor.at = end;
}

/** White space and comments, as JavaScript and Python write them. */
function endOfBlank(text: string, at: number): number {
  const blank = /(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = at;
  return blank.test(text) ? blank.lastIndex : at;
}
