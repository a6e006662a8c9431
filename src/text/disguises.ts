import { base32Forms, base64Forms, base85Forms, bitsOf, largeNumberForms, uuForms } from "./bases.ts";

/**
 * How programs and people write a value so that it doesn't stand there as it is: encoded as a whole, which gives one of a few
 * texts, or letter by letter in a way that differs from one encoder to the next, which gives a pattern.
 */

/** Nobody writes a longer one as one number; to find how it would be written takes a while. */
const longestNumber = 200;

/** The value as it is, and as encodings of the whole show it. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const wider = Buffer.from(wide).swap16();
  const hex = [bytes, wide, wider].map((one) => one.toString("hex"));
  const all = [
    text,
    backwards(text),
    rotated(text),
    bytes.toString("latin1"),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    // As shells are told to take it word for word.
    text.replaceAll("'", "'\\''"),
    text.replace(/[^\w@%+=:,./-]/g, "\\$&"),
    ...hex,
    ...hex.map((one) => one.toUpperCase()),
    ...hex.slice(0, 1).flatMap((one) => [backwards(one), backwards(one.toUpperCase())]),
    ...(text.length <= longestNumber ? largeNumberForms(text) : []),
    bitsOf(bytes).join(""),
  ];
  // Some keep base64 as base64 again, or turn the value around before.
  const encoded = [bytes, wide, wider, Buffer.from(bytes.toString("base64")), Buffer.from(backwards(text))];
  const base64 = encoded.flatMap(base64Forms);
  const others = [turned(text), ...base85Forms(bytes), ...uuForms(bytes)];
  const quoted = others.map((form) => JSON.stringify(form).slice(1, -1));
  return [
    ...all,
    ...base64,
    ...base64Forms(bytes).flatMap((form) => [backwards(form), rotated(form)]),
    ...base32Forms(bytes),
    ...others,
    ...quoted,
  ];
}

function backwards(text: string): string {
  return [...text].toReversed().join("");
}

/** Each letter as the one that is half the alphabet further. */
function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code & 31) <= 13 ? code + 13 : code - 13);
  });
}

/** Each printable character as the one that is half of them further: rot47. */
function turned(text: string): string {
  return text.replace(/[!-~]/g, (letter) => String.fromCharCode(33 + ((letter.charCodeAt(0) - 33 + 47) % 94)));
}

/** Finds a value that is written letter by letter, or in lines. */
export interface Disguise {
  /** Only a text with this in it can hold one: looking for that costs a fraction. */
  sign: RegExp;
  /** Must stand in the text once that is bare of something: looking for so many pieces in each text would take too long. */
  whole?: { text: string; bare: (text: string) => string };
  pattern: () => RegExp;
}

/** A text without what breaks a value in two: colours, and ends of lines. */
function withoutBreaks(text: string): string {
  return text.replace(allBreaks, "");
}

/** A text's letters and digits alone, as if there were only small ones. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(betweenLetters, "");
}

/** Those of the disguises that a text may hold. */
export function disguisesIn(text: string, disguises: readonly Disguise[]): Disguise[] {
  const bared = new Map<(text: string) => string, string>();
  return disguises.filter(({ whole }) => {
    if (whole === undefined) return true;
    const bare = bared.get(whole.bare) ?? whole.bare(text);
    bared.set(whole.bare, bare);
    return bare.includes(whole.text);
  });
}

