import { machOCpu } from "./mach-o.ts";
import type { Target } from "./targets.ts";

/** What the head of an executable says about itself. */
export interface ExecutableKind {
  format: "ELF" | "Mach-O" | "PE32+";
  cpu: "x64" | "arm64";
  /** The dynamic loader that an ELF program asks for. */
  loader: string | null;
}

/** Reads the head of an executable. Null: it is none that is known. */
export function kindOf(bytes: Buffer): ExecutableKind | null {
  const mach = machOCpu(bytes);
  if (mach !== null) return { format: "Mach-O", cpu: mach, loader: null };
  if (bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46) return elfKind(bytes);
  if (bytes.length > 64 && bytes.toString("latin1", 0, 2) === "MZ") return peKind(bytes);
  return null;
}

/** 64-bit little endian ELF; System V ABI, chapter 4. */
function elfKind(bytes: Buffer): ExecutableKind | null {
  if (bytes[4] !== 2 || bytes[5] !== 1) return null;
  const cpu = { 62: "x64", 183: "arm64" }[bytes.readUInt16LE(18)] as "x64" | "arm64" | undefined;
  if (cpu === undefined) return null;
  const table = Number(bytes.readBigUInt64LE(32));
  const [size, count] = [bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  for (let index = 0; index < count; index++) {
    const at = table + index * size;
    // PT_INTERP
    if (bytes.readUInt32LE(at) !== 3) continue;
    const start = Number(bytes.readBigUInt64LE(at + 8));
    const length = Number(bytes.readBigUInt64LE(at + 32));
    return { format: "ELF", cpu, loader: bytes.toString("latin1", start, start + length).replace(/\0.*$/, "") };
  }
  return { format: "ELF", cpu, loader: null };
}

/** Microsoft's PE format: the COFF header stands behind the signature that the DOS header points to. */
function peKind(bytes: Buffer): ExecutableKind | null {
  const at = bytes.readUInt32LE(60);
  if (at + 26 > bytes.length || bytes.toString("latin1", at, at + 4) !== "PE\0\0") return null;
  if (bytes.readUInt16LE(at + 24) !== 0x20b) return null;
  const cpu = { 34404: "x64", 43620: "arm64" }[bytes.readUInt16LE(at + 4)] as "x64" | "arm64" | undefined;
  return cpu === undefined ? null : { format: "PE32+", cpu, loader: null };
}

/** What is wrong with an executable for a target, in words; null: nothing. */
export function wrongKind(bytes: Buffer, target: Target): string | null {
  const kind = kindOf(bytes);
  if (kind === null) return "it is no executable that is known";
  const format = { linux: "ELF", darwin: "Mach-O", win32: "PE32+" }[target.os];
  if (kind.format !== format) return `it is ${kind.format} and should be ${format}`;
  if (kind.cpu !== target.cpu) return `it is for ${kind.cpu} and should be for ${target.cpu}`;
  if (target.libc === null) return null;
  const musl = kind.loader?.includes("ld-musl") ?? false;
  if (musl === (target.libc === "musl")) return null;
  return `it is loaded by ${kind.loader ?? "nothing"} and should be for ${target.libc}`;
}
