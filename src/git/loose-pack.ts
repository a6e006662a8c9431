import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { readPlainBytes } from "../host/read-plain.ts";

/** Of more than this, git finds out what differs and sends that alone, which is less. */
const mostBytes = 128 * 1024;
const mostObjects = 100;

const typeNumber = { commit: 1, tree: 2, blob: 3 } as const;

interface LooseObject {
  type: keyof typeof typeNumber;
  content: Buffer;
}

/**
 * A pack of commits with their trees and files, as far as those lie in files of their own in a repository, as all does that
 * was just made there; what does not came with what both sides have. To start git for it takes many times as long. Null:
 * that is for git to do.
 */
export function packLooseObjects(gitDir: string, wanted: readonly string[]): Buffer | null {
  const found = new Map<string, LooseObject>();
  const ahead = [...wanted];
  let bytes = 0;
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (found.has(id)) continue;
    const object = readLooseObject(gitDir, id);
    if (object === "absent" && !wanted.includes(id)) continue;
    if (object === "absent" || object === "unreadable") return null;
    found.set(id, object);
    bytes += object.content.length;
    if (bytes > mostBytes || found.size > mostObjects) return null;
    ahead.push(...partsOf(object));
  }
  return packOf([...found.values()]);
}

function readLooseObject(gitDir: string, id: string): LooseObject | "absent" | "unreadable" {
  // A repository of the other format is left to git.
  if (!/^[0-9a-f]{40}$/.test(id)) return "unreadable";
  const file = join(gitDir, "objects", id.slice(0, 2), id.slice(2));
  if (!existsSync(file)) return "absent";
  try {
    const bytes = inflateSync(readPlainBytes(file, 2 * mostBytes), { maxOutputLength: mostBytes + 64 });
    const end = bytes.indexOf(0);
    const [type = ""] = bytes.subarray(0, end).toString("latin1").split(" ");
    if (!(type in typeNumber)) return "unreadable";
    return { type: type as LooseObject["type"], content: bytes.subarray(end + 1) };
  } catch {
    return "unreadable";
  }
}

/** What an object is made of; the commits before one are with both sides. */
function partsOf({ type, content }: LooseObject): string[] {
  if (type === "blob") return [];
  if (type === "commit") return [content.subarray("tree ".length, "tree ".length + 40).toString("latin1")];
  const parts: string[] = [];
  // `MODE NAME`, NUL, and the id as bytes.
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at);
    if (end < 0) break;
    const isSubmodule = content.subarray(at, at + submoduleMode.length).equals(submoduleMode);
    if (!isSubmodule) parts.push(content.subarray(end + 1, end + 21).toString("hex"));
    at = end + 21;
  }
  return parts;
}

const submoduleMode = Buffer.from("160000");

function packOf(objects: readonly LooseObject[]): Buffer {
  const head = Buffer.alloc(12);
  head.write("PACK", "latin1");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects.length, 8);
  const parts = [
    head,
    ...objects.flatMap(({ type, content }) => [
      entryHead(typeNumber[type], content.length),
      deflateSync(content, { level: 1 }),
    ]),
  ];
  const sum = createHash("sha1");
  for (const part of parts) sum.update(part);
  return Buffer.concat([...parts, sum.digest()]);
}

/** Three bits of the type and four of the size, then seven more of that at a time; the first bit says that more follow. */
function entryHead(type: number, size: number): Buffer {
  const bytes: number[] = [];
  let rest = Math.floor(size / 16);
  let byte = (type << 4) | (size % 16);
  while (rest > 0) {
    bytes.push(byte | 0x80);
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, byte]);
}
