import { gunzipSync, gzipSync } from "node:zlib";
import { particularWords } from "./general-words.ts";
import { vaguenessModel } from "./vagueness-model.ts";

/** Weights are found by a hash of a piece of text: so many places, after which come those of what is counted. */
const hashedPlaces = 1 << 18;
/** Signs of code, a digit, a question mark, a capital inside, and one for all. */
const counted = 5;
/** How many weights the model has. */
export const weightCount = hashedPlaces + counted;

/** A weight of the model is kept as a whole number of such steps, between -127 and 127. */
const weightStep = 0.04;

/** Of the longest goals only the beginning is weighed: a text that long has named something. */
const mostChars = 300;
/** Makes up for the length of a goal: each piece of a long one says less. */
const pieceScale = 3;

/**
 * What a title is weighed by, place of a weight to value: words, neighbours, and the letters of words in threes and
 * fours (in ones to threes where words have no spaces), so that endings, spelling and accents matter little.
 */
export function piecesOf(title: string): Map<number, number> {
  const start = title.slice(0, mostChars);
  const words = wordsOf(start);
  const pieces = new Set(words.flatMap((word) => [hashOf(`= ${word}`), ...lettersOf(word)]));
  const neighbours = ["^", ...words, "$"];
  for (const [at, word] of neighbours.slice(1).entries()) pieces.add(hashOf(`${neighbours[at]} ${word}`));
  const value = pieceScale / Math.sqrt(pieces.size);
  const weighed = new Map([...pieces].map((place) => [place, value]));
  for (const [index, count] of countsOf(start).entries()) {
    if (count > 0) weighed.set(hashedPlaces + index, count);
  }
  return weighed;
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function wordsOf(text: string): string[] {
  return foldLetters(text).match(/[\p{L}\p{N}]+(?:['’_-][\p{L}\p{N}]+)*/gu) ?? [];
}

function lettersOf(word: string): number[] {
  const inOnes = unspaced.test(word);
  const text = inOnes ? word : `<${word}>`;
  return (inOnes ? [1, 2, 3] : [3, 4]).flatMap((length) =>
    Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => hashOf(text.slice(at, at + length))),
  );
}

/** As many as `counted`. */
function countsOf(text: string): number[] {
  return [
    Number(/`|--\w|\p{Ll}\p{Lu}|\w\(|\w[./_]\w|@\w/u.test(text)),
    Number(/\d/.test(text)),
    Number(/[?？]\s*$/.test(text)),
    Number(/[^.!?]\s\p{Lu}\p{L}/u.test(text)),
    1,
  ];
}

/**
 * How likely a title names nothing that a person could start on, from 0 to 1: a logistic regression over its pieces,
 * fitted by scripts/fit-clarity.ts on goals in eleven languages.
 */
export function vagueness(title: string, weights = shippedWeights()): number {
  const words = wordsOf(title).filter((word) => !unspaced.test(word));
  const known = words.filter(
    (word) =>
      particularWords(word).length === 0 ||
      [hashOf(`= ${word}`), ...lettersOf(word)].every((place) => weights[place] !== 0),
  );
  // Another language: its letters would be taken for those of one that was learned.
  if (known.length * 2 < words.length) return 0;
  let odds = 0;
  for (const [place, value] of piecesOf(title)) odds += value * (weights[place] ?? 0) * weightStep;
  return 1 / (1 + Math.exp(-odds));
}

/** From here on a goal is asked about. Chosen on sets of goals that were left out. */
export const vagueFrom = 0.5;

let shipped: Int8Array | null = null;

function shippedWeights(): Int8Array {
  shipped ??= readWeights(vaguenessModel);
  return shipped;
}

/** Reads weights, one byte each, packed and in base64; 0 is a piece that was never met. */
export function readWeights(text: string): Int8Array {
  return text === "" ? new Int8Array(weightCount) : new Int8Array(gunzipSync(Buffer.from(text, "base64")));
}

/** Writes what `readWeights` reads; `met` says which pieces were. */
export function writeWeights(values: ArrayLike<number>, met: (place: number) => boolean): string {
  const steps = Int8Array.from(values, (value, place) => {
    const step = Math.max(-127, Math.min(127, Math.round(value / weightStep)));
    return met(place) ? step || 1 : 0;
  });
  return gzipSync(steps, { level: 9 }).toString("base64");
}

/** Lower case, without accents, wide and narrow forms as one. */
function foldLetters(text: string): string {
  const bare = text.normalize("NFKD").replace(/(?<=[\p{Script=Latin}\p{Script=Cyrillic}])\p{M}+/gu, "");
  return bare.normalize("NFC").toLowerCase().replaceAll("ß", "ss");
}

/** FNV-1a over UTF-16 units, folded to a place. */
function hashOf(piece: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < piece.length; at++) hash = Math.imul(hash ^ piece.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % hashedPlaces;
}
