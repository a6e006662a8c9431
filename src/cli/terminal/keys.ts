/** A key that a person pressed: a name, or the character itself. */
export type Key = string;

/** What came from a keyboard: a key, or a text that was pasted, which is no keys whatever it holds. */
export type Input = { key: Key } | { paste: string };

const named: Readonly<Record<string, Key>> = {
  "\u001b[A": "up",
  "\u001bOA": "up",
  "\u001b[B": "down",
  "\u001bOB": "down",
  "\u001b[C": "right",
  "\u001bOC": "right",
  "\u001b[D": "left",
  "\u001bOD": "left",
  "\u001b[H": "home",
  "\u001bOH": "home",
  "\u001b[1~": "home",
  "\u001b[7~": "home",
  "\u001b[F": "end",
  "\u001bOF": "end",
  "\u001b[4~": "end",
  "\u001b[8~": "end",
  "\u001b[3~": "delete",
  "\u001b[5~": "pageup",
  "\u001b[6~": "pagedown",
  "\u001b": "escape",
  "\u001b\r": "newline",
  // Shift and Ctrl with Enter, where a terminal tells them apart.
  "\u001b[13;2u": "newline",
  "\u001b[13;5u": "newline",
  "\u001b[27;2;13~": "newline",
  "\r": "enter",
  "\n": "newline",
  "\t": "tab",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u0001": "home",
  "\u0003": "interrupt",
  "\u0004": "ctrl-d",
  "\u0005": "end",
  "\u0007": "ctrl-g",
  "\u000b": "ctrl-k",
  "\u0015": "ctrl-u",
  "\u0017": "ctrl-w",
  "\u001a": "suspend",
};

// Escape sequences first, whole ones before a lone escape; then one character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters.
const pieces = /\u001b(?:\[[0-9;?<]*[ -/]*[@-~]|O[A-Za-z]|\r)|[\s\S]/gu;

/** The keys in what a terminal sent; sequences that stand for no key that we know are left out. */
export function keysIn(text: string): Key[] {
  return (text.match(pieces) ?? []).flatMap((piece) => {
    const name = named[piece];
    if (name !== undefined) return [name];
    return piece.startsWith("\u001b") || /\p{Cc}/u.test(piece) ? [] : [piece];
  });
}

/** Asks a terminal to say what is pasted, and takes it back: mode 2004 of xterm, which others ignore. */
export const pasteMode = { on: "\u001b[?2004h", off: "\u001b[?2004l" } as const;

const pasteBegins = "\u001b[200~";
const pasteEnds = "\u001b[201~";

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters.
const unfinished = /\u001b(?:\[[0-9;?<]*|O)$/;

/**
 * Reads what a terminal sends, however it is cut into chunks. A chunk with a line break amid other text was pasted too, at a
 * terminal that does not say so: nobody types that fast.
 */
export function keyReader(): (chunk: string) => Input[] {
  const reading = { rest: "", pasting: false };
  return (chunk) => {
    const inputs: Input[] = [];
    // The mark of an end may be cut in two; what is before it was looked through already.
    let from = reading.pasting ? Math.max(0, reading.rest.length - pasteEnds.length) : 0;
    let text = reading.rest + chunk;
    for (;;) {
      const mark = reading.pasting ? pasteEnds : pasteBegins;
      const at = text.indexOf(mark, from);
      if (at < 0) break;
      inputs.push(...inputsOf(text.slice(0, at), reading.pasting));
      reading.pasting = !reading.pasting;
      text = text.slice(at + mark.length);
      from = 0;
    }
    reading.rest = reading.pasting ? text : (unfinished.exec(text)?.[0] ?? "");
    if (!reading.pasting) inputs.push(...inputsOf(text.slice(0, text.length - reading.rest.length), false));
    return inputs;
  };
}

function inputsOf(text: string, pasted: boolean): Input[] {
  if (pasted || isPaste(text)) return [{ paste: text }];
  return keysIn(text).map((key) => ({ key }));
}

function isPaste(text: string): boolean {
  return !text.includes("\u001b") && /[\r\n]+[^\r\n]/.test(text) && text.length >= 16;
}
