import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { BaroError } from "../core/error.ts";
import { folderOf, foldersUp } from "../core/path.ts";
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
  const tracked = listed === null ? [] : listed.stdout.toString("utf8").split("\0");
  const found = [...foldersOf(tracked)].flatMap((folder) => {
    const names = listFolder(join(root, folder)).filter(isEnvFile);
    return names.map((name) => posix.join(folder, name));
  });
  // There are few of these, and very many of those.
  const untracked = new Set(found);
  for (const path of tracked) untracked.delete(path);
  return [...untracked];
}

/** The folders above these paths, the root with them, down to `maxDepth`. Paths of one folder stand together. */
function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set([""]);
  let last = "";
  for (const path of paths) {
    const folder = folderOf(path);
    if (folder === last) continue;
    last = folder;
    for (const above of foldersUp(folder)) if (above.split("/").length <= maxDepth) folders.add(above);
  }
  return folders;
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