const letterSign = /%[0-9a-f]{2}|\\[ux0-7a-f]|&(?:#|[a-z]{2,6};)|=[0-9a-f]{2}=[0-9a-f]{2}/i;
const numbersSign = /(?:\d{2,3}(?:[\s,;]|\\{1,4}[nrt]){1,6}){7}/;
const octalsSign = /(?:[0-3][0-7]{2}(?:[\s,;]|\\{1,4}[nrt]){1,6}){7}/;
const anySign = /\d/;
const betweenLetters = /(?:\\+[nrt]|[^a-z0-9])+/g;
/** Marks, blanks and quotes that a value was taken apart with: by a program that puts it together again, or to be read out. */
const marks = String.raw`(?:\\{1,4}[nrt]|[^A-Za-z0-9]){0,12}`;
const pairsSign =
  /[0-9a-f]{2}[\s:,;'"-]{1,4}(?:0x|\\x)?[0-9a-f]{2}[\s:,;'"-]|[0-9a-f]{4}[\s:,;-][0-9a-f]{4}[\s:,;-]|[0-9a-f]{16}(?:\r?\n|(?:\\r)?\\n)/i;
const betweenNumbers = String.raw`(?:[\s,;]|\\{1,4}[nrt]){1,6}`;
const bitsSign = /[01]{8}[\s,;]{1,3}(?:0b)?[01]{8}/;
const uuSign = /[ -`]{60}(?:\r?\n|(?:\\r)?\\n)/;
const base85Sign = /[!-~]{60}(?:\r?\n|(?:\\r)?\\n)/;
const linesSign = /[\w+/-]{40}(?:\r?\n|(?:\\r)?\\n)/;
/** Between two bytes in hexadecimal; a line's end may be written out, as JSON does. */
const betweenPairs = String.raw`(?:[\s:,;'"-]|\\{1,4}["nrt]){0,8}(?:0x|\\{1,4}x)?`;
/** What stands in the middle of a value that is coloured in part, that a narrow terminal or a frame broke, or that nobody sees. */
const breaks = String.raw`(?:(?:\u001b|\\{1,4}(?:u001[bB]|x1[bB]|e|033))\[[\d;:]*[A-Za-z]|(?:[\r\n]|\\{1,4}[nr])[ \t│|]*|[\u00ad\u200b-\u200f\u2060-\u2064\ufeff])`;
const breakSign = new RegExp(breaks);
const allBreaks = new RegExp(breaks, "g");
/** Each line of it begins with how long it is. */
const nextUuLine = String.raw`(?:(?:\r?\n|(?:\\r)?\\n)[ -\x60])?`;
const lineEnd = String.raw`(?:(?:\r?\n|(?:\\r)?\\n)[ \t]*)?`;

/** What is left to look for beside the forms of a value. */
export function disguisesOf(text: string): Disguise[] {
  const base64 = () => [...base64Forms(text), ...base64Forms(Buffer.from(text, "utf16le"))];
  return [
    { sign: letterSign, pattern: once(() => [...text].map(letterPattern).join("")) },
    {
      sign: breakSign,
      whole: { text, bare: withoutBreaks },
      pattern: once(() => [...text].map(literal).join(`${breaks}*`)),
    },
    ...apartOf(text),
    { sign: numbersSign, pattern: once(() => `\\b${[...Buffer.from(text)].join(betweenNumbers)}\\b`) },
    { sign: octalsSign, pattern: once(() => `\\b${octalsOf(text).join(betweenNumbers)}\\b`) },
    { sign: bitsSign, pattern: once(() => bitsOf(Buffer.from(text)).join("[\\s,;]{1,3}(?:0b)?")) },
    ...(/[A-Za-z0-9]/.test(text) ? [styledOf(text)] : []),
    { sign: pairsSign, pattern: once(() => pairs(Buffer.from(text)).join(betweenPairs)) },
    {
      sign: linesSign,
      pattern: once(() =>
        [...base64(), ...base32Forms(Buffer.from(text))].map((form) => [...form].map(literal).join(lineEnd)).join("|"),
      ),
    },
    {
      sign: base85Sign,
      pattern: once(() =>
        base85Forms(Buffer.from(text))
          .map((form) => [...form].map((letter) => `\\\\?${literal(letter)}`).join(lineEnd))
          .join("|"),
      ),
    },
    {
      sign: uuSign,
      pattern: once(() =>
        uuForms(Buffer.from(text))
          .map((form) => [...form].map((letter) => `\\\\?${literal(letter)}`).join(nextUuLine))
          .join("|"),
      ),
    },
  ];
}

/**
 * A value that nobody would write by hand is known by its letters and digits, whatever stands between them and in whichever
 * case they are. Words and dates are not: `shop-2024-prod` is a sentence, too.
 */
function apartOf(text: string): Disguise[] {
  const letters = lettersOf(text);
  const turns = letters.match(/[a-z](?=\d)|\d(?=[a-z])/g) ?? [];
  if (letters.length < 12 || turns.length < 3) return [];
  const pattern = once(() => [...letters].join(marks), "gi");
  return [{ sign: anySign, whole: { text: letters, bare: lettersOf }, pattern }];
}

/** Letters that look like others: of full width, bold, in circles. What stands for which, Unicode tells. */
const styledRanges = [
  [0xff01, 0xff5e],
  [0x1d400, 0x1d7ff],
  [0x2070, 0x209c],
  [0x2100, 0x214f],
  [0x2460, 0x24ea],
] as const;
const styledSign = /[\u2070-\u209c\u2100-\u214f\u2460-\u24ea\uff01-\uff5e]|\ud835[\udc00-\udfff]/;
let styledAs: Map<string, string> | null = null;

function styledOf(text: string): Disguise {
  const whole = { text: plainLetters(text), bare: plainLetters };
  return { sign: styledSign, whole, pattern: once(() => [...whole.text].map(styledLetter).join(""), "gu") };
}

function plainLetters(text: string): string {
  return text.normalize("NFKC");
}

function styledLetter(letter: string): string {
  if (styledAs === null) {
    styledAs = new Map();
    for (const [from, to] of styledRanges) {
      for (let code = from; code <= to; code++) {
        const plain = plainLetters(String.fromCodePoint(code));
        if (plain.length === 1) styledAs.set(plain, (styledAs.get(plain) ?? "") + escaped(code));
      }
    }
  }
  return `[${escaped(letter.codePointAt(0) ?? 0)}${styledAs.get(letter) ?? ""}]`;
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function once(source: () => string, flags = "g"): () => RegExp {
  let made: RegExp | null = null;
  return () => {
    made ??= new RegExp(source(), flags);
    made.lastIndex = 0;
    return made;
  };
}

/** Within JSON a text's own backslashes are doubled, and doubled again within JSON in JSON. */
const slash = "\\\\{1,4}";
const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/** One letter as addresses, JSON, programs' strings and HTML may write it. */
function letterPattern(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const hex = anyCase(code.toString(16));
  const units = [...letter.split("")].map((unit) => anyCase(unit.charCodeAt(0).toString(16).padStart(4, "0")));
  const bytes = pairs(Buffer.from(letter));
  const ways = [
    literal(letter),
    // An address within an address is encoded twice.
    bytes.map((pair) => `%(?:25)*${pair}`).join(""),
    bytes.map((pair) => `=${pair}`).join(""),
    bytes.map((pair) => `${slash}x${pair}`).join(""),
    [...Buffer.from(letter)].map((byte) => `${slash}0?${byte.toString(8)}`).join(""),
    units.map((unit) => `${slash}u${unit}`).join(""),
    `${slash}[ux]\\{0*${hex}\\}`,
    // A style sheet's, which a blank may end.
    `${slash}0{0,4}${hex}[ ]?`,
    `&#0*${code};`,
    `&#[xX]0*${hex};`,
    ...(entities[letter] === undefined ? [] : [`&${entities[letter]};`]),
    ...(letter === " " ? ["\\+"] : []),
  ];
  return `(?:${ways.join("|")})`;
}

function octalsOf(text: string): string[] {
  return [...Buffer.from(text)].map((byte) => byte.toString(8).padStart(3, "0"));
}

function pairs(bytes: Buffer): string[] {
  return [...bytes].map((byte) => anyCase(byte.toString(16).padStart(2, "0")));
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
