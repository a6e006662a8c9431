import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { sizeText } from "../text/units.ts";

const mib = 1024 * 1024;
/** Less than this is used up by the first checkout, or by what git writes beside it. */
const leastForWorktrees = 64 * mib;
/** Less than this is used up by a few commits, logs and notes. */
const leastBeside = 8 * mib;

/** Agents, hooks and patches have their notes there, and none of them makes the folder. */
export function requireTemp(folder: string): void {
  const refused = (why: string) =>
    new BaroError("no-state", `Cannot keep temporary files in "${folder}": ${why}`, {
      hint: "Set TMPDIR to a folder that can be written and has room",
    });
  if (!isAbsolute(folder)) throw refused("the path is relative");
  const why = notWritable(folder) ?? noRoom(folder, leastBeside);
  if (why !== null) throw refused(why);
}

/** The folder of the worktrees can be made, can be written, and has room. */
export function requireWorktrees(folder: string): void {
  const why = notMade(folder) ?? noRoom(folder, leastForWorktrees);
  if (why === null) return;
  throw new BaroError("delivery-impossible", `Cannot make worktrees in "${folder}": ${why}`, {
    hint: "Set XDG_CACHE_HOME to a folder that can be written and has room",
  });
}

/** Where the run's journal will be has room. That it can be written shows when it is made. */
export function requireStateRoom(folder: string): void {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const why = noRoom(there, leastBeside);
  if (why === null) return;
  throw new BaroError("no-state", `Cannot write the state folder "${folder}": ${why}`, {
    hint: "Make room, or set BARO_HOME to a folder that has some",
  });
}

/**
 * Contents and commits can be kept: git writes into the folder of objects and into those in it, of which a command that ran
 * as somebody else may have left some that nobody else can write.
 */
export function requireObjects(folder: string): void {
  const refused = (path: string, why: string, hint: string) =>
    new BaroError("delivery-impossible", `Cannot keep work in "${path}": ${why}`, { hint });
  const paths = [folder];
  for (const path of paths) {
    try {
      accessSync(path, constants.W_OK | constants.X_OK);
      const inside = path === folder ? readdirSync(path).filter((name) => /^[0-9a-f]{2}$/.test(name)) : [];
      paths.push(...inside.map((name) => join(path, name)));
    } catch (error) {
      throw refused(path, messageOf(error, path), "Make the repository's git directory writable for you");
    }
  }
  const why = noRoom(folder, leastBeside);
  if (why !== null) throw refused(folder, why, "Make room on the disk of the repository");
}

/** What lies below this path can be made: what there is of it is a folder that can be written. */
export function requireBelow(path: string): void {
  let there = path;
  while (kindOf(lstatSync, there) === null && dirname(there) !== there) there = dirname(there);
  const isFolder = kindOf(statSync, there) === "folder";
  const why = isFolder ? notAllowed(there) : "it is no folder";
  if (why === null) return;
  throw new BaroError("delivery-impossible", `Cannot keep the run's branches: "${there}": ${why}`, {
    hint: isFolder ? "Make the repository's git directory writable for you" : `Move "${there}" away`,
  });
}

/** Null: there is nothing, or a file on the way to it. */
function kindOf(look: typeof lstatSync, path: string): "folder" | "other" | null {
  try {
    return look(path).isDirectory() ? "folder" : "other";
  } catch {
    return null;
  }
}

function notMade(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    return messageOf(error, folder);
  }
  return notWritable(folder);
}

function notAllowed(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return messageOf(error, folder);
  }
}

/** Only writing shows a quota that is used up, and what a server of files does not let anybody do. */
function notWritable(folder: string): string | null {
  const why = notAllowed(folder);
  if (why !== null) return why;
  const probe = join(folder, `.baro-probe-${process.pid}`);
  try {
    writeFileSync(probe, Buffer.alloc(64 * 1024, 1), { flag: "wx", mode: 0o600 });
    return null;
  } catch (error) {
    // What finds no room does not say where.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC") return "the disk is full";
    return code === "EDQUOT" ? "the disk quota is used up" : messageOf(error, probe);
  } finally {
    rmSync(probe, { force: true });
  }
}

function noRoom(folder: string, least: number): string | null {
  const free = tooLittleFree(statfsSync(folder), least);
  return free === null ? null : `only ${sizeText(free)} are free`;
}

/** The bytes that are free on a file system where they are too few; null: they are enough, or it counts nothing at all. */
export function tooLittleFree(
  { bavail, bsize, blocks = 1 }: { bavail: number; bsize: number; blocks?: number },
  least: number,
): number | null {
  const free = bavail * bsize;
  return bsize === 0 || blocks === 0 || free >= least ? null : free;
}
