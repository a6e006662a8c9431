import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { readPlain } from "../host/read-plain.ts";

const mostRefBytes = 16 * 1024 * 1024;

/**
 * The commit that a repository stands at, read from its files alone: git would take its settings, and fetch what is missing
 * from wherever those say. `null`: there is none, or the repository is not a plain folder of plain files.
 */
export async function readHead(dotGit: string): Promise<string | null> {
  if ((await lstat(dotGit).catch(() => null))?.isDirectory() !== true) return null;
  const head = await textOf(join(dotGit, "HEAD"), 4096);
  const ref = /^ref: (refs\/[^\0]+)$/.exec(head)?.[1];
  if (ref === undefined) return commitIn(head);
  if (ref.split("/").some((part) => part === ".." || part === "." || part === "")) return null;
  return commitIn(await textOf(join(dotGit, ref), 100)) ?? (await packed(dotGit, ref));
}

async function packed(dotGit: string, ref: string): Promise<string | null> {
  const lines = (await textOf(join(dotGit, "packed-refs"), mostRefBytes)).split("\n");
  return commitIn(lines.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0] ?? "");
}

async function textOf(file: string, most: number): Promise<string> {
  return (await readPlain(file, most))?.toString("latin1").trim() ?? "";
}

function commitIn(text: string): string | null {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text) ? text : null;
}
