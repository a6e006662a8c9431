// Signatures of Mach-O executables. The format is Apple's: xnu, osfmk/kern/cs_blobs.h and EXTERNAL_HEADERS/mach-o/loader.h.
import { createHash } from "node:crypto";

const magic64 = 0xfeedfacf;
const segmentCommand = 0x19;
const signatureCommand = 0x1d;
const superBlobMagic = 0xfade0cc0;
const directoryMagic = 0xfade0c02;
/** `CS_ADHOC`: the signature holds hashes and no certificate. */
const adHocFlag = 2;
const hashSize = 32;
const pageBits = 12;
const pageSize = 1 << pageBits;

/** The places in the load commands that say where the signature is, in bytes from the start of the file. */
interface Layout {
  text: number;
  linkEdit: number;
  command: number;
  /** Where the signature begins: all bytes before it are signed. */
  signature: number;
}

/** What a look at the signature found. `pages`: how many the code has. */
export interface SignatureCheck {
  pages: number;
  wrong: number;
  adHoc: boolean;
}

/** The CPU of a 64-bit Mach-O executable; null where the bytes are none. */
export function machOCpu(bytes: Buffer): "x64" | "arm64" | null {
  if (bytes.length < 32 || bytes.readUInt32LE(0) !== magic64) return null;
  const cpu = bytes.readUInt32LE(4);
  if (cpu === 0x01000007) return "x64";
  return cpu === 0x0100000c ? "arm64" : null;
}

/**
 * Holds every page of the code against its hash in the signature; a page without a hash is wrong too. macOS kills a program
 * at the first wrong page that it touches. Throws when there is no signature to read.
 */
export function checkSignature(bytes: Buffer): SignatureCheck {
  const { signature } = layoutOf(bytes);
  if (bytes.readUInt32BE(signature) !== superBlobMagic)
    throw new Error("Cannot read the signature: it is no super blob");
  const count = bytes.readUInt32BE(signature + 8);
  for (let index = 0; index < count; index++) {
    const at = signature + bytes.readUInt32BE(signature + 16 + index * 8);
    if (bytes.readUInt32BE(at) === directoryMagic) return checkDirectory(bytes, at, signature);
  }
  throw new Error("Cannot read the signature: it has no code directory");
}

function checkDirectory(bytes: Buffer, at: number, codeEnd: number): SignatureCheck {
  const [size, type, , bits] = bytes.subarray(at + 36, at + 40);
  if (size !== hashSize || type !== 2 || bits !== pageBits) {
    throw new Error("Cannot read the signature: its hashes are not SHA-256 of pages of 4 KiB");
  }
  const hashes = at + bytes.readUInt32BE(at + 16);
  const slots = bytes.readUInt32BE(at + 28);
  const limit = bytes.readUInt32BE(at + 32);
  const pages = Math.ceil(codeEnd / pageSize);
  let wrong = Math.max(0, pages - slots);
  for (let page = 0; page < Math.min(pages, slots); page++) {
    const told = bytes.subarray(hashes + page * hashSize, hashes + (page + 1) * hashSize);
    if (!told.equals(hashOfPage(bytes, page, limit))) wrong++;
  }
  return { pages, wrong, adHoc: (bytes.readUInt32BE(at + 12) & adHocFlag) !== 0 };
}

function hashOfPage(bytes: Buffer, page: number, limit: number): Buffer {
  const content = bytes.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit));
  return createHash("sha256").update(content).digest();
}

/** The executable with a new ad hoc signature over all of its code, as `codesign --sign -` would make one. */
export function signAdHoc(bytes: Buffer, identifier: string): Buffer {
  const { text, linkEdit, command, signature } = layoutOf(bytes);
  const name = Buffer.from(`${identifier}\0`);
  const pages = Math.ceil(signature / pageSize);
  const directorySize = 88 + name.length + pages * hashSize;
  const size = Math.ceil((20 + directorySize) / 16) * 16;
  const signed = Buffer.concat([bytes.subarray(0, signature), Buffer.alloc(size)]);
  // The load commands are on a page that is signed, so they are put right first.
  signed.writeUInt32LE(size, command + 12);
  const inSegment = BigInt(signed.length) - signed.readBigUInt64LE(linkEdit + 40);
  signed.writeBigUInt64LE(inSegment, linkEdit + 48);
  signed.writeBigUInt64LE(((inSegment + 0x3fffn) / 0x4000n) * 0x4000n, linkEdit + 32);
  signed.writeUInt32BE(superBlobMagic, signature);
  signed.writeUInt32BE(20 + directorySize, signature + 4);
  signed.writeUInt32BE(1, signature + 8);
  signed.writeUInt32BE(20, signature + 16);
  const at = signature + 20;
  const fields = [directoryMagic, directorySize, 0x20400, adHocFlag, 88 + name.length, 88, 0, pages, signature];
  for (const [index, field] of fields.entries()) signed.writeUInt32BE(field, at + index * 4);
  signed.set([hashSize, 2, 0, pageBits], at + 36);
  signed.writeBigUInt64BE(signed.readBigUInt64LE(text + 40), at + 64);
  signed.writeBigUInt64BE(signed.readBigUInt64LE(text + 48), at + 72);
  // `CS_EXECSEG_MAIN_BINARY`
  signed.writeBigUInt64BE(1n, at + 80);
  signed.set(name, at + 88);
  for (let page = 0; page < pages; page++) {
    signed.set(hashOfPage(signed, page, signature), at + 88 + name.length + page * hashSize);
  }
  return signed;
}

function layoutOf(bytes: Buffer): Layout {
  if (machOCpu(bytes) === null) throw new Error("Cannot read the signature: this is no 64-bit Mach-O executable");
  const found: Partial<Layout> = {};
  let at = 32;
  for (let index = 0; index < bytes.readUInt32LE(16); index++) {
    const kind = bytes.readUInt32LE(at);
    if (kind === segmentCommand) {
      const name = bytes.toString("latin1", at + 8, at + 24).replaceAll("\0", "");
      if (name === "__TEXT") found.text = at;
      if (name === "__LINKEDIT") found.linkEdit = at;
    }
    if (kind === signatureCommand) Object.assign(found, { command: at, signature: bytes.readUInt32LE(at + 8) });
    at += bytes.readUInt32LE(at + 4);
  }
  const { text, linkEdit, command, signature } = found;
  if (text === undefined || linkEdit === undefined || command === undefined || signature === undefined) {
    throw new Error("Cannot read the signature: the executable has none");
  }
  return { text, linkEdit, command, signature };
}
