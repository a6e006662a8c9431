import { gunzipSync, inflateRawSync, inflateSync, constants as zlib } from "node:zlib";

/** Of what is unpacked from one part. */
const mostUnpacked = 1024 * 1024;
/** Of the files of one archive. */
const mostFiles = 1_000;

const localHeader = Buffer.from("PK\u0003\u0004");

/** What a packer made of a text, as far as it can be read; `null`: no packer did that is known here. */
export function unpacked(bytes: Buffer): string | null {
  if (bytes.subarray(0, 4).equals(localHeader)) return filesOfZip(bytes);
  const [first = 0, second = 0] = bytes;
  const isGzip = first === 0x1f && second === 0x8b;
  const isZlib = first === 0x78 && (first * 256 + second) % 31 === 0;
  if (isGzip) return tried(gunzipSync, bytes);
  return isZlib ? tried(inflateSync, bytes) : null;
}

/** What was cut off is read as far as it goes. */
function tried(unpack: typeof inflateSync, bytes: Buffer, most = mostUnpacked): string | null {
  try {
    return unpack(bytes, { maxOutputLength: most, finishFlush: zlib.Z_SYNC_FLUSH }).toString("latin1");
  } catch {
    return null;
  }
}

/** The names and contents of an archive's files, found by what stands before each of them: its list may be cut off. */
function filesOfZip(bytes: Buffer): string {
  const texts: string[] = [];
  let left = mostUnpacked;
  let at = bytes.indexOf(localHeader);
  for (let count = 0; at >= 0 && at + 30 <= bytes.length && left > 0 && count < mostFiles; count++) {
    const method = bytes.readUInt16LE(at + 8);
    const name = at + 30;
    const start = name + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const next = bytes.indexOf(localHeader, at + 4);
    const content = bytes.subarray(start, next < 0 ? bytes.length : next);
    const text = method === 8 ? (tried(inflateRawSync, content, left) ?? "") : content.toString("latin1");
    texts.push(bytes.toString("latin1", name, Math.min(start, bytes.length)), text.slice(0, left));
    left -= text.length;
    at = next;
  }
  return texts.join("\n");
}
