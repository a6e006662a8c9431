import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import process from "node:process";

/**
 * What processes work in below a folder: their own folders, what they have open and what is in their memory. Null where
 * nobody can tell: only Linux shows that. What belongs to other users does not show, and can't write there either.
 */
export function pathsInUse(folder: string): string[] | null {
  if (process.platform !== "linux") return null;
  const others = namesIn("/proc").filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
  return others.flatMap((pid) => pathsOf(`/proc/${pid}`, folder)).filter((path) => path.startsWith(`${folder}/`));
}

/** Whether a process works in a folder, or has something of it open. Nobody can tell of one that belongs to others. */
export function isInFolder(pid: number, folder: string): boolean {
  return pathsOf(`/proc/${pid}`, folder).some((path) => path === folder || path.startsWith(`${folder}/`));
}

function pathsOf(process: string, folder: string): string[] {
  const fixed = ["cwd", "root", "exe"].map((name) => linkOf(`${process}/${name}`));
  const open = namesIn(`${process}/fd`).map((fd) => linkOf(`${process}/fd/${fd}`));
  const maps = textOf(`${process}/maps`);
  const mapped = maps.includes(folder) ? maps.split("\n").map((line) => line.slice(line.indexOf("/"))) : [];
  return [...fixed, ...open, ...mapped];
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
