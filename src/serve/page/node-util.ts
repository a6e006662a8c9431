// What the views of report/ have from `node:util`, where there is no node: the page is bundled with this in its place.

const starts = `[${String.fromCharCode(27)}${String.fromCharCode(155)}]`;
const escapes = new RegExp(`${starts}[[\\]()#;?]*(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-nq-uy=><~]`, "g");

/** A text without the sequences that move or colour a terminal. */
export function stripVTControlCharacters(text: string): string {
  return text.replace(escapes, "");
}

/** A page has styles of its own. */
export function styleText(_style: string | readonly string[], text: string, _options?: object): string {
  return text;
}
