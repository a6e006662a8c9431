/** Bytes as a row of numbers or of noughts and ones: what `od -td4` and its kin show, and `basenc --base2msbf`. */

const gap = String.raw`(?:[ \t,;]|\r?\n|(?:\\{1,4}r)?\\{1,4}n)+`;
/** A dump's own numbers say where a line begins; they are no part of what it shows. */
const row = new RegExp(String.raw`(?<![\w.+-])-?\d{4,20}(?:${gap}-?\d{4,20}){2,}(?![\w.])`, "g");
const place = new RegExp(String.raw`(?<=^|\n|\\n)[ \t]*0[0-7]{6,10}(?=${gap}|$)`, "g");
const bits = /(?<![01])[01]{64,}(?:(?:\r?\n|(?:\\{1,4}r)?\\{1,4}n)[01]{8,})*/g;

interface Run {
  start: number;
  end: number;
  bytes: Buffer[];
}

/** Where a text holds such rows, and the bytes that they may stand for. */
export function numberRuns(text: string): Run[] {
  const blank = text.replace(place, (found) => " ".repeat(found.length));
  const rows = [...blank.matchAll(row)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    bytes: wordsOf(found.match(/-?\d{4,20}/g) ?? []),
  }));
  const binary = [...text.matchAll(bits)].map(({ 0: found, index }) => {
    const groups = found.replace(/[^01]/g, "").match(/[01]{8}/g) ?? [];
    return {
      start: index,
      end: index + found.length,
      bytes: [groups, groups.map((group) => [...group].toReversed().join(""))].map((one) =>
        Buffer.from(one.map((group) => Number.parseInt(group, 2))),
      ),
    };
  });
  return [...rows.filter(({ bytes }) => bytes.length > 0), ...binary];
}

/** The lower byte first, as nearly every machine has it; of each size that the numbers fit, signed or not. */
function wordsOf(digits: readonly string[]): Buffer[] {
  const numbers = digits.map(BigInt);
  return [2, 4, 8].flatMap((size) => {
    const most = 1n << BigInt(8 * size);
    if (numbers.some((number) => number >= most || number < -(most >> 1n))) return [];
    return [
      Buffer.concat(
        numbers.map((number) => {
          const bytes = Buffer.alloc(8);
          bytes.writeBigUInt64LE(BigInt.asUintN(64, number));
          return bytes.subarray(0, size);
        }),
      ),
    ];
  });
}
