import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { readPlainText } from "../host/read-plain.ts";

/**
 * Moves a ref of ours to a commit, whatever it was, as git does where it keeps refs as files: under the lock that git takes.
 * False: somebody else has the lock, or the ref is more than a commit's name. Then git does it, or says why it can't be done.
 */
export function writeLooseRef(commonDir: string, ref: string, commit: string): boolean {
  const file = join(commonDir, ref);
  // Where somebody has begun a log of it, git goes on with that.
  if (existsSync(join(commonDir, "logs", ref))) return false;
  const lock = `${file}.lock`;
  let isLocked = false;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(lock, "wx", 0o666);
    isLocked = true;
    try {
      writeSync(handle, `${commit}\n`);
    } finally {
      closeSync(handle);
    }
    if (isPlain(file)) {
      renameSync(lock, file);
      return true;
    }
  } catch {
    // Git says what is in the way.
  }
  if (isLocked) rmSync(lock, { force: true });
  return false;
}

/** It is not there, or names a commit; what names another ref is git's to follow. */
function isPlain(file: string): boolean {
  return !existsSync(file) || /^[0-9a-f]{40,64}\n?$/.test(readPlainText(file));
}
