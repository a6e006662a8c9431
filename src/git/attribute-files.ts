import { mkdir, writeFile } from "node:fs/promises";
import { type GitHost, gitBytes } from "./git.ts";

/** A `.gitattributes` of a commit. */
export interface AttributeFile {
  id: string;
  /** Bytes, each of them a letter of latin1. */
  path: string;
}

const name = ".gitattributes";

/** The `.gitattributes` files of a commit. */
export async function attributeFiles(host: GitHost, root: string, commit: string): Promise<AttributeFile[]> {
  const listed = await gitBytes(host, root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (!listed.includes(name)) return [];
  return listed
    .toString("latin1")
    .split("\0")
    .flatMap((entry) => {
      const path = entry.slice(entry.indexOf("\t") + 1);
      const [mode, , id = ""] = entry.split(/[ \t]/, 3);
      const isOne = mode !== "120000" && (path === name || path.endsWith(`/${name}`));
      return isOne && !leadsOut(path) ? [{ id, path }] : [];
    });
}

/** Git lists what a tree was made to hold by hand, and checks none of it out. */
function leadsOut(path: string): boolean {
  return path.split("/").some((part) => ["", ".", "..", ".git"].includes(part));
}

/** Writes such files to a folder of ours. */
export async function writeAttributes(
  host: GitHost,
  root: string,
  files: readonly AttributeFile[],
  folder: string,
): Promise<void> {
  for (const { id, path } of files) {
    const text = await gitBytes(host, root, ["cat-file", "blob", id]);
    const parent = path.slice(0, path.length - name.length);
    await mkdir(bytesOf(`${folder}/`, parent), { recursive: true });
    await writeFile(bytesOf(`${folder}/`, path), text);
  }
}

function bytesOf(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from(path, "latin1")]);
}
