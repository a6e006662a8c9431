import { isUtf8 } from "node:buffer";

/** A path as text, reversibly: a byte that is no text stands there as `\xe9`. */
export function pathText(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString("utf8").replace(likeOurs, "\\x5c");
  let text = "";
  let plain = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((some) => at + some <= bytes.length && isUtf8(bytes.subarray(at, at + some)));
    if (length === undefined) {
      text += `${plain.replace(likeOurs, "\\x5c")}\\x${bytes[at]?.toString(16)}`;
      plain = "";
    } else plain += Buffer.from(bytes.subarray(at, at + length)).toString("utf8");
    at += length ?? 1;
  }
  return text + plain.replace(likeOurs, "\\x5c");
}

/** A name that really has such letters in it. */
const likeOurs = /\\(?=x[0-9a-f]{2})/g;
const written = /\\x([0-9a-f]{2})/g;

/** The bytes that a path's text stands for. */
export function pathBytes(text: string): Buffer {
  const parts = text.split(written);
  return Buffer.concat(parts.map((part, at) => (at % 2 === 0 ? Buffer.from(part) : Buffer.from(part, "hex"))));
}

/** Where a path is below a folder: as text wherever it is that, as bytes otherwise. */
export function placeBelow(root: string, path: string): string | Buffer {
  const place = `${root}/${path}`;
  return path.includes("\\x") ? Buffer.concat([Buffer.from(`${root}/`), pathBytes(path)]) : place;
}

/** Whether the name that it stands for is no text. */
export function isUnreadable(path: string): boolean {
  return /\\x[89a-f][0-9a-f]/.test(path);
}

/**
 * The records of git's `-z` output, each with its path as text. `isWanted` is asked of the bytes: of thousands that nobody
 * wants no text is made.
 */
export function textRecords(output: Buffer, isWanted: (record: Buffer) => boolean = () => true): string[] {
  const records: string[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const record = output.subarray(start, end < 0 ? output.length : end);
    start += record.length + 1;
    if (record.length > 0 && isWanted(record)) records.push(pathText(record));
  }
  return records;
}

/** Paths as git reads them from its stdin with `-z`. */
export function pathLines(paths: readonly string[]): string | Buffer {
  const text = paths.map((path) => `${path}\0`).join("");
  return text.includes("\\x") ? pathBytes(text) : text;
}
