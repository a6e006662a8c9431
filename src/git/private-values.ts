import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { BaroError } from "../core/error.ts";
import { foldersUp } from "../core/path.ts";
import type { Host } from "../host/host.ts";
import { findPlainText } from "../host/read-plain.ts";
import { type Secret, secretsOfVariables } from "../text/redact.ts";
import { secretsOfFile } from "./env-file.ts";
import { tryGit } from "./git.ts";

/** The private values of the environment and of the repository's `.env*` files that git does not track. */
export async function readPrivateValues(host: Host, root: string): Promise<Secret[]> {
  return [...secretsOfVariables(host.env), ...(await secretsOfFiles(host, root))];
}

/** The private values of the repository's `.env*` files that git does not track. */
export async function secretsOfFiles(host: Host, root: string): Promise<Secret[]> {
  const files = await untrackedEnvFiles(host, root);
  return files.flatMap((file) => secretsOfFile(file, findPlainText(join(root, file)) ?? ""));
}

/** Deeper folders than this hold no environment of a project, and there may be very many of them. */
const maxDepth = 3;

/** Looks only into folders that hold tracked files: what is ignored as a whole, like dependencies, is never walked. */
async function untrackedEnvFiles(host: Host, root: string): Promise<string[]> {
  const listed = await tryGit(host, root, ["ls-files", "-z"]).catch((error: unknown) => {
    // An old run is shown without git, and when its repository is gone; then no file counts as tracked.
    if (error instanceof BaroError) return null;
    throw error;
  });
  const tracked = listed === null ? { folders: new Set([""]), envFiles: new Set<string>() } : readListed(listed.stdout);
  return [...tracked.folders].flatMap((folder) => {
    const names = listFolder(`${root}/${folder}`).filter(isEnvFile);
    return names.map((name) => posix.join(folder, name)).filter((path) => !tracked.envFiles.has(path));
  });
}

/**
 * Of the paths that `ls-files -z` lists, the folders above them, the root with them, down to `maxDepth`, and those that hold
 * an environment. Paths of one folder stand together, and of the very many only these few are made a text.
 */
function readListed(listed: Buffer): { folders: Set<string>; envFiles: Set<string> } {
  const folders = new Set([""]);
  const envFiles = new Set<string>();
  const bytes = listed.toString("latin1");
  const textOf = (from: number, to: number) => listed.toString("utf8", from, to);
  let folder = "";
  for (let start = 0, end = bytes.indexOf("\0"); end >= 0; start = end + 1, end = bytes.indexOf("\0", start)) {
    const name = Math.max(start, bytes.lastIndexOf("/", end) + 1);
    // Few names are made a text of: most can be told by how they begin or end.
    const mayBeOne = bytes.startsWith(".", name) || bytes.endsWith(".env", end);
    if (mayBeOne && isEnvFile(textOf(name, end))) envFiles.add(textOf(start, end));
    if (name - start === folder.length && bytes.startsWith(folder, start)) continue;
    folder = bytes.slice(start, name);
    for (const above of foldersUp(textOf(start, name - 1))) if (above.split("/").length <= maxDepth) folders.add(above);
  }
  return { folders, envFiles };
}

/** As most tools call such files, and as Docker, Flask and Cloudflare's do. */
function isEnvFile(name: string): boolean {
  return /^\.env|.\.env$|^\.dev\.vars|^\.flaskenv$/.test(name) && !/\.(example|sample|template|dist)$/.test(name);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that is tracked and not checked out.
    return [];
  }
}
