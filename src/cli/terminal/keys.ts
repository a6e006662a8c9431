/** A key that a person pressed: a name, or the character itself. */
export type Key = string;

const named: Readonly<Record<string, Key>> = {
  "\u001b[A": "up",
  "\u001bOA": "up",
  "\u001b[B": "down",
  "\u001bOB": "down",
  "\u001b[5~": "pageup",
  "\u001b[6~": "pagedown",
  "\u001b": "escape",
  "\r": "enter",
  "\n": "enter",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u0003": "interrupt",
  "\u001a": "suspend",
};

// Escape sequences first, whole ones before a lone escape; then one grapheme's worth is decided by the caller.
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters.
const pieces = /\u001b(?:\[[0-9;?<]*[ -/]*[@-~]|O[A-Za-z])|[\s\S]/gu;

/** The keys in what a terminal sent; sequences that stand for no key that we know are left out. */
export function keysIn(text: string): Key[] {
  return (text.match(pieces) ?? []).flatMap((piece) => {
    const name = named[piece];
    if (name !== undefined) return [name];
    return piece.startsWith("\u001b") || /\p{Cc}/u.test(piece) ? [] : [piece];
  });
}
