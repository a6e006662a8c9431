import { readFileSync, statSync } from "node:fs";
import { ToolFailure } from "../tool.ts";

const maxFileBytes = 16 * 1024 * 1024;

/** Reads a file that is text, of a size that fits. `place` is confined already; `path` is what the model called it. */
export function readTextFile(place: string, path: string): string {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) throw new ToolFailure(`Cannot read "${path}": there is no such file`);
  if (stat.isDirectory()) throw new ToolFailure(`Cannot read "${path}": it is a folder; use list_files`);
  // A pipe or a device would keep us waiting for ever.
  if (!stat.isFile()) throw new ToolFailure(`Cannot read "${path}": it is not a regular file`);
  if (stat.size > maxFileBytes) {
    throw new ToolFailure(`Cannot read "${path}": it has ${stat.size} bytes; search in it instead`);
  }
  const bytes = readFileSync(place);
  try {
    // The byte order mark is part of the file, and must survive an edit.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ToolFailure(`Cannot read "${path}": its ${stat.size} bytes are not UTF-8 text`);
  }
}
