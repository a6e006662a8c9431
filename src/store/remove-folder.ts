import { chmodSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../core/error.ts";

/**
 * Removes a folder of ours with all in it; read-only folders that a tool left are made writable first, and links are not
 * followed. Gives why it could not, or null.
 */
export function removeFolder(path: string): string | null {
  try {
    rmSync(path, { recursive: true, force: true });
    return null;
  } catch {
    makeWritable(path);
  }
  try {
    rmSync(path, { recursive: true, force: true });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function makeWritable(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  try {
    chmodSync(path, 0o700);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) makeWritable(join(path, entry.name));
    }
  } catch {
    // Somebody else's: the removal names it.
  }
}
