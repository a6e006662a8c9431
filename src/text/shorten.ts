const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader takes for single characters, one by one, however many code points each is made of. */
export function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** The beginning of a text, of at most `limit` UTF-16 units, that ends with a whole character as a reader sees it. */
export function headOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 0) return "";
  // A character that reaches over the limit begins close before it: the whole text need not be looked through.
  const near = text.slice(0, limit + longestGrapheme);
  const over = segmenter.segment(near).containing(limit);
  const end = over === undefined ? limit : over.index;
  return text.slice(0, end);
}

/** The end of a text, of at most `limit` UTF-16 units, that begins with a whole character as a reader sees it. */
export function tailOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 0) return "";
  const at = text.length - limit;
  const from = Math.max(0, at - longestGrapheme);
  const cut = segmenter.segment(text.slice(from, at + longestGrapheme)).containing(at - from);
  return text.slice(cut === undefined || cut.index === at - from ? at : from + cut.index + cut.segment.length);
}

/** No writing system joins more units than this into one character; a longer heap of marks may be cut. */
const longestGrapheme = 64;

/** A text of at most `limit` UTF-16 units: cut between words where that is near, with an ellipsis that says so. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = headOf(text, limit - 1);
  const space = head.search(/\s\S*$/);
  return `${(space > limit * 0.7 ? head.slice(0, space) : head).replace(/[\s,;:.-]+$/, "")}…`;
}
