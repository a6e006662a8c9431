import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { BaroError } from "../core/error.ts";
import { foldersUp } from "../core/path.ts";
import type { Host } from "../host/host.ts";
import { findPlainText } from "../host/read-plain.ts";
import { isSecretName, isSecretValue, type Secret, secretOf, secretsOfVariables } from "../text/redact.ts";
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

/** The private values of an `.env` file. `name` is the file's, for messages. */
export function secretsOfFile(name: string, text: string): Secret[] {
  return parseEnvFile(text).flatMap(([variable, value]) => {
    const secret = isSecretName(variable) || isSecretValue(value) ? secretOf(`${name}'s ${variable}`, value) : null;
    return secret === null ? [] : [secret];
  });
}

/** Reads the assignments of an `.env` file. */
export function parseEnvFile(text: string): [string, string][] {
  const assignment = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|[^\r\n]*)/gm;
  return [...text.matchAll(assignment)].map(([, name = "", raw = ""]) => {
    // Only after a blank does every reader of such files take a # for a comment.
    const value = /^["'`]/.test(raw) ? raw.trim() : raw.replace(/(?:^|\s)#.*$/, "").trim();
    const quoted = /^(["'`])([\s\S]*)\1$/.exec(value);
    if (quoted === null) return [name, value];
    const inner = quoted[2] ?? "";
    return [name, quoted[1] === '"' ? inner.replaceAll("\\n", "\n").replaceAll('\\"', '"') : inner];
  });
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
 * Of the paths that `ls-files -z` lists, the folders above them, the root with them, down to `maxDepth`, and those that are
 * `.env*` files. Paths of one folder stand together, and of the very many only these few are made a text.
 */
function readListed(listed: Buffer): { folders: Set<string>; envFiles: Set<string> } {
  const folders = new Set([""]);
  const envFiles = new Set<string>();
  const bytes = listed.toString("latin1");
  const textOf = (from: number, to: number) => listed.toString("utf8", from, to);
  let folder = "";
  for (let start = 0, end = bytes.indexOf("\0"); end >= 0; start = end + 1, end = bytes.indexOf("\0", start)) {
    const name = Math.max(start, bytes.lastIndexOf("/", end) + 1);
    if (bytes.startsWith(".env", name)) envFiles.add(textOf(start, end));
    if (name - start === folder.length && bytes.startsWith(folder, start)) continue;
    folder = bytes.slice(start, name);
    for (const above of foldersUp(textOf(start, name - 1))) if (above.split("/").length <= maxDepth) folders.add(above);
  }
  return { folders, envFiles };
}

function isEnvFile(name: string): boolean {
  return name.startsWith(".env") && !/\.(example|sample|template|dist)$/.test(name);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that is tracked and not checked out.
    return [];
  }
}
