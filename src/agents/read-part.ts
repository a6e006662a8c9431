import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The first bytes of a file, or with less than nothing the last ones. Agents write here: a pipe or a device is empty. */
export function readPart(file: string, bytes: number): string {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return "";
    const part = Buffer.alloc(Math.min(stat.size, Math.abs(bytes)));
    return part
      .subarray(0, readSync(handle, part, 0, part.length, bytes < 0 ? stat.size - part.length : 0))
      .toString("utf8");
  } finally {
    closeSync(handle);
  }
}
