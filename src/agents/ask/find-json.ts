import { isRecord } from "../../core/narrow.ts";
import { parseLooseJson, readLooseJson } from "../../text/loose-json.ts";

/** Characters read in search of a document: text in which every bracket opens and none closes is given up on. */
const mostScanned = 4_000_000;

interface FoundDocument {
  value: object;
  /** Comments or trailing commas were taken out of it, it was written as Python does, or it stood there in pieces. */
  mended: boolean;
}

/**
 * The JSON documents in a model's text, likeliest first: the whole text, then fenced blocks, then all between the first
 * bracket and the last, then whatever reads as an object or a list between prose. Comments, trailing commas and quotes as
 * Python writes them are passed over. Nothing that is cut off is closed, and no item of a list stands for all of it: what
 * is missing would be lost in silence.
 */
export function* jsonIn(text: string): Generator<FoundDocument> {
  const trimmed = bare(text);
  const whole = tryTolerantly(trimmed);
  if (whole !== null) return yield whole;
  const blocks = fencedBlocks(trimmed).map((block) => tryTolerantly(block));
  const found = blocks.filter((block) => block !== null);
  // A model corrects itself downwards.
  yield* asOneList(found, found.length === blocks.length).reverse();
  const begin = Math.max(0, trimmed.search(/[{[]/));
  const end = Math.max(trimmed.lastIndexOf("}"), trimmed.lastIndexOf("]")) + 1;
  const middle = /[{[]/.test(trimmed.slice(end)) ? null : tryTolerantly(trimmed.slice(begin, end));
  if (middle !== null) yield middle;
  const { documents, isWhole } = embedded(trimmed);
  yield* asOneList(documents, isWhole);
}

/** What keeps the document of a text from being read, where that can be told; `null`: nothing that is known. */
export function brokenWords(text: string): string | null {
  const trimmed = bare(text);
  if (trimmed === "") return "The answer is empty";
  // Nothing tells whether such a document is whole.
  if (!/[{]/.test(trimmed) && yaml.test(trimmed)) return "The answer is written as YAML, not as JSON";
  const begin = /[{[]\s*(?:["'“{\]}]|\w+\s*:)/.exec(trimmed)?.index ?? -1;
  const inside = trimmed.slice(Math.max(0, begin)).replace(/\s*```\s*$/, "");
  const read = begin < 0 || inside.length > mostScanned ? null : readLooseJson(inside);
  if (read === null || read.ok || read.end < inside.length) return null;
  return "The answer is cut off: its JSON document has no end, or a quote in it is not closed";
}

/** A fence that says so, or a name that a list of fields follows. */
const yaml = /^[ \t]*```ya?ml\b|^[ \t]*["']?[A-Za-z_]\w*["']?:[ \t]*\n[ \t]*-[ \t]+["']?[A-Za-z_]\w*["']?:[ \t]/m;

function bare(text: string): string {
  return unquoted(text.replace(/^\uFEFF/, "").trim());
}

/** A document that was written into a text once more. */
function unquoted(text: string): string {
  if (!/^"\s*[{[]/.test(text)) return text;
  try {
    return String(JSON.parse(text)).trim();
  } catch {
    return text;
  }
}

function tryTolerantly(text: string): FoundDocument | null {
  if (text.length > mostScanned || !/^[{[]/.test(text)) return null;
  return parseLooseJson(text) as FoundDocument | null;
}

/** The insides of fenced blocks that hold a document, or are to hold one. */
function fencedBlocks(text: string): string[] {
  const blocks = [...text.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)];
  return blocks.map(([, inside]) => (inside ?? "").trim()).filter((block) => /^[{[]/.test(block));
}

/**
 * Documents that each have an id of their own are the items of one list, which somebody wrote one by one. Where not all of
 * them could be read, they answer nothing.
 */
function asOneList(documents: readonly FoundDocument[], isWhole: boolean): FoundDocument[] {
  const items = documents.filter(isItem);
  const ids = new Set(items.map(({ value }) => (value as { id: unknown }).id));
  const others = documents.filter((one) => !isItem(one));
  if (!isWhole) return others;
  if (items.length < 2 || ids.size < items.length) return [...documents];
  return [...others, { value: items.map(({ value }) => value), mended: true }];
}

function isItem({ value }: FoundDocument): boolean {
  return isRecord(value) && ["string", "number"].includes(typeof value["id"]);
}

/** What reads as a document between prose. Of a list that can't be read no item is taken: whoever reads it would miss the others. */
function embedded(text: string): { documents: FoundDocument[]; isWhole: boolean } {
  const opening = /[{[]/g;
  const documents: FoundDocument[] = [];
  let scanned = 0;
  let isWhole = true;
  let inBrokenList = false;
  for (let found = opening.exec(text); found !== null && scanned < mostScanned; found = opening.exec(text)) {
    const read = readLooseJson(text, found.index);
    scanned += read.end - found.index;
    if (!read.ok) {
      inBrokenList ||= /^\[\s*\{/.test(text.slice(found.index, found.index + 200));
      isWhole &&= !/^\{\s*["'“]/.test(text.slice(found.index, found.index + 200));
      continue;
    }
    opening.lastIndex = read.end;
    const document = { value: read.value as object, mended: read.mended };
    // An empty pair of brackets in prose, or in what could not be read as a whole, answers nothing.
    if (Object.keys(document.value).length > 0 && !(inBrokenList && isItem(document))) documents.push(document);
  }
  return { documents, isWhole };
}
