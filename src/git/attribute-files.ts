import { mkdir, writeFile } from "node:fs/promises";
import { type GitHost, gitBytes } from "./git.ts";

/** A `.gitattributes` of a commit. */
export interface AttributeFile {
  id: string;
  /** Bytes, each of them a letter of latin1. */
  path: string;
}

const name = ".gitattributes";

/** Of commits, which have the same files for ever: the latest that were asked for. */
const known = new Map<string, Promise<readonly AttributeFile[]>>();
const mostKnown = 16;
const isCommitId = (said: string) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(said);

/** The `.gitattributes` files of a commit. */
export function attributeFiles(host: GitHost, root: string, commit: string): Promise<readonly AttributeFile[]> {
  const key = `${root}\0${commit}`;
  const files = known.get(key) ?? readAttributeFiles(host, root, commit);
  if (!isCommitId(commit)) return files;
  // Put last again: the first one goes when there are too many.
  known.delete(key);
  known.set(key, files);
  files.catch(() => known.delete(key));
  const [oldest = ""] = known.keys();
  if (known.size > mostKnown) known.delete(oldest);
  return files;
}

async function readAttributeFiles(host: GitHost, root: string, commit: string): Promise<AttributeFile[]> {
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
