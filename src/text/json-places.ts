/** Where the values of a JSON text are, by their path as code writes it (`stories[2].writes[0]`), and where it stops being JSON. */
export interface JsonPlaces {
  /** Line of each value, from 1. */
  lines: ReadonlyMap<string, number>;
  /** Line of the first thing that is no JSON; null: all of it is. */
  wrongLine: number | null;
}

/** Thrown at the first character that can't be there. */
class Wrong {}

/** Reads a JSON text for its places alone: a run time's own errors do not say the line. */
export function jsonPlaces(text: string): JsonPlaces {
  const lines = new Map<string, number>();
  const reader = new Reader(text, lines);
  try {
    reader.value("");
    reader.end();
    return { lines, wrongLine: null };
  } catch (error) {
    if (error instanceof Wrong) return { lines, wrongLine: reader.line() };
    throw error;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has none of them in a string.
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class Reader {
  readonly #text: string;
  readonly #lines: Map<string, number>;
  #at = 0;

  constructor(text: string, lines: Map<string, number>) {
    this.#text = text;
    this.#lines = lines;
  }

  line(): number {
    return this.#text.slice(0, this.#at).split("\n").length;
  }

  value(path: string): void {
    this.#blank();
    this.#lines.set(path, this.line());
    const first = this.#text[this.#at];
    if (first === "{") this.#members(path);
    else if (first === "[") this.#elements(path);
    else if (this.#match(text) === null && this.#match(word) === null) throw new Wrong();
  }

  end(): void {
    this.#blank();
    if (this.#at < this.#text.length) throw new Wrong();
  }

  #members(path: string): void {
    this.#listed("}", () => {
      this.#blank();
      const quoted = this.#match(text);
      if (quoted === null) throw new Wrong();
      this.#expect(":");
      const name = String(JSON.parse(quoted));
      this.value(path === "" ? name : `${path}.${name}`);
    });
  }

  #elements(path: string): void {
    let index = 0;
    this.#listed("]", () => this.value(`${path}[${index++}]`));
  }

  /** What stands between brackets with commas between; the open one is next. */
  #listed(close: string, one: () => void): void {
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      one();
      this.#blank();
      const next = this.#text[this.#at];
      if (next !== "," && next !== close) throw new Wrong();
      this.#at++;
      if (next === close) return;
    }
  }

  #expect(character: string): void {
    this.#blank();
    if (this.#text[this.#at] !== character) throw new Wrong();
    this.#at++;
  }

  #blank(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }
}
