import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type GitHost, git } from "../git/git.ts";

/** A file of an attempt's raw output; `bytes` in base64. */
export interface SaidFile {
  name: string;
  bytes: string;
}

/** An attempt's raw output on its way: said as it is, or, where that is too much, a tree of the repository. */
export interface AttemptOutput {
  said: SaidFile[];
  tree: string | null;
}

/** Takes an attempt's raw output out of its folder. `mostSaid`: so many bytes may be said at once. */
export async function saveOutput(
  host: GitHost,
  root: string,
  folder: string,
  mostSaid: number,
): Promise<AttemptOutput> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  // An agent may have put a pipe or a link there, which would be read for ever, or from elsewhere.
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const sizes = await Promise.all(names.map(async (name) => (await lstat(join(folder, name))).size));
  if (names.length === 0) return { said: [], tree: null };
  if (sizes.reduce((sum, size) => sum + size, 0) <= mostSaid) {
    const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
    return { said: names.map((name, at) => ({ name, bytes: files[at]?.toString("base64") ?? "" })), tree: null };
  }
  const lines: string[] = [];
  for (const name of names) {
    const oid = (await git(host, root, ["hash-object", "-w", "--no-filters", "--", join(folder, name)])).trim();
    lines.push(`100644 blob ${oid}\t${name}`);
  }
  const tree = await git(host, root, ["mktree"], { stdin: `${lines.join("\n")}\n` });
  return { said: [], tree: tree.trim() };
}

/** Writes what a worker said of an attempt's raw output where the run keeps that. */
export async function writeSaid(said: readonly SaidFile[], folder: string): Promise<void> {
  for (const { name, bytes } of said) {
    if (isPlainName(name)) await writeFile(join(folder, name), Buffer.from(bytes, "base64"), { mode: 0o600 });
  }
}

/** A name that leads into no other folder, whoever chose it. */
export function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && basename(name) === name && !name.includes("\0");
}
